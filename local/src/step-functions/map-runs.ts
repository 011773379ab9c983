import type { DescribedExecution } from './describe-execution';
import { ServiceError } from './service-error';
import type { StepFunctions } from './step-functions';
import type { WireValue } from './wire';
import type { MapRun, MapRunCounts } from '../states';

/**
 * The Map Run of an ARN.
 * @throws ServiceError for an ARN of none
 */
export function mapRunOf({ executions }: StepFunctions, arn: string): MapRun {
  if (!/^arn:[^:]+:states:[^:]*:[^:]*:mapRun:[^:]+\/[^:]+:[^:]+$/.test(arn)) {
    throw ServiceError.of('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
  for (const { running, ended } of executions.all) {
    const found = (running ?? ended)?.mapRuns.find((mapRun) => mapRun.arn === arn);
    if (found) {
      return found;
    }
  }
  throw ServiceError.of('ResourceNotFound', `Resource not found: '${arn}'`);
}

/** A Map Run as DescribeMapRun tells of it. */
export function describeMapRun(mapRun: MapRun): WireValue {
  const { arn, executionArn, limits, redriveCount, redriveDate, startDate, status, stopDate } = mapRun;
  return {
    executionArn,
    executionCounts: counts(mapRun, mapRun.counts(() => 1)),
    itemCounts: counts(mapRun, mapRun.counts(({ itemCount }) => itemCount)),
    mapRunArn: arn,
    maxConcurrency: limits.maxConcurrency,
    redriveCount,
    redriveDate,
    startDate,
    status,
    stopDate,
    toleratedFailureCount: limits.toleratedFailureCount ?? 0,
    toleratedFailurePercentage: limits.toleratedFailurePercentage ?? 0,
  };
}

/** An execution in a list, with its number in it. */
export interface ListedExecution {
  readonly number: number;
  readonly execution: DescribedExecution;
}

/** The child executions of a Map Run, the latest first. */
export function childrenOf(service: StepFunctions, mapRunArn: string): ListedExecution[] {
  const { children, stateMachineArn } = mapRunOf(service, mapRunArn);
  return children.map(({ arn, name, startDate, stopDate, status, itemCount }, number) => (
    { number, execution: { executionArn: arn, itemCount, mapRunArn, name, redriveCount: 0, startDate, stateMachineArn, status, stopDate } }
  )).reverse();
}

/** No child times out for itself, and all that have not succeeded can be redriven. */
function counts({ status }: MapRun, { pending, running, succeeded, failed, aborted, total }: MapRunCounts): WireValue {
  const resultsWritten = status === 'RUNNING' ? 0 : succeeded + failed;
  return { aborted, failed, failuresNotRedrivable: 0, pending, pendingRedrive: 0, resultsWritten, running, succeeded, timedOut: 0, total };
}
