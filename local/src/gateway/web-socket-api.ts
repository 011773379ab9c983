import { RouteResource, StageResource, WebSocketApiResource } from '../template';
import { backend } from './backends';
import type { Connection } from './connection';
import { DEFAULT_KEY, Integration, IntegrationAnswer } from './integration';
import { IntegrationFailure } from './integration-failure';
import type { Limits } from './limits';
import type { Logger } from './log-entry';
import { gatewayRequest, GatewayRequest, HandshakeParameters, RequestEvent } from './request';
import { RequestValidation } from './request-validation';
import { SelectionExpression } from './selection-expression';
import type { StepFunctions } from './step-functions/step-functions';

interface Route {
  readonly resource: RouteResource;
  readonly integration?: Integration;
  readonly validation?: RequestValidation;
}

/** Whether a handshake is accepted: its status, and why not. */
export interface HandshakeResult {
  readonly status: number;
  readonly message: string;
  readonly requestId: string;
  readonly reason?: string;
}

/** One stage of an API at work: what happens on a handshake, a message, and the end of a connection. */
export class WebSocketApiStage {
  private readonly routes = new Map<string, Route>();
  private readonly routeSelection: SelectionExpression;

  /** @throws TemplateLoadError when the local run cannot play one of the API's integrations */
  constructor(
    readonly api: WebSocketApiResource,
    readonly stage: StageResource,
    service: StepFunctions,
    private readonly limits: Limits,
    private readonly log: Logger,
  ) {
    this.routeSelection = new SelectionExpression(api.routeSelectionExpression, `${api.label}, property RouteSelectionExpression`);
    for (const [key, resource] of api.routes) {
      const { integration, requestValidation } = resource;
      this.routes.set(key, {
        resource,
        integration: integration && new Integration(integration, backend(integration, service), limits.integrationTimeout),
        validation: requestValidation && new RequestValidation(requestValidation),
      });
    }
  }

  /** Runs `$connect`. */
  async connect(connection: Connection, params: HandshakeParameters): Promise<HandshakeResult> {
    const request = this.request(connection, '$connect', { eventType: 'CONNECT', params });
    const route = this.routes.get('$connect');
    const missing = route?.resource.identitySources.find((source) => !identity(source, params));
    if (missing !== undefined) {
      return { status: 401, message: 'Unauthorized', requestId: request.id, reason: `the authorizer's identity source ${missing} is missing` };
    }
    if (!route?.integration) {
      return { status: 200, message: 'OK', requestId: request.id };
    }
    try {
      const answer = await route.integration.call(request, true);
      const status = handshakeStatus(answer);
      const message = status === 401 ? 'Unauthorized' : status < 500 ? 'Forbidden' : 'Internal server error';
      return { status, message, requestId: request.id, reason: `the $connect integration answered ${answer.status}: ${answer.body}` };
    } catch (error) {
      const { status, frame, message } = asFailure(error);
      return { status, message: frame, requestId: request.id, reason: message };
    }
  }

  /** Runs the route that a message chooses, and sends its reply. */
  async message(connection: Connection, body: string): Promise<void> {
    let request: GatewayRequest | undefined;
    try {
      const json = parseJson(body);
      const route = this.route(json);
      const routeKey = route?.resource.key ?? DEFAULT_KEY;
      this.log({ type: 'MessageReceived', connectionId: connection.id, routeKey: route?.resource.key, body });
      request = this.request(connection, routeKey, { eventType: 'MESSAGE', body, json });
      if (!route) {
        this.fail(connection, request, 'Forbidden', `no route for ${JSON.stringify(this.routeKey(json))}, and no $default`);
        return;
      }
      route.validation?.check(json);
      const called = this.call(route, request, route.resource.hasResponse);
      const answer = called instanceof Promise ? await called : called;
      if (route.resource.hasResponse) {
        this.send(connection, 'reply', this.sendable(answer.body));
      } else if (answer.status >= 300) {
        this.log({ type: 'RequestFailed', connectionId: connection.id, routeKey, reason: `answered ${answer.status} on a one-way route: ${answer.original}` });
      }
    } catch (error) {
      const { frame, message } = asFailure(error);
      this.fail(connection, request ?? this.request(connection, DEFAULT_KEY, { eventType: 'MESSAGE', body }), frame, message);
    }
  }

