import type { SentBy } from './log-entry';

/** What becomes of a handshake or a message of a client's, filled in on its way. */
export interface Trace {
  requestId?: string;
  /** The key that the message selects; undefined for a message that is not JSON. */
  selectedKey?: string;
  /** The route that it gets. @default - none */
  routeKey?: string;
  /** What the route's integration calls. */
  target?: string;
  /** What it is called with. */
  rendered?: string;
  /** What it answers. */
  status?: number;
  answer?: string;
  /** The integration response that makes the reply of the answer. */
  responseKey?: string;
  /** Why nothing came of it. */
  failure?: string;
}

/** The state of an execution that has posted to a connection. */
export interface Sender {
  readonly executionArn: string;
  readonly state: string;
}

/** A post to a connection, and what became of it. */
export interface Post {
  readonly connectionId: string;
  readonly method: string;
  readonly body: string;
  readonly status: number;
  /** @default - a caller outside the run's workflows */
  readonly sender?: Sender;
}

/** What a handshake brings. */
export interface ObservedHandshake {
  readonly connectionId: string;
  /** The path of the stage. */
  readonly stage: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sees what happens between clients and routes, as it happens. It must not throw. */
export interface Observer {
  handshake(handshake: ObservedHandshake): Trace;
  message(connectionId: string, body: string): Trace;
  /** Nothing more becomes of a handshake or a message. */
  settled(trace: Trace): void;
  /** A reply, or an error frame, has gone to the client of a message, or could not any more. */
  replied(trace: Trace | undefined, connectionId: string, by: SentBy, body: string, isLost: boolean): void;
  posted(post: Post): void;
}
