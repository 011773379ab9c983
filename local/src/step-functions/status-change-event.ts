import { randomUUID } from 'node:crypto';
import type { ExecutionEnd, ExecutionRecord } from './execution-store';
import { STATUS_CHANGE } from '../aws/event-kinds';
import type { JsonObject } from '../json';

/** Longest input and output together that an event carries, in bytes with JSON's escapes. */
const LONGEST_DATA = 248 * 1024;

/**
 * What EventBridge hears when an execution has started or ended. With a customer-managed key it hears none of the execution's data.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function statusChangeEvent({ arn, name, machine, input, startDate, stopDate, end, redriveDate }: ExecutionRecord): JsonObject {
  const [, , , region, account] = arn.split(':');
  const { status = 'RUNNING', output, error, cause }: Partial<ExecutionEnd> = end ?? {};
  const isReadable = !machine.hasCustomerManagedKey;
  const hasOutput = isReadable && escapedLength(output) <= LONGEST_DATA;
  const hasInput = isReadable && escapedLength(input) + (hasOutput ? escapedLength(output) : 0) <= LONGEST_DATA;
  return {
    version: '0',
    id: randomUUID(),
    ...STATUS_CHANGE,
    account,
    time: (stopDate ?? redriveDate ?? startDate).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: machine.arn,
      name,
      status,
      startDate: startDate.getTime(),
      stopDate: stopDate?.getTime() ?? null,
      input: hasInput ? input : null,
      inputDetails: { included: hasInput },
      output: hasOutput ? output ?? null : null,
      outputDetails: output === undefined ? null : { included: hasOutput },
      error: isReadable ? error ?? null : null,
      cause: isReadable ? cause ?? null : null,
    },
  };
}

function escapedLength(text: string | undefined): number {
  return text === undefined ? 0 : Buffer.byteLength(JSON.stringify(text)) - 2;
}
