import { Generations } from './generations';
import type { Machine } from './machine';
import type { Execution, HistoryEvent } from '../../states';

/** At least so many executions that have ended are kept for DescribeExecution, and at most twice as many. */
const MIN_ENDED = 10_000;

/**
 * At least so many events of executions that have ended are kept for GetExecutionHistory: they would take most of a long run's memory, and to
 * keep more of them a tenth of the time of a run under load. A single execution may have more, and is kept whole.
 */
const MIN_ENDED_EVENTS = 1_000;

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
  readonly machine: Machine;
  /** Whether the caller chose the name, which then cannot be used again. */
  readonly isNamed: boolean;
  readonly input: string;
  readonly startDate: Date;
  /** Until the execution has ended. */
  running?: Execution;
  /** The events of an execution that has ended, as long as they are kept. */
  history?: readonly HistoryEvent[];
  stopDate?: Date;
  end?: ExecutionEnd;
}

/** The executions of a run, by ARN. Of those that have ended the latest are kept; names that a caller chose stay taken. */
export class ExecutionStore {
  private readonly records = new Map<string, ExecutionRecord>();
  private readonly takenArns = new Set<string>();
  private readonly ended = new Generations<ExecutionRecord>(MIN_ENDED, (record) => this.forget(record));
  private readonly histories: Generations<ExecutionRecord>;

  /** @param historyAge how long the events of an execution that has ended are kept at least, in milliseconds */
  constructor(historyAge = 0) {
    this.histories = new Generations<ExecutionRecord>(MIN_ENDED_EVENTS, (record) => {
      record.history = undefined;
    }, historyAge);
  }

  get(arn: string): ExecutionRecord | undefined {
    return this.records.get(arn);
  }

  /** The events of an execution so far; undefined when they are not kept any more. */
  history(arn: string): readonly HistoryEvent[] | undefined {
    const record = this.records.get(arn);
    return record?.running?.history ?? record?.history;
  }

  /** Whether an execution of this ARN was started and is not kept any more. */
  isForgotten(arn: string): boolean {
    return this.takenArns.has(arn);
  }

  add(record: ExecutionRecord): void {
    this.records.set(record.arn, record);
  }

  end(record: ExecutionRecord, end: ExecutionEnd): void {
    const { machine, running } = record;
    record.running = undefined;
    record.stopDate = running?.stopDate;
    record.end = end;
    if (machine.type === 'EXPRESS') {
      // Nobody can ask for it, nor is its name taken.
      this.records.delete(record.arn);
      return;
    }
    record.history = running?.history;
    this.histories.add(record, record.history?.length);
    this.ended.add(record);
  }

  /** The executions that have not ended. */
  running(): Execution[] {
    return [...this.records.values()].flatMap(({ running }) => running ?? []);
  }

  private forget({ arn, isNamed }: ExecutionRecord): void {
    this.records.delete(arn);
    if (isNamed) {
      this.takenArns.add(arn);
    }
  }
}
