/** Why a frame went to a client: a route's reply, an error frame of API Gateway's own, or a POST to `@connections`. */
export type SentBy = 'reply' | 'error' | '@connections';

/** Something that happened in the local run. */
export type LogEntry =
  | { readonly type: 'Listening'; readonly stage: string; readonly url: string }
  | { readonly type: 'ConnectionOpened'; readonly connectionId: string; readonly url: string }
  | { readonly type: 'ConnectionRefused'; readonly url: string; readonly status: number; readonly reason: string }
  | { readonly type: 'ConnectionClosed'; readonly connectionId: string; readonly code: number; readonly reason: string }
  | { readonly type: 'MessageReceived'; readonly connectionId: string; readonly routeKey: string | undefined; readonly body: string }
  | { readonly type: 'MessageSent' | 'MessageLost'; readonly connectionId: string; readonly by: SentBy; readonly body: string }
  | { readonly type: 'RequestFailed'; readonly connectionId: string; readonly routeKey: string; readonly reason: string }
  | { readonly type: 'ExecutionStarted'; readonly executionArn: string; readonly input: string }
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
  | { readonly type: 'RuleMatched'; readonly rule: string; readonly executionArn: string; readonly status: string }
  | { readonly type: 'RuleFailed'; readonly rule: string; readonly executionArn: string; readonly reason: string }
  | { readonly type: 'Warning'; readonly message: string };

/** Hears of everything that happens, as it happens. It must not throw. */
export type Logger = (entry: LogEntry) => void;

/** The logger of a run that nobody listens to: what only a log needs is not even made for it. */
export const NO_LOG: Logger = () => {};
