import { randomUUID } from 'node:crypto';
import type { ServiceApi } from '../aws/service-api';
import type { JsonObject } from '../json';
import type { TaskHandler } from '../states';
import { withIsoDates } from './forwarded/output';
import { errorStyle, serviceFailure } from './forwarded/service-errors';
import { services } from '../aws/services';

const SFN = services.find(({ names }) => names.includes('sfn'))!;

/**
 * `arn:aws:states:::aws-sdk:sfn:<action>` against the run's own Step Functions.
 *
 * @param action the action's name in the API, such as `DescribeExecution`
 */
export function stepFunctionsCall(api: ServiceApi, action: string): TaskHandler {
  return async ({ parameters }) => {
    const { body } = SFN.protocol.request(action, (parameters ?? {}) as JsonObject);
    const reply = { ...await api.perform(action, body), headers: [['x-amzn-RequestId', randomUUID()]] as const };
    if (reply.status !== 200) {
      throw serviceFailure(SFN, errorStyle(SFN, true), reply);
    }
    return withIsoDates(SFN.protocol.output(action, reply));
  };
}
