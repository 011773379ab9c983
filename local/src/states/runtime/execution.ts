import { Cancellation } from './cancellation';
import { Clock } from './clock';
import { Cancelled, StateFailure } from '../errors';
import { Flow } from './flow';
import { History, HistoryEvent, MAX_EVENTS, MAX_EXPRESS_EVENTS } from './history';
import { Json, JsonObject } from '../json';
import { RunningExecution } from './running-execution';
import { Variables } from './variables';
import { Program } from '../program/program';
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
  readonly timeScale: number;
  /** When the execution takes itself to start; undefined for now. */
  readonly startDate: Date | undefined;
  readonly tasks: TaskHandler | undefined;
  readonly taskTokens: TaskTokens;
  readonly onEvent?: (event: HistoryEvent) => void;
}

const FINAL_EVENTS = { SUCCEEDED: 'ExecutionSucceeded', FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut', ABORTED: 'ExecutionAborted' } as const;

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
  private resolve!: (result: ExecutionResult) => void;

  public constructor(private readonly settings: ExecutionSettings) {
    const clock = new Clock(settings.timeScale, settings.startDate?.getTime());
    this.startDate = new Date(clock.now());
    const history = new History(() => clock.now(), settings.type === 'EXPRESS' ? MAX_EXPRESS_EVENTS : MAX_EVENTS, settings.onEvent);
    this.running = new SharedState(settings, clock, history, this.startDate);
    this.flow = new Flow(this.running, new Variables(), this.cancellation, 0);
    this.result = new Promise(resolve => {
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

  public stop(error?: string, cause?: string): void {
    this.end({ status: 'ABORTED', ...named(error, cause) });
  }

  private async run(clock: Clock): Promise<void> {
    await undefined;
    if (this.status !== 'RUNNING') {
      return;
    }
    const { input, inputText, program, timeoutSeconds } = this.settings;
    this.begin();
    const alarm = timeoutSeconds === undefined ? undefined : clock.after(timeoutSeconds * 1000, () => this.end({ status: 'TIMED_OUT' }));
    try {
      this.end({ status: 'SUCCEEDED', output: await this.flow.run(program, input, inputText) });
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        const failure = error instanceof StateFailure ? error : new StateFailure('States.Runtime', String(error));
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
    this.stopDate = new Date(clock.now());
    if (history.length === 0) {
      this.begin();
    }
    const { status, ...outcome } = result;
    const details = 'output' in outcome ? { output: this.flow.outputText } : outcome;
    history.record(FINAL_EVENTS[status], this.flow.lastEventId, details);
    this.cancellation.cancel();
    this.resolve(result);
  }
}

/** The error and the cause that there are. */
function named(error: string | undefined, cause: string | undefined): { error?: string; cause?: string } {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

class SharedState implements RunningExecution {
  private sharedContext?: JsonObject;
  private states = 0;

  public constructor(
    private readonly settings: ExecutionSettings,
    public readonly clock: Clock,
    public readonly history: History,
    private readonly startDate: Date,
  ) {}

  public get context(): JsonObject {
    const { arn, input, name, roleArn, type, stateMachineArn, stateMachineName } = this.settings;
    return this.sharedContext ??= {
      Execution: {
        Id: arn,
        Input: input,
        StartTime: this.startDate.toISOString(),
        Name: name,
        RoleArn: roleArn,
        ...(type === 'STANDARD' ? { RedriveCount: 0 } : {}),
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

  public get isLimited(): boolean {
    return this.settings.type === 'STANDARD';
  }

  public countState(): number {
    return ++this.states;
  }

  public child(name: string, type: 'STANDARD' | 'EXPRESS', input: Json): RunningExecution {
    const settings = { ...this.settings, name, type, input, inputText: '', arn: `${this.settings.arn.replace(/:[^:]*$/, '')}:${name}` };
    // Nobody can ask for a child's events; they are only counted, for the ids in causes.
    const history = new History(() => this.clock.now(), 0);
    history.record('ExecutionStarted', 0, {});
    return new SharedState(settings, this.clock, history, new Date(this.clock.now()));
  }
}
