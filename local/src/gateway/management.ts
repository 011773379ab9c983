import type { Connection } from './connection';
import { isGatewayId } from '../aws/gateway-id';
import type { HttpAnswer } from '../aws/http-answer';
import type { Limits } from '../limits';
import type { Logger } from '../log-entry';
import type { Observer, Sender } from '../observer';
import type { Caller } from '../rights/right';

/** What a management request is for. */
export interface ManagementRequest {
  readonly method: string;
  /** What follows the stage, such as `/@connections/SOqGjdZioAMCEeg=`; percent-encoded or not. */
  readonly path: string;
  readonly body: Buffer;
  /** Who asks. */
  readonly caller: Caller;
  /** The state that asks. @default - none does */
  readonly sender?: Sender;
}

type ManagementMethod = (connection: Connection, body: Buffer, log: Logger) => HttpAnswer;

/** The methods of `/<stage>/@connections/<id>`. To add one, add one line. */
const METHODS: ReadonlyMap<string, ManagementMethod> = new Map<string, ManagementMethod>([
  ['POST', (connection, data, log) => {
    if (connection.isFull) {
      log({ type: 'Warning', message: `connection ${connection.id} does not read what it is sent: a post to it is answered with 429` });
      return errorAnswer(429, 'LimitExceededException', 'Limit Exceeded');
    }
    const body = data.toString('utf8');
    connection.send(body);
    log({ type: 'MessageSent', connectionId: connection.id, by: '@connections', body });
    return { status: 200, body: '' };
  }],
  ['GET', (connection) => ({
    status: 200,
    body: JSON.stringify({
      connectedAt: connection.connectedAt.toISOString(),
      identity: { sourceIp: connection.identity.sourceIp, userAgent: connection.identity.userAgent },
      lastActiveAt: connection.lastActiveAt.toISOString(),
    }),
  })],
  ['DELETE', (connection) => {
    connection.close(1000, '');
    return { status: 204, body: '' };
  }],
]);

/**
 * The management API of one stage.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class ConnectionManagement {
  /** @param stageArn the stage's ARN in policies, such as `arn:aws:execute-api:us-east-1:123456789012:abc123/prod` */
  constructor(
    private readonly stageArn: string,
    private readonly connections: ReadonlyMap<string, Connection>,
    private readonly limits: Limits,
    private readonly log: Logger,
    private readonly observer?: Observer,
  ) {}

  /** Performs one request. */
  public handle({ method, path, body, caller, sender }: ManagementRequest): HttpAnswer {
    const id = connectionIdOf(path);
    const answer = this.perform(method, id, body, caller);
    if (this.observer && id !== undefined && method !== 'GET') {
      this.observer.posted({ connectionId: id, method, body: body.toString('utf8'), status: answer.status, sender });
    }
    return answer;
  }

  private perform(method: string, id: string | undefined, body: Buffer, caller: Caller): HttpAnswer {
    const perform = METHODS.get(method);
    if (id === undefined || !perform) {
      return errorAnswer(403, 'ForbiddenException', 'Forbidden');
    }
    // AWS evaluates this text, whichever connection is meant.
    const denial = caller.denial([{ action: 'execute-api:ManageConnections', resource: `${this.stageArn}/${method}/@connections/{connectionId}` }]);
    if (denial) {
      return { status: 403, headers: { 'x-amzn-ErrorType': 'AccessDeniedException' }, body: JSON.stringify({ Message: denial.message }) };
    }
    if (!isGatewayId(id)) {
      return errorAnswer(400, 'BadRequestException', `Invalid connectionId: ${id}`);
    }
    if (body.length > this.limits.messageBytes) {
      return errorAnswer(413, 'PayloadTooLargeException', 'Message too long');
    }
    const connection = this.connections.get(id);
    // Also before `$connect` has finished: AWS answers 410 then, too.
    return connection?.isOpen ? perform(connection, body, this.log) : errorAnswer(410, 'GoneException');
  }
}

/** An error as AWS's SDKs read it: the kind in the header. 410 is recorded to have no body. */
export function errorAnswer(status: number, kind: string, message?: string): HttpAnswer {
  return {
    status,
    headers: { 'x-amzn-ErrorType': kind },
    body: message === undefined ? '' : JSON.stringify({ message }),
  };
}

/** SDKs put `/@connections` behind an endpoint that may end with a slash itself. */
function connectionIdOf(path: string): string | undefined {
  const [, encoded] = /^\/+(?:@|%40)connections\/([^/?]+)$/i.exec(path) ?? [];
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
