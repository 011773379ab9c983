import { Json } from '../../json';
import { Inspection } from '../dataflow/inspection';
import { StateFailure } from '../errors';

/** A state that is played by itself, as TestState does: hears what becomes of it, and says what takes the place of the states inside it. */
export interface Trial extends Inspection {
  /** The context object, where the caller gives it. */
  readonly context: Json | undefined;
  /** How often the retrier that applies has retried before. */
  readonly retryCount: number;
  /** What a distributed Map's `ItemReader` reads, in place of Amazon S3. */
  readonly itemReaderData: string | undefined;
  /** How many iterations of a Map have failed. */
  readonly failedIterations: number;
  /**
   * What the states inside a Map or Parallel state come to.
   *
   * @param flows how many iterations or branches there are
   * @throws StateFailure when they fail
   */
  innerResult(flows: number): Json;
  /** A retrier matches a failure; `seconds` is how long it waits, undefined when it has no attempt left. */
  retrierMatched(index: number, seconds: number | undefined): void;
  /** A catcher takes a failure. */
  catcherMatched(index: number, failure: StateFailure): void;
}
