import { useMemo } from 'preact/hooks';
import type { ExecutionData } from './execution-data';
import { Status, toneOf } from './status';
import { Windowed } from './windowed';
import { duration } from '../model/text';
import { timeline } from '../model/timeline';
import type { Visit } from '../model/visits';

interface VisitTableProps {
  readonly data: ExecutionData;
  readonly selected: Visit | undefined;
  readonly choose: (visit: Visit) => void;
}

/** The visits as text, with a timeline: each try is a bar, and what is long and idle is folded. */
export function VisitTable({ data: { detail, events, visits }, selected, choose }: VisitTableProps) {
  const end = detail.stop ?? events.at(-1)?.time ?? detail.start;
  const line = useMemo(() => timeline([detail.start, ...events.map(({ time }) => time), end]), [events.length, end]);
  const all = useMemo(() => visits.inOrder, [events.length]);
  const focusable = Math.max(0, selected ? all.indexOf(selected) : 0);
  return (
    <>
      {line.folds.length > 0 && (
        <p class="quiet note">Folded in the timeline, where nothing happened: {line.folds.map(({ milliseconds }) => duration(milliseconds)).join(', ')}.</p>
      )}
      <Windowed label="States" count={all.length} rowHeight={2.5}
        columns={<><span role="columnheader">State</span><span role="columnheader">Status</span><span role="columnheader">After</span><span role="columnheader">Took</span><span role="columnheader">Timeline</span></>}
        render={(index) => {
          const visit = all[index];
          const { name, type, depth, iteration, iterations, status, start, attempts } = visit;
          return (
            <div class={`visit-row ${visit === selected ? 'selected' : ''}`} role="presentation">
              <span role="cell" style={{ paddingInlineStart: `${depth * 0.9}rem` }}>
                <button type="button" data-main class="link" tabIndex={index === focusable ? 0 : -1} aria-pressed={visit === selected} onClick={() => choose(visit)}>{name}</button>
                <span class="quiet"> {type}{iteration === undefined ? '' : ` · item ${iteration}`}{iterations && ` · ${iterations.succeeded} of ${iterations.total ?? iterations.started}${iterations.failed > 0 ? `, ${iterations.failed} failed` : ''}`}{attempts.length > 1 && ` · ${attempts.length} tries`}</span>
              </span>
              <span role="cell"><Status status={status} /></span>
              <span role="cell" class="number">{duration(start - detail.start)}</span>
              <span role="cell" class="number">{visit.end === undefined ? '' : duration(visit.end - start)}</span>
              <span role="cell" class="bars"><Bars visit={visit} end={end} place={line.place} folds={line.folds} /></span>
            </div>
          );
        }}
        isEmpty={<p class="empty">No state was entered yet.</p>} />
    </>
  );
}

/** What takes no time is seen, too, in hundredths of the line. */
const LEAST_BAR = 1;

interface BarsProps {
  readonly visit: Visit;
  readonly end: number;
  readonly place: (time: number) => number;
  readonly folds: readonly { readonly at: number }[];
}

function Bars({ visit, end, place, folds }: BarsProps) {
  const bar = (from: number, to: number, tone: string, key: string | number) => {
    const [left, right] = [Math.min(place(from) * 100, 100 - LEAST_BAR), place(to) * 100];
    return <rect key={key} class={`bar tone-${tone}`} x={`${left}%`} width={`${Math.max(right - left, LEAST_BAR)}%`} y="25%" height="50%" rx="2" />;
  };
  return (
    <svg width="100%" height="100%" aria-hidden="true">
      {folds.map(({ at }) => <line key={at} class="fold" x1={`${at * 100}%`} x2={`${at * 100}%`} y1="0" y2="100%" />)}
      {visit.attempts.length > 1
        ? [
          <rect key="whole" class="bar whole" x={`${place(visit.start) * 100}%`} width={`${Math.max(0, place(visit.end ?? end) - place(visit.start)) * 100}%`} y="45%" height="10%" />,
          ...visit.attempts.map((attempt, index) => bar(attempt.start, attempt.end ?? visit.end ?? end, attempt.error !== undefined ? 'bad' : toneOf(visit.status), index)),
        ]
        : bar(visit.start, visit.end ?? end, toneOf(visit.status), 0)}
    </svg>
  );
}
