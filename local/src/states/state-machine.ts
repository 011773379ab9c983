import { randomUUID } from 'node:crypto';
import { Json } from '../json';
import type { MachineDefinition } from './definition';
import { Program } from './program/program';
import { Clock, ScaledClock } from './runtime/clock';
import { Execution, ExecutionResult, startExecution } from './runtime/execution';
import { HistoryEvent } from './runtime/history';
import { HistoryBudget } from './runtime/history-budget';
import type { ObjectStore } from './state-types/object-store';
import { TaskHandler } from './tasks/task';
import { TaskTokens } from './tasks/task-tokens';
import { validateDefinition } from './validation';

/** Standard runs up to a year and keeps its history; Express runs up to five minutes. */
export type StateMachineType = 'STANDARD' | 'EXPRESS';

/** Options of a state machine. */
export interface StateMachineOptions {
  /** @default 'STANDARD' */
  readonly type?: StateMachineType;
  /** @default the last part of the ARN, or `StateMachine` */
  readonly name?: string;
  /** @default an ARN made from the name, in us-east-1 and account 123456789012 */
  readonly arn?: string;
  /** The role in the context object. @default an ARN made from the name */
  readonly roleArn?: string;
  /** Performs the tasks. @default - a Task state fails, saying so */
  readonly tasks?: TaskHandler;
  /** Amazon S3, for `ItemReader` and `ResultWriter`. @default - a state with one of them fails */
  readonly objects?: ObjectStore;
  /** Bounds what the histories of executions take; machines of one run share it. @default - one of this machine's own */
  readonly historyBudget?: HistoryBudget;
  /** Where task tokens are settled; machines of one run share it. @default - one of this machine's own */
  readonly taskTokens?: TaskTokens;
  /** Whether there is an activity of this ARN: a state fails whose activity is not there. @default - there are all */
  readonly hasActivity?: (arn: string) => boolean;
}

/** Options of an execution. */
export interface StartOptions {
  /** @default a UUID */
  readonly name?: string;
  /** @default an ARN made from the machine's ARN and the name */
  readonly arn?: string;
  /** How many seconds pass for the execution in a real second: 100 runs waits and timeouts a hundred times faster. @default 1 */
  readonly timeScale?: number;
  /** The time that the execution takes for its start, so that waits for a timestamp can be tested. @default now */
  readonly startDate?: Date;
  /** The time of the execution, instead of `timeScale` and `startDate`. @default - a clock of the execution's own */
  readonly clock?: Clock;
  /** `input` as JSON text, when it has just been parsed from it: `input` is then taken as it is. @default - `input` is copied */
  readonly inputText?: string;
  /** Whether an Express execution is started as StartSyncExecution does: its context object has no `RedriveCount`. @default false */
  readonly isSynchronous?: boolean;
  /** Told of each event as it happens. */
  readonly onEvent?: (event: HistoryEvent) => void;
}

const EXPRESS_SECONDS = 5 * 60;
const DEFAULT_ARN_PREFIX = 'arn:aws:states:us-east-1:123456789012:stateMachine:';

/**
 * A state machine in the Amazon States Language.
 *
 * @see https://states-language.net
 */
export class StateMachine {
  /** The name. */
  public readonly name: string;
  /** The ARN. */
  public readonly arn: string;
  /** The type. */
  public readonly type: StateMachineType;
  /** The definition as an object. */
  public readonly definition: MachineDefinition;
  /** Where the task tokens of this machine are settled. */
  public readonly taskTokens: TaskTokens;
  private readonly roleArn: string;
  private readonly historyBudget: HistoryBudget;
  private readonly objects: ObjectStore | undefined;
  private readonly tasks: TaskHandler | undefined;
  private readonly hasActivity: (arn: string) => boolean;
  private readonly program: Program;
  private readonly timeoutSeconds: number | undefined;

  /**
   * @param definition the definition, as JSON text or parsed
   * @throws Error in the wording of `SCHEMA_VALIDATION_FAILED` for a definition that is not valid
   */
  constructor(definition: string | object, options: StateMachineOptions = {}) {
    this.definition = validateDefinition(definition, options.type);
    this.type = options.type ?? 'STANDARD';
    this.name = options.name ?? options.arn?.split(':').pop() ?? 'StateMachine';
    this.arn = options.arn ?? DEFAULT_ARN_PREFIX + this.name;
    this.roleArn = options.roleArn ?? `arn:aws:iam::123456789012:role/${this.name}`;
    this.tasks = options.tasks;
    this.taskTokens = options.taskTokens ?? new TaskTokens();
    this.historyBudget = options.historyBudget ?? new HistoryBudget();
    this.objects = options.objects;
    this.hasActivity = options.hasActivity ?? (() => true);
    this.program = Program.of(this.definition);
    const seconds = Math.min(this.definition.TimeoutSeconds ?? Infinity, this.type === 'EXPRESS' ? EXPRESS_SECONDS : Infinity);
    this.timeoutSeconds = seconds === Infinity ? undefined : seconds;
  }

  /** Starts an execution; `input` is any JSON value. */
  public start(input: unknown, options: StartOptions = {}): Execution {
    const inputText = options.inputText ?? JSON.stringify(input) ?? 'null';
    const name = options.name ?? randomUUID();
    return startExecution({
      program: this.program,
      input: (options.inputText === undefined ? JSON.parse(inputText) : input) as Json,
      inputText,
      name,
      arn: options.arn ?? this.executionArn(name),
      stateMachineArn: this.arn,
      stateMachineName: this.name,
      roleArn: this.roleArn,
      type: this.type,
      timeoutSeconds: this.timeoutSeconds,
      clock: options.clock ?? new ScaledClock(options.timeScale, options.startDate?.getTime()),
      tasks: this.tasks,
      taskTokens: this.taskTokens,
      hasActivity: this.hasActivity,
      historyBudget: this.historyBudget,
      objects: this.objects,
      isSynchronous: options.isSynchronous ?? false,
      onEvent: options.onEvent,
    });
  }

  /** Runs an execution to its end, an Express one as StartSyncExecution does. Never rejects: failures are results. */
  public async execute(input: unknown, options: Pick<StartOptions, 'timeScale'> = {}): Promise<ExecutionResult> {
    return this.start(input, { ...options, isSynchronous: true }).result;
  }

  private executionArn(name: string): string {
    return this.type === 'EXPRESS'
      ? `${this.arn.replace(':stateMachine:', ':express:')}:${name}:${randomUUID()}`
      : `${this.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  }
}
