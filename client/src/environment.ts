import { LONGEST_TIMER } from './limits';

/** The part of a WebSocket that the client uses: a browser's, Node's own, or the package `ws`. */
export interface WebSocketLike {
  /** Only `ws` has it, which can send a message in several frames, too. */
  readonly ping?: unknown;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: WebSocketEvent) => void): void;
  send(data: string | Uint8Array): void;
  /** Only `ws` has it. */
  send(data: string | Uint8Array, options: { readonly binary: false; readonly fin: boolean }): void;
  close(code?: number, reason?: string): void;
  /** Only `ws` has it: to end without the other side. */
  terminate?(): void;
}

/** What an event of it may have. */
export interface WebSocketEvent {
  /** The one that the type of `ws` has for all events: without a member in common, TypeScript does not take its `WebSocket`. */
  readonly type?: string;
  readonly data?: unknown;
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
}

/** Makes a WebSocket: the global `WebSocket`, or that of `ws`. */
export interface WebSocketConstructor {
  readonly prototype: WebSocketLike;
  new (url: string): WebSocketLike;
}

/** What lets time pass. A test hands its own, and waits for nothing. */
export interface Timers {
  /** Milliseconds, of any origin. */
  now(): number;
  /**
   * Calls back once.
   * @param isBackground whether a program may end without it
   * @returns takes it back
   */
  set(callback: () => void, milliseconds: number, isBackground?: boolean): () => void;
}

/** A page, or its window. */
interface Page {
  readonly visibilityState?: string;
  addEventListener?(type: string, listener: (event: { readonly persisted?: boolean }) => void, until: { readonly signal: AbortSignal }): void;
}

interface Globals extends Page {
  readonly WebSocket?: WebSocketConstructor;
  readonly document?: Page;
}

/** What may be there, and is not everywhere. */
export const globals = globalThis as unknown as Globals;

export const realTimers: Timers = {
  now: Date.now,
  set(callback, milliseconds, isBackground) {
    const timer: unknown = setTimeout(callback, Math.min(milliseconds, LONGEST_TIMER));
    if (isBackground) {
      // A browser's is a number.
      (timer as { unref?(): void }).unref?.();
    }
    return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
  },
};
