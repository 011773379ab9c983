import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { select } from '../location';
import type { ExecutionData } from './execution-data';
import { toneOf, wordOf } from './status';
import { Dagre, graph, Graph, GraphEdge, GraphNode, WorkflowDefinition } from '../model/graph';
import type { Visit, VisitStatus } from '../model/visits';

interface Place {
  readonly status: VisitStatus;
  readonly count: number;
  readonly latest: Visit;
}

/** The state machine, with the way that the execution has taken. Laid out once a definition. */
export function GraphView({ data, selected }: { readonly data: ExecutionData; readonly selected: string | undefined }) {
  const { detail: { definition } } = data;
  const drawing = useSignal<Graph | undefined>(undefined);
  useEffect(() => {
    void import('@dagrejs/dagre').then((dagre) => { drawing.value = graph(definition as WorkflowDefinition, dagre as unknown as Dagre); });
  }, [JSON.stringify(definition)]);
  return drawing.value === undefined ? null : <Drawing data={data} drawing={drawing.value} selected={selected} />;
}

interface DrawingProps {
  readonly data: ExecutionData;
  readonly drawing: Graph;
  readonly selected: string | undefined;
}

function Drawing({ data, drawing, selected }: DrawingProps) {
  const places = placesOf(data.visits.all);
  const states = drawing.nodes.flatMap(({ state }) => state ?? []);
  const focusable = selected !== undefined && states.includes(selected) ? selected : states[0];
  return (
    <>
      <p id="graph-note" class="quiet note">
        The way taken is drawn thick. The same as text: <button type="button" class="link" onClick={() => select({ view: 'table' })}>Table</button>.
      </p>
      <div class="graph">
        <svg viewBox={`0 0 ${drawing.width} ${drawing.height}`} width={drawing.width} height={drawing.height} role="group"
          aria-label="State machine" aria-describedby="graph-note" onKeyDown={(event) => moved(event, drawing)}>
          <defs>
            {['plain', 'taken'].map((kind) => (
              <marker key={kind} id={`arrow-${kind}`} class={`arrow-head ${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
                markerUnits="userSpaceOnUse" orient="auto-start-reverse">
                <path d="M0 0.5L8 4L0 7.5z" />
              </marker>
            ))}
          </defs>
          {drawing.boxes.map((box) => <Box key={box.id} box={box} place={places.get(box.state!)} />)}
          {drawing.edges.map((edge, index) => <Edge key={index} edge={edge} isTaken={isTaken(edge, data)} />)}
          {drawing.nodes.map((node) => (node.state === undefined
            ? <Point key={node.id} node={node} />
            : (
              <State key={node.id} node={node} place={places.get(node.state)} isSelected={selected === node.state}
                isFocusable={focusable === node.state} />
            )))}
        </svg>
      </div>
    </>
  );
}

function placesOf(visits: readonly Visit[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const visit of visits) {
    const known = places.get(visit.name);
    const status = known?.status === 'FAILED' ? 'FAILED' : visit.status;
    places.set(visit.name, { status, count: (known?.count ?? 0) + 1, latest: visit });
  }
  return places;
}

function isTaken({ transition, from }: GraphEdge, { visits, detail }: ExecutionData): boolean {
  if (transition !== undefined) {
    return visits.transitions.has(transition);
  }
  const name = from.replace(/#out$/, '');
  const failed = detail.status === 'FAILED';
  return visits.all.some((visit) => visit.name === name && (visit.exited !== undefined || (failed && visit.type === 'Fail')));
}

function Edge({ edge: { points, isCatch, label }, isTaken: taken }: { readonly edge: GraphEdge; readonly isTaken: boolean }) {
  const middle = points[Math.floor(points.length / 2)];
  return (
    <g class={`edge ${taken ? 'taken' : ''} ${isCatch ? 'catch' : ''}`}>
      <path d={curve(points)} marker-end={`url(#arrow-${taken ? 'taken' : 'plain'})`} />
      {label !== undefined && <text x={middle.x + 5} y={middle.y - 3}>{label.length > 24 ? `${label.slice(0, 23)}…` : label}</text>}
    </g>
  );
}

/** A smooth line through the middles between its points. */
function curve(points: GraphEdge['points']): string {
  const [first, ...rest] = points;
  const inner = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1];
    const isLast = index === rest.length - 2;
    return `Q${point.x} ${point.y} ${isLast ? next.x : (point.x + next.x) / 2} ${isLast ? next.y : (point.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${inner.length === 0 ? `L${rest[0].x} ${rest[0].y}` : inner.join('')}`;
}

function Box({ box: { x, y, width, height }, place }: { readonly box: GraphNode; readonly place: Place | undefined }) {
  return <rect class={`box tone-${place ? toneOf(place.status) : 'none'}`} x={x - width / 2} y={y - height / 2} width={width} height={height} rx={14} />;
}

function Point({ node: { type, x, y } }: { readonly node: GraphNode }) {
  return (
    <g class={`point ${type}`} transform={`translate(${x} ${y})`}>
      <circle r={type === 'Exit' ? 3 : 8} />
      {type !== 'Exit' && <title>{type}</title>}
      {type === 'End' && <circle r={4} class="inner" />}
    </g>
  );
}

function State({ node, place, isSelected, isFocusable }: {
  readonly node: GraphNode;
  readonly place: Place | undefined;
  readonly isSelected: boolean;
  readonly isFocusable: boolean;
}) {
  const { state = '', type, x, y, width, height } = node;
  const iterations = place?.latest.iterations;
  const count = iterations ? `${iterations.succeeded} of ${iterations.total ?? iterations.started}` : place && place.count > 1 ? `×${place.count}` : undefined;
  const tries = place ? place.latest.attempts.length : 0;
  const note = [type, count, tries > 1 ? `${tries} tries` : undefined].filter((part) => part !== undefined).join(' · ');
  const word = place ? wordOf(place.status) : 'Not entered';
  const choose = (): void => select({ state, visit: place?.latest.id, event: undefined });
  return (
    <g class={`state tone-${place ? toneOf(place.status) : 'none'}`} data-state={state} role="button" tabindex={isFocusable ? 0 : -1} aria-pressed={isSelected}
      aria-label={`${state} ${note}, ${word}`} transform={`translate(${x - width / 2} ${y - height / 2})`} onClick={choose}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          choose();
        }
      }}>
      <rect width={width} height={height} rx={10} />
      {place && <Mark status={place.status} />}
      <text class="name" x={place ? 30 : 14} y={17}>{state}</text>{' '}
      <text class="note" x={place ? 30 : 14} y={31}>{note}</text>
    </g>
  );
}

const MARKS: Readonly<Record<string, string>> = {
  good: 'M-4 0.5L-1.2 3.2L4 -3',
  bad: 'M-3 -3L3 3M3 -3L-3 3',
  running: 'M0 -3.5V0L2.4 1.6',
  warn: 'M0 -3.5V0.8M0 3.2V3.4',
  quiet: 'M-2.5 -2.5H2.5V2.5H-2.5Z',
};

function Mark({ status }: { readonly status: string }) {
  return <g class="mark" transform="translate(16 20)"><circle r={8} /><path d={MARKS[toneOf(status)]} /></g>;
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number] | undefined>> = {
  ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0],
};

/** Arrow keys go to the state that is next in their direction. */
function moved(event: KeyboardEvent, { nodes }: Graph): void {
  const direction = DIRECTIONS[event.key];
  const here = nodes.find(({ state }) => state !== undefined && state === (event.target as SVGElement).dataset.state);
  if (!direction || !here) {
    return;
  }
  event.preventDefault();
  const [dx, dy] = direction;
  const [next] = nodes.filter(({ state }) => state !== undefined).map((node) => {
    const [x, y] = [node.x - here.x, node.y - here.y];
    const along = x * dx + y * dy;
    return { node, along, distance: along + 2 * (Math.abs(x * dy) + Math.abs(y * dx)) };
  }).filter(({ along }) => along > 1).sort((left, right) => left.distance - right.distance);
  if (next) {
    const group = (event.currentTarget as SVGElement).querySelector<SVGElement>(`[data-state="${CSS.escape(next.node.state!)}"]`);
    group?.focus();
    group?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  }
}
