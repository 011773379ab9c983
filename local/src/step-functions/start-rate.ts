import type { Machine } from './machine';

/** How many executions may start at once, and how many more each second. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
interface Quota {
  readonly bucket: number;
  readonly refill: number;
}

const EXPRESS: Quota = { bucket: 6000, refill: 6000 };
const STANDARD: Quota = { bucket: 800, refill: 150 };
const STANDARD_IN_LARGE_REGIONS: Quota = { bucket: 1300, refill: 300 };
const LARGE_REGIONS: ReadonlySet<string> = new Set(['us-east-1', 'us-west-2', 'eu-west-1']);

/** AWS's rate of StartExecution, by Region and type of machine. */
export class StartRate {
  private readonly buckets = new Map<string, { left: number; time: number }>();

  /** @param now real time, in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes one start of a machine; false when there is none left. */
  public take({ arn, type }: Pick<Machine, 'arn' | 'type'>): boolean {
    const region = arn.split(':')[3];
    const { bucket, refill } = quotaOf(region, type);
    const now = this.now();
    const key = `${region} ${type}`;
    const { left, time } = this.buckets.get(key) ?? { left: bucket, time: now };
    const available = Math.min(bucket, left + (now - time) / 1000 * refill);
    const isTaken = available >= 1;
    this.buckets.set(key, { left: isTaken ? available - 1 : available, time: now });
    return isTaken;
  }
}

function quotaOf(region: string, type: Machine['type']): Quota {
  if (type === 'EXPRESS') {
    return EXPRESS;
  }
  return LARGE_REGIONS.has(region) ? STANDARD_IN_LARGE_REGIONS : STANDARD;
}
