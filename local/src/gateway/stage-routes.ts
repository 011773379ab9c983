import type { Limits } from '../limits';
import type { Logger } from '../log-entry';
import type { Observer, Trace } from '../observer';
import type { ApiKeys } from './api-keys';
import type { Connection } from './connection';
import { errorFrame, parseMessage } from './frames';
import { disconnectParameters, HandshakeParameters } from './handshake-parameters';
import type { IamAuthorizer } from './iam-authorizer';
import { identitySource } from './identity-source';
import type { IntegrationAnswer } from './integration';
import { IntegrationFailure } from './integration-failure';
import { gatewayRequest, GatewayRequest, RequestEvent } from './request';
import type { Route, RouteTable } from './route-table';
import { DEFAULT_KEY } from './selection-expression';
import type { Stage } from './stage';

/** Whether a handshake is accepted: its status, and why not. */
export interface HandshakeResult {
  readonly status: number;
  readonly message: string;
  readonly requestId: string;
  readonly reason?: string;
  /** The sub-protocol that `$connect` accepts. @default - none */
  readonly subProtocol?: string;
}

export interface StageRoutesOptions {
  readonly stage: Stage;
  readonly routes: RouteTable;
  readonly iamAuthorizer: IamAuthorizer;
  readonly apiKeys: ApiKeys;
  readonly limits: Limits;
  readonly log: Logger;
  /** @default - nobody looks */
  readonly observer?: Observer;
}

/** The routes of a stage at work: what happens on a handshake, on a message, and at the end of a connection. */
export class StageRoutes {
  public readonly stage: Stage;
  private readonly routes: RouteTable;
  private readonly log: Logger;

  constructor(private readonly options: StageRoutesOptions) {
    this.stage = options.stage;
    this.routes = options.routes;
    this.log = options.log;
  }

  /** Runs `$connect`. */
  public async connect(connection: Connection, params: HandshakeParameters, trace?: Trace): Promise<HandshakeResult> {
    let request = this.request(connection, '$connect', { eventType: 'CONNECT', params, trace });
    const route = this.routes.get('$connect');
    const missing = route?.resource.identitySources.find((source) => !identitySource(source, params));
    if (missing !== undefined) {
      return { status: 401, message: 'Unauthorized', requestId: request.id, reason: `the authorizer's identity source ${missing} is missing` };
    }
    if (route?.notPlayed !== undefined) {
      return { status: 500, message: 'Internal server error', requestId: request.id, reason: route.notPlayed };
    }
    try {
      if (route?.authorizer && !connection.authorizer) {
        connection.authorizer = await route.authorizer.authorize(request, this.methodArn());
      }
      this.identify(connection, params, route);
      request = { ...request, context: { ...request.context, authorizer: connection.authorizer ?? {}, identity: connection.identity } };
      if (!route?.integration) {
        return { status: 200, message: 'OK', requestId: request.id };
      }
      const answer = await route.integration.call(request, true);
      const status = route.integration.isProxy ? answer.status : handshakeStatus(answer);
      const message = status === 401 ? 'Unauthorized' : status < 500 ? 'Forbidden' : 'Internal server error';
      const reason = `the $connect integration answered ${answer.status}: ${answer.body}`;
      return { status, message, requestId: request.id, reason, subProtocol: answer.headers['sec-websocket-protocol'] };
    } catch (error) {
      const { status, frame, message } = IntegrationFailure.from(error);
      return { status, message: frame, requestId: request.id, reason: message };
    }
  }

  /** Runs the route that a message chooses, and sends its reply, or a frame of API Gateway's own. */
  public async message(connection: Connection, body: string): Promise<void> {
    const json = parseMessage(body);
    const trace = this.options.observer?.message(connection.id, body);
    let request: GatewayRequest | undefined;
    try {
      const route = this.routes.select(json);
      this.log({ type: 'MessageReceived', connectionId: connection.id, routeKey: route?.resource.key, body });
      request = this.request(connection, route?.resource.key ?? DEFAULT_KEY, { eventType: 'MESSAGE', body, json, trace });
      if (trace) {
        trace.routeKey = route?.resource.key;
        trace.selectedKey = json === undefined ? undefined : this.routes.selectedKey(json);
      }
      if (!route) {
        const selected = json === undefined ? 'a message that is not JSON' : JSON.stringify(this.routes.selectedKey(json));
        throw new IntegrationFailure(403, 'Forbidden', `no route for ${selected}, and no $default`);
      }
      route.validation?.check(json);
      const called = this.call(route, request);
      this.reply(connection, route, called instanceof Promise ? await called : called, trace);
    } catch (error) {
      this.fail(connection, request ?? this.request(connection, DEFAULT_KEY, { eventType: 'MESSAGE', body }), IntegrationFailure.from(error), trace);
    }
  }

