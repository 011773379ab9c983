import { Generations } from './generations';
import type { Machine } from './machine';
import type { Execution, HistoryEvent } from '../../states';

/** At least so many executions that have ended are kept for DescribeExecution, and at most twice as many. */
const MIN_ENDED = 10_000;

/**
 * At least so many events of executions that have ended are kept for GetExecutionHistory: they would take most of a long run's memory. A single
 * execution may have more, and is kept whole.
 */
const MIN_ENDED_EVENTS = 5_000;

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
  stopDate?: Date;
  end?: ExecutionEnd;
}

/** The executions of a run, by ARN. Of those that have ended the latest are kept; names that a caller chose stay taken. */
export class ExecutionStore {
  private readonly runningRecords = new Map<string, ExecutionRecord>();
  private readonly endedRecords = new Generations<ExecutionRecord>(MIN_ENDED, (records) => this.keepNames(records));
  private readonly endedHistories = new Generations<readonly HistoryEvent[]>(MIN_ENDED_EVENTS);
  private readonly takenArns = new Set<string>();

  get(arn: string): ExecutionRecord | undefined {
    return this.runningRecords.get(arn) ?? this.endedRecords.get(arn);
  }

  /** The events of an execution so far; undefined when they are not kept any more. */
  history(arn: string): readonly HistoryEvent[] | undefined {
    return this.runningRecords.get(arn)?.running?.history ?? this.endedHistories.get(arn);
  }

  /** Whether an execution of this ARN was started and is not kept any more. */
  isForgotten(arn: string): boolean {
    return this.takenArns.has(arn);
  }

  add(record: ExecutionRecord): void {
    this.runningRecords.set(record.arn, record);
  }

  end(record: ExecutionRecord, end: ExecutionEnd): void {
    // Nobody can ask for the events of an Express execution.
    if (record.running && record.machine.type === 'STANDARD') {
      this.endedHistories.add(record.arn, record.running.history, record.running.history.length);
    }
    record.running = undefined;
    record.stopDate = new Date();
    record.end = end;
    this.runningRecords.delete(record.arn);
    this.endedRecords.add(record.arn, record);
  }

  /** The executions that have not ended. */
  running(): Execution[] {
    return [...this.runningRecords.values()].flatMap(({ running }) => running ?? []);
  }

  private keepNames(forgotten: Iterable<ExecutionRecord>): void {
    for (const { arn, isNamed } of forgotten) {
      if (isNamed) {
        this.takenArns.add(arn);
      }
    }
  }
}
