import type { Endpoints } from '../../aws/endpoints';
import type { Functions } from '../../aws/functions';
import type { HttpAnswer } from '../../aws/http-answer';
import type { ServiceApis } from '../../aws/service-api';
import type { IntegrationResource } from '../../template';
import type { GatewayRights } from '../gateway-rights';
import type { GatewayRequest } from '../request';

/** What a backend is called with. */
export interface BackendRequest {
  /** The body as the request template renders it; the client's message where none does. */
  readonly body: string;
  /** What it is called for, as it came: the event's type, the message, `$context`, parameters and stage variables. */
  readonly request: GatewayRequest;
  /** Aborted when API Gateway does not wait any longer. */
  readonly signal: AbortSignal;
}

/**
 * What an integration calls. It answers at once if it need not wait, so that the acknowledgement of an execution goes out before the
 * execution's first state runs.
 *
 * @throws IntegrationFailure when there is no answer
 */
export type Backend = (request: BackendRequest) => BackendAnswer | Promise<BackendAnswer>;

export interface BackendAnswer extends HttpAnswer {
  /** What the keys of integration responses are compared with. @default - the status */
  readonly selectedBy?: string;
}

/** What backends may call. */
export interface BackendServices {
  /** The services of the run. */
  readonly apis: ServiceApis;
  readonly functions: Functions;
  /** Where the other services are. */
  readonly endpoints: Endpoints;
  /** What API Gateway may do for the API. */
  readonly rights: GatewayRights;
}

/**
 * Makes the backend of an integration.
 *
 * @throws NotPlayedError when the local run does not play the integration
 */
export type BackendFactory = (integration: IntegrationResource, services: BackendServices) => Backend;
