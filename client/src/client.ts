import type { AnyApi, Api, ApiTypes, TypeOf } from './api';
import type { PayloadFetcher } from './claim-check';
import { createConnection, type BackoffOptions, type ConnectionState, type StateChange } from './connection';
import type { Delivered, DeliveryOptions } from './delivery';
import { globals, realTimers, type Timers, type WebSocketConstructor } from './environment';
import { ClientError } from './errors';
import type { Execution, Question } from './execution';
import { createExecutions } from './executions';
import type { HeartbeatOptions } from './heartbeat';
import { followPage } from './lifecycle';
import type { Link } from './link';
import { createMessages, type ServiceRoute } from './messages';
import { newId } from './new-id';
import { isObject, isText, kindOf, parsed, type Frame, type FrameKind } from './protocol';
import { createRequests, type QueueOptions } from './requests';
import { messageLimit } from './socket';
import type { StartOptions, WaitOptions } from './start-options';

/** How a client connects. Times in milliseconds. */
export interface ClientOptions<R = AnyApi> {
  /**
   * The stage's URL. A function is asked before each attempt, for a fresh token or signature; one that throws `UnauthorizedError` closes the client, any
   * other failure counts as a failed attempt.
   */
  readonly url: string | (() => string | Promise<string>);
  /** What is known of the API. @default - nothing: no pings, no status, no start sent twice */
  readonly api?: Api<R>;
  /** Pings, where `api.ping` names their route. @default - after 9 minutes of silence, with 10 seconds for the answer */
  readonly heartbeat?: HeartbeatOptions | false;
  /** Age at which another connection takes the place of one, before API Gateway closes it at two hours. @default 6600000 (110 minutes), up to 5 minutes earlier or later */
  readonly renewAfter?: number | false;
  /** When to try again. @default - full jitter from 500 ms to 20 s, for ever */
  readonly backoff?: BackoffOptions;
  /** What may wait while there is no connection. @default - 100 messages, 1,000,000 bytes */
  readonly queue?: QueueOptions;
  /** How long a reply may take. An integration has 29 seconds. @default 30000 */
  readonly replyTimeout?: number;
  /** Largest message, in bytes. @default - 131072 with `ws`, which sends it in frames; 32768 otherwise, API Gateway's limit for a frame */
  readonly messageBytes?: number;
  /** `delivery` of `websocket-step-functions-client/delivery`, for an API with a mailbox, or one that sends pieces or references. @default - none of them are read */
  readonly delivery?: (options: DeliveryOptions) => Delivered;
  /** Reads messages that the API has put into a bucket; `delivery` asks it. @default - such messages go to listeners of `frame` as they are */
  readonly fetchPayload?: PayloadFetcher;
  /** @default - the global WebSocket; Node before 22 has none: give that of `ws` */
  readonly webSocket?: WebSocketConstructor;
  /** Lets time pass, for tests. @default - setTimeout */
  readonly timers?: Timers;
  /** A number from 0 to 1, for tests. @default Math.random */
  readonly random?: () => number;
}

/** A frame that nothing in the client has waited for. */
export interface UnclaimedFrame {
  /** What came: its JSON, or its text when it is none. */
  readonly frame: unknown;
  /** What it looks like. */
  readonly kind: FrameKind;
  /** Acknowledges a kept message; otherwise it comes again. */
  ack(): void;
}

/** What a client tells of. */
export interface ClientEvents {
  /** The connection is in another state. */
  readonly state: StateChange;
  /** A connection is in use, the first or one that takes another's place: what belongs to a connection, such as groups, is to be asked for again. */
  readonly connected: undefined;
  /** A frame that is nobody's: of a workflow that names no execution, or of another client's execution. */
  readonly frame: UnclaimedFrame;
  /** A question that is nobody's. */
  readonly question: Question;
  /** An error frame of API Gateway's, such as `Forbidden`. It names no message. */
  readonly gatewayError: Frame;
  /** Messages of this execution may have been lost with the connection. Its end is asked for. */
  readonly gap: Execution;
}

