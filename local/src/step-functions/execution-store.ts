import { Generations } from './generations';
import type { Machine } from './machine';
import type { MachineEntry } from './machine-entry';
import type { Execution, HistoryEvent } from '../states';

/** At least so many executions that have ended are kept for DescribeExecution, and at most twice as many. */
const MIN_ENDED = 10_000;

/**
 * At least so many events of executions that have ended are kept for GetExecutionHistory: they would take most of a long run's memory, and to
 * keep more of them a tenth of the time of a run under load. A single execution may have more, and is kept whole.
 */
const MIN_ENDED_EVENTS = 1_000;

/** Executions with more characters of input and output than this count as several, so that large ones are bounded, too. */
const USUAL_TEXTS = 1_000;

/** How an execution has ended, in texts: they take the least memory. */
export interface ExecutionEnd {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** An execution, running or ended. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  /** Counts the executions of the run. */
  readonly number: number;
  readonly entry: MachineEntry;
  /** The revision that it is started with. */
  readonly machine: Machine;
  /** The version that it is started with, and the alias that has led to it. */
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly traceHeader?: string;
  /** The test case whose answers its tasks get. */
  readonly testCase?: string;
  /** Its end, of which everybody has been told. */
  followed?: Promise<void>;
  /** Whether the caller chose the name, which then cannot be used again. */
  readonly isNamed: boolean;
  readonly input: string;
  readonly startDate: Date;
  /** Until the execution has ended. */
  running?: Execution;
  /** The interpreter's execution when it has ended, to read its events from and to redrive it, as long as they are kept. */
  ended?: Execution;
  /** Ends the keeping of the events. */
  releaseHistory?: () => void;
  stopDate?: Date;
  end?: ExecutionEnd;
  redriveCount: number;
  /** When it was redriven last. */
  redriveDate?: Date;
  /** The client's token of that, if it gave one. */
  redriveToken?: { readonly token: string; readonly date: Date };
}

/** An end of an execution, which has another when it is redriven. It holds nothing of the execution, which may go before, with its machine. */
interface Ending {
  readonly arn: string;
  readonly number: number;
  readonly redriveCount: number;
}

/** The executions of a run, by ARN. Of those that have ended the latest are kept; names that a caller chose stay taken. */
export class ExecutionStore {
  private readonly records = new Map<string, ExecutionRecord>();
  private readonly takenArns = new Set<string>();
  private readonly ended = new Generations<Ending>(MIN_ENDED, (ending) => this.ifLatest(ending, (record) => this.forget(record)));
  private readonly histories = new Generations<Ending>(MIN_ENDED_EVENTS, (ending) => this.ifLatest(ending, forgetHistory));
  private runningTexts = 0;

  /** @param keepsExpress whether Express executions are kept as Standard ones are */
  constructor(private readonly keepsExpress = false) {}

  /** @param age how long the events of an execution that has ended are kept at least, in milliseconds */
  public keepHistories(age: number): void {
    this.histories.age = age;
  }

  public get(arn: string): ExecutionRecord | undefined {
    return this.records.get(arn);
  }

  /** The events of an execution so far; undefined when they are not kept any more. */
  public history(arn: string): readonly HistoryEvent[] | undefined {
    const record = this.records.get(arn);
    return (record?.running ?? record?.ended)?.history;
  }

  /** Whether an execution of this ARN was started and is not kept any more. */
  public isForgotten(arn: string): boolean {
    return this.takenArns.has(arn);
  }

  /** Characters of input of the executions that have not ended. */
  public get runningCharacters(): number {
    return this.runningTexts;
  }

  public add(record: ExecutionRecord): void {
    this.records.set(record.arn, record);
    this.runningTexts += record.input.length;
  }

  public end(record: ExecutionRecord, end: ExecutionEnd): void {
    const { machine, running } = record;
    this.runningTexts -= record.input.length;
    record.running = undefined;
    record.stopDate = running?.stopDate;
    record.end = end;
    if (machine.type === 'EXPRESS' && !this.keepsExpress) {
      // Nobody can ask for it, nor is its name taken.
      this.records.delete(record.arn);
      return;
    }
    record.releaseHistory = running?.keepHistory(() => forgetHistory(record));
    record.ended = running;
    const { arn, number, redriveCount } = record;
    const ending: Ending = { arn, number, redriveCount };
    this.histories.add(ending, running?.history.length);
    this.ended.add(ending, weightOf(record));
  }

  /** An execution that had ended runs again. */
  public redriven(record: ExecutionRecord, running: Execution): void {
    this.runningTexts += record.input.length;
    record.running = running;
    record.ended = undefined;
    record.releaseHistory = undefined;
    record.stopDate = undefined;
    record.end = undefined;
    record.redriveCount++;
    record.redriveDate = running.now();
  }

  /** The executions that are kept, those of Express machines while they run, in the order in which they started. */
  public get all(): readonly ExecutionRecord[] {
    return [...this.records.values()];
  }

  /** Waits for the end of an execution, also of one that is redriven meanwhile. */
  public async waitForEnd(record: ExecutionRecord): Promise<void> {
    while (record.running) {
      await record.followed;
    }
  }

  /** The executions of a machine. */
  public of(entry: MachineEntry): readonly ExecutionRecord[] {
    return this.all.filter((record) => record.entry === entry);
  }

  /** Forgets the executions of a machine that is gone: their names are free again. */
  public forgetAll(entry: MachineEntry): void {
    for (const record of this.of(entry)) {
      forgetHistory(record);
      this.records.delete(record.arn);
    }
    const prefix = `${entry.current.executionArnPrefix}:`;
    [...this.takenArns].filter((arn) => arn.startsWith(prefix)).forEach((arn) => this.takenArns.delete(arn));
  }

  /** The executions that have not ended. */
  public running(): Execution[] {
    return [...this.records.values()].flatMap(({ running }) => running ?? []);
  }

  /** Does something with an execution when its latest end is left behind: one that was redriven since is none of an earlier one. */
  private ifLatest({ arn, number, redriveCount }: Ending, forget: (record: ExecutionRecord) => void): void {
    const record = this.records.get(arn);
    // Another may have the name of one that has gone with its machine.
    if (record?.number === number && record.redriveCount === redriveCount) {
      forget(record);
    }
  }

  private forget(record: ExecutionRecord): void {
    const { arn, isNamed } = record;
    forgetHistory(record);
    this.records.delete(arn);
    if (isNamed) {
      this.takenArns.add(arn);
    }
  }
}

function forgetHistory(record: ExecutionRecord): void {
  record.ended = undefined;
  record.releaseHistory?.();
  record.releaseHistory = undefined;
}

function weightOf({ input, end }: ExecutionRecord): number {
  return Math.max(1, (input.length + (end?.output?.length ?? 0)) / USUAL_TEXTS);
}