  /** Runs `$disconnect`; nobody hears how it goes but the log. */
  public async disconnect(connection: Connection, code: number, reason: string): Promise<void> {
    const route = this.routes.get('$disconnect');
    if (!route) {
      return;
    }
    const context = { disconnectStatusCode: code, disconnectReason: reason || (code === 1005 ? 'Client-side close frame status not set' : '') };
    const request = this.request(connection, '$disconnect', { eventType: 'DISCONNECT', context, params: disconnectParameters(connection.host) });
    try {
      await this.call(route, request);
    } catch (error) {
      this.log({ type: 'RequestFailed', connectionId: connection.id, routeKey: '$disconnect', reason: IntegrationFailure.from(error).message });
    }
  }

  /** Finds out who signs, and by which key. @throws IntegrationFailure when the client may not connect */
  private identify(connection: Connection, params: HandshakeParameters, route: Route | undefined): void {
    const { iamAuthorizer, apiKeys } = this.options;
    const { authorizationType, isApiKeyRequired } = route?.resource ?? {};
    const signer = authorizationType === 'AWS_IAM' ? iamAuthorizer.authorize(params, this.stage) : undefined;
    const apiKey = isApiKeyRequired ? apiKeys.check(params, connection.authorizer) : undefined;
    connection.identity = { ...connection.identity, ...signer, ...apiKey };
  }

  private methodArn(): string {
    return `${this.stage.arn}/$connect`;
  }

  private request(connection: Connection, routeKey: string, event: RequestEvent): GatewayRequest {
    return gatewayRequest({ api: this.stage.api, stage: this.stage.resource, connection, routeKey, ...event });
  }

  private call({ resource, integration, notPlayed }: Route, request: GatewayRequest): IntegrationAnswer | Promise<IntegrationAnswer> {
    if (notPlayed !== undefined) {
      throw IntegrationFailure.internal(notPlayed);
    }
    if (!integration) {
      throw IntegrationFailure.internal(`${resource.label} has no Target`);
    }
    return integration.call(request, resource.hasResponse && request.eventType === 'MESSAGE');
  }

  private reply(connection: Connection, { resource }: Route, { status, original, body }: IntegrationAnswer, trace: Trace | undefined): void {
    if (resource.hasResponse) {
      this.send(connection, 'reply', this.sendable(body), trace);
      return;
    }
    if (status >= 300) {
      const reason = `answered ${status} on a one-way route: ${original}`;
      this.log({ type: 'RequestFailed', connectionId: connection.id, routeKey: resource.key, reason });
      fail(trace, reason);
    }
    this.settle(trace);
  }

  private fail(connection: Connection, request: GatewayRequest, { frame, message }: IntegrationFailure, trace: Trace | undefined): void {
    this.log({ type: 'RequestFailed', connectionId: connection.id, routeKey: request.routeKey, reason: message });
    fail(trace, message);
    this.send(connection, 'error', errorFrame(frame, connection.id, request.id), trace);
  }

  /** A reply that may be sent: not one larger than a message may be. */
  private sendable(body: string): string {
    const size = Buffer.byteLength(body);
    if (size > this.options.limits.messageBytes) {
      throw IntegrationFailure.internal(`the reply has ${size} bytes, of which a message takes ${this.options.limits.messageBytes}`);
    }
    return body;
  }

  private send(connection: Connection, by: 'reply' | 'error', body: string, trace: Trace | undefined): void {
    const entry = { connectionId: connection.id, by, body };
    const isSent = connection.send(body);
    this.log(isSent ? { type: 'MessageSent', ...entry } : { type: 'MessageLost', ...entry });
    this.settle(trace);
    this.options.observer?.replied(trace, connection.id, by, body, !isSent);
  }

  private settle(trace: Trace | undefined): void {
    if (trace) {
      this.options.observer?.settled(trace);
    }
  }
}

function fail(trace: Trace | undefined, reason: string): void {
  if (trace) {
    trace.failure = reason;
  }
}

/** The status that the integration gave; where that is a success, the mapped `statusCode` may still refuse. */
function handshakeStatus({ status, body }: IntegrationAnswer): number {
  const mapped = parseMessage(body) as { statusCode?: unknown } | null | undefined;
  const statusCode = Number(mapped?.statusCode);
  return status < 300 && Number.isInteger(statusCode) && statusCode >= 200 && statusCode <= 599 ? statusCode : status;
}
