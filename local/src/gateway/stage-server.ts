import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket, { WebSocketServer } from 'ws';
import { gatewayId } from '../aws/gateway-id';
import type { HttpAnswer } from '../aws/http-answer';
import type { Guard } from '../guard';
import type { Limits } from '../limits';
import type { Logger } from '../log-entry';
import type { Observer } from '../observer';
import type { AuthorizerContexts } from './authorizer-contexts';
import { Connection } from './connection';
import { FrameLimit } from './frame-limit';
import { errorFrame } from './frames';
import { handshakeParameters } from './handshake-parameters';
import { Inbox } from './inbox';
import { errorAnswer } from './management';
import type { Stage } from './stage';
import type { StageRoutes } from './stage-routes';
import type { Turns } from './turns';

/** Time that clients have to answer a close frame before they are cut off, in milliseconds. */
const CLOSE_GRACE = 1000;

export interface StageServerOptions {
  readonly routes: StageRoutes;
  readonly limits: Limits;
  readonly authorizerContexts: AuthorizerContexts;
  readonly turns: Turns;
  readonly guard: Guard;
  readonly log: Logger;
  /** @default - nobody looks */
  readonly observer?: Observer;
}

/** The sockets of a stage: handshakes in, frames to its routes as they are now, and the ends of connections. */
export class StageServer {
  /** Sockets of clients whose `$connect` still runs. */
  private readonly handshakes = new Set<Duplex>();
  /** Ends of connections whose `$disconnect` still runs. */
  private readonly ending = new Set<Promise<void>>();
  private readonly webSockets: WebSocketServer;
  /** The sub-protocols that `$connect` has accepted, by handshake. */
  private readonly subProtocols = new WeakMap<IncomingMessage, string>();
  private routes: StageRoutes;

