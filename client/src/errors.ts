import type { Frame } from './protocol';

/** What went wrong, for programs: it stays the same from release to release. */
export type ErrorCode =
  | 'Aborted' | 'TimedOut' | 'ConnectionLost' | 'Closed' | 'HandshakeRefused' | 'QueueFull' | 'MessageTooLarge' | 'InvalidMessage' | 'NoRoute'
  | 'Refused' | 'GatewayError' | 'ExecutionFailed' | 'PayloadUnavailable';

/** Any error of the client. */
export class ClientError extends Error {
  /**
   * @param code what went wrong, for programs
   * @param message the same for people
   * @param frame the frame that says so, where there is one: its `error` is the workflow's or Step Functions' name for it, its `status` how an execution ended
   */
  constructor(public readonly code: ErrorCode, message: string, public readonly frame: Frame = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
  }
}

/** What `url` throws when no further attempt would help, such as after a logout: the client closes. */
export class UnauthorizedError extends ClientError {
  constructor(message = 'not authorized') {
    super('HandshakeRefused', message);
  }
}

/**
 * Calls back when a signal is aborted, or if it has been, with what is made of a promise then.
 * @returns takes it back
 */
export function onAbort(signal: AbortSignal | undefined, aborted: (error: ClientError) => void): () => void {
  const listener = (): void => {
    const reason = signal?.reason as Error | undefined;
    aborted(new ClientError(reason?.name === 'TimeoutError' ? 'TimedOut' : 'Aborted', 'the signal was aborted', {}, { cause: reason }));
  };
  signal?.addEventListener('abort', listener);
  if (signal?.aborted) {
    listener();
  }
  return () => signal?.removeEventListener('abort', listener);
}
