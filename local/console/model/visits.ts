import type { EventSummary } from '../../src/console/wire';

export type VisitStatus = 'RUNNING' | 'SUCCEEDED' | 'CAUGHT' | 'FAILED' | 'ABORTED';

/** One try of a task. */
export interface Attempt {
  readonly scheduled: number;
  readonly start: number;
  end?: number;
  /** The event that ended it. */
  ended?: number;
  error?: string;
}

/** What became of the iterations of a Map state. */
export interface Iterations {
  total?: number;
  started: number;
  succeeded: number;
  failed: number;
  aborted: number;
}

/** One visit of an execution to a state. */
export interface Visit {
  /** The event of entering the state. */
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly parent?: Visit;
  /** The iteration of the Map state around it. */
  readonly iteration?: number;
  readonly depth: number;
  readonly start: number;
  end?: number;
  exited?: number;
  status: VisitStatus;
  readonly attempts: Attempt[];
  iterations?: Iterations;
  error?: string;
  /** The event that tells of the error. */
  failed?: number;
}

interface Scope {
  readonly parent?: Visit;
  readonly iteration?: number;
}

function byIteration(left: Visit, right: Visit): number {
  return (left.iteration ?? 0) - (right.iteration ?? 0) || left.id - right.id;
}

const FAILURE = /^(Task|LambdaFunction|Activity)(Failed|TimedOut|SubmitFailed|StartFailed|ScheduleFailed)$|^EvaluationFailed$/;
const END = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

/** The visits of an execution, made of its events as they come. */
export class Visits {
  public readonly all: Visit[] = [];
  /** How often a state has led to another, as `from>to`; the start of a machine or a box has no name. */
  public readonly transitions = new Map<string, number>();
  /** The visit that each event belongs to. */
  public readonly byEvent: (Visit | undefined)[] = [];
  private readonly events: EventSummary[] = [];

  /** In the order of entering, with what is inside a state after it. */
  public get inOrder(): Visit[] {
    const inside = new Map<Visit | undefined, Visit[]>();
    for (const visit of this.all) {
      const siblings = inside.get(visit.parent);
      if (siblings) {
        siblings.push(visit);
      } else {
        inside.set(visit.parent, [visit]);
      }
    }
    const ordered: Visit[] = [];
    const waiting = [...inside.get(undefined) ?? []].reverse();
    for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
      ordered.push(visit);
      waiting.push(...[...inside.get(visit) ?? []].sort(byIteration).reverse());
    }
    return ordered;
  }

  public add(events: readonly EventSummary[]): void {
    events.forEach((event) => this.addOne(event));
  }

  private addOne(event: EventSummary): void {
    this.events[event.id] = event;
    if (event.type.endsWith('StateEntered')) {
      this.byEvent[event.id] = this.enter(event);
      return;
    }
    if (END.test(event.type)) {
      this.end(event);
      return;
    }
    const owner = this.ownerAfter(event);
    this.byEvent[event.id] = owner;
    if (owner) {
      this.tell(owner, event);
    }
  }

  private enter({ id, name = '', type, time, previous }: EventSummary): Visit {
    const { parent, iteration } = this.scopeAfter(previous);
    const before = this.events[previous];
    const from = before?.type.endsWith('StateExited') ? before.name ?? '' : '';
    const transition = `${from}>${name}`;
    this.transitions.set(transition, (this.transitions.get(transition) ?? 0) + 1);
    const depth = parent ? parent.depth + 1 : 0;
    const visit: Visit = { id, name, type: type.replace('StateEntered', ''), parent, iteration, depth, start: time, status: 'RUNNING', attempts: [] };
    this.all.push(visit);
    return visit;
  }

  /** Where a state is that is entered after an event. */
  private scopeAfter(previous: number): Scope {
    const before = this.events[previous];
    const visit = this.byEvent[previous];
    if (!before || !visit) {
      return {};
    }
    if (before.type.endsWith('StateExited')) {
      return { parent: visit.parent, iteration: visit.iteration };
    }
    return { parent: visit, iteration: before.type === 'MapIterationStarted' ? before.index : undefined };
  }

  private ownerAfter({ previous, type, name }: EventSummary): Visit | undefined {
    const before = this.events[previous];
    const visit = this.byEvent[previous];
    const owner = before?.type.endsWith('StateExited') ? visit?.parent : visit;
    if (!type.endsWith('StateExited')) {
      return owner;
    }
    let leaving = owner;
    while (leaving && leaving.name !== name) {
      leaving = leaving.parent;
    }
    return leaving;
  }

  private tell(visit: Visit, event: EventSummary): void {
    const { id, type, time, error, length } = event;
    const attempt = visit.attempts.at(-1);
    if (type.endsWith('Scheduled')) {
      visit.attempts.push({ scheduled: id, start: time });
    } else if (FAILURE.test(type)) {
      visit.error = error;
      visit.failed = id;
      if (attempt && type !== 'EvaluationFailed') {
        Object.assign(attempt, { end: time, ended: id, error: error ?? type });
      }
    } else if (/^(Task|LambdaFunction|Activity)Succeeded$/.test(type) && attempt) {
      Object.assign(attempt, { end: time, ended: id });
      visit.error = undefined;
    } else if (type === 'MapStateStarted') {
      visit.iterations = { total: length, started: 0, succeeded: 0, failed: 0, aborted: 0 };
    } else if (type.startsWith('MapIteration')) {
      this.count(visit, type);
    } else if (type.endsWith('StateExited')) {
      visit.end = time;
      visit.exited = id;
      visit.status = visit.error === undefined ? 'SUCCEEDED' : 'CAUGHT';
    }
  }

  private count(visit: Visit, type: string): void {
    const key = type.replace('MapIteration', '').toLowerCase() as 'started' | 'succeeded' | 'failed' | 'aborted';
    visit.iterations ??= { started: 0, succeeded: 0, failed: 0, aborted: 0 };
    visit.iterations[key] += 1;
  }

  /** What has not been left ends with the execution. */
  private end({ type, time, error, previous }: EventSummary): void {
    const open = this.all.filter(({ status }) => status === 'RUNNING');
    const failing = type === 'ExecutionFailed' ? this.byEvent[previous] : undefined;
    const isFailing = (visit: Visit): boolean => {
      for (let each = failing; each; each = each.parent) {
        if (each === visit) {
          return true;
        }
      }
      return visit.type === 'Fail';
    };
    for (const visit of open) {
      visit.end = time;
      visit.status = type === 'ExecutionSucceeded' ? 'SUCCEEDED' : isFailing(visit) ? 'FAILED' : 'ABORTED';
      visit.error ??= visit.status === 'FAILED' ? error : undefined;
    }
  }
}
