import { connect, type AnyApi, type Client, type ClientOptions } from '../src';
import type { Timers, WebSocketEvent, WebSocketLike } from '../src/environment';

/** Time that passes when a test says so. */
export class ManualTimers implements Timers {
  private time = 0;
  private readonly alarms = new Set<{ readonly at: number; readonly callback: () => void }>();

  public now(): number {
    return this.time;
  }

  public set(callback: () => void, milliseconds: number): () => void {
    const alarm = { at: this.time + milliseconds, callback };
    this.alarms.add(alarm);
    return () => void this.alarms.delete(alarm);
  }

  /** How many alarms are set. */
  public get pending(): number {
    return this.alarms.size;
  }

  /** Lets time pass, with all that falls due, in its order. */
  public async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    while (true) {
      const [next] = [...this.alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) {
        break;
      }
      this.alarms.delete(next);
      this.time = Math.max(this.time, next.at);
      next.callback();
      await settle();
    }
    this.time = end;
  }

  /** As a machine that sleeps: time passes, and nothing falls due before it wakes. */
  public async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    await this.advance(0);
  }
}

/** Lets promises settle. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

type Listener = (event: WebSocketEvent) => void;

/** The server's side of a WebSocket, and the client's as it sees it. */
export class FakeSocket implements WebSocketLike {
  /** What the client has sent. */
  public readonly sent: Record<string, unknown>[] = [];
  public readonly texts: string[] = [];
  /** With which code the client has closed it. */
  public closedWith?: number;
  public isOpen = false;
  private readonly listeners = new Map<string, Listener[]>();

  constructor(public readonly url: string, public readonly hears: (message: Record<string, unknown>, socket: FakeSocket) => void) {}

  public addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...this.listeners.get(type) ?? [], listener]);
  }

  public send(data: string | Uint8Array): void {
    this.texts.push(String(data));
    const message = JSON.parse(String(data)) as Record<string, unknown>;
    this.sent.push(message);
    queueMicrotask(() => this.hears(message, this));
  }

  public close(code = 1000): void {
    this.closedWith ??= code;
    this.isOpen = false;
  }

  public accept(): this {
    this.isOpen = true;
    this.emit('open', {});
    return this;
  }

  public says(...frames: unknown[]): this {
    frames.forEach((frame) => this.emit('message', { data: typeof frame === 'string' ? frame : JSON.stringify(frame) }));
    return this;
  }

  /** The server, or the network, ends it. */
  public ends(code = 1006, reason = ''): void {
    this.isOpen = false;
    this.emit('close', { code, reason });
  }

  /** The server refuses the handshake, as `ws` tells it. */
  public refuses(status: number): void {
    this.emit('error', { message: `Unexpected server response: ${status}` });
    this.ends();
  }

  private emit(type: string, event: WebSocketEvent): void {
    this.listeners.get(type)?.forEach((listener) => listener(event));
  }
}

/** A server whose answers a test gives, or `answers` does. */
export class FakeServer {
  public readonly sockets: FakeSocket[] = [];
  public readonly timers = new ManualTimers();
  /** Whether handshakes succeed by themselves. */
  public accepts = true;
  /** Answers messages by themselves, by their action. */
  public answers: Record<string, (message: Record<string, unknown>, socket: FakeSocket) => void> = {};

  /** The constructor of its sockets. */
  public readonly webSocket = ((): typeof FakeSocket => {
    const { sockets } = this;
    const made = (url: string): FakeSocket => {
      const socket = new FakeSocket(url, (message, to) => this.answers[String(message.action)]?.(message, to));
      sockets.push(socket);
      if (this.accepts) {
        queueMicrotask(() => socket.closedWith === undefined && socket.accept());
      }
      return socket;
    };
    return function WebSocket(url: string): FakeSocket {
      return made(url);
    } as unknown as typeof FakeSocket;
  })();

  /** The newest socket. */
  public get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1];
  }

  /** All that the client has sent, over all sockets. */
  public get heard(): Record<string, unknown>[] {
    return this.sockets.flatMap(({ sent }) => sent);
  }

  /** A client of it, whose jitter is the middle. */
  public connect<R extends { [K in keyof R]: object } = AnyApi>(options: Partial<ClientOptions<R>> = {}): Client<R> {
    return connect<R>({ url: 'wss://api.example/prod', webSocket: this.webSocket as never, timers: this.timers, random: () => 0.5, ...options });
  }
}

/** Everything that is known of an API. */
export const API = {
  ping: 'ping',
  status: 'status',
  stop: 'stop',
  answer: 'answer',
  refuse: 'refuse',
  wait: 'wait',
  routes: { order: { names: 'principal' }, note: {}, quote: { isExpress: true }, plain: {}, express: { names: 'message', isExpress: true } },
} as const;

/** What a promise has come to: its value, or its error's code; `pending` if it waits. */
export async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = 'pending';
  promise.then((value) => {
    outcome = { value };
  }, (error: { code?: string; frame?: { error?: string } }) => {
    outcome = { code: error.code ?? String(error), error: error.frame?.error };
  });
  await settle();
  return outcome;
}

export async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of iterable) {
    values.push(value);
  }
  return values;
}

/** The acknowledgement of a start by the principal Jane. */
export function started(message: Record<string, unknown>): object {
  return { executionId: `jane-${message.requestId}`, startDate: 1652716274.909 };
}
