import { action } from './action';
import { CAUSE, DATA, ERROR, TASK_TOKEN } from './members';
import { jsonProblem } from '../../json-syntax/json-problem';
import { TaskTokenError } from '../../states';
import { ServiceError } from '../service-error';
import type { WireValue } from '../wire';

/** The actions that answer tasks. */
export const TASK_TOKEN_ACTIONS = {
  SendTaskSuccess: action({ taskToken: TASK_TOKEN, output: { ...DATA, required: true } }, (service, { taskToken, output }) => {
    const problem = jsonProblem(output);
    if (problem !== undefined) {
      throw ServiceError.of('InvalidOutput', `Invalid Output: '${problem.message}'`);
    }
    return settle(() => service.taskTokens.success(taskToken, output));
  }),
  SendTaskFailure: action({ taskToken: TASK_TOKEN, error: ERROR, cause: CAUSE }, (service, { taskToken, error, cause }) => (
    settle(() => service.taskTokens.failure(taskToken, error, cause))
  )),
  SendTaskHeartbeat: action({ taskToken: TASK_TOKEN }, (service, { taskToken }) => settle(() => service.taskTokens.heartbeat(taskToken))),
};

/** Answers a task token; a token that waits for nothing is an error with the service's own text. */
function settle(answer: () => void): WireValue {
  try {
    answer();
    return {};
  } catch (error) {
    throw error instanceof TaskTokenError ? ServiceError.of(error.code, error.message) : error;
  }
}
