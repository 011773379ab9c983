import { defer } from './deferred';
import { ClientError } from './errors';
import { isEnded, isText, type Frame } from './protocol';
import { createStream, type Stream } from './stream';

/** The acknowledgement of a start. */
export interface Accepted {
  /** The execution's name. Where a start was sent twice and the first had come through, it is not known before the execution is heard of. */
  readonly executionId?: string;
  /** When it started. */
  readonly startDate?: Date;
}

/** A workflow's question: it waits for the answer. */
export interface Question<Asked = unknown, Answer = unknown> {
  /** What was asked, as it came. */
  readonly message: Asked;
  /** By which the answer finds the question: keep it to yourself. */
  readonly taskToken: string;
  /**
   * Answers, by `api.answer`.
   * @throws ClientError `Refused`, its frame's error `TaskTimedOut`, when the question is over: answered already, timed out, or its execution stopped
   */
  answer(output: Answer): Promise<void>;
  /** Answers with an error, which the workflow may catch by its name; by `api.refuse`. */
  refuse(error: string, cause?: string): Promise<void>;
  /** Says that an answer will come: the question's heartbeat; by `api.wait`. */
  wait(): Promise<void>;
}

/**
 * An execution that the client has started, or follows. Iterating over it gives the workflow's messages, and ends with the execution. Of what nobody reads,
 * the newest 1,000 are kept.
 */
export interface Execution<Update = unknown, Asked = unknown, Answer = unknown, Output = unknown> extends AsyncIterable<Update> {
  /** The client's own id of it. */
  readonly requestId: string;
  /** The execution's name, when it is known. */
  readonly executionId?: string;
  /** Resolves when the API has started it. Rejects with what has kept it from starting, or with `ConnectionLost` if that is not known. */
  readonly accepted: Promise<Accepted>;
  /** Resolves with the workflow's output. Rejects with `ExecutionFailed`, or with what has kept the client from hearing of the end. */
  readonly result: Promise<Output>;
  /** What the workflow asks. */
  readonly questions: AsyncIterable<Question<Asked, Answer>>;
  /**
   * How it is, as the status route answers.
   * @throws ClientError `NoRoute` where `api.status` is not given, `Refused` where there is no such execution
   */
  status(): Promise<Frame>;
  /**
   * Stops it; its result then rejects with `ABORTED`, when the API says so.
   * @throws ClientError `NoRoute` where `api.stop` is not given
   */
  stop(): Promise<void>;
}

/** An execution, and what it comes to. */
export interface Outcome extends Pick<Execution, 'accepted' | 'result'> {
  readonly updates: Stream<unknown>;
  readonly questions: Stream<Question>;
  accept(value: Accepted): void;
  /** Ends as a completion or a status says, if it says so. */
  complete(frame: Frame): void;
  succeed(output: unknown): void;
  fail(error: unknown): void;
}

/** @param ended is called whenever something says that it has ended */
export function createOutcome(ended: () => void): Outcome {
  const accepted = defer<Accepted>();
  const result = defer<unknown>();
  const updates = createStream<unknown>();
  const questions = createStream<Question>();
  function over(): void {
    updates.finish();
    questions.finish();
    ended();
  }
  function succeed(output: unknown): void {
    result.fulfil(output);
    over();
  }
  function fail(error: unknown): void {
    accepted.fail(error);
    result.fail(error);
    over();
  }
  return {
    accepted: accepted.promise,
    result: result.promise,
    updates,
    questions,
    accept: accepted.fulfil,
    complete(frame) {
      const { status, error, cause, output, outputTooLarge } = frame;
      if (!isEnded(status)) {
        return;
      }
      if (status !== 'SUCCEEDED') {
        fail(new ClientError('ExecutionFailed', [status, error, cause].filter(isText).join(' '), frame));
      } else if (outputTooLarge) {
        fail(new ClientError('PayloadUnavailable', 'the output is too large for a frame', frame));
      } else {
        succeed(output);
      }
    },
    succeed,
    fail,
  };
}
