import type { Connection } from './connection';
import { defer, type Deferred } from './deferred';
import type { Timers } from './environment';
import { ClientError, onAbort } from './errors';
import { MOST_AWAITED, MOST_REPEATS } from './limits';
import type { Link, LinkEnd } from './link';
import { bestOf, encoded, type Frame, type FrameKind } from './protocol';

/** What waits while there is no connection. */
export interface QueueOptions {
  /** @default 100 */
  readonly messages?: number;
  /** @default 1000000 */
  readonly bytes?: number;
}

/** A message and how its reply is known. */
export interface Request {
  readonly message: Frame;
  /** What its reply is: `other` for that of a synchronous workflow, which may be anything; nothing replies to a one-way message. */
  readonly reply?: FrameKind;
  /** Whether it may be sent again over another connection, because its effect is the same if it comes twice. */
  readonly mayResend?: boolean;
  readonly signal?: AbortSignal;
  /** How well a reply names the message; 0 if it names another. Where replies name none, one message that awaits such a reply at a time is under way. */
  fits?(frame: Frame): number;
  /** Over which link it goes, whenever it does. */
  sent?(link: Link): void;
}

interface Pending extends Request, Omit<Deferred<Frame>, 'promise'> {
  readonly json: string;
  readonly bytes: number;
  mayResend?: boolean;
  sentOver?: Link;
  /** How often it was sent before. */
  repeats: number;
  cancel?(): void;
}

export interface RequestsOptions {
  readonly connection: Connection;
  readonly timers: Timers;
  readonly queue?: QueueOptions;
  readonly messageBytes: number;
  /** How long a reply may take, in milliseconds. */
  readonly replyTimeout?: number;
  /** Hears of errors that no message can be told to be the cause of, and of all of API Gateway's. */
  unclaimed(frame: Frame, kind: FrameKind): void;
}

/** Messages, from when they are asked for until their reply comes. */
export interface Requests {
  /**
   * Sends a message as soon as it may be sent.
   * @returns its reply; of a one-way message nothing: it has been handed to the socket
   */
  ask(request: Request): Promise<Frame>;
  /** Sends what may be sent. */
  flush(): void;
  /** Whether a reply may come over a link. */
  isAwaited(link: Link): boolean;
  /** @returns whether what came over the link is the reply to a message, or may be: an error names no message */
  take(value: unknown, kind: FrameKind, link: Link): boolean;
  /** A link has ended: what may be is sent again over the next. */
  down(link: Link, end: LinkEnd): void;
  close(error: Error): void;
}