/** Executions of a route, as its types have it. */
export type ExecutionOf<R, K extends keyof R> = Execution<TypeOf<R, K, 'update'>, TypeOf<R, K, 'question'>, TypeOf<R, K, 'answer'>, TypeOf<R, K, 'output'>>;

/** How a message is sent that starts nothing that lasts. */
export interface SendOptions {
  /** Ends the waiting: `AbortSignal.timeout(5_000)` for a time. */
  readonly signal?: AbortSignal;
}

/** A conversation with an API, whatever happens to its connections. */
export interface Client<R = AnyApi> extends AsyncDisposable {
  /** Where the connection is. */
  readonly state: ConnectionState;
  /** @returns takes the listener back */
  on<K extends keyof ClientEvents>(name: K, listener: (event: ClientEvents[K]) => void): () => void;
  /**
   * Starts an execution. While there is no connection, the message waits.
   * @param message what the route takes; its key and an id are added
   */
  start<K extends keyof R & string>(route: K, message: TypeOf<R, K, 'message'>, options?: StartOptions): ExecutionOf<R, K>;
  /**
   * An execution that was started before, by a page that was left for instance: its end is asked for, and what the workflow sends from now on is heard.
   * @param requestId the id that it was started with; where names are not made of ids, its `executionId`
   */
  follow<K extends keyof R & string>(route: K, requestId: string, options?: WaitOptions): ExecutionOf<R, K>;
  /**
   * Asks a synchronous workflow, and waits for what it puts out. The message is sent once only: Express would start twice.
   *
   * The reply is the frame with the same `requestId` where the workflow puts it out; otherwise the next frame that is nothing else. One such message at a time
   * is under way.
   *
   * @throws ClientError `Refused` when the workflow has failed, `ConnectionLost` when it is not known whether it has
   */
  request<K extends keyof R & string>(route: K, message: TypeOf<R, K, 'message'>, options?: SendOptions): Promise<TypeOf<R, K, 'output'>>;
  /** Sends a message to a one-way route. Resolves when it has been handed to the socket: nobody knows whether it arrives. */
  send<K extends keyof R & string>(route: K, message: TypeOf<R, K, 'message'>, options?: SendOptions): Promise<void>;
  /** Closes the connection with 1000. What still waits rejects with `Closed`; executions go on. As `await using` does. */
  close(): Promise<void>;
}

type Listeners = { [K in keyof ClientEvents]?: Set<(event: ClientEvents[K]) => void> };

/**
 * Connects to an API, and stays connected until the client is closed.
 * @throws ClientError `Closed` where the platform has no WebSocket and none is given, or the API has a mailbox and `delivery` is not given
 */
