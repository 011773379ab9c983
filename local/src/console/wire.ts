/** What the console's page and its server say to each other. All texts of users are masked already. */

export type RowKind = 'connect' | 'message' | 'reply' | 'error' | 'post' | 'close';

/** A frame, or the begin or the end of a connection, as the list shows it. */
export interface RowSummary {
  readonly id: number;
  /** When, in milliseconds since 1970. */
  readonly time: number;
  readonly kind: RowKind;
  readonly connection: string;
  /** The beginning of the frame's text. */
  readonly text: string;
  /** The frame's length in characters. */
  readonly size: number;
  readonly route?: string;
  /** The status of the handshake, of the service's answer or of the post; the code of a close. */
  readonly status?: number;
  /** Why it has failed. */
  readonly failure?: string;
  /** The message that it answers. */
  readonly request?: number;
  /** The execution that it has started. */
  readonly execution?: string;
  readonly sender?: { readonly executionArn: string; readonly state: string };
  /** Whether something may still become of it. */
  readonly isPending?: boolean;
}

/** All that is known of a row. */
export interface RowDetail extends RowSummary {
  readonly body: string;
  /** Whether the texts were given up for newer ones. */
  readonly isForgotten?: boolean;
  readonly requestId?: string;
  readonly selectionExpression?: string;
  readonly selectedKey?: string;
  readonly routeKeys?: readonly string[];
  readonly target?: string;
  readonly rendered?: string;
  readonly answer?: string;
  readonly responseKey?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The frames that answer it, and the posts of the execution that it has started. */
  readonly answers: readonly RowSummary[];
}

export interface ConnectionSummary {
  readonly id: string;
  /** Counts the connections of the run. */
  readonly number: number;
  readonly stage: string;
  readonly isOpen: boolean;
  readonly code?: number;
  readonly reason?: string;
}

export interface ExecutionSummary {
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  /** In milliseconds since 1970, of the execution's clock. */
  readonly start: number;
  readonly stop?: number;
  readonly events: number;
  readonly error?: string;
  readonly cause?: string;
  /** The message that has started it. */
  readonly row?: number;
  readonly parent?: string;
}

export interface ExecutionDetail extends ExecutionSummary {
  readonly definition: unknown;
  readonly input: string;
  readonly output?: string;
  /** The execution's time now, in milliseconds since 1970. */
  readonly now: number;
  /** When its clock has something to do next. */
  readonly nextDue?: number;
  /** Whether its events are not kept any more. */
  readonly isForgotten: boolean;
  readonly children: readonly string[];
  /** What functions have printed while it ran. */
  readonly lines: readonly FunctionLine[];
}

/** What a function has printed, and where the execution was then. */
export interface FunctionLine {
  readonly function: string;
  readonly line: string;
  /** How many events the execution had. */
  readonly events: number;
}

/** An event of an execution without its data. */
export interface EventSummary {
  readonly id: number;
  readonly previous: number;
  readonly type: string;
  readonly time: number;
  readonly name?: string;
  readonly resource?: string;
  readonly error?: string;
  readonly index?: number;
  readonly length?: number;
}

export interface EventDetail extends EventSummary {
  /** Its details by name, as texts. */
  readonly details: Readonly<Record<string, string>>;
}

/** A task that waits for someone to answer its token. */
export interface Question {
  readonly id: string;
  readonly execution: string;
  readonly state: string;
  /** Since when, in milliseconds since 1970, of the execution's clock. */
  readonly since: number;
  /** What the task was called with. */
  readonly asked: string;
  readonly heartbeatSeconds?: number;
}

/** A client that the console has connected. */
export interface ClientSummary {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly connection?: string;
  readonly isOpen: boolean;
  /** How it ended, or why it did not begin. */
  readonly end?: string;
}

export interface StageSummary {
  readonly name: string;
  readonly url: string;
  readonly path: string;
  readonly selectionExpression: string;
  readonly routes: readonly string[];
}

/** What of the run is no row. */
export interface General {
  readonly title: string;
  readonly stages: readonly StageSummary[];
  readonly questions: readonly Question[];
  readonly clients: readonly ClientSummary[];
  readonly warnings: readonly { readonly time?: number; readonly message: string }[];
  /** How much faster than real time; undefined where the run's caller has the clock. */
  readonly timeScale?: number;
  /** Why what is played may not be what the project says now. */
  readonly staleness?: string;
}

/** What has changed since a revision of a run; everything where the run is another one. */
export interface Changes {
  readonly run: string;
  readonly revision: number;
  readonly isWhole: boolean;
  readonly rows: readonly RowSummary[];
  readonly connections: readonly ConnectionSummary[];
  readonly executions: readonly ExecutionSummary[];
  readonly general?: General;
}

/** How many rows are kept. */
export const MOST_ROWS = 1000;
