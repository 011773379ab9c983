import { useSignal } from '@preact/signals';
import type { Question } from '../../src/console/wire';
import { act } from '../api';
import { executions, general } from '../live';
import { href } from '../location';
import { Payload } from './payload';
import { clockTime, jsonFault, shortArn } from '../model/text';

/** The tasks that wait for someone's answer. */
export function Questions() {
  const questions = general.value?.questions ?? [];
  if (questions.length === 0) {
    return <div class="empty"><h2>Nobody waits for an answer</h2><p>A state that waits for a task token is here until it is answered.</p></div>;
  }
  return <div class="cards">{questions.map((question) => <QuestionCard key={question.id} question={question} />)}</div>;
}

function QuestionCard({ question }: { readonly question: Question }) {
  const { id, execution, state, since, asked, heartbeatSeconds } = question;
  const output = useSignal('{}');
  const error = useSignal('');
  const cause = useSignal('');
  const said = useSignal('');
  const fault = jsonFault(output.value);
  const answer = (how: string, body: object): void => {
    said.value = '';
    act(`questions/${id}/${how}`, body).then(() => { said.value = how === 'heartbeat' ? 'It goes on waiting.' : ''; }, (failure: Error) => { said.value = failure.message; });
  };
  const submitted = (event: Event, how: string, body: object): void => {
    event.preventDefault();
    answer(how, body);
  };
  return (
    <article class="card question" aria-labelledby={`question-${id}`}>
      <h2 id={`question-${id}`}>{state}</h2>
      <p class="meta">
        <a class="mono" href={href(['executions', execution], { state })}>{shortArn(execution)}</a>
        <span>waits since {clockTime(since).slice(0, 8)}</span>
        {executions.value.get(execution)?.row !== undefined && <a href={href(['conversation'], { row: executions.value.get(execution)!.row })}>frame {executions.value.get(execution)!.row}</a>}
      </p>
      {asked !== '' && <Payload label="What it asks" text={bodyOf(asked)} />}
      <form onSubmit={(event) => submitted(event, 'succeed', { output: output.value })}>
        <label>Output, as JSON
          <textarea rows={4} spellcheck={false} value={output.value} aria-invalid={fault !== undefined} aria-describedby={`fault-${id}`} onInput={({ currentTarget }) => { output.value = currentTarget.value; }} />
        </label>
        <p id={`fault-${id}`} class="fault">{fault ?? ''}</p>
        <button type="submit" class="primary" disabled={fault !== undefined}>Succeed</button>
      </form>
      <form class="fail" onSubmit={(event) => submitted(event, 'fail', { error: error.value || undefined, cause: cause.value || undefined })}>
        <label>Error <input value={error.value} onInput={({ currentTarget }) => { error.value = currentTarget.value; }} /></label>
        <label>Cause <input value={cause.value} onInput={({ currentTarget }) => { cause.value = currentTarget.value; }} /></label>
        <button type="submit">Fail</button>
      </form>
      <p class="meta"><button type="button" onClick={() => answer('heartbeat', {})}>Heartbeat</button>{heartbeatSeconds !== undefined && <span>one is needed every {heartbeatSeconds} s</span>}</p>
      <p role="status" class="said">{said.value}</p>
    </article>
  );
}

/** What a client or a queue was sent, where that is what the task does. */
function bodyOf(asked: string): string {
  try {
    const { RequestBody, MessageBody, Payload: payload } = JSON.parse(asked) as Record<string, unknown>;
    const body = RequestBody ?? MessageBody ?? payload;
    return body === undefined ? asked : JSON.stringify(body);
  } catch {
    return asked;
  }
}
