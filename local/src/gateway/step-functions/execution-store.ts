import type { Machine } from './machine';
import type { Execution } from '../../states';

/** At least so many executions that have ended are kept for DescribeExecution, and at most twice as many. */
const MIN_ENDED = 10_000;

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
  /** Those that have ended, in two generations: to drop one whole costs far less than to forget one execution for each that ends. */
  private latest = new Map<string, ExecutionRecord>();
  private earlier = new Map<string, ExecutionRecord>();
  private readonly takenArns = new Set<string>();

  get(arn: string): ExecutionRecord | undefined {
    return this.runningRecords.get(arn) ?? this.latest.get(arn) ?? this.earlier.get(arn);
  }

  /** Whether an execution of this ARN was started and is not kept any more. */
  isForgotten(arn: string): boolean {
    return this.takenArns.has(arn);
  }

  add(record: ExecutionRecord): void {
    this.runningRecords.set(record.arn, record);
  }

  end(record: ExecutionRecord, end: ExecutionEnd): void {
    record.running = undefined;
    record.stopDate = new Date();
    record.end = end;
    this.runningRecords.delete(record.arn);
    if (this.latest.size >= MIN_ENDED) {
      this.forgetEarlier();
    }
    this.latest.set(record.arn, record);
  }

  /** The executions that have not ended. */
  running(): Execution[] {
    return [...this.runningRecords.values()].flatMap(({ running }) => running ?? []);
  }

  private forgetEarlier(): void {
    for (const { arn, isNamed } of this.earlier.values()) {
      if (isNamed) {
        this.takenArns.add(arn);
      }
    }
    this.earlier = this.latest;
    this.latest = new Map();
  }
}
