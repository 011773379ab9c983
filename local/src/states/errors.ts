/**
 * The failure of a task, thrown by a task handler: what a state's `Retry` and `Catch` see.
 *
 * The error name `States.Runtime` is special: no `Retry` or `Catch` handles it.
 */
export class TaskFailure extends Error {
  /**
   * @param error the error name that `ErrorEquals` is compared with, such as `ApiGateway.410`
   * @param cause what went wrong, in words or as JSON text
   */
  constructor(public readonly error: string | undefined, cause?: string) {
    super(cause ?? error ?? 'the task failed', cause === undefined ? undefined : { cause });
    this.name = 'TaskFailure';
  }
}

/** Names of the errors that the interpreter raises itself. @see https://states-language.net/#error-names */
export const ErrorName = {
  ALL: 'States.ALL',
  DATA_LIMIT_EXCEEDED: 'States.DataLimitExceeded',
  EXCEED_TOLERATED_FAILURE_THRESHOLD: 'States.ExceedToleratedFailureThreshold',
  HEARTBEAT_TIMEOUT: 'States.HeartbeatTimeout',
  ITEM_READER_FAILED: 'States.ItemReaderFailed',
  QUERY_EVALUATION_ERROR: 'States.QueryEvaluationError',
  RESULT_WRITER_FAILED: 'States.ResultWriterFailed',
  RUNTIME: 'States.Runtime',
  TASK_FAILED: 'States.TaskFailed',
  TIMEOUT: 'States.Timeout',
} as const;

/** A failure of a state, as retriers, catchers and the execution see it. */
export class StateFailure extends Error {
  constructor(
    /** The error name; some failures have none. */
    public readonly error: string | undefined,
    /** The cause in words; some failures have none. */
    public readonly causeText: string | undefined,
    /** Whether it was a missing heartbeat. */
    public readonly isHeartbeatTimeout = false,
  ) {
    super(`${error ?? 'failure'}: ${causeText ?? ''}`);
    this.name = 'StateFailure';
  }

  /** Whether something took too long. */
  public get isTimeout(): boolean {
    return this.error === ErrorName.TIMEOUT;
  }

  /** Whether the error ends the execution past every retrier and catcher. */
  public get isFatal(): boolean {
    return this.error === ErrorName.RUNTIME;
  }
}

/** An error of an expression or a field: the state it happened in is named by whoever runs the state. */
export class EvaluationError extends Error {
  constructor(
    public readonly error: string,
    message: string,
    /** Where in the state, such as `Output/result`. */
    public readonly location?: string,
  ) {
    super(message);
    this.name = 'EvaluationError';
  }
}

/** A `States.Runtime` error of an expression or a field. */
export function runtimeError(message: string): EvaluationError {
  return new EvaluationError(ErrorName.RUNTIME, message);
}

/** A `States.QueryEvaluationError` of a field. */
export function queryError(message: string, location?: string): EvaluationError {
  return new EvaluationError(ErrorName.QUERY_EVALUATION_ERROR, message, location);
}

/** An error that says that a state came to hold more than a payload may hold. */
export function dataTooLarge(): EvaluationError {
  return new EvaluationError(ErrorName.DATA_LIMIT_EXCEEDED, 'the data are larger than a state may hold');
}

/** A failure that says that a state or a task gave more than a payload may hold. */
export function dataLimitExceeded(stateOrTask: string): StateFailure {
  return new StateFailure(
    ErrorName.DATA_LIMIT_EXCEEDED,
    `The state/task '${stateOrTask}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Thrown inside a flow that was cancelled from outside: by a stop, a timeout, or the failure of a sibling. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}
