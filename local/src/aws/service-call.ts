import type { Endpoint } from './endpoint';
import { services } from './services';
import type { JsonObject } from '../json';

/** A call that a service has answered with an error. */
export class ServiceCallError extends Error {
  constructor(public readonly code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'ServiceCallError';
  }
}

/** A service where it is, to be called by the run itself. */
export interface CalledService {
  /** One of `services`, by its first name. */
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly region: string;
}

/** Longest time for an answer, in milliseconds: longer than a queue is waited for. */
const LONGEST_TIME = 30_000;

/**
 * Calls an action and gives its output.
 *
 * @throws ServiceCallError for an error that the service answers
 * @throws Error when there is no answer
 */
export async function callService(
  { name, endpoint, region }: CalledService, action: string, parameters: JsonObject, signal?: AbortSignal,
): Promise<JsonObject> {
  const { protocol } = services.find(({ names }) => names[0] === name)!;
  const late = AbortSignal.timeout(LONGEST_TIME);
  const reply = await endpoint.send({ ...protocol.request(action, parameters), region, signal: signal ? AbortSignal.any([signal, late]) : late });
  if (reply.status < 200 || reply.status > 299) {
    const { code, message } = protocol.error(reply);
    throw new ServiceCallError(code ?? String(reply.status), message);
  }
  return protocol.output(action, reply);
}
