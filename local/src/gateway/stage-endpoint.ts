import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import WebSocket, { WebSocketServer } from 'ws';
import { Connection } from './connection';
import { FrameGuard } from './frame-guard';
import type { HttpAnswer } from './http';
import { gatewayId } from './ids';
import type { Limits } from './limits';
import type { Logger } from './log-entry';
import { ConnectionManagement } from './management';
import type { HandshakeParameters } from './request';
import { errorFrame, WebSocketApiStage } from './web-socket-api';

/** Time that clients have to answer a close frame before they are cut off, in milliseconds. */
const CLOSE_GRACE = 1000;

/** A stage under its path: the handshakes and connections of its clients, and its management API. */
export class StageEndpoint {
  readonly management: ConnectionManagement;
  private readonly connections = new Map<string, Connection>();
  /** Sockets of clients whose `$connect` still runs. */
  private readonly handshakes = new Set<Duplex>();
  /** Ends of connections whose `$disconnect` still runs. */
  private readonly ending = new Set<Promise<void>>();
  private readonly webSockets: WebSocketServer;

  constructor(
    readonly path: string,
    readonly stage: WebSocketApiStage,
    private readonly limits: Limits,
    private readonly authorizerContext: Readonly<Record<string, string>>,
    private readonly log: Logger,
  ) {
    this.management = new ConnectionManagement(this.connections, limits, log);
    this.webSockets = new WebSocketServer({
      noServer: true,
      maxPayload: limits.messageBytes,
      perMessageDeflate: false,
      clientTracking: false,
      // AWS answers with a sub-protocol only if the $connect integration gives one, which a non-proxy integration cannot.
      handleProtocols: () => false,
    });
  }

  /** Takes a handshake: runs `$connect`, and opens or refuses the connection. */
  async handshake(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const connection = new Connection({
      id: gatewayId(),
      stage: this.stage.stage.name,
      identity: { sourceIp: request.socket.remoteAddress ?? '', userAgent: request.headers['user-agent'] ?? '' },
      limits: this.limits,
      authorizer: this.authorizerContext,
    });
    this.connections.set(connection.id, connection);
    this.handshakes.add(socket);
    const { status, message, requestId, reason } = await this.stage.connect(connection, parametersOf(request));
    this.handshakes.delete(socket);
    if (status < 200 || status > 299) {
      this.connections.delete(connection.id);
      this.log({ type: 'ConnectionRefused', url: this.path, status, reason: reason ?? message });
      refuse(socket, { status, body: errorFrame(message, connection.id, requestId) });
      return;
    }
    this.open(connection, request, socket, head);
  }

  /** Closes all connections with 1001, and waits for their ends. */
  async close(): Promise<void> {
    for (const socket of this.handshakes) {
      socket.destroy();
    }
    const connections = [...this.connections.values()];
    const ends = Promise.all(connections.map((connection) => {
      connection.close(1001, 'Going away');
      return connection.ended;
    }));
    await Promise.race([ends, setTimeout(CLOSE_GRACE, undefined, { ref: false })]);
    for (const connection of connections) {
      connection.terminate();
    }
    await ends;
    // What $disconnect waits for ends with the run.
    await Promise.race([Promise.all(this.ending), setTimeout(CLOSE_GRACE, undefined, { ref: false })]);
  }

  private open(connection: Connection, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.headers['sec-websocket-protocol'] !== undefined) {
      this.log({
        type: 'Warning',
        message: `connection ${connection.id}: the client asks for the sub-protocol ${request.headers['sec-websocket-protocol']}, `
          + 'which a $connect integration without a Lambda function cannot accept: the client may close the connection',
      });
    }
    const guard = new FrameGuard(this.limits.frameBytes);
    const guardFrames = (chunk: Buffer): void => {
      if (guard.exceeds(chunk)) {
        socket.off('data', guardFrames);
        connection.close(1009, 'Frame too long');
      }
    };
    this.webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      // Before the WebSocket's own listener, so that a frame that is too long is refused before it is read; not before there is that
      // listener: what came in the packet of the handshake would flow past it.
      socket.prependListener('data', guardFrames);
      connection.open(webSocket, socket);
      this.log({ type: 'ConnectionOpened', connectionId: connection.id, url: this.path });
      this.listen(connection, webSocket);
    });
    if (!connection.isOpen) {
      // The client left while $connect ran.
      this.connections.delete(connection.id);
      this.log({ type: 'ConnectionRefused', url: this.path, status: 499, reason: 'the client left during the handshake' });
    }
  }

  private listen(connection: Connection, webSocket: WebSocket): void {
    webSocket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!connection.isOpen) {
        return;
      }
      connection.touch();
      if (isBinary) {
        connection.close(1003, 'Binary frames are not supported');
        return;
      }
      void this.stage.message(connection, data.toString('utf8'));
    });
    webSocket.on('ping', () => connection.touch());
    webSocket.on('error', (error) => this.log({ type: 'Warning', message: `connection ${connection.id}: ${error.message}` }));
    webSocket.on('close', (code, reason) => {
      this.connections.delete(connection.id);
      this.log({ type: 'ConnectionClosed', connectionId: connection.id, code, reason: reason.toString('utf8') });
      const end = this.stage.disconnect(connection, code, reason.toString('utf8')).finally(() => this.ending.delete(end));
      this.ending.add(end);
    });
  }
}

/** Answers a handshake without opening it. */
export function refuse(socket: Duplex, { status, headers = {}, body }: HttpAnswer): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function parametersOf(request: IncomingMessage): HandshakeParameters {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value ?? ''] as const);
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  return { header: Object.fromEntries(headers), querystring: Object.fromEntries(query) };
}
