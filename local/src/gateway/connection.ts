import WebSocket from 'ws';
import type { Limits } from '../limits';
import type { Logger } from '../log-entry';
import type { AuthorizerContext } from './authorizer-contexts';

/** Who signs a handshake. */
export interface SignerIdentity {
  readonly accessKey: string;
  readonly accountId: string;
  readonly caller: string;
  readonly user: string;
  readonly userArn: string;
}

/** By which API key a client connects. */
export interface ApiKeyIdentity {
  readonly apiKey: string;
  readonly apiKeyId: string;
}

/** What is in `$context.identity`. */
export interface Identity extends Partial<SignerIdentity>, Partial<ApiKeyIdentity> {
  readonly sourceIp: string;
  readonly userAgent: string;
}

export interface ConnectionOptions {
  readonly id: string;
  readonly stage: string;
  /** The host that the client came by, as AWS sees it. */
  readonly domainName: string;
  /** The host that the client has connected to, with its port. */
  readonly host: string;
  readonly identity: Identity;
  readonly limits: Limits;
  /** What stands for a Lambda authorizer's answer. @default - the authorizer is asked */
  readonly authorizer: AuthorizerContext | undefined;
  readonly log: Logger;
}

/** Shorter messages are not worth compressing, in bytes. */
const SHORTEST_COMPRESSED = 1024;

/** One client. Until `$connect` has finished it has no socket, and nothing can be sent to it. */
export class Connection {
  public readonly id: string;
  public readonly stage: string;
  public readonly domainName: string;
  public readonly host: string;
  public identity: Identity;
  /** What is in `$context.authorizer`; undefined until an authorizer has answered. */
  public authorizer: AuthorizerContext | undefined;
  public readonly connectedAt = new Date();
  public lastActiveAt = this.connectedAt;
  private readonly limits: Limits;
  private readonly log: Logger;
  /** Whether the client has pinged since it was last active. */
  private hasPinged = false;
  /** Resolves when the connection has ended; at once when it was never open. */
  public ended: Promise<void> = Promise.resolve();
  private socket?: WebSocket;
  /** Called when something that was sent has left for the client. */
  private onSent?: () => void;
  private idleTimer?: NodeJS.Timeout;
  private lifetimeTimer?: NodeJS.Timeout;

  constructor(options: ConnectionOptions) {
    this.id = options.id;
    this.stage = options.stage;
    this.domainName = options.domainName;
    this.host = options.host;
    this.identity = options.identity;
    this.authorizer = options.authorizer;
    this.limits = options.limits;
    this.log = options.log;
  }

  public get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Whether as much waits for the client as may: it must read first. */
  public get isFull(): boolean {
    return this.isOpen && this.socket!.bufferedAmount >= this.limits.unreadBytes;
  }

  /** @param onSent is called whenever something has left for the client */
  public open(socket: WebSocket, onSent: () => void): void {
    this.socket = socket;
    this.onSent = onSent;
    this.idleTimer = setTimeout(() => this.closeIdle(), this.limits.idleTimeout).unref();
    this.lifetimeTimer = setTimeout(() => this.close(1001, 'Connection duration exceeded'), this.limits.connectionDuration).unref();
    this.ended = new Promise((resolve) => {
      socket.once('close', () => {
        clearTimeout(this.idleTimer);
        clearTimeout(this.lifetimeTimer);
        resolve();
      });
    });
  }

  /** A message came or went: the connection is not idle. */
  public touch(): void {
    this.lastActiveAt = new Date();
    this.hasPinged = false;
    this.idleTimer?.refresh();
  }

  /** A ping came, which is no message. */
  public pinged(): void {
    this.hasPinged = true;
  }

  /** Sends a message; false when the client is gone. */
  public send(body: string): boolean {
    if (!this.isOpen) {
      return false;
    }
    this.touch();
    this.socket!.send(body, { compress: body.length >= SHORTEST_COMPRESSED }, this.onSent);
    return true;
  }

  public close(code: number, reason: string): void {
    this.socket?.close(code, reason);
    // Nothing that waits for the client holds anything up any more.
    this.onSent?.();
  }

  /** Ends the connection without waiting for the client. */
  public terminate(): void {
    this.socket?.terminate();
  }

  private closeIdle(): void {
    if (this.hasPinged) {
      this.log({ type: 'Warning', message: `connection ${this.id} is closed as idle: its pings do not count, a message now and then would` });
    }
    this.close(1001, 'Idle timeout');
  }
}
