import { randomUUID } from 'node:crypto';
import type { JsonObject, TaskHandler } from '../../states';
import { withIsoDates } from './endpoints/output';
import { errorStyle, serviceFailure } from './endpoints/service-errors';
import { services } from './endpoints/services';
import type { StepFunctions } from '../step-functions/step-functions';

const SFN = services.find(({ names }) => names.includes('sfn'))!;

/**
 * `arn:aws:states:::aws-sdk:sfn:<action>` against the run's own Step Functions.
 *
 * @param action the action's name in the API, such as `DescribeExecution`
 */
export function stepFunctionsCall(service: StepFunctions, action: string): TaskHandler {
  return async ({ parameters }) => {
    const { body } = SFN.protocol.request(action, (parameters ?? {}) as JsonObject);
    const reply = { ...await service.perform(action, body), headers: [['x-amzn-RequestId', randomUUID()]] as const };
    if (reply.status !== 200) {
      throw serviceFailure(SFN, errorStyle(SFN, true), reply);
    }
    return withIsoDates(SFN.protocol.output(action, reply));
  };
}
