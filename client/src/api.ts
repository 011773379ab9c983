/** What is said over a route: any of it may be left out, and is `unknown` then. */
export interface RouteTypes {
  /** What the client sends, without the route's key and the id. */
  readonly message?: unknown;
  /** What the workflow sends between its start and its end. */
  readonly update?: unknown;
  /** What it asks. */
  readonly question?: unknown;
  /** What it is answered. */
  readonly answer?: unknown;
  /** What it puts out at its end; of a synchronous workflow, the reply. */
  readonly output?: unknown;
}

/** The types of an API's routes, by route key. */
export type ApiTypes<R> = { readonly [K in keyof R]: RouteTypes };

/** One of the types of a route. */
export type TypeOf<R, K extends keyof R, M extends keyof RouteTypes> = R[K] extends { readonly [P in M]: infer T } ? T : unknown;

/** An API of which nothing is known. */
export type AnyApi = Readonly<Record<string, RouteTypes>>;

/**
 * A schema of any library that follows Standard Schema.
 * @see https://standardschema.dev
 */
export interface StandardSchema {
  readonly '~standard': {
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
  };
}

/** What such a schema says of a value. */
export interface SchemaResult {
  readonly issues?: readonly { readonly message: string }[];
}

/** How a route starts executions. */
export interface RouteSettings {
  /**
   * What the name of an execution is made of, beside the id of the message: `ExecutionName.fromMessage`, `perPrincipal`, `perConnection` of the construct. With
   * `message` and `principal`, a start is sent again after a lost connection: it starts nothing twice.
   * @default - Step Functions names executions; a start is never sent again, and one at a time is under way
   */
  readonly names?: 'message' | 'principal' | 'connection';
  /** Whether the workflow is Express: a start is never sent again, and there is no status. @default false */
  readonly isExpress?: boolean;
  /** What status and stop messages call the workflow. @default - nothing: the API's own workflow is meant */
  readonly workflow?: string;
  /** Whether messages get an id, where they have none. @default true */
  readonly hasRequestId?: boolean;
  /** Checks messages before they are sent. @default - they are not checked */
  readonly schema?: StandardSchema;
}

/** What a client has to know of an API. `websocket-step-functions-local types <template>` writes it. */
export interface Api<R = AnyApi> {
  /**
   * Makes a message as the API reads it: with the key of its route, and with the client's id where there is one.
   * @default - `{ ...message, requestId, action: route }`; `$default` has no key
   */
  readonly envelope?: (route: string, message: Readonly<Record<string, unknown>>, requestId?: string) => Readonly<Record<string, unknown>>;
  /** Route of `addPingRoute`. @default - none: nothing is pinged */
  readonly ping?: string;
  /** Route of `addStatusRoute`. @default - none */
  readonly status?: string;
  /** Route of `addStopRoute`. @default - none */
  readonly stop?: string;
  /** Route of `addAnswerRoute`. @default - none */
  readonly answer?: string;
  /** Route of `addAnswerRoute` with `TaskAnswer.FAILURE`. @default - none */
  readonly refuse?: string;
  /** Route of `addAnswerRoute` with `TaskAnswer.HEARTBEAT`. @default - none */
  readonly wait?: string;
  /** Route that acknowledges kept messages. @default - none */
  readonly ack?: string;
  /** Route that reads kept messages: it is asked after every connect. @default - none */
  readonly resume?: string;
  /** How routes start executions, by key. @default - as if nothing were known of them */
  readonly routes?: { readonly [K in keyof R]?: RouteSettings };
  /** Carries the types, and no value. */
  readonly types?: (routes: R) => void;
}
