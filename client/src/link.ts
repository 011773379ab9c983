import type { Timers, WebSocketLike } from './environment';
import { createHeartbeat, type Heartbeat, type HeartbeatOptions } from './heartbeat';
import type { Frame } from './protocol';
import { sendText, statusOf, terminate } from './socket';

/** How a WebSocket ended. */
export interface LinkEnd {
  readonly code: number;
  readonly reason: string;
  /** The status of a refused handshake, where the platform tells it. */
  readonly status?: number;
}

/** One WebSocket, of which nothing is heard any more once it has been left. */
export interface Link {
  /** Errors that came over it, as long as it is not known which message each is the reply to. */
  readonly held: Frame[];
  /** When the last message went over it whose reply is not awaited: one to a one-way route, or a ping. */
  oneWayAt: number;
  send(text: string): void;
  /** Finds out whether it lives, where there is a ping to do it. */
  probe(): void;
  /** Closes it in good order. */
  close(): void;
  /** Takes it for dead, without waiting for a close that may take minutes. */
  abandon(reason: string): void;
}

export interface LinkOptions {
  readonly heartbeat: HeartbeatOptions | false;
  readonly timers: Timers;
  opened(): void;
  heard(text: string): void;
  ended(end: LinkEnd): void;
  sendPing(): void;
}

export function createLink(socket: WebSocketLike, { heartbeat, timers, opened, heard, ended, sendPing }: LinkOptions): Link {
  let hasEnded = false;
  let status: number | undefined;
  let heart: Heartbeat | undefined;
  function end(): void {
    hasEnded = true;
    heart?.rest();
  }
  function ends(why: LinkEnd): void {
    if (!hasEnded) {
      end();
      ended(why);
    }
  }
  const link: Link = {
    held: [],
    oneWayAt: -Infinity,
    send: (text) => sendText(socket, text),
    probe: () => heart?.probe(),
    close() {
      end();
      socket.close(1000);
    },
    abandon(reason) {
      ends({ code: 1006, reason });
      terminate(socket);
    },
  };
  const listen = socket.addEventListener.bind(socket);
  listen('open', () => {
    if (!hasEnded) {
      heart = heartbeat ? createHeartbeat(heartbeat, timers, sendPing, () => link.abandon('no answer to a ping')) : undefined;
      opened();
    }
  });
  listen('message', ({ data }) => {
    if (!hasEnded) {
      heart?.lives();
      heard(String(data));
    }
  });
  // Never taken off: `ws` throws what nobody listens to.
  listen('error', (event) => {
    status = statusOf(event) ?? status;
  });
  listen('close', ({ code = 1006, reason = '' }) => ends({ code, reason, status }));
  return link;
}
