import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpAnswer } from './http';
import { gatewayId } from './ids';
import type { Logger } from './log-entry';
import { errorAnswer } from './management';
import { refuse, StageEndpoint } from './stage-endpoint';

const WEB_SOCKET_KEY = /^[A-Za-z0-9+/]{22}==$/;

/** The HTTP server in front of all stages: handshakes and `@connections` on one port. */
export class GatewayServer {
  private readonly server = createServer((request, response) => {
    // It fails only when the caller goes away in the middle of its request.
    this.answer(request, response).catch(() => response.destroy());
  });

  constructor(private readonly endpoints: readonly StageEndpoint[], private readonly maxBodyBytes: number, private readonly log: Logger) {
    this.server.on('upgrade', (request, socket, head) => void this.upgrade(request, socket, head));
  }

  /**
   * Starts to listen.
   * @returns the port
   * @throws an error that says what to do when the port or the host cannot be used
   */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
      this.server.listen(port, host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    await Promise.all(this.endpoints.map((endpoint) => endpoint.close()));
    this.server.closeAllConnections();
    await closed;
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const [path] = (request.url ?? '/').split('?');
    const endpoint = this.endpoints.find((candidate) => path === candidate.path || path === `${candidate.path}/`);
    const reason = endpoint ? handshakeFault(request) : `no stage has this path: ${this.endpoints.map((candidate) => candidate.path).join(', ')}`;
    if (!endpoint || reason !== undefined) {
      this.log({ type: 'ConnectionRefused', url: path, status: endpoint ? 400 : 403, reason: reason! });
      refuse(socket, endpoint ? errorAnswer(400, 'BadRequestException', 'Bad Request') : errorAnswer(403, 'ForbiddenException', 'Forbidden'));
      return;
    }
    await endpoint.handshake(request, socket, head);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = (request.url ?? '/').split('?');
    const body = await readBody(request, this.maxBodyBytes + 1);
    const endpoint = this.endpoints.find((candidate) => path.startsWith(`${candidate.path}/`));
    if (!endpoint) {
      this.log({ type: 'Warning', message: `${request.method} ${path}: not a management request; clients connect with ws://` });
    }
    const answer = endpoint?.management.handle(request.method ?? '', path.slice(endpoint.path.length), body)
      ?? errorAnswer(403, 'ForbiddenException', 'Forbidden');
    send(response, answer);
  }
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-RequestId': gatewayId(), ...headers });
  response.end(status === 204 ? undefined : body);
}

/** The request's body, cut off after `maxBytes`: more is refused anyway. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (length < maxBytes) {
      chunks.push(chunk);
      length += chunk.length;
    }
  }
  return Buffer.concat(chunks);
}

/** What is wrong with a handshake; it is looked at before `$connect` runs. */
function handshakeFault({ method, headers }: IncomingMessage): string | undefined {
  const isWebSocket = method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
  const isValid = isWebSocket && WEB_SOCKET_KEY.test(headers['sec-websocket-key'] ?? '') && headers['sec-websocket-version'] === '13';
  return isValid ? undefined : 'not a WebSocket handshake of version 13';
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE': return new Error(`port ${port} of ${host} is in use: end what listens there, or choose another port`);
    case 'EACCES': return new Error(`port ${port} of ${host} needs privileges: choose one above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND': return new Error(`${host} is not an address of this machine: try 127.0.0.1 or 0.0.0.0`);
    default: return error;
  }
}
