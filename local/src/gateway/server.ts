import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { gatewayId } from '../aws/gateway-id';
import type { HttpAnswer } from '../aws/http-answer';
import type { Guard } from '../guard';
import type { Logger } from '../log-entry';
import type { Access } from './access';
import { errorAnswer } from './management';
import type { Stage } from './stage';
import { StageAddresses } from './stage-addresses';
import { refuse, StageServer } from './stage-server';
import type { Turns } from './turns';
import { ANYBODY } from '../rights/right';
import type { Signers } from '../rights/signers';
import type { Certificates } from '../tls/certificates';
import { EitherServer } from '../tls/either-server';

/** How long a caller may take for its headers, and for all of its request, in milliseconds; looked at every few seconds. */
const REQUEST_TIMES = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 };
/** Where callers ask whether the run is ready. */
const HEALTH_PATH = '/_local/health';
const INTERNAL_ERROR = errorAnswer(500, 'InternalServerErrorException', 'Internal server error');
const WEB_SOCKET_KEY = /^[A-Za-z0-9+/]{22}==$/;

/** AWS's other services behind the same port. */
export interface AwsFrontDoor {
  /** Answers a request for one of them; undefined for one that is for none. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined;
  /** Takes a CONNECT request; `accept` takes a connection as if it had come to the port. */
  connect(request: IncomingMessage, socket: Duplex, head: Buffer, accept: (socket: Socket) => void): void;
}

/** What has paths of its own on the port, beside the stages. */
export interface OwnPaths {
  owns(path: string): boolean;
  /** @param hostRefusal why the request's host is not the run's */
  answer(request: IncomingMessage, response: ServerResponse, hostRefusal: string | undefined): Promise<void>;
  close(): void;
}

/** What the server is in front of, and who may come. */
export interface Served {
  readonly stageServers: readonly StageServer[];
  readonly access: Access;
  readonly frontDoor: AwsFrontDoor;
  readonly signers: Signers;
}

export interface GatewayServerOptions {
  /** Longest body of a management request. */
  readonly maxBodyBytes: number;
  readonly turns: Turns;
  /** @default - there is none */
  readonly console?: OwnPaths;
  readonly certificates: Certificates;
  readonly guard: Guard;
  readonly log: Logger;
}

/** The server in front of all stages: handshakes and `@connections` on one port, over TLS or not. */
export class GatewayServer {
  private readonly http = createServer(REQUEST_TIMES, (request, response) => {
    void this.options.guard.run(`${request.method} ${pathOf(request)}`, () => this.answer(request, response), () => {
      if (response.headersSent) {
        response.destroy();
      } else {
        send(response, INTERNAL_ERROR);
      }
    });
  });

  /** Whether all that the run needs is there. */
  public isReady = false;
  private readonly either: EitherServer;
  private served!: Served;
  private addresses!: StageAddresses;

  constructor(private readonly options: GatewayServerOptions, served: Served) {
    const { certificates, turns, guard } = options;
    this.either = new EitherServer(this.http, certificates);
    this.use(served);
    this.http.on('connect', (request, socket, head) => {
      const connect = (): void => this.served.frontDoor.connect(request, socket, head, (accepted) => this.either.accept(accepted));
      void guard.run(`CONNECT ${request.url}`, connect, () => socket.destroy());
    });
    this.http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const failed = (): void => refuse(socket, INTERNAL_ERROR);
      turns.take(() => void guard.run(`the handshake ${pathOf(request)}`, () => this.upgrade(request, socket, head), failed));
    });
  }

  /** What it is in front of from now on. */
  public use(served: Served): void {
    this.served = served;
    this.addresses = new StageAddresses(this.stages);
  }

  /**
   * Starts to listen.
   * @returns the port
   * @throws an error that says what to do when the port or the host cannot be used
   */
  public async listen(port: number, host: string): Promise<number> {
    const { server } = this.either;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
      server.listen(port, host, resolve);
    });
    // Such as too many open files: who is connected already is served.
    server.on('error', (error) => this.options.log({ type: 'Warning', message: `a client could not connect: ${error.message}` }));
    return (server.address() as AddressInfo).port;
  }

  public async close(): Promise<void> {
    this.either.server.close();
    this.options.console?.close();
    await Promise.all(this.served.stageServers.map((stageServer) => stageServer.close()));
    await this.either.close();
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const path = pathOf(request);
    const refusal = this.served.access.refusal(request);
    if (refusal !== undefined) {
      this.options.log({ type: 'ConnectionRefused', url: path, status: 403, reason: refusal });
      refuse(socket, errorAnswer(403, 'ForbiddenException', 'Forbidden'));
      return;
    }
    const addressed = this.addresses.find(request.headers.host, path);
    const stageServer = addressed && ['', '/'].includes(addressed.rest) ? this.served.stageServers.find(({ stage }) => stage === addressed.stage) : undefined;
    if (!stageServer) {
      const reason = `no stage has this path: ${this.stages.map((stage) => stage.path).join(', ')}`;
      this.options.log({ type: 'ConnectionRefused', url: path, status: 403, reason });
      refuse(socket, errorAnswer(403, 'ForbiddenException', 'Forbidden'));
    } else if (!isWebSocketHandshake(request)) {
      this.options.log({ type: 'ConnectionRefused', url: path, status: 400, reason: 'not a WebSocket handshake of version 13' });
      refuse(socket, errorAnswer(400, 'BadRequestException', 'Bad Request'));
    } else {
      await stageServer.handshake(request, socket, head, addressed?.customDomain);
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    const { options: { console }, served: { access } } = this;
    if (console?.owns(path)) {
      await console.answer(request, response, access.hostRefusal(request));
      return;
    }
    const refusal = access.refusal(request);
    if (refusal !== undefined) {
      this.options.log({ type: 'Warning', message: `${request.method} ${path} refused with 403: ${refusal}` });
      send(response, errorAnswer(403, 'ForbiddenException', 'Forbidden'));
      return;
    }
    if (path === HEALTH_PATH && ['GET', 'HEAD'].includes(request.method ?? '')) {
      send(response, this.health());
      return;
    }
    const answered = this.served.frontDoor.answer(request, response);
    if (answered) {
      await answered;
      return;
    }
    const body = await readBody(request, this.options.maxBodyBytes + 1);
    if (!body) {
      response.destroy();
      return;
    }
    const addressed = this.addresses.find(request.headers.host, path);
    if (!addressed) {
      this.options.log({ type: 'Warning', message: `${request.method} ${path}: not a management request; clients connect with ws://` });
    }
    const { method = '' } = request;
    const caller = this.served.signers.of(request)?.caller ?? ANYBODY;
    send(response, addressed?.stage.management.handle({ method, path: addressed.rest, body, caller })
      ?? errorAnswer(403, 'ForbiddenException', 'Forbidden'));
  }

  private health(): HttpAnswer {
    return { status: this.isReady ? 200 : 503, body: JSON.stringify({ status: this.isReady ? 'ready' : 'starting' }) };
  }

  private get stages(): readonly Stage[] {
    return this.served.stageServers.map(({ stage }) => stage);
  }
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0];
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-RequestId': gatewayId(), ...headers });
  response.end(status === 204 ? undefined : body);
}

/** The request's body, cut off after `maxBytes`: more is refused anyway. Undefined when the caller goes away in the middle of it. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      if (length < maxBytes) {
        chunks.push(chunk);
        length += chunk.length;
      }
    }
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

/** Looked at before `$connect` runs. */
function isWebSocketHandshake({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket'
    && WEB_SOCKET_KEY.test(headers['sec-websocket-key'] ?? '') && headers['sec-websocket-version'] === '13';
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
