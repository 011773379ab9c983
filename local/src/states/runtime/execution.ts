import { Cancellation } from './cancellation';
import { Clock } from './clock';
import { Cancelled, ErrorName, StateFailure } from '../errors';
import { Flow } from './flow';
import { EventDetails, History, HistoryEvent, MAX_EVENTS, MAX_EXPRESS_EVENTS } from './history';
import { HistoryBudget } from './history-budget';
import { RunningExecution } from './running-execution';
import { Trial } from './trial';
import { Variables } from './variables';
import { Json, JsonObject } from '../../json';
import { Program } from '../program/program';
import type { MapRun } from '../state-types/map-run';
import type { ObjectStore } from '../state-types/object-store';
import { TaskHandler } from '../tasks/task';
import { TaskTokens } from '../tasks/task-tokens';

/** How an execution ended. A failure may have neither error nor cause. */
export type ExecutionResult =
  | { status: 'SUCCEEDED'; output: unknown }
  | { status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; error?: string; cause?: string };

/** An execution, running or ended. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** What the execution was started with. */
  readonly input: unknown;
  readonly startDate: Date;
  /** When it ended; undefined while it runs. */
  readonly stopDate: Date | undefined;
  readonly status: 'RUNNING' | ExecutionResult['status'];
  /** The output as JSON text, when it has succeeded. */
  readonly outputText: string | undefined;
  /** How it ends; never rejects. */
  readonly result: Promise<ExecutionResult>;
  /** The events so far, as GetExecutionHistory numbers them; of an Express execution the first 1,000. */
  readonly history: readonly HistoryEvent[];
  /** The Map Runs so far, in the order in which they started. */
  readonly mapRuns: readonly MapRun[];
  /**
   * Counts the history of an execution that has ended as one of its budget's still, which calls back when it may not be kept any more.
   * The answer lets go of it. Without this the history is its holder's.
   */
  keepHistory(forget: () => void): () => void;
  /** The time of the execution. */
  now(): Date;
  /** Starts an execution that has ended without success again, from the states that have not succeeded. Its history and its ARN are the same. */
  redrive(): Execution;
  /** Ends the execution now as ABORTED, as StopExecution does. Does nothing if it has ended. */
  stop(error?: string, cause?: string): void;
}

/** All that an execution is made from. */
export interface ExecutionSettings {
  readonly program: Program;
  readonly input: Json;
  /** The same as JSON text. */
  readonly inputText: string;
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** Seconds; undefined for no limit. */
  readonly timeoutSeconds: number | undefined;
  readonly clock: Clock;
  /** Whether an Express execution's caller waits for its end. */
  readonly isSynchronous: boolean;
  readonly tasks: TaskHandler | undefined;
  readonly taskTokens: TaskTokens;
  readonly hasActivity: (arn: string) => boolean;
  readonly historyBudget: HistoryBudget;
  readonly objects: ObjectStore | undefined;
  readonly onEvent?: (event: HistoryEvent) => void;
}

/** What the flows of an execution share, but for its program and what ends it. */
export type SharedSettings = Omit<ExecutionSettings, 'historyBudget' | 'inputText' | 'program' | 'timeoutSeconds'>;

