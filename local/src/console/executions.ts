import type { LogEntry } from '../log-entry';
import { AdjustableClock, DROPPED, Execution, HistoryEvent } from '../states';
import { inTurns } from './in-turns';
import type { Masks } from './masks';
import { EventDetail, EventSummary, ExecutionDetail, ExecutionSummary, FunctionLine, MOST_ROWS } from './wire';

/** An execution as Step Functions keeps it. */
export interface ObservedExecution {
  readonly arn: string;
  readonly name: string;
  readonly machine: { readonly name: string; readonly type: string; readonly stateMachine: { readonly definition: object } };
  readonly input: string;
  readonly startDate: Date;
  readonly stopDate?: Date;
  readonly running?: Execution;
  readonly ended?: Execution;
  readonly end?: { readonly status: string; readonly output?: string; readonly error?: string; readonly cause?: string };
}

interface Entry {
  readonly execution: ObservedExecution;
  revision: number;
  /** How many events there were when someone looked last. */
  seenEvents: number;
  row?: number;
  lines?: FunctionLine[];
}

/** Lines of functions that are kept of an execution. */
const MOST_LINES = 500;
/** Events that are given at once. */
const MOST_EVENTS = 5000;
/** Characters of an error or a cause that a summary shows. */
const MOST_SHOWN = 300;
/** What a task has started. */
const CHILD = /"ExecutionArn":"([^"]+)"/;
/** How the parent is named in a child's input, by convention. */
const PARENT = /"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID":"([^"]+)"/;

/** The latest executions of the run, and their clocks. */
export class Executions {
  /** What the functions that are known by their logical ids go by in ARNs. */
  public functionNames: ReadonlyMap<string, string> = new Map();
  private readonly entries = new Map<string, Entry>();
  /** The definitions as texts. */
  private readonly texts = new WeakMap<object, string>();
  private readonly clocks = new Map<string, AdjustableClock>();

  constructor(private readonly nextRevision: () => number, private readonly masks: Masks, private timeScale: number) {}

  /** The clock of an execution that starts. */
  public startClock(arn: string): AdjustableClock {
    const clock = new AdjustableClock(this.timeScale);
    this.clocks.set(arn, clock);
    return clock;
  }

  /** Changes the pace of all executions, and of those to come. */
  public setTimeScale(scale: number): void {
    this.timeScale = scale;
    this.clocks.forEach((clock) => clock.setScale(scale));
  }

  public get scale(): number {
    return this.timeScale;
  }

  /** Lets an execution's time pass until something is due in it. */
  public skip(arn: string): boolean {
    const clock = this.clocks.get(arn);
    clock?.skip();
    return clock !== undefined;
  }

  /** Its status has changed. */
  public changed(execution: ObservedExecution): void {
    const entry = this.entries.get(execution.arn);
    if (entry) {
      entry.revision = this.nextRevision();
    } else {
      this.entries.set(execution.arn, { execution, revision: this.nextRevision(), seenEvents: 0 });
      this.dropOldest();
    }
    if (execution.end) {
      this.clocks.delete(execution.arn);
    }
  }

  public startedBy(arn: string, row: number): void {
    const entry = this.entries.get(arn);
    if (entry) {
      entry.row ??= row;
    }
  }

  /** Takes what the log says of functions. */
  public log(entry: LogEntry): void {
    if (entry.type === 'FunctionOutput') {
      this.printed(entry.function, entry.line);
    }
  }

  /** Called while someone looks at the console: finds the executions that have gone on. They do not tell by themselves, since mostly nobody looks. */
  public look(): void {
    for (const entry of this.entries.values()) {
      const count = entry.execution.running?.history.length ?? entry.seenEvents;
      if (count !== entry.seenEvents) {
        entry.seenEvents = count;
        entry.revision = this.nextRevision();
      }
    }
  }

  public find(arn: string): ObservedExecution | undefined {
    return this.entries.get(arn)?.execution;
  }

  public changedSince(revision: number): ExecutionSummary[] {
    return [...this.entries.values()].filter((entry) => entry.revision > revision).map((entry) => this.summary(entry));
  }

