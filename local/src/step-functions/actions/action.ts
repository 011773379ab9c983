import { readRequest, RequestOf, Rules } from '../request';
import type { StepFunctions } from '../step-functions';
import type { WireValue } from '../wire';

type Answer = WireValue | Promise<WireValue>;

/** An API action. */
export interface Action {
  /**
   * @param request as JSON text
   * @param signal aborted when nobody waits for the answer any more
   * @throws ServiceError for whatever the service refuses
   */
  perform(service: StepFunctions, request: string, signal?: AbortSignal): Answer;
}

/** An action with the rules for the members of its request, which its code then has read. */
export function action<const Members extends Rules>(
  members: Members, perform: (service: StepFunctions, request: RequestOf<Members>, signal?: AbortSignal) => Answer,
): Action {
  return { perform: (service, request, signal) => perform(service, readRequest(request, members), signal) };
}