  constructor(private readonly options: StageServerOptions) {
    this.routes = options.routes;
    this.webSockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.messageBytes,
      // What API Gateway is recorded to agree to: nothing is said of the client's window, which only `false` says to ws.
      perMessageDeflate: { serverMaxWindowBits: 12, clientMaxWindowBits: false as never },
      clientTracking: false,
      // AWS answers with a sub-protocol only if the $connect integration gives one, which a non-proxy integration cannot.
      handleProtocols: (_offered, request) => this.subProtocols.get(request) ?? false,
    });
    this.webSockets.on('wsClientError', (error, socket) => {
      options.log({ type: 'ConnectionRefused', url: this.stage.path, status: 400, reason: error.message });
      refuse(socket, errorAnswer(400, 'BadRequestException', 'Bad Request'));
    });
  }

  public get stage(): Stage {
    return this.routes.stage;
  }

  /** Takes the routes of the stage after an update: what comes from now on is theirs. */
  public use(routes: StageRoutes): void {
    this.routes = routes;
  }

  /**
   * Takes a handshake: runs `$connect`, and opens or refuses the connection.
   *
   * @param customDomain the domain of the account's own that the client came by
   */
  public async handshake(request: IncomingMessage, socket: Duplex, head: Buffer, customDomain?: string): Promise<void> {
    const { routes } = this;
    const { limits, authorizerContexts, log, observer } = this.options;
    const { connections, path, name } = this.stage;
    // An address of IPv4 is one of IPv6, too, where both are listened on.
    const sourceIp = (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
    const connection = new Connection({
      id: gatewayId(),
      stage: name,
      domainName: customDomain ?? this.stage.api.domainName,
      host: request.headers.host ?? '',
      identity: { sourceIp, userAgent: request.headers['user-agent'] ?? '' },
      limits,
      authorizer: authorizerContexts.take(request),
      log,
    });
    connections.set(connection.id, connection);
    this.handshakes.add(socket);
    try {
      const params = handshakeParameters(request, sourceIp);
      const { header: headers, querystring: query } = params;
      const trace = observer?.handshake({ connectionId: connection.id, stage: path, query, headers });
      const { status, message, requestId, reason, subProtocol } = await routes.connect(connection, params, trace);
      const isRefused = status < 200 || status > 299;
      if (trace) {
        trace.status = status;
        trace.failure = isRefused ? reason ?? message : undefined;
        observer!.settled(trace);
      }
      if (isRefused) {
        log({ type: 'ConnectionRefused', url: path, status, reason: reason ?? message });
        refuse(socket, { status, body: errorFrame(message, connection.id, requestId) });
      } else {
        if (subProtocol !== undefined) {
          this.subProtocols.set(request, subProtocol);
        }
        this.open(connection, request, socket, head);
      }
    } finally {
      this.handshakes.delete(socket);
      if (!connection.isOpen) {
        connections.delete(connection.id);
      }
    }
  }

  /** Closes all connections with 1001, and waits for their ends. */
  public async close(reason = 'Going away'): Promise<void> {
    for (const socket of this.handshakes) {
      socket.destroy();
    }
    const connections = [...this.stage.connections.values()];
    const ends = Promise.all(connections.map((connection) => {
      connection.close(1001, reason);
      return connection.ended;
    }));
    await Promise.race([ends, delay(CLOSE_GRACE, undefined, { ref: false })]);
    for (const connection of connections) {
      connection.terminate();
    }
    await ends;
    // What $disconnect waits for ends with the run.
    await Promise.race([Promise.all(this.ending), delay(CLOSE_GRACE, undefined, { ref: false })]);
  }

  private open(connection: Connection, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { limits, log } = this.options;
    if (request.headers['sec-websocket-protocol'] !== undefined && !this.subProtocols.has(request)) {
      log({
        type: 'Warning',
        message: `connection ${connection.id}: the client asks for the sub-protocol ${request.headers['sec-websocket-protocol']}, `
          + 'which the $connect integration does not accept (only a Lambda function can): the client may close the connection',
      });
    }
    const frameLimit = new FrameLimit(limits.frameBytes);
    const checkFrames = (chunk: Buffer): void => {
      if (frameLimit.exceeds(chunk)) {
        socket.off('data', checkFrames);
        connection.close(1009, 'Frame too long');
      }
    };
    this.webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      // Before the WebSocket's own listener, so that a frame that is too long is refused before it is read; not before there is that
      // listener: what came in the packet of the handshake would flow past it.
      socket.prependListener('data', checkFrames);
      const inbox = this.inbox(connection, webSocket);
      connection.open(webSocket, () => inbox.goOn());
      log({ type: 'ConnectionOpened', connectionId: connection.id, url: this.stage.path });
      this.listen(connection, webSocket, inbox, frameLimit);
    });
    if (socket.destroyed) {
      log({ type: 'ConnectionRefused', url: this.stage.path, status: 499, reason: 'the client left during the handshake' });
    }
  }

  private inbox(connection: Connection, webSocket: WebSocket): Inbox {
    const { turns, limits } = this.options;
    return new Inbox({
      turns,
      bytesInWork: limits.bytesInWork,
      isBlocked: () => connection.isFull,
      pause: () => webSocket.pause(),
      resume: () => webSocket.resume(),
    });
  }

  private listen(connection: Connection, webSocket: WebSocket, inbox: Inbox, frameLimit: FrameLimit): void {
    const { guard, log } = this.options;
    webSocket.on('message', (data: Buffer, isBinary: boolean) => {
      const isTooLong = frameLimit.exceedsFrames(data);
      if (!connection.isOpen) {
        return;
      }
      connection.touch();
      if (isTooLong) {
        connection.close(1009, 'Frame too long');
        return;
      }
      if (isBinary) {
        connection.close(1003, 'Binary frames are not supported');
        return;
      }
      const failed = (): void => connection.close(1011, 'Internal server error');
      inbox.add(data.length, () => guard.run(`a message of connection ${connection.id}`, () => this.routes.message(connection, data.toString('utf8')), failed));
    });
    webSocket.on('ping', () => connection.pinged());
    webSocket.on('error', (error) => log({ type: 'Warning', message: `connection ${connection.id}: ${error.message}` }));
    webSocket.on('close', (code, data) => {
      const reason = data.toString('utf8');
      this.stage.connections.delete(connection.id);
      log({ type: 'ConnectionClosed', connectionId: connection.id, code, reason });
      // After the messages that came before.
      const end = new Promise<void>((ended) => inbox.add(0, () => {
        const run = guard.run(`$disconnect of connection ${connection.id}`, () => this.routes.disconnect(connection, code, reason));
        void run.then(ended);
        return run;
      }));
      this.ending.add(end);
      void end.then(() => this.ending.delete(end));
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
  setTimeout(() => socket.destroy(), CLOSE_GRACE).unref();
}
