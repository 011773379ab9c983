import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EventDetail } from '../../src/console/wire';
import { get } from '../api';
import { executions } from '../live';
import { href, select } from '../location';
import type { ExecutionData } from './execution-data';
import { Payload } from './payload';
import { Status } from './status';
import { duration, jsonFault, shortArn } from '../model/text';
import type { Visit } from '../model/visits';

interface StatePanelProps {
  readonly data: ExecutionData;
  readonly visit: Visit | undefined;
  readonly event: number | undefined;
  /** A state that may not have been entered. */
  readonly state: string | undefined;
}

/** What is selected: a visit to a state with its data and its tries, or one event. */
export function StatePanel({ data, visit, event, state }: StatePanelProps) {
  const wanted = event === undefined ? idsOf(visit) : [event];
  const details = useSignal<readonly EventDetail[]>([]);
  const key = wanted.join();
  useEffect(() => {
    void get<EventDetail[]>(`events/${encodeURIComponent(data.detail.arn)}?ids=${key}`).then((found) => { details.value = found ?? []; });
  }, [data.detail.arn, key]);
  const of = (id: number | undefined): EventDetail | undefined => details.value.find((each) => each.id === id);
  return (
    <>
      <div class="panel-head">
        <h3>{event === undefined ? visit?.name ?? state : `Event ${event}: ${of(event)?.type ?? ''}`}</h3>
        <button type="button" class="small" onClick={() => select({ visit: undefined, event: undefined, state: undefined })}>Close</button>
      </div>
      {event !== undefined && Object.entries(of(event)?.details ?? {}).map(([name, text]) => <Payload key={name} label={name} text={text} />)}
      {event === undefined && visit && <VisitDetails data={data} visit={visit} of={of} />}
      {event === undefined && !visit && <p class="quiet">The execution has not come to this state.</p>}
      {event === undefined && <Definition data={data} state={visit?.name ?? state ?? ''} />}
    </>
  );
}

function idsOf(visit: Visit | undefined): number[] {
  if (!visit) {
    return [];
  }
  const tries = visit.attempts.flatMap(({ scheduled, ended }) => [scheduled, ended ?? 0]);
  return [visit.id, visit.exited ?? 0, visit.failed ?? 0, ...tries].filter((id) => id > 0);
}

interface VisitDetailsProps {
  readonly data: ExecutionData;
  readonly visit: Visit;
  readonly of: (id: number | undefined) => EventDetail | undefined;
}

function VisitDetails({ data, visit, of }: VisitDetailsProps) {
  const { status, type, start, end, attempts, iterations } = visit;
  const others = data.visits.all.filter(({ name }) => name === visit.name);
  const at = others.indexOf(visit);
  const scheduled = of(attempts.at(-1)?.scheduled)?.details;
  // What was overcome is told by the tries.
  const failure = visit.status === 'SUCCEEDED' ? undefined : of(visit.failed)?.details;
  const left = of(visit.exited)?.details;
  return (
    <>
      <p class="meta"><Status status={status} /><span>{type}</span>{end !== undefined && <span>took {duration(end - start)}</span>}</p>
      {others.length > 1 && (
        <p class="meta">
          <button type="button" class="small" disabled={at === 0} onClick={() => select({ visit: others[at - 1].id })}>Earlier</button>
          <span>visit {at + 1} of {others.length}{visit.iteration === undefined ? '' : `, item ${visit.iteration}`}</span>
          <button type="button" class="small" disabled={at === others.length - 1} onClick={() => select({ visit: others[at + 1].id })}>Later</button>
        </p>
      )}
      {iterations && (
        <p class="meta">
          <span>{iterations.total ?? iterations.started} items</span>
          <span>{iterations.succeeded} succeeded</span><span>{iterations.failed} failed</span><span>{iterations.aborted} aborted</span>
        </p>
      )}
      {failure && <p class="why tone-bad"><b>{failure.error}</b> {failure.cause}</p>}
      {attempts.length > 1 && (
        <ol class="tries" aria-label="Tries">
          {attempts.map(({ scheduled: id, start: begun, end: ended, error }, index) => (
            <li key={id}>
              <Status status={error !== undefined ? 'FAILED' : ended === undefined ? 'RUNNING' : 'SUCCEEDED'} />
              <span>{ended === undefined ? '' : duration(ended - begun)}</span>
              {error !== undefined && <b>{error}</b>}
              {index > 0 && <span class="quiet">{duration(begun - (attempts[index - 1].end ?? begun))} after the try before</span>}
            </li>
          ))}
        </ol>
      )}
      <Started details={of(attempts.at(-1)?.ended)} />
      <Payload label="Input" text={of(visit.id)?.details.input ?? ''} />
      {scheduled && <Payload label="Arguments, as rendered" text={scheduled.parameters ?? scheduled.input ?? ''} />}
      {left?.output !== undefined && <Payload label="Output" text={left.output} />}
      {left?.assignedVariables !== undefined && <Payload label="Variables assigned" text={variables(left.assignedVariables)} />}
      <Lines data={data} visit={visit} />
    </>
  );
}

/** The values are JSON in texts. */
function variables(text: string): string {
  const texts = JSON.parse(text) as Record<string, string>;
  return `{${Object.entries(texts).map(([name, value]) => `${JSON.stringify(name)}:${jsonFault(value) === undefined ? value : JSON.stringify(value)}`).join()}}`;
}

/** The execution that a task has started. */
function Started({ details }: { readonly details: EventDetail | undefined }) {
  const [arn] = /arn:[^:"]+:states:[^:"]+:[^:"]+:(execution|express):[^"\\]+/.exec(details?.details.output ?? '') ?? [];
  return arn !== undefined && executions.value.has(arn) ? <p>It has started <a class="mono" href={href(['executions', arn])}>{shortArn(arn)}</a>.</p> : null;
}

/** What functions have printed while this visit was the latest to call one. */
function Lines({ data, visit }: { readonly data: ExecutionData; readonly visit: Visit }) {
  const first = visit.attempts[0]?.scheduled;
  const last = visit.exited ?? visit.attempts.at(-1)?.ended ?? Infinity;
  const lines = first === undefined ? [] : data.detail.lines.filter(({ events }) => events >= first && events < last);
  return lines.length === 0 ? null : (
    <Payload label={`Log of ${[...new Set(lines.map((line) => line.function))].join(', ')}`} text={lines.map(({ line }) => line).join('\n')} />
  );
}

function Definition({ data: { detail }, state }: { readonly data: ExecutionData; readonly state: string }) {
  const definition = find(detail.definition, state);
  return definition === undefined ? null : <details><summary>Definition</summary><Payload label="Definition" text={JSON.stringify(definition)} /></details>;
}

function find(within: unknown, state: string): unknown {
  if (typeof within !== 'object' || within === null) {
    return undefined;
  }
  const { States } = within as { States?: Record<string, unknown> };
  if (States && Object.hasOwn(States, state)) {
    return States[state];
  }
  for (const member of Object.values(within)) {
    const found = find(member, state);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
