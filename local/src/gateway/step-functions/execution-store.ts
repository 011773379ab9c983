import type { Machine } from './machine';
import type { Execution, ExecutionResult } from '../../states';

/** How many executions that have ended are kept for DescribeExecution. */
const MAX_ENDED = 10_000;

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
  result?: ExecutionResult;
}

/** The executions of a run, by ARN. Of those that have ended the latest are kept; names that a caller chose stay taken. */
export class ExecutionStore {
  private readonly records = new Map<string, ExecutionRecord>();
  private readonly ended = new Set<string>();
  private readonly takenArns = new Set<string>();

  get(arn: string): ExecutionRecord | undefined {
    return this.records.get(arn);
  }

  /** Whether an execution of this ARN was started and is not kept any more. */
  isForgotten(arn: string): boolean {
    return this.takenArns.has(arn);
  }

  add(record: ExecutionRecord): void {
    this.records.set(record.arn, record);
  }

  end(record: ExecutionRecord, result: ExecutionResult): void {
    record.running = undefined;
    record.stopDate = new Date();
    record.result = result;
    this.ended.add(record.arn);
    if (this.ended.size > MAX_ENDED) {
      const [oldest] = this.ended;
      this.forget(this.records.get(oldest)!);
    }
  }

  /** The executions that have not ended. */
  running(): Execution[] {
    return [...this.records.values()].flatMap(({ running }) => running ?? []);
  }

  private forget(record: ExecutionRecord): void {
    this.ended.delete(record.arn);
    this.records.delete(record.arn);
    if (record.isNamed) {
      this.takenArns.add(record.arn);
    }
  }
}
