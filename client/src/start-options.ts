import type { Frame } from './protocol';

/** How an execution is waited for. */
export interface WaitOptions {
  /** Ends the waiting, not the execution: `AbortSignal.timeout(60_000)` for a time. */
  readonly signal?: AbortSignal;
  /** Whether an abort stops the execution, too. @default false */
  readonly stopOnAbort?: boolean;
  /** The update that is the result, of a workflow whose end is not told: an Express one, or one without `notifyCompletion`. @default - none is */
  readonly until?: (update: Frame) => boolean;
}

/** How an execution is started. */
export interface StartOptions extends WaitOptions {
  /** The client's id of it; where names are made of it, it starts one execution, however often it is sent. @default - a random one */
  readonly requestId?: string;
}
