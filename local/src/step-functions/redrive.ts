import type { ExecutionRecord } from './execution-store';
import { ServiceError } from './service-error';

/** An execution with so many events has no room for the one that says that it is redriven, and another. */
const MOST_EVENTS = 24_999;
const DAY = 24 * 60 * 60 * 1000;
/** How long after its end an execution can be redriven. */
const REDRIVABLE_PERIOD = 14 * DAY;
/** How long an execution may be open. */
const LONGEST_EXECUTION = 365 * DAY;
/** How long a client token stands for the redrive that it was first given for. */
const TOKEN_LIFETIME = 15 * 60 * 1000;

/**
 * Why an execution cannot be redriven, in the words of AWS; undefined when it can.
 *
 * In the local run the period ends as well when the execution's events are not kept any more.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export function notRedrivableReason({ end, ended, startDate, stopDate }: ExecutionRecord): string | undefined {
  const status = end?.status ?? 'RUNNING';
  if (status === 'RUNNING' || status === 'SUCCEEDED') {
    return `Execution is ${status} and cannot be redriven`;
  }
  const now = ended?.now().getTime();
  if (ended === undefined || now === undefined || now - stopDate!.getTime() > REDRIVABLE_PERIOD) {
    return 'Execution redrivable period exceeded';
  }
  if (ended.history.length >= MOST_EVENTS) {
    return 'Execution history event limit exceeded';
  }
  return now - startDate.getTime() > LONGEST_EXECUTION ? 'Execution has exceeded the max execution time' : undefined;
}

/**
 * Redrives an execution, unless the client's token stands for a redrive that it has asked for already.
 *
 * @param redrive redrives an execution that can be, and gives the time
 * @returns the time of the redrive
 * @throws ServiceError for an execution that cannot be redriven
 */
export function redriveOnce(record: ExecutionRecord, clientToken: string | undefined, redrive: (record: ExecutionRecord) => Date): Date {
  const { redriveToken } = record;
  const execution = record.running ?? record.ended;
  if (redriveToken !== undefined && redriveToken.token === clientToken
    && execution !== undefined && execution.now().getTime() - redriveToken.date.getTime() < TOKEN_LIFETIME) {
    return redriveToken.date;
  }
  const reason = notRedrivableReason(record);
  if (reason !== undefined) {
    throw ServiceError.of('ExecutionNotRedrivable', reason);
  }
  const date = redrive(record);
  record.redriveToken = clientToken === undefined ? undefined : { token: clientToken, date };
  return date;
}
