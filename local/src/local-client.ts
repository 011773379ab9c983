import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import { jsonOrText } from './json';

/** Longer messages go in several frames, of which API Gateway takes 32 KB each. */
const LONGEST_FRAME = 32 * 1024;

/** What a client connects with. */
export interface ConnectOptions {
  /** The stage's name in `LocalRun.urls`. @default - the only one */
  readonly stage?: string;
  /** Parameters of the query string. @default - none */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers of the handshake. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** What a Lambda authorizer would add to `$context.authorizer` for this connection. @default - what the run was started with */
  readonly authorizerContext?: Readonly<Record<string, string>>;
}

/** How a connection was closed. */
export interface ConnectionEnd {
  readonly code: number;
  readonly reason: string;
}

/** A handshake that API Gateway has refused. */
export class HandshakeError extends Error {
  /**
   * @param status the HTTP status, such as 401
   * @param body what came with it
   */
  constructor(public readonly status: number, public readonly body: string) {
    super(`the handshake was refused with ${status}: ${body}`);
    this.name = 'HandshakeError';
  }
}

interface Frame {
  readonly text: string;
  /** The text's JSON; the text itself when it is none. */
  readonly value: unknown;
}

interface Waiter {
  readonly take: (frame: Frame) => boolean;
  readonly fail: (error: Error) => void;
}

/** A client of a local run, for tests: it keeps every frame that it hears. */
export class LocalClient implements AsyncDisposable {
  /** Connects; `LocalRun.connect` knows the URL. @internal */
  public static async open(url: string, headers: Readonly<Record<string, string>>): Promise<LocalClient> {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    const client = new LocalClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_request, response: IncomingMessage) => {
        response.toArray().then((chunks: Buffer[]) => reject(new HandshakeError(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'))), reject);
      });
    });
    return client;
  }

  /** Resolves when the connection is closed, by either side. */
  public readonly closed: Promise<ConnectionEnd>;
  private readonly heard: Frame[] = [];
  /** Those of them that nobody has asked for. */
  private readonly waiting: Frame[] = [];
  private readonly waiters = new Set<Waiter>();
  private end?: ConnectionEnd;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.hear(data.toString('utf8')));
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve(this.ended({ code, reason: reason.toString('utf8') })));
    });
  }

  /** Every frame so far, in order: its JSON, or its text when it is none. */
  public get frames(): readonly unknown[] {
    return this.heard.map(({ value }) => value);
  }

  /** Sends a message: a text as it is, anything else as JSON. */
  public send(message: unknown): void {
    const data = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    for (let start = 0; start === 0 || start < data.length; start += LONGEST_FRAME) {
      const end = start + LONGEST_FRAME;
      this.socket.send(data.subarray(start, end), { binary: false, fin: end >= data.length });
    }
  }

  /**
   * The next frame, or the next that fits: its JSON, or its text when it is none. A frame is given once; those that did not fit are given later.
   *
   * @throws Error when the connection is closed before there is one
   */
  public async next<T = unknown>(predicate: (frame: T) => boolean = (): boolean => true): Promise<T> {
    return (await this.take(({ value }) => predicate(value as T))).value as T;
  }

  /**
   * As `next`, but as text.
   *
   * @throws Error when the connection is closed before there is one
   */
  public async nextText(predicate: (text: string) => boolean = (): boolean => true): Promise<string> {
    return (await this.take(({ text }) => predicate(text))).text;
  }

  /** Closes the connection, and waits until it is closed. */
  public async close(code = 1000, reason = ''): Promise<ConnectionEnd> {
    this.socket.close(code, reason);
    return this.closed;
  }

  public async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private hear(text: string): void {
    const frame = { text, value: jsonOrText(text) };
    this.heard.push(frame);
    for (const waiter of this.waiters) {
      if (waiter.take(frame)) {
        return;
      }
    }
    this.waiting.push(frame);
  }

  private async take(fits: (frame: Frame) => boolean): Promise<Frame> {
    const index = this.waiting.findIndex(fits);
    if (index >= 0) {
      return this.waiting.splice(index, 1)[0];
    }
    if (this.end) {
      throw this.tooLate(this.end);
    }
    return new Promise<Frame>((resolve, reject) => {
      const waiter: Waiter = {
        take: (frame) => {
          try {
            if (!fits(frame)) {
              return false;
            }
            resolve(frame);
          } catch (error) {
            reject(error as Error);
            this.waiters.delete(waiter);
            return false;
          }
          return this.waiters.delete(waiter);
        },
        fail: reject,
      };
      this.waiters.add(waiter);
    });
  }

  private ended(end: ConnectionEnd): ConnectionEnd {
    this.end = end;
    this.waiters.forEach(({ fail }) => fail(this.tooLate(end)));
    this.waiters.clear();
    return end;
  }

  private tooLate({ code, reason }: ConnectionEnd): Error {
    const heard = this.heard.map(({ text }) => text).join(', ') || 'none';
    return new Error(`the connection was closed with ${code}${reason && ` ${reason}`} before such a frame came; frames so far: ${heard}`);
  }
}
