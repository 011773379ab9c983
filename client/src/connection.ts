import type { Timers, WebSocketConstructor } from './environment';
import { ClientError, UnauthorizedError } from './errors';
import type { HeartbeatOptions } from './heartbeat';
import { FAILURES_OF_CLOSE, HANDSHAKE_TIME, MINIMUM_UPTIME, REFUSALS, RENEWAL_JITTER } from './limits';
import { createLink, type Link, type LinkEnd } from './link';

/**
 * Where the connection is: `connecting`, a handshake is under way; `resuming`, open, and what was missed is being read; `open`; `suspended`, waiting for
 * the next attempt; `closed`, for good.
 */
export type ConnectionState = 'connecting' | 'resuming' | 'open' | 'suspended' | 'closed';

/** A change of the state, and why. */
export interface StateChange {
  readonly from: ConnectionState;
  readonly to: ConnectionState;
  /** The code with which the connection was closed, such as 1001. */
  readonly code?: number;
  readonly reason?: string;
  /** Milliseconds until the next attempt. */
  readonly retryIn?: number;
  /** What made the last attempt fail. */
  readonly error?: unknown;
}

/**
 * When the client tries again: at any time up to a limit that doubles, so that clients that fail together do not come back together. Times in milliseconds.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export interface BackoffOptions {
  /** Longest wait before the second attempt; each further one doubles it. @default 500 */
  readonly min?: number;
  /** Longest wait of all. @default 20000 */
  readonly max?: number;
  /** Time over which the first attempts of all clients are spread after the server has closed their connections. @default 15000 */
  readonly spread?: number;
  /** Failed attempts in a row after which the client closes. @default Infinity */
  readonly attempts?: number;
}

export interface ConnectionOptions {
  readonly url: string | (() => string | Promise<string>);
  readonly webSocket: WebSocketConstructor;
  readonly heartbeat: HeartbeatOptions | false;
  readonly renewAfter?: number | false;
  readonly backoff?: BackoffOptions;
  readonly timers: Timers;
  readonly random?: () => number;
  changed(change: StateChange): void;
  /** A link is open, and may have taken the place of another: that is left when nobody needs it. */
  up(): void;
  down(link: Link, end: LinkEnd): void;
  heard(link: Link, text: string): void;
  sendPing(link: Link): void;
}

/** Keeps one WebSocket open: another takes its place when it ends, before it would end, or when it is thought dead. */
export interface Connection {
  readonly state: ConnectionState;
  /** The link that messages go over. */
  readonly current: Link | undefined;
  /** Connects now; over an open link, another is opened to take its place. */
  connect(): void;
  /** Connects now, as if nothing had been tried before: the network may be another, and what there was is most likely dead. */
  hurry(): void;
  /** What was missed has been read. */
  resumed(): void;
  /** Leaves the links that others have taken the place of, and that nobody needs. */
  leave(isNeeded: (link: Link) => boolean): void;
  close(reason: string, error?: unknown): void;
}

interface Attempt {
  candidate?: Link;
  cancel(): void;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { url, webSocket: WebSocket, renewAfter = 6_600_000, timers, random = Math.random, changed, up, down, heard, sendPing } = options;
  const { backoff: { min = 500, max = 20_000, spread = 15_000, attempts = Infinity } = {} } = options;
  const links = new Set<Link>();
  let state: ConnectionState = 'connecting';
  let current: Link | undefined;
  let attempt: Attempt | undefined;
  let failures = 0;
  let refusals = 0;
  let openedAt = 0;
  /** Takes the next attempt back, be it one to renew or one after a failure. */
  let cancelNext = (): void => {};

  function change(to: ConnectionState, why: Omit<StateChange, 'from' | 'to'> = {}): void {
    const from = state;
    state = to;
    if (from !== to) {
      changed({ from, to, ...why });
    }
  }

