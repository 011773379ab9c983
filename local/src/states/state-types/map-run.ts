import { randomUUID } from 'node:crypto';
import type { ChildInput } from './item-batcher';

/** What a Map Run allows; UpdateMapRun changes it while it runs. */
export interface MapRunLimits {
  /** How many children may run at a time; 0 leaves it to the service. */
  maxConcurrency: number;
  /** @default - no count is tolerated */
  toleratedFailureCount?: number;
  /** @default - no percentage is tolerated */
  toleratedFailurePercentage?: number;
}

/** A child execution of a Map Run. */
export interface MapRunChild {
  readonly arn: string;
  readonly name: string;
  readonly startDate: Date;
  readonly itemCount: number;
  stopDate?: Date;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
}

/** How many there are in each status. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly aborted: number;
  readonly total: number;
}

/** A distributed Map state at work: how far its children are, and what it allows. */
export class MapRun {
  public readonly arn: string;
  public readonly executionArn: string;
  /** The machine's ARN with the label of the state. */
  public readonly stateMachineArn: string;
  public status: MapRunChild['status'] = 'RUNNING';
  public stopDate?: Date;
  public redriveCount = 0;
  public redriveDate?: Date;
  /** The inputs of its children, as soon as they are read. */
  public inputs?: readonly ChildInput[];
  private readonly childrenByIndex = new Map<number, MapRunChild>();

  constructor(
    { arn, stateMachineArn }: { readonly arn: string; readonly stateMachineArn: string },
    label: string,
    public readonly startDate: Date,
    public readonly limits: MapRunLimits,
  ) {
    this.executionArn = arn;
    this.stateMachineArn = `${stateMachineArn}/${label}`;
    this.arn = `${stateMachineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${randomUUID()}`;
  }

  /** The children that have been started, in the order in which they were. */
  public get children(): readonly MapRunChild[] {
    return [...this.childrenByIndex.values()];
  }

  /** The ARN of one of its children. */
  public childArn(name: string, type: 'STANDARD' | 'EXPRESS'): string {
    return type === 'EXPRESS'
      ? `${this.stateMachineArn.replace(':stateMachine:', ':express:')}:${name}:${randomUUID()}`
      : `${this.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  }

  public childStarted(index: number, child: MapRunChild): void {
    this.childrenByIndex.set(index, child);
  }

  public childEnded(index: number, status: MapRunChild['status'], stopDate: Date): void {
    const child = this.childrenByIndex.get(index)!;
    child.status = status;
    child.stopDate = stopDate;
  }

  /** Ends it; children that run are aborted. */
  public end(status: MapRunChild['status'], stopDate: Date): void {
    this.status = status;
    this.stopDate = stopDate;
    for (const [index, child] of this.childrenByIndex) {
      if (child.status === 'RUNNING') {
        this.childEnded(index, 'ABORTED', stopDate);
      }
    }
  }

  public redrive(date: Date): void {
    this.status = 'RUNNING';
    this.stopDate = undefined;
    this.redriveCount++;
    this.redriveDate = date;
  }

  /** Counts children, or the items that they have. */
  public counts(weightOf: (child: { readonly itemCount: number }) => number): MapRunCounts {
    const count = (status: MapRunChild['status']): number => sum(this.children.filter((child) => child.status === status).map(weightOf));
    const total = sum((this.inputs ?? []).map(weightOf));
    const [running, succeeded, failed, aborted] = [count('RUNNING'), count('SUCCEEDED'), count('FAILED'), count('ABORTED')];
    return { pending: total - running - succeeded - failed - aborted, running, succeeded, failed, aborted, total };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