const FINAL_EVENTS = { SUCCEEDED: 'ExecutionSucceeded', FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut', ABORTED: 'ExecutionAborted' } as const;

/** What an execution that is redriven goes on with. */
interface Redrive {
  readonly flow: Flow;
  readonly history: History;
  readonly mapRuns: MapRun[];
  readonly startDate: Date;
  readonly count: number;
}

/** Starts an execution. Its first state runs after the caller has gone on. */
export function startExecution(settings: ExecutionSettings): Execution {
  return new MachineExecution(settings);
}

class MachineExecution implements Execution {
  public readonly startDate: Date;
  public stopDate: Date | undefined;
  public status: 'RUNNING' | ExecutionResult['status'] = 'RUNNING';
  public readonly result: Promise<ExecutionResult>;
  private readonly running: RunningExecution;
  private readonly cancellation = new Cancellation();
  private readonly flow: Flow;
  /** When this attempt of it started: time-outs count from here. */
  private readonly attemptDate: Date;
  private resolve!: (result: ExecutionResult) => void;

  constructor(private readonly settings: ExecutionSettings, private readonly previous?: Redrive) {
    const { clock } = settings;
    this.attemptDate = new Date(clock.now());
    this.startDate = previous?.startDate ?? this.attemptDate;
    const limit = settings.type === 'EXPRESS' ? MAX_EXPRESS_EVENTS : MAX_EVENTS;
    const history = previous?.history ?? new History(() => clock.now(), limit, settings.historyBudget, settings.onEvent);
    const redrive = previous && { RedriveCount: previous.count, RedriveTime: this.attemptDate.toISOString() };
    this.running = new SharedState(settings, clock, history, this.startDate, redrive, undefined, previous?.mapRuns);
    this.flow = previous === undefined
      ? new Flow(this.running, new Variables(), this.cancellation, 0)
      : Flow.after(previous.flow, this.running, this.cancellation);
    this.result = new Promise((resolve) => {
      this.resolve = resolve;
    });
    void this.run(clock);
  }

  public get arn(): string {
    return this.settings.arn;
  }

  public get name(): string {
    return this.settings.name;
  }

  public get input(): unknown {
    return this.settings.input;
  }

  public get outputText(): string | undefined {
    return this.status === 'SUCCEEDED' ? this.flow.outputText : undefined;
  }

  public get history(): readonly HistoryEvent[] {
    return this.running.history.events;
  }

  public get mapRuns(): readonly MapRun[] {
    return this.running.mapRuns;
  }

  public keepHistory(forget: () => void): () => void {
    const { history } = this.running;
    this.settings.historyBudget.keep(history, forget);
    return () => this.settings.historyBudget.release(history);
  }

  public now(): Date {
    return new Date(this.settings.clock.now());
  }

  public redrive(): Execution {
    const { flow, running: { history, mapRuns }, startDate, settings } = this;
    settings.historyBudget.resume(history);
    const count = (this.previous?.count ?? 0) + 1;
    history.record('ExecutionRedriven', history.length, { redriveCount: count });
    return new MachineExecution(settings, { flow, history, mapRuns, startDate, count });
  }

  public stop(error?: string, cause?: string): void {
    this.end({ status: 'ABORTED', ...named(error, cause) });
  }

  private async run(clock: Clock): Promise<void> {
    await undefined;
    if (this.status !== 'RUNNING') {
      return;
    }
    const { input, inputText, program, timeoutSeconds } = this.settings;
    if (this.previous === undefined) {
      this.begin();
    }
    const alarm = timeoutSeconds === undefined ? undefined : clock.after(timeoutSeconds * 1000, () => this.end({ status: 'TIMED_OUT' }));
    try {
      this.end({ status: 'SUCCEEDED', output: await this.flow.run(program, input, inputText) });
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        const failure = error instanceof StateFailure ? error : new StateFailure(ErrorName.RUNTIME, String(error));
        this.end({ status: 'FAILED', ...named(failure.error, failure.causeText) });
      }
    } finally {
      alarm?.cancel();
    }
  }

  private begin(): void {
    this.running.history.record('ExecutionStarted', 0, { input: this.settings.inputText, roleArn: this.settings.roleArn });
  }

  private end(result: ExecutionResult): void {
    if (this.status !== 'RUNNING') {
      return;
    }
    const { clock, history } = this.running;
    this.status = result.status;
    this.stopDate = result.status === 'TIMED_OUT' ? this.dueDate : new Date(clock.now());
    if (history.length === 0) {
      this.begin();
    }
    // What comes from outside the states follows none of their events.
    const isFromOutside = result.status === 'TIMED_OUT' || result.status === 'ABORTED';
    history.record(FINAL_EVENTS[result.status], isFromOutside ? 0 : this.flow.lastEventId, this.finalDetails(result));
    this.cancellation.cancel();
    this.settings.historyBudget.release(history);
    this.resolve(result);
  }

  /** The moment at which the execution times out. */
  private get dueDate(): Date {
    return new Date(this.attemptDate.getTime() + this.settings.timeoutSeconds! * 1000);
  }

  /** Only the event of a time-out has an error: the execution has none. */
  private finalDetails(result: ExecutionResult): EventDetails {
    const { status, ...outcome } = result;
    switch (status) {
      case 'SUCCEEDED': return { output: this.flow.outputText };
      case 'TIMED_OUT': return { error: ErrorName.TIMEOUT };
      default: return outcome;
    }
  }
}

/** The error and the cause that there are. */
function named(error: string | undefined, cause: string | undefined): { error?: string; cause?: string } {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

/** What the flows of an execution share. */
export class SharedState implements RunningExecution {
  private sharedContext?: JsonObject;

  constructor(
    private readonly settings: SharedSettings,
    public readonly clock: Clock,
    public readonly history: History,
    private readonly startDate: Date,
    private readonly redrive: JsonObject = { RedriveCount: 0 },
    public readonly trial?: Trial,
    public readonly mapRuns: MapRun[] = [],
  ) {}

  public get context(): JsonObject {
    const { arn, input, isSynchronous, name, roleArn, type, stateMachineArn, stateMachineName } = this.settings;
    return this.sharedContext ??= {
      Execution: {
        Id: arn,
        Input: input,
        StartTime: this.startDate.toISOString(),
        Name: name,
        RoleArn: roleArn,
        ...(type === 'EXPRESS' && isSynchronous ? {} : this.redrive),
      },
      StateMachine: { Id: stateMachineArn, Name: stateMachineName },
    };
  }

  public get arn(): string {
    return this.settings.arn;
  }

  public get name(): string {
    return this.settings.name;
  }

  public get stateMachineArn(): string {
    return this.settings.stateMachineArn;
  }

  public get tasks(): TaskHandler | undefined {
    return this.settings.tasks;
  }

  public get taskTokens(): TaskTokens {
    return this.settings.taskTokens;
  }

  public get hasActivity(): (arn: string) => boolean {
    return this.settings.hasActivity;
  }

  public get objects(): ObjectStore | undefined {
    return this.settings.objects;
  }

  public get isLimited(): boolean {
    return this.settings.type === 'STANDARD';
  }

  public child(arn: string, name: string, type: 'STANDARD' | 'EXPRESS', input: Json): RunningExecution {
    const settings = { ...this.settings, arn, name, type, input };
    // Nobody can ask for a child's events; they are only counted, for the ids in causes.
    const history = new History(() => this.clock.now(), 0, undefined);
    history.record('ExecutionStarted', 0, {});
    return new SharedState(settings, this.clock, history, new Date(this.clock.now()), undefined, undefined, this.mapRuns);
  }
}
