import type { WebSocketApiResource, StageResource } from '../template';
import type { Connection } from './connection';
import { gatewayId } from './ids';

export type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

/** What an integration is called for: a handshake, a message or the end of a connection. */
export interface GatewayRequest {
  readonly id: string;
  readonly routeKey: string;
  readonly body: string;
  /** The body as JSON, or undefined when it is none. */
  readonly json: unknown;
  /** `$context` of mapping templates; `status` comes with the integration's answer. */
  readonly context: Record<string, unknown>;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Headers and query string; only `$connect` has them. */
  readonly params?: HandshakeParameters;
}

export interface HandshakeParameters {
  readonly header: Record<string, string>;
  readonly querystring: Record<string, string>;
}

/** What happened. */
export interface RequestEvent {
  readonly eventType: EventType;
  readonly body?: string;
  readonly json?: unknown;
  readonly params?: HandshakeParameters;
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
export function gatewayRequest({ api, stage, connection, routeKey, eventType, body = '', json, params, context }: RequestOptions): GatewayRequest {
  const id = gatewayId();
  const now = new Date();
  const common = {
    apiId: api.apiId,
    authorizer: connection.authorizer,
    connectedAt: connection.connectedAt.getTime(),
    connectionId: connection.id,
    domainName: api.domainName,
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
  const ofMessage = eventType === 'MESSAGE' ? { messageId: gatewayId() } : undefined;
  return { id, routeKey, body, json, params, stageVariables: stage.variables, context: Object.assign(common, ofMessage, context) };
}

let latestSecond = 0;
let latestLogTime = '';

/** `06/Nov/2026:14:05:09 +0000`, made once a second. */
function commonLogTime(time: Date): string {
  const second = Math.floor(time.getTime() / 1000);
  if (second !== latestSecond) {
    latestSecond = second;
    latestLogTime = formatLogTime(time);
  }
  return latestLogTime;
}

function formatLogTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(time.toUTCString())!;
  return `${day}/${month}/${year}:${clock} +0000`;
}
