/** Why a frame went to a client: a route's reply, an error frame of API Gateway's own, or a POST to `@connections`. */
export type SentBy = 'reply' | 'error' | '@connections';

/** The event that a rule heard of. */
export interface RuleEvent {
  readonly source: string;
  readonly detailType: string;
  /** Of an event about an execution. */
  readonly executionArn?: string;
  readonly status?: string;
}

/** Something that happened in the local run. */
export type LogEntry =
  /** One for each stage, before all else; each has the URLs of all stages, too. */
  | { readonly type: 'Listening'; readonly stage: string; readonly url: string; readonly urls: Readonly<Record<string, string>>; readonly pid: number }
  | { readonly type: 'EndpointListening'; readonly url: string; readonly hasTemplate: boolean }
  | { readonly type: 'Stopping'; readonly reason: string }
  /** The template was loaded anew; of the connections so many stay, and so many are closed, with their stage. Times in milliseconds. */
  | { readonly type: 'Reloaded'; readonly changes: readonly string[]; readonly kept: number; readonly closed: number; readonly duration: number }
  /** The CDK app is started anew; what it has printed is told only when it fails. */
  | { readonly type: 'Synthesizing'; readonly command: string }
  | { readonly type: 'AppOutput'; readonly line: string }
  /** The run goes on with what it had. */
  | { readonly type: 'ReloadFailed'; readonly findings: readonly string[] }
  | { readonly type: 'ConsoleReady'; readonly url: string }
  | { readonly type: 'ConnectionOpened'; readonly connectionId: string; readonly url: string }
  | { readonly type: 'ConnectionRefused'; readonly url: string; readonly status: number; readonly reason: string }
  | { readonly type: 'ConnectionClosed'; readonly connectionId: string; readonly code: number; readonly reason: string }
  | { readonly type: 'MessageReceived'; readonly connectionId: string; readonly routeKey: string | undefined; readonly body: string }
  | { readonly type: 'MessageSent' | 'MessageLost'; readonly connectionId: string; readonly by: SentBy; readonly body: string }
  | { readonly type: 'RequestFailed'; readonly connectionId: string; readonly routeKey: string; readonly reason: string }
  | { readonly type: 'ExecutionStarted'; readonly executionArn: string; readonly input: string }
  | { readonly type: 'ExecutionRedriven'; readonly executionArn: string }
  | { readonly type: 'StateEntered' | 'StateExited'; readonly executionArn: string; readonly state: string }
  | { readonly type: 'TaskFailed'; readonly executionArn: string; readonly resource: string; readonly error?: string; readonly cause?: string }
  | {
    readonly type: 'ExecutionEnded';
    readonly executionArn: string;
    readonly status: string;
    readonly output?: string;
    readonly error?: string;
    readonly cause?: string;
  }
  | { readonly type: 'RuleMatched'; readonly rule: string } & RuleEvent
  | { readonly type: 'RuleFailed'; readonly rule: string; readonly reason: string } & RuleEvent
  | {
    readonly type: 'AccessDenied';
    /** The session of a role, or the service, that asked. */
    readonly principal: string;
    /** Where a role is in the CDK app, else in the template. @default - a service asked */
    readonly role?: string;
    readonly action: string;
    readonly resource: string;
    /** How AWS's message ends. */
    readonly reason: string;
    /** What is missing: JSON to paste into the template, with references to its resources. @default - a statement denies it, and nothing helps but to change that */
    readonly needed?: string;
    /** Where the policy stands that denies it. */
    readonly deniedBy?: string;
  }
  | { readonly type: 'RowExpired'; readonly table: string; readonly key: string }
  | { readonly type: 'UnexpectedError'; readonly place: string; readonly error: string }
  | { readonly type: 'FunctionStarted'; readonly function: string; readonly initDuration: number }
  | { readonly type: 'FunctionOutput'; readonly function: string; readonly line: string }
  | { readonly type: 'FunctionReloaded'; readonly function: string }
  | { readonly type: 'Warning'; readonly message: string };

/** Hears of everything that happens, as it happens. It must not throw. */
export type Logger = (entry: LogEntry) => void;

/** The logger of a run that nobody listens to: what only a log needs is not even made for it. */
export const NO_LOG: Logger = () => {};