  function connect(): void {
    if (attempt || state === 'closed') {
      return;
    }
    cancelNext();
    const mine: Attempt = attempt = { cancel: timers.set(() => failed(mine, new ClientError('TimedOut', 'the handshake took too long')), HANDSHAKE_TIME) };
    if (!current) {
      change('connecting');
    }
    handshake(mine).catch((error: unknown) => failed(mine, error));
  }

  async function handshake(mine: Attempt): Promise<void> {
    const address = typeof url === 'string' ? url : await url();
    if (attempt === mine) {
      const link: Link = mine.candidate = createLink(new WebSocket(address), {
        ...options,
        opened: () => opened(mine, link),
        heard: (text) => heard(link, text),
        ended: (end) => ended(mine, link, end),
        sendPing: () => sendPing(link),
      });
    }
  }

  function opened(mine: Attempt, link: Link): void {
    mine.cancel();
    attempt = undefined;
    refusals = 0;
    links.add(link);
    openedAt = timers.now();
    cancelNext();
    if (renewAfter) {
      connectIn(renewAfter * (1 + RENEWAL_JITTER * (random() - 0.5)), true);
    }
    if (!current) {
      change('resuming');
    }
    current = link;
    up();
  }

  function ended(mine: Attempt, link: Link, end: LinkEnd): void {
    const { code, reason, status } = end;
    if (attempt === mine) {
      failed(mine, new ClientError('HandshakeRefused', `the handshake failed with ${status ?? code}`), status);
      return;
    }
    const wasCurrent = current === link;
    links.delete(link);
    if (wasCurrent) {
      current = undefined;
      if (timers.now() - openedAt >= MINIMUM_UPTIME) {
        failures = 0;
      }
    }
    down(link, end);
    if (wasCurrent && attempt) {
      change('connecting', { code, reason });
    } else if (wasCurrent) {
      let retryIn = backoff();
      // What the server has closed, it may have closed for all; and it may not be back at once.
      if (code !== 1006 && code !== 1005) {
        failures = Math.max(failures, FAILURES_OF_CLOSE);
        retryIn = random() * spread;
      }
      retry(retryIn, { code, reason });
    }
  }

  function failed(mine: Attempt, error: unknown, status?: number): void {
    if (attempt !== mine) {
      return;
    }
    giveUp();
    refusals = status === 401 || status === 403 ? refusals + 1 : 0;
    // What was refused once with this text will be refused again with it, be it by the API or, without a link, by the platform.
    const isHopeless = error instanceof UnauthorizedError || (typeof url === 'string' ? refusals > 0 || !mine.candidate : refusals >= REFUSALS);
    if (isHopeless || (!current && failures + 1 >= attempts)) {
      close(`no handshake: ${error}`, error);
    } else {
      retry(backoff(), { error });
    }
  }

  function backoff(): number {
    return random() * Math.min(max, min * 2 ** failures++);
  }

  function retry(retryIn: number, why: Omit<StateChange, 'from' | 'to'>): void {
    connectIn(retryIn, !!current);
    if (!current) {
      change('suspended', { ...why, retryIn });
    }
  }

  function connectIn(milliseconds: number, isBackground: boolean): void {
    cancelNext();
    cancelNext = timers.set(connect, milliseconds, isBackground);
  }

  function giveUp(): void {
    attempt?.cancel();
    attempt?.candidate?.close();
    attempt = undefined;
  }

  function close(reason: string, error?: unknown): void {
    cancelNext();
    giveUp();
    links.forEach((link) => link.close());
    current = undefined;
    change('closed', { reason, error });
  }

  return {
    get state() {
      return state;
    },
    get current() {
      return current;
    },
    connect,
    hurry() {
      giveUp();
      current?.abandon('the network changed');
      failures = 0;
      connect();
    },
    resumed() {
      if (state === 'resuming') {
        change('open');
      }
    },
    leave(isNeeded) {
      for (const link of links) {
        if (link !== current && !isNeeded(link)) {
          links.delete(link);
          link.close();
          down(link, { code: 1000, reason: 'replaced' });
        }
      }
    },
    close,
  };
}