  /** Runs `$disconnect`; nobody hears how it goes but the log. */
  async disconnect(connection: Connection, code: number, reason: string): Promise<void> {
    const route = this.routes.get('$disconnect');
    if (!route) {
      return;
    }
    const context = { disconnectStatusCode: code, disconnectReason: reason || (code === 1005 ? 'Client-side close frame status not set' : '') };
    const request = this.request(connection, '$disconnect', { eventType: 'DISCONNECT', context });
    try {
      await this.call(route, request, false);
    } catch (error) {
      this.log({ type: 'RequestFailed', connectionId: connection.id, routeKey: '$disconnect', reason: asFailure(error).message });
    }
  }

  private call({ resource, integration }: Route, request: GatewayRequest, isTwoWay: boolean): IntegrationAnswer | Promise<IntegrationAnswer> {
    if (!integration) {
      throw IntegrationFailure.internal(`${resource.label} has no Target`);
    }
    return integration.call(request, isTwoWay);
  }

  private request(connection: Connection, routeKey: string, event: RequestEvent): GatewayRequest {
    return gatewayRequest({ api: this.api, stage: this.stage, connection, routeKey, ...event });
  }

  /** The route of exactly the selected key, else `$default`; what is not JSON goes to `$default`. */
  private route(json: unknown): Route | undefined {
    const key = this.routeKey(json);
    // A client cannot choose API Gateway's own routes by naming them.
    const chosen = key.startsWith('$') ? undefined : this.routes.get(key);
    return chosen ?? this.routes.get(DEFAULT_KEY);
  }

  private routeKey(json: unknown): string {
    return json === undefined ? DEFAULT_KEY : this.routeSelection.evaluate({ json });
  }

  private fail(connection: Connection, request: GatewayRequest, message: string, reason: string): void {
    this.log({ type: 'RequestFailed', connectionId: connection.id, routeKey: request.routeKey, reason });
    this.send(connection, 'error', errorFrame(message, connection.id, request.id));
  }

  /** A reply that may be sent: not one larger than a message may be. */
  private sendable(body: string): string {
    // A character has at most three bytes.
    const size = body.length * 3 > this.limits.messageBytes ? Buffer.byteLength(body) : 0;
    if (size > this.limits.messageBytes) {
      throw IntegrationFailure.internal(`the reply has ${size} bytes, of which a message takes ${this.limits.messageBytes}`);
    }
    return body;
  }

  private send(connection: Connection, by: 'reply' | 'error', body: string): void {
    const entry = { connectionId: connection.id, by, body };
    this.log(connection.send(body) ? { type: 'MessageSent', ...entry } : { type: 'MessageLost', ...entry });
  }
}

/** A frame of API Gateway's own, with its blank after `message`. */
export function errorFrame(message: string, connectionId: string, requestId: string): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":${JSON.stringify(connectionId)}, "requestId":${JSON.stringify(requestId)}}`;
}

/** The status that the integration gave; where that is a success, the mapped `statusCode` may still refuse. */
function handshakeStatus({ status, body }: IntegrationAnswer): number {
  const mapped = parseJson(body) as { statusCode?: unknown } | null | undefined;
  const statusCode = Number(mapped?.statusCode);
  return status < 300 && Number.isInteger(statusCode) && statusCode >= 200 && statusCode <= 599 ? statusCode : status;
}

/** The value of an authorizer's identity source, such as `route.request.querystring.token`. */
function identity(source: string, params: HandshakeParameters): string | undefined {
  const [, kind, name] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  switch (kind) {
    case 'header': return Object.entries(params.header).find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1];
    case 'querystring': return Object.hasOwn(params.querystring, name) ? params.querystring[name] : undefined;
    // Context and stage variables are always there.
    default: return source;
  }
}

function asFailure(error: unknown): IntegrationFailure {
  if (error instanceof IntegrationFailure) {
    return error;
  }
  return IntegrationFailure.internal(error instanceof Error ? error.stack ?? error.message : String(error));
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
