import { randomUUID } from 'node:crypto';
import type { Guard } from '../guard';
import { Logger, NO_LOG } from '../log-entry';
import { Clock, Execution, HistoryBudget, HistoryEvent, ObjectStore, TaskHandler, TaskTokens } from '../states';
import { Activities } from './activities';
import { ExecutionRecord, ExecutionStore } from './execution-store';
import { logHistoryEvent } from './history-log';
import { executionArn, Machine } from './machine';
import type { MachineEntry } from './machine-entry';
import { Machines, MachineTarget, PreparedMachine } from './machines';
import { ServiceError } from './service-error';
import { Tags } from './tags';
import type { TrialHost } from './test-state/test-state';
import { Cancellation } from '../states/runtime/cancellation';
import { ScaledClock } from '../states/runtime/clock';

/** Characters of input that executions may have in all before they end: AWS bounds their number (a million), the run its memory. */
const MOST_RUNNING = 256 * 1024 * 1024;
/** As above, for what rules and states start: what starts itself again and again gets no further, and leaves room for clients. */
const MOST_RUNNING_FROM_WITHIN = 32 * 1024 * 1024;

/** Where machines and activities are that are made by requests: what ARNs begin with. */
export interface Account {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

const DEFAULT_ACCOUNT: Account = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };

export interface StepFunctionsOptions {
  /** @default - us-east-1 in the account 123456789012 */
  readonly account?: Account;
  readonly timeScale: number;
  /** The time of all executions. @default - each has its own, `timeScale` times faster than real time */
  readonly clock?: Clock;
  /** Performs the tasks of all machines, and of states that are played by themselves. @default - they fail, saying so */
  readonly tasks?: TaskHandler;
  /** Where Map states read items from and write results to. */
  readonly objects?: ObjectStore;
  readonly guard: Guard;
  readonly log: Logger;
  /** Whether someone may look at Express executions that have ended, which AWS keeps for nobody. @default false */
  readonly keepsExpress?: boolean;
  /** Makes the clock of an execution, where there is no common one. @default - it runs evenly */
  readonly clockOf?: (executionArn: string) => Clock;
}

/** What an execution is started with. */
export interface StartOptions {
  readonly target: MachineTarget;
  readonly name?: string;
  readonly input: string;
  /** The input, parsed. */
  readonly data: unknown;
  readonly traceHeader?: string;
  /** The test case whose answers its tasks get. @default - the machine's own */
  readonly testCase?: string;
  /** Whether the caller waits for the end. @default false */
  readonly isSynchronous?: boolean;
}

/** Step Functions: its state machines, activities and executions. What its API makes of them is in `api.ts` and `actions.ts`. */
export class StepFunctions {
  public readonly executions: ExecutionStore;
  public readonly taskTokens = new TaskTokens();
  public readonly activities: Activities;
  public readonly machines: Machines;
  public readonly tags = new Tags();
  /** What states that are played by themselves are given. */
  public readonly trials: TrialHost;
  private readonly closing = new Cancellation();
  private started = 0;
  private testCases?: (stateMachineArn: string) => readonly string[];
  private readonly listeners: ((record: ExecutionRecord) => void)[] = [];

  constructor(private readonly options: StepFunctionsOptions) {
    const { clock, timeScale, tasks, objects, keepsExpress } = options;
    this.executions = new ExecutionStore(keepsExpress);
    const clockOfNow = (): Clock => clock ?? new ScaledClock(timeScale);
    this.activities = new Activities(clockOfNow());
    const hasActivity = (arn: string): boolean => this.activities.has(arn);
    const shared = { tasks, objects, hasActivity, taskTokens: this.taskTokens, historyBudget: new HistoryBudget() };
    this.machines = new Machines(shared, () => this.now());
    this.trials = { tasks, objects, clock: clockOfNow, closing: this.closing, machineArn: () => this.arn('stateMachine', randomUUID()) };
  }

  /** The time, of which machines and activities are. */
  public now(): Date {
    return new Date(this.options.clock?.now() ?? Date.now());
  }

  /** The ARN of something that a request makes. */
  public arn(kind: string, name: string): string {
    const { partition, region, accountId } = this.options.account ?? DEFAULT_ACCOUNT;
    return `arn:${partition}:states:${region}:${accountId}:${kind}:${name}`;
  }

  /** Lets executions be started with a test case; `testCasesOf` gives the names of those that a machine has. */
  public useTestCases(testCasesOf: (stateMachineArn: string) => readonly string[]): void {
    this.testCases = testCasesOf;
  }

  /** The names of the test cases that a machine has. */
  public testCasesOf(stateMachineArn: string): readonly string[] {
    return this.testCases?.(stateMachineArn) ?? [];
  }

