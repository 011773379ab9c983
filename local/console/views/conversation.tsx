import type { RowSummary } from '../../src/console/wire';
import { connections, executions, link, rows } from '../live';
import { href, place, select } from '../location';
import { Icon } from './icons';
import { RowDetails } from './row-details';
import { Status } from './status';
import { Windowed } from './windowed';
import { clockTime, closeCode, shortArn } from '../model/text';

export function Conversation() {
  const { query } = place.value;
  const [connection, text, onlyFailures] = [query.get('connection') ?? '', query.get('text') ?? '', query.has('failures')];
  const shown = rows.value.filter((row) => (connection === '' || row.connection === connection)
    && (!onlyFailures || row.failure !== undefined || row.kind === 'error')
    && (text === '' || [row.text, row.route, row.failure].some((part) => part?.toLowerCase().includes(text.toLowerCase()))));
  const openedId = Number(query.get('row') ?? NaN);
  const opened = shown.findIndex(({ id }) => id === openedId);
  const failures = rows.value.filter(({ failure }) => failure !== undefined).length;
  return (
    <>
      <div class="toolbar">
        <label>Connection
          <select value={connection} onChange={({ currentTarget }) => select({ connection: currentTarget.value })}>
            <option value="">All</option>
            {[...connections.value.values()].map(({ id, number, isOpen }) => <option key={id} value={id}>{number} · {id}{isOpen ? '' : ' (closed)'}</option>)}
          </select>
        </label>
        <label class="grow">Find
          <input type="search" value={text} placeholder="in frames, routes and reasons" onInput={({ currentTarget }) => select({ text: currentTarget.value })} />
        </label>
        <label class="check">
          <input type="checkbox" checked={onlyFailures} onChange={({ currentTarget }) => select({ failures: currentTarget.checked ? 'only' : undefined })} />
          Only failures <span class="quiet">({failures})</span>
        </label>
        <a class="button" href={href(['export'], { format: 'jest', connection })}>Export</a>
      </div>
      <Windowed label="Frames" count={shown.length} rowHeight={3.5} opened={opened < 0 ? undefined : opened} followsEnd={text === ''}
        columns={<><span role="columnheader">Time</span><span role="columnheader">Client</span><span role="columnheader">Cloud</span></>}
        render={(index) => <Frame row={shown[index]} isOpened={index === opened} isFirst={index === Math.max(opened, 0)} />}
        isEmpty={<Empty hasRows={rows.value.length > 0} />} />
    </>
  );
}

function Empty({ hasRows }: { readonly hasRows: boolean }) {
  if (hasRows || link.value === 'connecting') {
    return <p class="empty">{hasRows ? 'No frame is like that.' : ''}</p>;
  }
  return (
    <div class="empty">
      <h2>Nobody has said anything yet</h2>
      <p>Connect a client of yours, or <a href={href(['clients'])}>one from here</a>: each frame is a row, with its route, its execution and what comes back.</p>
    </div>
  );
}

const FROM_CLIENT: ReadonlySet<string> = new Set(['connect', 'message', 'close']);

function Frame({ row, isOpened, isFirst }: { readonly row: RowSummary; readonly isOpened: boolean; readonly isFirst: boolean }) {
  const number = connections.value.get(row.connection)?.number;
  const isFromClient = FROM_CLIENT.has(row.kind);
  const isBad = row.failure !== undefined || row.kind === 'error';
  return (
    <>
      <div class={`frame kind-${row.kind} ${isBad ? 'bad' : ''}`} role="presentation">
        <span class="time" role="cell">{clockTime(row.time)}</span>
        <span class="lane client" role="cell">
          <span class={`who hue-${(number ?? 0) % 6}`} title={row.connection}>{number ?? '?'}</span>
          <button type="button" data-main class="frame-text" tabIndex={isFirst ? 0 : -1} aria-expanded={isOpened}
            onClick={() => select({ row: isOpened ? undefined : row.id })}
            onKeyDown={({ key }) => key === 'Escape' && select({ row: undefined })}>
            <span class="unseen">{isFromClient ? 'Sent: ' : 'Heard: '}</span>{says(row)}
          </button>
        </span>
        <span class="lane cloud" role="cell"><span class="arrow"><Icon name={isFromClient ? 'right' : 'left'} /></span><Cloud row={row} /></span>
      </div>
      {isOpened && <RowDetails id={row.id} version={row} />}
    </>
  );
}

function says({ kind, text, status, route }: RowSummary) {
  switch (kind) {
    case 'connect': return <em>connects{text === '' ? '' : ` to ${text}`}</em>;
    case 'close': return <em>connection closed with {status}{text === '' ? '' : ` ${text}`}</em>;
    case 'post': return route === 'DELETE' ? <em>is disconnected</em> : <code>{text}</code>;
    default: return <code>{text}</code>;
  }
}

/** What the other side of a frame is, and why it has failed. */
function Cloud({ row }: { readonly row: RowSummary }) {
  const { kind, route, status, failure, execution, sender, isPending } = row;
  const started = execution === undefined ? undefined : executions.value.get(execution);
  if (failure !== undefined) {
    return (
      <span class="two-lines">
        <span class="status tone-bad"><Icon name="cross" isRound />{kind === 'post' ? `Post failed with ${status}` : kind === 'connect' ? `Refused with ${status}` : route ?? 'No route'}</span>
        <span class="reason" title={failure}>{failure}</span>
      </span>
    );
  }
  switch (kind) {
    case 'message': return (
      <span class="two-lines">
        <span><b class="route">{route}</b>{status !== undefined && <span class="quiet"> answered {status}</span>}{isPending && <span class="quiet"> waits for its answer…</span>}</span>
        {started && <span class="started"><Status status={started.status} /> <span class="mono">{shortArn(started.arn)}</span></span>}
      </span>
    );
    case 'reply': return <span class="quiet">reply of {route}</span>;
    case 'error': return <span class="status tone-bad"><Icon name="cross" isRound />API Gateway’s error frame</span>;
    case 'post': return sender
      ? <span>state <b>{sender.state}</b> <span class="quiet">of</span> <span class="mono">{shortArn(sender.executionArn)}</span></span>
      : <span class="quiet">a post to @connections from outside</span>;
    case 'close': return <span class="quiet">{closeCode(status ?? 1006)}</span>;
    default: return <span class="quiet">{isPending ? '$connect runs…' : 'connection opened'}</span>;
  }
}
