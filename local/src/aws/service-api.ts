import type { HttpAnswer } from './http-answer';

/** A service of the run as its callers see it: an action by its name, the request and the answer as its protocol writes them. */
export interface ServiceApi {
  /** The names of the actions, such as `StartExecution`. */
  readonly actions: readonly string[];
  /**
   * Performs an action, at once if it need not wait. An error of the caller's is an answer, too.
   *
   * @param signal aborted when nobody waits for the answer any more
   */
  perform(action: string, request: string, signal?: AbortSignal): HttpAnswer | Promise<HttpAnswer>;
}

/** The services of the run, by their names in ARNs. */
export type ServiceApis = ReadonlyMap<string, ServiceApi>;
