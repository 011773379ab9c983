import { Inspection } from './inspection';
import { Json } from '../../json';
import { MaybePromise } from '../maybe-promise';
import { Variables } from '../runtime/variables';

/** What an expression may read. */
export interface EvaluationScope {
  /** What `$` is in JSONPath. */
  readonly data: Json;
  /** What `$states.input` is in JSONata: the state's raw input. */
  readonly input: Json;
  /** The text of the input where it is the one that the execution was started with. */
  readonly inputText?: string;
  /** What `$states.result` is in JSONata, once there is a result. */
  readonly result?: Json;
  /** What `$states.errorOutput` is in JSONata, inside a catcher. */
  readonly errorOutput?: Json;
  readonly variables: Variables;
  /** Hears of the data on their way, where somebody asked. */
  readonly inspection?: Inspection;
  /** The context object: `$$` in JSONPath, `$states.context` in JSONata. */
  context(): Json;
  /** Throws if nobody waits for the value any more. */
  checkCancelled(): void;
}

/**
 * A compiled part of a definition. JSONPath ones answer at once; JSONata ones with a promise.
 *
 * An EvaluationError says what went wrong; who runs the state adds which state it was.
 */
export type Expression = (scope: EvaluationScope) => MaybePromise<Json>;

/** An expression that gives the same value always. */
export function constant(value: Json): Expression {
  return () => value;
}
