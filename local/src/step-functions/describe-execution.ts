import type { ExecutionEnd, ExecutionRecord } from './execution-store';
import { notRedrivableReason } from './redrive';
import type { WireValue } from './wire';

/** The members of an execution's description; those that it does not have are undefined. */
export type DescribedExecution = Readonly<Record<string, WireValue>>;

const DATA_DETAILS = { __type: 'com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails', included: true };

/** An execution as DescribeExecution tells of it, and StartSyncExecution of most of it. */
export function describe(record: ExecutionRecord): DescribedExecution {
  const { arn, name, machine, versionArn, aliasArn, traceHeader, input, startDate, stopDate, end, redriveCount, redriveDate } = record;
  const { status = 'RUNNING', output, error, cause }: Partial<ExecutionEnd> = end ?? {};
  return {
    cause,
    error,
    executionArn: arn,
    input,
    inputDetails: DATA_DETAILS,
    name,
    output,
    outputDetails: output === undefined ? undefined : DATA_DETAILS,
    redriveCount,
    redriveDate,
    ...redriveStatus(record),
    startDate,
    stateMachineAliasArn: aliasArn,
    stateMachineArn: machine.arn,
    stateMachineVersionArn: versionArn,
    status,
    stopDate,
    traceHeader,
  };
}

/** An execution as ListExecutions tells of it. */
export function summary(record: ExecutionRecord): DescribedExecution {
  const { arn, name, machine, versionArn, aliasArn, startDate, stopDate, end, redriveCount, redriveDate } = record;
  return {
    executionArn: arn,
    name,
    redriveCount,
    redriveDate,
    startDate,
    stateMachineAliasArn: aliasArn,
    stateMachineArn: machine.arn,
    stateMachineVersionArn: versionArn,
    status: end?.status ?? 'RUNNING',
    stopDate,
  };
}

/** A description without the execution's data, as `includedData` METADATA_ONLY asks for it. */
export function withoutData({ input, output, ...rest }: DescribedExecution): DescribedExecution {
  const notIncluded = { ...DATA_DETAILS, included: false };
  return { ...rest, inputDetails: notIncluded, outputDetails: output === undefined ? undefined : notIncluded };
}

function redriveStatus(record: ExecutionRecord): DescribedExecution {
  const reason = notRedrivableReason(record);
  return reason === undefined ? { redriveStatus: 'REDRIVABLE' } : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
}
