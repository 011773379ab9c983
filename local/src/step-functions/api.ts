import { ACTIONS } from './actions';
import { ServiceError } from './service-error';
import { StartRate } from './start-rate';
import type { StepFunctions } from './step-functions';
import { toWire, WireValue } from './wire';
import type { HttpAnswer } from '../aws/http-answer';
import type { ServiceApi } from '../aws/service-api';

/** Step Functions' API: request texts in, answers out. */
export class StepFunctionsApi implements ServiceApi {
  public readonly actions: readonly string[] = [...ACTIONS.keys()];

  private readonly startRate = new StartRate();

  constructor(private readonly service: StepFunctions) {}

  /** StartExecution as the run itself asks for it, in rules and states: at AWS's rate, so that what starts itself leaves others alive. */
  public startFromWithin(request: string): HttpAnswer | Promise<HttpAnswer> {
    const { stateMachineArn } = JSON.parse(request) as { stateMachineArn: string };
    const machine = this.service.findMachine(stateMachineArn);
    const isThrottled = machine !== undefined && !(this.service.hasRoomFromWithin && this.startRate.take(machine));
    return isThrottled ? ServiceError.throttling().toAnswer() : this.perform('StartExecution', request);
  }

  /** @throws Error for an action that is not one of `actions` */
  public perform(actionName: string, request: string, signal?: AbortSignal): HttpAnswer | Promise<HttpAnswer> {
    const action = ACTIONS.get(actionName);
    if (!action) {
      throw new Error(`Step Functions has no action ${actionName} in the local run`);
    }
    try {
      const answer = action.perform(this.service, request, signal);
      return answer instanceof Promise ? answer.then(success, failure) : success(answer);
    } catch (error) {
      return failure(error);
    }
  }
}

function success(answer: WireValue): HttpAnswer {
  return { status: 200, body: toWire(answer) };
}

function failure(error: unknown): HttpAnswer {
  if (error instanceof ServiceError) {
    return error.toAnswer();
  }
  throw error;
}
