import type { StepFunctionsApi } from './api';
import type { StepFunctions } from './step-functions';
import type { HttpAnswer } from '../aws/http-answer';

/** How tasks start executions of the run and follow them. */
export function childExecutions({ executions }: StepFunctions, api: StepFunctionsApi) {
  return {
    start: (request: string): HttpAnswer | Promise<HttpAnswer> => api.startFromWithin(request),
    describe: (arn: string): HttpAnswer | Promise<HttpAnswer> => api.perform('DescribeExecution', JSON.stringify({ executionArn: arn })),
    ended: async (arn: string): Promise<void> => {
      await executions.get(arn)?.running?.result;
    },
    stop: (arn: string, cause: string): void => executions.get(arn)?.running?.stop(undefined, cause),
  };
}
