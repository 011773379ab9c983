import { signal } from '@preact/signals';
import type { Changes, ConnectionSummary, ExecutionSummary, General, RowSummary } from '../src/console/wire';
import { MOST_ROWS } from '../src/console/wire';

export type Link = 'connecting' | 'live' | 'lost';

/** What the page knows of the run, as it changes. */
export const rows = signal<readonly RowSummary[]>([]);
export const connections = signal<ReadonlyMap<string, ConnectionSummary>>(new Map());
export const executions = signal<ReadonlyMap<string, ExecutionSummary>>(new Map());
export const general = signal<General | undefined>(undefined);
export const link = signal<Link>('connecting');
/** When the run was started anew, while the page was open. */
export const restartedAt = signal<number | undefined>(undefined);

/** What the tabs of a browser tell each other. */
type Shared = { readonly changes: Changes } | { readonly link: Link };

const LOCK = 'local-console-stream';
const channel = new BroadcastChannel(LOCK);
let run = '';
let revision = 0;
let isLeading: AbortController | undefined;

/** Takes what has changed. A gap is filled by asking for it. */
function take(changes: Changes): void {
  if (changes.run !== run) {
    if (!changes.isWhole) {
      void catchUp();
      return;
    }
    restartedAt.value = run === '' ? undefined : Date.now();
    run = changes.run;
    rows.value = [];
    connections.value = new Map();
    executions.value = new Map();
  }
  revision = Math.max(revision, changes.revision);
  if (changes.isWhole) {
    revision = changes.revision;
  }
  rows.value = merged(rows.value, changes.rows);
  connections.value = withThose(connections.value, changes.connections, ({ id }) => id);
  executions.value = withThose(executions.value, changes.executions, ({ arn }) => arn);
  general.value = changes.general ?? general.value;
}

function merged(known: readonly RowSummary[], changed: readonly RowSummary[]): readonly RowSummary[] {
  if (changed.length === 0) {
    return known;
  }
  const first = changed[0].id;
  const at = known.findIndex(({ id }) => id >= first);
  if (at < 0) {
    return [...known, ...changed].slice(-MOST_ROWS);
  }
  const byId = new Map(known.slice(at).map((row) => [row.id, row]));
  changed.forEach((row) => byId.set(row.id, row));
  return [...known.slice(0, at), ...[...byId.values()].sort((left, right) => left.id - right.id)].slice(-MOST_ROWS);
}

function withThose<T>(known: ReadonlyMap<string, T>, changed: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> {
  if (changed.length === 0) {
    return known;
  }
  const all = new Map(known);
  changed.forEach((item) => all.set(key(item), item));
  return all;
}

async function catchUp(): Promise<void> {
  try {
    const response = await fetch(`api/changes?since=${run}:${revision}`);
    take(await response.json() as Changes);
    link.value = 'live';
  } catch {
    link.value = 'lost';
  }
}

/** Opens the stream and tells the other tabs what comes, until this tab is hidden or closed. */
async function lead(ending: AbortSignal): Promise<void> {
  await new Promise<void>((done) => {
    const source = new EventSource(`api/stream?since=${run}:${revision}`);
    const share = (shared: Shared): void => {
      hear(shared);
      channel.postMessage(shared);
    };
    source.onopen = () => share({ link: 'live' });
    source.onerror = () => share({ link: 'lost' });
    source.onmessage = ({ data }) => share({ changes: JSON.parse(data as string) as Changes });
    ending.addEventListener('abort', () => {
      source.close();
      done();
    });
  });
}

function hear(shared: Shared): void {
  if ('changes' in shared) {
    take(shared.changes);
  } else {
    link.value = shared.link;
  }
}

/** One tab of the browser has the stream, as long as it is seen; the others wait for their turn. */
function follow(): void {
  if (document.hidden) {
    isLeading?.abort();
    isLeading = undefined;
    return;
  }
  if (isLeading) {
    return;
  }
  const controller = new AbortController();
  isLeading = controller;
  const { locks } = navigator as Partial<Navigator>;
  void catchUp().then(() => (locks ? locks.request(LOCK, { signal: controller.signal }, () => lead(controller.signal)) : lead(controller.signal)))
    .catch(() => undefined);
}

/** Starts to follow the run. */
export function start(): void {
  channel.onmessage = ({ data }) => {
    if (!document.hidden) {
      hear(data as Shared);
    }
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}
