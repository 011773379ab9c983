import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RowDetail, RowSummary } from '../../src/console/wire';
import { get } from '../api';
import { connections, executions } from '../live';
import { href } from '../location';
import { Payload } from './payload';
import { Status } from './status';
import { clockTime, closeCode, shortArn } from '../model/text';

/** All that is known of a frame, as the steps of its way. Whatever changes of the row is asked for anew. */
export function RowDetails({ id, version }: { readonly id: number; readonly version: RowSummary }) {
  const detail = useSignal<RowDetail | undefined>(undefined);
  const execution = version.execution === undefined ? undefined : executions.value.get(version.execution);
  useEffect(() => {
    void get<RowDetail>(`rows/${id}`).then((found) => { detail.value = found; });
  }, [id, version, execution?.status]);
  const row = detail.value;
  return (
    <div class="row-details" role="cell">
      {row === undefined ? <p class="quiet">…</p> : <Steps row={row} />}
    </div>
  );
}

function Steps({ row }: { readonly row: RowDetail }) {
  const connection = connections.value.get(row.connection);
  const facts = (
    <dl class="facts">
      <Fact name="Connection">{connection === undefined ? 'none' : <><b>{connection.number}</b> <span class="mono">{row.connection}</span></>}</Fact>
      {connection !== undefined && <Fact name="Stage"><span class="mono">{connection.stage}</span></Fact>}
      <Fact name="At">{clockTime(row.time)}</Fact>
      {row.requestId !== undefined && <Fact name="Request id"><span class="mono">{row.requestId}</span></Fact>}
    </dl>
  );
  return (
    <>
      {row.failure !== undefined && <p class="why tone-bad"><b>Why it failed:</b> {row.failure}</p>}
      {row.isForgotten && <p class="quiet">Its texts were given up for newer ones.</p>}
      {facts}
      {row.kind === 'connect' && <Handshake row={row} />}
      {row.kind === 'message' && <Message row={row} />}
      {(row.kind === 'reply' || row.kind === 'error' || row.kind === 'post') && <Heard row={row} />}
      {row.kind === 'close' && <p>{row.status}: {closeCode(row.status ?? 1006)}{row.body === '' ? '' : `. Its reason: ${row.body}`}</p>}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function Handshake({ row }: { readonly row: RowDetail }) {
  return (
    <div class="pair">
      {row.query && Object.keys(row.query).length > 0 && <Payload label="Query" text={JSON.stringify(row.query)} />}
      {row.headers && <Payload label="Headers" text={JSON.stringify(row.headers)} />}
      {row.answer !== undefined && <Payload label="$connect answered" text={row.answer} />}
    </div>
  );
}

/** Frame, route, request, answer, reply, execution, posts. */
function Message({ row }: { readonly row: RowDetail }) {
  const { body, rendered, answer, status, execution, answers, target, responseKey } = row;
  const started = execution === undefined ? undefined : executions.value.get(execution);
  return (
    <ol class="steps">
      <Step title="The client’s frame"><Payload label="Frame" text={body} /></Step>
      <Step title={row.route === undefined ? 'No route' : `Route ${row.route}`}><p>{whyRoute(row)}</p></Step>
      {rendered !== undefined && (
        <Step title="Request, as its template renders it">
          {target !== undefined && <p class="quiet mono wrap">{target}</p>}
          <Payload label="Rendered request" text={rendered} />
        </Step>
      )}
      {answer !== undefined && <Step title={`The service answered ${status}`}><Payload label="Answer" text={answer} /></Step>}
      {answers.filter(({ kind }) => kind !== 'post').map((reply) => (
        <Step key={reply.id} title={reply.kind === 'error' ? 'API Gateway’s error frame' : `Reply${responseKey === undefined ? '' : `, of the response ${responseKey}`}`}>
          <Preview row={reply} />
        </Step>
      ))}
      {started && (
        <Step title="Execution">
          <p><Status status={started.status} /> <a class="mono" href={href(['executions', started.arn])}>{shortArn(started.arn)}</a></p>
          {started.error !== undefined && <p class="why tone-bad"><b>{started.error}</b> {started.cause}</p>}
        </Step>
      )}
      {answers.some(({ kind }) => kind === 'post') && (
        <Step title="What it has posted">{answers.filter(({ kind }) => kind === 'post').map((post) => <Preview key={post.id} row={post} />)}</Step>
      )}
      <li class="more"><a class="button" href={href(['clients'], { row: row.id })}>Send it again, or edited</a></li>
    </ol>
  );
}

function Step({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return <li><h2>{title}</h2>{children}</li>;
}

function Preview({ row }: { readonly row: RowSummary }) {
  return (
    <p class="preview">
      <span class="quiet">{clockTime(row.time)}</span> {row.sender && <b>{row.sender.state} </b>}<code>{row.text}</code> <a href={href(['conversation'], { row: row.id })}>Frame {row.id}</a>
      {row.failure !== undefined && <span class="status tone-bad"> {row.failure}</span>}
    </p>
  );
}

function Heard({ row }: { readonly row: RowDetail }) {
  return (
    <>
      {row.request !== undefined && <p>It answers <a href={href(['conversation'], { row: row.request })}>frame {row.request}</a>{row.route === undefined ? '' : `, whose route is ${row.route}`}.</p>}
      {row.sender && (
        <p>The state <b>{row.sender.state}</b> of <a class="mono" href={href(['executions', row.sender.executionArn], { state: row.sender.state })}>{shortArn(row.sender.executionArn)}</a> has posted it.</p>
      )}
      {row.status !== undefined && <p class="quiet">@connections answered {row.status}.</p>}
      <Payload label="Frame" text={row.body} />
    </>
  );
}

/** Why a message got its route. */
function whyRoute({ route, selectionExpression = '', selectedKey, routeKeys = [] }: RowDetail) {
  const own = routeKeys.filter((key) => !key.startsWith('$')).join(', ') || 'none';
  const keys = `The routes of the API are: ${own}.`;
  if (selectedKey === undefined) {
    return `The frame is not JSON, so that ${selectionExpression} selects nothing: ${route === undefined ? 'only $default could take it, and there is none' : '$default takes it'}.`;
  }
  if (route === selectedKey) {
    return <><code>{selectionExpression}</code> is “{selectedKey}”, and there is a route of that key.</>;
  }
  return <><code>{selectionExpression}</code> is “{selectedKey}”, {route === undefined ? 'for which there is no route, and no $default.' : 'for which there is no route: $default takes it.'} {keys}</>;
}