  public async detail(arn: string): Promise<ExecutionDetail | undefined> {
    const entry = this.entries.get(arn);
    if (!entry) {
      return undefined;
    }
    const { execution, lines = [] } = entry;
    const kept = execution.running ?? execution.ended;
    const clock = this.clocks.get(arn);
    return {
      ...this.summary(entry),
      definition: execution.machine.stateMachine.definition,
      input: this.masks.mask(execution.input),
      output: this.masked(execution.end?.output),
      cause: this.masked(execution.end?.cause),
      now: (clock?.now() ?? execution.stopDate?.getTime()) ?? Date.now(),
      nextDue: execution.running ? clock?.nextDue : undefined,
      isForgotten: kept === undefined,
      children: this.children(arn),
      lines: await inTurns([...lines], ({ line, ...rest }) => ({ ...rest, line: this.masks.mask(line) })),
    };
  }

  /** The events after one, without their data. */
  public events(arn: string, after: number): EventSummary[] {
    return this.history(arn).slice(after, after + MOST_EVENTS).map((event) => this.eventSummary(event));
  }

  /** Events with their data. */
  public async eventDetails(arn: string, ids: readonly number[]): Promise<EventDetail[]> {
    const history = this.history(arn);
    const events = ids.flatMap((id) => history[id - 1] ?? []);
    return inTurns(events, (event) => ({ ...this.eventSummary(event), details: this.detailsOf(event) }));
  }

  public history(arn: string): readonly HistoryEvent[] {
    const execution = this.find(arn);
    return (execution?.running ?? execution?.ended)?.history ?? [];
  }

  private summary({ execution, row }: Entry): ExecutionSummary {
    const { arn, name, machine, startDate, stopDate, end } = execution;
    return {
      arn,
      machine: machine.name,
      name,
      type: machine.type,
      status: end?.status ?? 'RUNNING',
      start: startDate.getTime(),
      stop: stopDate?.getTime(),
      events: this.history(arn).length,
      error: this.masked(end?.error?.slice(0, MOST_SHOWN)),
      cause: this.masked(end?.cause?.slice(0, MOST_SHOWN)),
      row,
      parent: parentOf(execution),
    };
  }

  private eventSummary({ id, previousEventId, type, timestamp, details }: HistoryEvent): EventSummary {
    const { name, resource, error, index, length } = details as Record<string, string | undefined> & { index?: number; length?: number };
    const time = timestamp.getTime();
    return { id, previous: previousEventId, type, time, name, resource, error: this.masked(error?.slice(0, MOST_SHOWN)), index, length };
  }

  private detailsOf({ details }: HistoryEvent): Record<string, string> {
    return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined).map(([name, value]) => {
      const text = value === DROPPED ? '(too much data: it is not kept)' : typeof value === 'string' ? value : JSON.stringify(value);
      return [name, this.masks.mask(text)];
    }));
  }

  /** Those that it has started itself, as far as its events or their inputs tell. */
  private children(arn: string): string[] {
    const started = this.history(arn).flatMap(({ details: { resource, output } }) =>
      (typeof output === 'string' && String(resource).startsWith('startExecution') ? CHILD.exec(output)?.[1] ?? [] : []));
    const named = [...this.entries.values()].filter((other) => parentOf(other.execution) === arn).map((other) => other.execution.arn);
    return [...new Set([...started, ...named])].filter((child) => this.entries.has(child));
  }

  private masked(text: string | undefined): string | undefined {
    return text === undefined ? undefined : this.masks.mask(text);
  }

  /** A function does one thing at a time: what it prints is of an execution that runs. */
  private printed(functionName: string, line: string): void {
    const name = this.functionNames.get(functionName) ?? functionName;
    for (const entry of this.entries.values()) {
      if (entry.execution.running && (entry.lines?.length ?? 0) < MOST_LINES && this.textOf(entry.execution).includes(name)) {
        entry.lines ??= [];
        entry.lines.push({ function: functionName, line, events: this.history(entry.execution.arn).length });
        entry.revision = this.nextRevision();
      }
    }
  }

  private textOf({ machine: { stateMachine: { definition } } }: ObservedExecution): string {
    let text = this.texts.get(definition);
    if (text === undefined) {
      text = JSON.stringify(definition);
      this.texts.set(definition, text);
    }
    return text;
  }

  private dropOldest(): void {
    if (this.entries.size <= MOST_ROWS) {
      return;
    }
    for (const [arn, { execution }] of this.entries) {
      if (execution.end) {
        this.entries.delete(arn);
        return;
      }
    }
  }
}

function parentOf({ input }: ObservedExecution): string | undefined {
  return input.includes('AWS_STEP_FUNCTIONS') ? PARENT.exec(input)?.[1] : undefined;
}
