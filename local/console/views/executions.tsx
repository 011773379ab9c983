import type { ExecutionSummary } from '../../src/console/wire';
import { executions } from '../live';
import { href, place, select } from '../location';
import { Status } from './status';
import { Windowed } from './windowed';
import { clockTime, duration, shortName } from '../model/text';

/** The executions of the run, the latest first. */
export function Executions() {
  const { query } = place.value;
  const [status, text] = [query.get('status') ?? '', query.get('text') ?? ''];
  const all = [...executions.value.values()].reverse();
  const shown = all.filter((execution) => (status === '' || execution.status === status)
    && (text === '' || `${execution.machine}:${execution.name}`.toLowerCase().includes(text.toLowerCase())));
  return (
    <>
      <div class="toolbar">
        <label>Status
          <select value={status} onChange={({ currentTarget }) => select({ status: currentTarget.value })}>
            <option value="">All</option>
            {['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map((each) => <option key={each} value={each}>{each.toLowerCase().replace('_', ' ')}</option>)}
          </select>
        </label>
        <label class="grow">Find
          <input type="search" value={text} placeholder="machine or name" onInput={({ currentTarget }) => select({ text: currentTarget.value })} />
        </label>
      </div>
      <Windowed label="Executions" count={shown.length} rowHeight={3}
        columns={<><span role="columnheader">Execution</span><span role="columnheader">Status</span><span role="columnheader">Started</span><span role="columnheader">Took</span><span role="columnheader">Started by</span></>}
        render={(index) => <ExecutionRow execution={shown[index]} isFirst={index === 0} />}
        isEmpty={<Empty hasExecutions={all.length > 0} />} />
    </>
  );
}

function Empty({ hasExecutions }: { readonly hasExecutions: boolean }) {
  return hasExecutions ? <div class="empty"><h2>No execution is like that</h2></div> : (
    <div class="empty">
      <h2>No execution has been started yet</h2>
      <p>A message of a client starts one, or an SDK or the CLI with <code class="wrap">AWS_ENDPOINT_URL={window.location.origin}</code>.</p>
    </div>
  );
}

function ExecutionRow({ execution, isFirst }: { readonly execution: ExecutionSummary; readonly isFirst: boolean }) {
  const { arn, machine, name, type, status, start, stop, row, parent, error } = execution;
  return (
    <div class="execution-row" role="presentation">
      <span role="cell"><a data-main tabIndex={isFirst ? 0 : -1} href={href(['executions', arn])}><b>{machine}</b> <span class="mono">{shortName(name)}</span></a>
        {type === 'EXPRESS' && <span class="tag">Express</span>}
      </span>
      <span role="cell"><Status status={status} />{error !== undefined && <span class="reason">{error}</span>}</span>
      <span role="cell" class="time">{clockTime(start)}</span>
      <span role="cell">{stop === undefined ? '' : duration(stop - start)}</span>
      <span role="cell">{row !== undefined ? <a href={href(['conversation'], { row })}>frame {row}</a> : parent !== undefined ? <a href={href(['executions', parent])}>another execution</a> : ''}</span>
    </div>
  );
}
