import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ExecutionDetail } from '../../src/console/wire';
import { act } from '../api';
import { general } from '../live';
import { href, place, select } from '../location';
import { EventTable } from './event-table';
import { ExecutionData, useExecution } from './execution-data';
import { GraphView } from './graph-view';
import { Payload } from './payload';
import { StatePanel } from './state-panel';
import { Status } from './status';
import { VisitTable } from './visit-table';
import { clockTime, duration, shortArn, shortName } from '../model/text';
import type { Visit, Visits } from '../model/visits';

const VIEWS = { graph: 'Graph', table: 'Table', events: 'Events' } as const;
type View = keyof typeof VIEWS;

/** An execution: Graph, Table and Events of the same selection. */
export function ExecutionPage({ arn }: { readonly arn: string }) {
  const data = useExecution(arn);
  if (!data) {
    return <div class="empty">{data === null && <><h2>There is no such execution</h2><p>Of those that have ended the latest are kept. <a href={href(['executions'])}>All that are there</a></p></>}</div>;
  }
  const { query } = place.value;
  const view = (query.get('view') ?? 'graph') as View;
  const visit = selectedVisit(data.visits, query);
  const choose = (chosen: Visit): void => select({ visit: chosen.id, state: undefined, event: undefined });
  return (
    <>
      <Header data={data} />
      <div class="execution">
        <section class="views" aria-label="Execution">
          <div class="tabs" role="tablist" aria-label="View" onKeyDown={arrows}>
            {Object.entries(VIEWS).map(([name, label]) => (
              <button key={name} id={`tab-${name}`} role="tab" type="button" aria-selected={view === name} aria-controls="view" tabIndex={view === name ? 0 : -1}
                onClick={() => select({ view: name })}>{label}</button>
            ))}
          </div>
          <div id="view" role="tabpanel" aria-labelledby={`tab-${view}`} class={`view view-${view}`}>
            {data.detail.isForgotten && <p class="notice tone-warn">The events of this execution are not kept any more: only those of the latest are.</p>}
            {view === 'graph' && <GraphView data={data} selected={visit?.name ?? query.get('state') ?? undefined} />}
            {view === 'table' && <VisitTable data={data} selected={visit} choose={choose} />}
            {view === 'events' && <EventTable data={data} selected={Number(query.get('event')) || visit?.id} />}
          </div>
        </section>
        <aside class="panel" aria-label="What is selected">
          {visit || query.has('event') || query.has('state')
            ? <StatePanel data={data} visit={visit} event={Number(query.get('event')) || undefined} state={query.get('state') ?? undefined} />
            : <Whole detail={data.detail} />}
        </aside>
      </div>
    </>
  );
}

/** The visit of the address: itself, that of its event, or the latest of its state. */
function selectedVisit(visits: Visits, query: URLSearchParams): Visit | undefined {
  const [visit, event, state] = [Number(query.get('visit')), Number(query.get('event')), query.get('state')];
  if (event) {
    return visits.byEvent[event];
  }
  return visit ? visits.all.find(({ id }) => id === visit) : visits.all.filter(({ name }) => name === state).at(-1);
}

function arrows(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step !== undefined) {
    const tabs = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')];
    const tab = tabs[(tabs.indexOf(event.target as HTMLElement) + step + tabs.length) % tabs.length];
    tab.focus();
    tab.click();
  }
}

function Header({ data: { detail, visits } }: { readonly data: ExecutionData }) {
  const { arn, machine, name, type, status, start, stop, row, parent, children, error, cause } = detail;
  return (
    <header class="execution-head">
      <div class="title">
        <h2>{machine} <span class="mono">{shortName(name)}</span></h2>
        <Status status={status} />
        {type === 'EXPRESS' && <span class="tag">Express</span>}
      </div>
      <p class="meta">
        <span>Started {clockTime(start)}</span>
        {stop !== undefined && <span>took {duration(stop - start)}</span>}
        <span>{visits.all.length} states entered</span>
        {row !== undefined && <a href={href(['conversation'], { row })}>Started by frame {row}</a>}
        {parent !== undefined && <a href={href(['executions', parent])}>Parent {shortArn(parent)}</a>}
        {children.map((child) => <a key={child} href={href(['executions', child])}>Child {shortArn(child)}</a>)}
        <a href={href(['export'], { format: 'mocks', execution: arn })}>As a mock file</a>
      </p>
      {error !== undefined && <p class="why tone-bad"><b>{error}</b> {cause}</p>}
      {status === 'RUNNING' && <Running detail={detail} isWaiting={visits.all.some(isWaiting)} />}
    </header>
  );
}

/** Whether a visit waits for the time alone: a Wait state, or the pause before another try. */
function isWaiting({ status, type, attempts }: Visit): boolean {
  return status === 'RUNNING' && (type === 'Wait' || attempts.at(-1)?.error !== undefined);
}

/** What can be done while it runs. */
function Running({ detail: { arn, now, nextDue }, isWaiting: waits }: { readonly detail: ExecutionDetail; readonly isWaiting: boolean }) {
  const failure = useSignal('');
  const left = useSignal(0);
  const scale = general.value?.timeScale;
  useEffect(() => {
    const since = Date.now();
    const tick = (): void => { left.value = Math.max(0, (nextDue ?? now) - now - (Date.now() - since) * (scale ?? 1)); };
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [nextDue, now, scale]);
  const ask = (what: string): void => {
    failure.value = '';
    act(`${what}/${encodeURIComponent(arn)}`).catch((error: Error) => { failure.value = error.message; });
  };
  return (
    <p class="running">
      {nextDue !== undefined && <button type="button" class={waits ? 'primary' : ''} onClick={() => ask('skip')}>{waits ? 'Skip this wait' : 'Skip to the time-out'}</button>}
      {nextDue !== undefined && <span class="quiet">in {duration(left.value)}</span>}
      <button type="button" onClick={() => ask('stop')}>Stop</button>
      <span role="alert">{failure.value}</span>
    </p>
  );
}

function Whole({ detail: { input, output, cause, error } }: { readonly detail: ExecutionDetail }) {
  return (
    <>
      <h3>The execution</h3>
      <p class="quiet">Select a state for its own input and output.</p>
      <Payload label="Input" text={input} />
      {output !== undefined && <Payload label="Output" text={output} />}
      {error !== undefined && <Payload label="Cause" text={cause ?? ''} />}
    </>
  );
}