export function createRequests({ connection, timers, queue = {}, messageBytes, replyTimeout = 30_000, unclaimed }: RequestsOptions): Requests {
  const { messages: mostMessages = 100, bytes: mostBytes = 1_000_000 } = queue;
  const waiting = new Set<Pending>();
  const sent = new Set<Pending>();

  const over = (link: Link): Pending[] => [...sent].filter((pending) => pending.sentOver === link);
  const remove = (pending: Pending): void => {
    pending.cancel?.();
    sent.delete(pending);
    waiting.delete(pending);
  };
  const reject = (pending: Pending, error: Error): void => {
    remove(pending);
    pending.fail(error);
  };
  const again = (pending: Pending): void => {
    remove(pending);
    pending.repeats++;
    waiting.add(pending);
  };
  /** Whether no other message that awaits the like may be under way: the reply names none, or an error must be known to be its. */
  const isAlone = ({ reply, fits, repeats }: Pending): boolean => reply === 'other' || !fits || repeats > 0;

  /** Refuses a message that may not even wait. */
  function check(bytes: number): void {
    if (connection.state === 'closed') {
      throw new ClientError('Closed', 'the client is closed');
    }
    if (bytes > messageBytes) {
      throw new ClientError('MessageTooLarge', `the message has ${bytes} bytes; allowed: ${messageBytes}`);
    }
    const waitingBytes = [...waiting].reduce((sum, pending) => sum + pending.bytes, bytes);
    if (!connection.current && (waiting.size >= mostMessages || waitingBytes > mostBytes)) {
      throw new ClientError('QueueFull', `no connection; allowed to wait: ${mostMessages} messages, ${mostBytes} bytes`);
    }
  }

  async function ask(request: Request): Promise<Frame> {
    const { promise, ...settle } = defer<Frame>();
    let json: string;
    try {
      json = JSON.stringify(request.message);
    } catch (cause) {
      throw new ClientError('InvalidMessage', `the message is no JSON: ${cause}`, {}, { cause });
    }
    const pending: Pending = { ...request, ...settle, json, bytes: encoded(json).length, repeats: 0 };
    check(pending.bytes);
    waiting.add(pending);
    const forget = onAbort(request.signal, (error) => {
      // Once it is sent its reply still comes, and must not be taken for another's.
      pending.mayResend = false;
      waiting.delete(pending);
      pending.fail(error);
    });
    flush();
    return promise.finally(forget);
  }

  function flush(): void {
    const link = connection.current;
    const blocked = new Set<FrameKind | undefined>();
    for (const pending of waiting) {
      if (!link || link.held.length > 0 || sent.size >= MOST_AWAITED) {
        return;
      }
      if (!blocked.has(pending.reply) && mayGo(pending)) {
        send(pending, link);
      } else {
        // Whoever waits for its turn is not overtaken.
        blocked.add(pending.reply);
      }
    }
  }

  function mayGo(pending: Pending): boolean {
    return [...sent].every((other) => other.reply !== pending.reply || !(isAlone(pending) || isAlone(other)));
  }

  function send(pending: Pending, link: Link): void {
    const { reply, json } = pending;
    remove(pending);
    pending.sentOver = link;
    pending.sent?.(link);
    link.send(json);
    if (reply) {
      sent.add(pending);
      pending.cancel = timers.set(() => unanswered(pending, link), replyTimeout, reply === 'acknowledged');
    } else {
      link.oneWayAt = timers.now();
      pending.fulfil(undefined as never);
    }
  }

  /** What answers nothing is dead: what went over it goes over another, or is not known to have come. */
  function unanswered(pending: Pending, link: Link): void {
    const reason = `no reply within ${replyTimeout} ms`;
    if (!pending.mayResend || pending.repeats >= MOST_REPEATS) {
      reject(pending, new ClientError('TimedOut', reason));
    }
    link.abandon(reason);
  }

  /** Tells errors to messages as soon as there is but one way to: everything else has been answered. Until then nothing more is sent. */
  function goOn(link: Link): void {
    if (over(link).length <= link.held.length) {
      for (const frame of link.held.splice(0)) {
        // Of several that are refused, a start is the one whose name may be taken.
        const pending = bestOf(over(link), ({ reply }) => 1 + Number((frame.error === 'ExecutionAlreadyExists') === (reply === 'started')));
        if (pending) {
          reject(pending, new ClientError('Refused', `${frame.error}: ${frame.message}`, frame));
        } else {
          unclaimed(frame, 'error');
        }
      }
    }
    flush();
  }

  return {
    ask,
    flush,
    isAwaited: (link) => over(link).length > 0,
    take(value, kind, link) {
      const frame = Object(value) as Frame;
      const awaited = over(link);
      if (kind === 'error') {
        link.held.push(frame);
      } else if (kind === 'gatewayError') {
        // It is told to a message where there is only one that may be meant.
        if (awaited.length === 1 && link.oneWayAt + replyTimeout <= timers.now()) {
          reject(awaited[0], new ClientError('GatewayError', `API Gateway: ${frame.message}`, frame));
        }
        unclaimed(frame, kind);
      } else {
        const fit = ({ reply, fits }: Pending): number => (reply === kind || reply === 'other' ? fits?.(frame) ?? 1 : 0);
        // What is nothing else is what a synchronous workflow has put out.
        const pending = bestOf(awaited, fit) ?? awaited.find(({ reply }) => reply === kind && kind === 'other');
        if (!pending) {
          return false;
        }
        remove(pending);
        pending.fulfil(value as Frame);
      }
      goOn(link);
      return true;
    },
    down(link, { code, reason }) {
      const lost = over(link);
      // Too large or not text, to API Gateway: to send it again would end every connection.
      const fatal = code === 1009 || code === 1003 ? lost.sort((a, b) => b.bytes - a.bytes)[0] : undefined;
      for (const pending of lost) {
        if (pending === fatal) {
          reject(pending, new ClientError('MessageTooLarge', `closed with ${code} after a message of ${pending.bytes} bytes`));
        } else if (pending.mayResend) {
          again(pending);
        } else {
          reject(pending, new ClientError('ConnectionLost', `closed with ${code} ${reason} before the reply came`));
        }
      }
      goOn(link);
    },
    close: (error) => [...sent, ...waiting].forEach((pending) => reject(pending, error)),
  };
}