export function connect<R extends ApiTypes<R> = AnyApi>(options: ClientOptions<R>): Client<R> {
  const { api = {}, heartbeat = {}, timers = realTimers, delivery, fetchPayload, webSocket = globals.WebSocket } = options;
  if (!webSocket || (api.resume && !delivery)) {
    throw new ClientError('Closed', webSocket ? 'a mailbox needs `delivery`' : 'no WebSocket: give `webSocket`');
  }
  const listeners: Listeners = {};
  const messages = createMessages(api as Api);

  const connection = createConnection({
    ...options,
    webSocket,
    timers,
    heartbeat: messages.knows('ping') && heartbeat,
    changed(change) {
      if (change.to === 'closed') {
        leavePage();
        const error = change.error instanceof ClientError ? change.error : new ClientError('Closed', `closed: ${change.reason}`, {}, { cause: change.error });
        requests.close(error);
        executions.close(error);
      }
      emit('state', change);
    },
    up() {
      leaveIdle();
      executions.up();
      void Promise.resolve(mailbox?.resume()).then(connection.resumed);
      requests.flush();
      emit('connected');
    },
    down(link, end) {
      requests.down(link, end);
      executions.down(link);
    },
    heard(link, text) {
      hear(parsed(text), link);
      leaveIdle();
    },
    sendPing(link) {
      // Whatever comes then is its answer, but an error of API Gateway's may be, too.
      link.oneWayAt = timers.now();
      link.send(JSON.stringify(messages.toService('ping', 'pong', {}).message));
    },
  });
  const requests = createRequests({
    ...options,
    connection,
    timers,
    messageBytes: options.messageBytes ?? messageLimit(webSocket.prototype),
    unclaimed,
  });
  const { mailbox, take } = delivery?.({ messages, requests, timers, fetchPayload, hear, unclaimed }) ?? {};
  const executions = createExecutions({ requests, messages, mailbox, timers, toQuestion, unclaimed, missed: (execution) => emit('gap', execution), ended: leaveIdle });
  const leavePage = followPage(connection.hurry, () => connection.current?.probe());

  /** A listener that throws keeps no other from hearing, nor the client from its work. */
  function emit<K extends keyof ClientEvents>(name: K, event?: ClientEvents[K]): void {
    const heard = listeners[name];
    heard?.forEach((listener) => queueMicrotask(() => heard.has(listener) && listener(event as ClientEvents[K])));
  }

  function toQuestion(message: Frame): Question {
    const taskToken = message.taskToken as string;
    const tell = async (service: ServiceRoute, more?: Frame): Promise<void> => {
      await requests.ask(messages.toService(service, 'accepted', { taskToken, ...more }));
      if (more) {
        mailbox?.ack(message);
      }
    };
    return {
      message,
      taskToken,
      answer: (output) => tell('answer', { output }),
      refuse: (error, cause) => tell('refuse', { error, cause }),
      wait: () => tell('wait'),
    };
  }

  /** A link that another has taken the place of is left when nothing comes over it any more; API Gateway closes it at two hours at the latest. */
  function leaveIdle(): void {
    connection.leave((link) => requests.isAwaited(link) || executions.uses(link));
  }

  /** @param link over which it came; undefined of a message that had been kept, which is no reply */
  function hear(value: unknown, link?: Link): void {
    const frame = isObject(value) ? value : {};
    const kind = kindOf(frame);
    if (take?.(frame, kind) || (link && requests.take(value, kind, link))) {
      // A part of a message, or a reply.
    } else if (isText(frame.executionId) && ['update', 'question', 'completion', 'status'].includes(kind)) {
      executions.hear(frame, kind);
    } else {
      unclaimed(value, kind);
    }
  }

  function unclaimed(frame: unknown, kind: FrameKind): void {
    if (kind === 'question') {
      emit(kind, toQuestion(frame as Frame));
    } else if (kind === 'gatewayError') {
      emit(kind, frame as Frame);
    } else if (kind !== 'pong') {
      emit('frame', { frame, kind, ack: () => mailbox?.ack(Object(frame) as Frame) });
    }
  }

  async function toRoute(reply: 'other' | undefined, route: string, message: unknown, { signal }: SendOptions = {}): Promise<unknown> {
    const requestId = newId();
    return requests.ask({
      message: await messages.toRoute(route, message, requestId),
      reply,
      fits: (frame) => Number(frame.requestId === requestId),
      signal,
    });
  }

  const close = async (): Promise<void> => connection.close('closed by the caller');

  connection.connect();
  return {
    get state() {
      return connection.state;
    },
    on(name, listener) {
      const heard = listeners[name] ??= new Set() as never;
      heard.add(listener);
      return () => void heard.delete(listener);
    },
    start: executions.start as never,
    follow: executions.follow as never,
    request: (route, message, how) => toRoute('other', route, message, how) as never,
    send: (route, message, how) => toRoute(undefined, route, message, how) as never,
    close,
    [Symbol.asyncDispose]: close,
  };
}
