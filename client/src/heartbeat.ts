import type { Timers } from './environment';

/** When the client pings. Times in milliseconds. */
export interface HeartbeatOptions {
  /** Silence after which the client pings; API Gateway closes a connection after ten minutes of it. @default 540000 (9 minutes) */
  readonly every?: number;
  /** Time in which something must come after a ping; otherwise the connection is taken for dead. @default 10000 */
  readonly timeout?: number;
}

/** Notices a connection that says it is open, and over which nothing comes. */
export interface Heartbeat {
  /** Something has come: the connection lives. */
  lives(): void;
  /** Pings now, unless the answer to a ping is awaited. */
  probe(): void;
  rest(): void;
}

export function createHeartbeat(options: HeartbeatOptions, timers: Timers, sendPing: () => void, dead: () => void): Heartbeat {
  const { every = 540_000, timeout = 10_000 } = options;
  let isProbed = false;
  let rest = (): void => {};

  function wait(next: () => void, milliseconds: number): void {
    rest();
    rest = timers.set(next, milliseconds, true);
  }
  function probe(): void {
    if (!isProbed) {
      isProbed = true;
      wait(dead, timeout);
      sendPing();
    }
  }
  function lives(): void {
    isProbed = false;
    wait(probe, every);
  }
  lives();
  return { lives, probe, rest: () => rest() };
}