  /**
   * Takes the machines of a template: new executions are theirs, and those that run end with the definition that they began with.
   *
   * @param historyAge how long the events of an execution that has ended are kept at least, in milliseconds
   */
  public deploy(machines: readonly PreparedMachine[], historyAge: number): void {
    this.machines.deploy(machines);
    this.executions.keepHistories(historyAge);
  }

  /** Whoever listens is told of each execution when it has started and when it has ended. */
  public onStatusChange(listener: (record: ExecutionRecord) => void): void {
    this.listeners.push(listener);
  }

  /** The machine of an ARN, or of a version's or alias' ARN; undefined for an ARN of none. */
  public findMachine(arn: string): Machine | undefined {
    return this.machines.find(arn)?.machine;
  }

  /** Whether there is room for what rules and states start. */
  public get hasRoomFromWithin(): boolean {
    return this.executions.runningCharacters < MOST_RUNNING_FROM_WITHIN;
  }

  /** @throws ServiceError when too much runs already */
  public start({ target, name, input, data, traceHeader, testCase, isSynchronous }: StartOptions): { record: ExecutionRecord; ended: Promise<void> } {
    if (this.executions.runningCharacters + input.length > MOST_RUNNING) {
      throw ServiceError.of('ExecutionLimitExceeded', 'The maximum number of running executions has been reached.'
        + ' Running executions must end or be stopped before a new execution can be started.');
    }
    const { log, timeScale, clock, clockOf } = this.options;
    const { entry, machine, versionArn, aliasArn } = target;
    const actualName = name ?? randomUUID();
    const arn = executionArn(machine, actualName);
    log({ type: 'ExecutionStarted', executionArn: arn, input });
    const running = machine.stateMachine.start(data, {
      inputText: input,
      name: actualName,
      arn,
      timeScale,
      clock: clock ?? clockOf?.(arn),
      isSynchronous,
      onEvent: (event: HistoryEvent) => {
        if (entry.isDeleting) {
          this.endOfDeleted(arn, event);
        }
        if (log !== NO_LOG) {
          logHistoryEvent(arn, event, log);
        }
      },
    });
    const { startDate } = running;
    const record: ExecutionRecord = {
      arn,
      name: actualName,
      number: ++this.started,
      entry,
      machine,
      versionArn,
      aliasArn,
      traceHeader,
      testCase,
      isNamed: name !== undefined,
      input,
      startDate,
      running,
      redriveCount: 0,
    };
    this.executions.add(record);
    this.tell(record);
    return { record, ended: this.follow(record, running) };
  }

  /** Starts an execution that has ended without success again, where it has ended; gives the time. */
  public redrive(record: ExecutionRecord): Date {
    const running = record.ended!.redrive();
    this.executions.redriven(record, running);
    this.options.log({ type: 'ExecutionRedriven', executionArn: record.arn });
    this.tell(record);
    void this.follow(record, running);
    return record.redriveDate!;
  }

  /** Deletes a machine: what runs ends with its next transition, and then the machine is gone with all its executions. */
  public delete(entry: MachineEntry): void {
    entry.isDeleting = true;
    if (entry.running > 0) {
      return;
    }
    this.machines.remove(entry);
    this.tags.forget(entry.arn);
    this.executions.forgetAll(entry);
  }

  private follow(record: ExecutionRecord, running: Execution): Promise<void> {
    const { guard, log } = this.options;
    const { entry } = record;
    entry.running++;
    const ended = guard.run(`the end of ${record.arn}`, async () => {
      const result = await running.result;
      const end = result.status === 'SUCCEEDED' ? { status: result.status, output: running.outputText } : result;
      this.executions.end(record, end);
      log({ type: 'ExecutionEnded', executionArn: record.arn, ...end });
      this.tell(record);
      entry.running--;
      if (entry.isDeleting) {
        this.delete(entry);
      }
    });
    record.followed = ended;
    return ended;
  }

  /** Ends all executions that run. */
  public async stop(): Promise<void> {
    this.activities.close();
    this.closing.cancel();
    await Promise.all(this.executions.running().map((execution) => {
      execution.stop(undefined, 'The local run ends');
      return execution.result;
    }));
  }

  /** An execution whose machine is being deleted ends with its next transition. */
  private endOfDeleted(arn: string, { type }: HistoryEvent): void {
    if (type.endsWith('StateEntered') || type.endsWith('StateExited')) {
      // What has made the event is in the middle of it.
      queueMicrotask(() => this.executions.get(arn)?.running?.stop());
    }
  }

  private tell(record: ExecutionRecord): void {
    for (const listener of this.listeners) {
      void this.options.guard.run(`the status of ${record.arn}`, () => listener(record));
    }
  }
}
