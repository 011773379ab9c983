import type { WebSocketApiResource, StageResource } from '../template';
import type { Connection } from './connection';
import type { HandshakeParameters } from './handshake-parameters';
import { gatewayId } from '../aws/gateway-id';
import type { Trace } from '../observer';

export type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

/** What an integration is called for: a handshake, a message or the end of a connection. */
export interface GatewayRequest {
  readonly id: string;
  readonly eventType: EventType;
  readonly routeKey: string;
  readonly body: string;
  /** The body as JSON, or undefined when it is none. */
  readonly json: unknown;
  /** What `$context` of its mapping templates is made from. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Headers and query string: all of them on `$connect`, few on `$disconnect`, none for a message. */
  readonly params?: HandshakeParameters;
  /** Where its way is written down. @default - nobody looks */
  readonly trace?: Trace;
}

/** What happened. */
export interface RequestEvent {
  readonly eventType: EventType;
  readonly body?: string;
  readonly json?: unknown;
  readonly params?: HandshakeParameters;
  readonly trace?: Trace;
  /** Members of `$context` that only this event has. */
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface RequestOptions extends RequestEvent {
  readonly api: WebSocketApiResource;
  readonly stage: StageResource;
  readonly connection: Connection;
  readonly routeKey: string;
}

/**
 * A request with its `$context`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function gatewayRequest({ api, stage, connection, routeKey, eventType, body = '', json, params, trace, context }: RequestOptions): GatewayRequest {
  const id = gatewayId();
  const now = new Date();
  const common = {
    apiId: api.apiId,
    authorizer: connection.authorizer ?? {},
    connectedAt: connection.connectedAt.getTime(),
    connectionId: connection.id,
    domainName: connection.domainName,
    error: {},
    eventType,
    extendedRequestId: id,
    identity: connection.identity,
    requestId: id,
    requestTime: commonLogTime(now),
    requestTimeEpoch: now.getTime(),
    routeKey,
    stage: stage.name,
  };
  if (trace) {
    trace.requestId = id;
    trace.routeKey = routeKey;
  }
  const ofMessage = eventType === 'MESSAGE' ? { messageId: gatewayId() } : undefined;
  const whole = Object.assign(common, ofMessage, context);
  return { id, eventType, routeKey, body, json, params, trace, stageVariables: stage.variables, context: whole };
}

/** `06/Nov/2026:14:05:09 +0000` */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(time.toUTCString())!;
  return `${day}/${month}/${year}:${clock} +0000`;
}
