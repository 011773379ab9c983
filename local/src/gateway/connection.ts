import type { Duplex } from 'node:stream';
import WebSocket from 'ws';
import type { Limits } from './limits';
import { outbox } from './outbox';

export interface Identity {
  readonly sourceIp: string;
  readonly userAgent: string;
}

export interface ConnectionOptions {
  readonly id: string;
  readonly stage: string;
  readonly identity: Identity;
  readonly limits: Limits;
  /** What a Lambda authorizer would have added to `$context.authorizer`. */
  readonly authorizer: Readonly<Record<string, string>>;
}

/** One client. Until `$connect` has finished it has no socket, and nothing can be sent to it. */
export class Connection {
  readonly id: string;
  readonly stage: string;
  readonly identity: Identity;
  readonly authorizer: Readonly<Record<string, string>>;
  readonly connectedAt = new Date();
  lastActiveAt = this.connectedAt;
  private readonly limits: Limits;
  /** Resolves when the connection has ended; at once when it was never open. */
  ended: Promise<void> = Promise.resolve();
  private socket?: WebSocket;
  private stream?: Duplex;
  private idleTimer?: NodeJS.Timeout;
  private lifetimeTimer?: NodeJS.Timeout;

  constructor(options: ConnectionOptions) {
    this.id = options.id;
    this.stage = options.stage;
    this.identity = options.identity;
    this.authorizer = options.authorizer;
    this.limits = options.limits;
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** @param stream what the socket writes to */
  open(socket: WebSocket, stream: Duplex): void {
    this.socket = socket;
    this.stream = stream;
    this.idleTimer = setTimeout(() => this.close(1001, 'Idle timeout'), this.limits.idleTimeout).unref();
    this.lifetimeTimer = setTimeout(() => this.close(1001, 'Connection duration exceeded'), this.limits.connectionDuration).unref();
    this.ended = new Promise((resolve) => {
      socket.once('close', () => {
        clearTimeout(this.idleTimer);
        clearTimeout(this.lifetimeTimer);
        resolve();
      });
    });
  }

  /** A message or a ping came or a message went: the connection is not idle. */
  touch(): void {
    this.lastActiveAt = new Date();
    this.idleTimer?.refresh();
  }

  /** Sends a message; false when the client is gone. */
  send(body: string): boolean {
    if (!this.isOpen) {
      return false;
    }
    this.touch();
    outbox.hold(this.stream!);
    this.socket!.send(body);
    return true;
  }

  close(code: number, reason: string): void {
    this.socket?.close(code, reason);
  }

  /** Ends the connection without waiting for the client. */
  terminate(): void {
    this.socket?.terminate();
  }
}
