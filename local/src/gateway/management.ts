import type { Connection } from './connection';
import type { HttpAnswer } from './http';
import { isGatewayId } from './ids';
import type { Limits } from './limits';
import type { Logger } from './log-entry';

type ManagementMethod = (connection: Connection, body: Buffer, log: Logger) => HttpAnswer;

/** The methods of `/<stage>/@connections/<id>`. To add one, add one line. */
const methods: ReadonlyMap<string, ManagementMethod> = new Map<string, ManagementMethod>([
  ['POST', (connection, data, log) => {
    const body = data.toString('utf8');
    connection.send(body);
    log({ type: 'MessageSent', connectionId: connection.id, by: '@connections', body });
    return { status: 200, body: '' };
  }],
  ['GET', (connection) => ({
    status: 200,
    body: JSON.stringify({
      connectedAt: connection.connectedAt.toISOString(),
      identity: connection.identity,
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
  constructor(private readonly connections: ReadonlyMap<string, Connection>, private readonly limits: Limits, private readonly log: Logger) {}

  /**
   * Performs one request.
   * @param path what follows the stage, such as `/@connections/SOqGjdZioAMCEeg=`; percent-encoded or not
   */
  handle(method: string, path: string, body: Buffer): HttpAnswer {
    const id = connectionIdOf(path);
    const perform = methods.get(method);
    if (id === undefined || !perform) {
      return errorAnswer(403, 'ForbiddenException', 'Forbidden');
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

function connectionIdOf(path: string): string | undefined {
  const [, encoded] = /^\/(?:@|%40)connections\/([^/?]+)$/i.exec(path) ?? [];
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
