import { randomUUID } from 'node:crypto';
import { RegexTimeout } from '../../bounded-regex';
import { EvaluationScope } from '../dataflow/expression';
import { Cancelled, EvaluationError, queryError } from '../errors';
import { compileExpression } from './expression';
import { holdsFunction } from './nodes/calls';
import { toOutput } from './output';
import { LIMIT_TEXTS, LimitExceeded, hasCode, textOfProblem } from './problem';
import { MAX_BYTES } from './run';
import { sizeOf } from './size';
import { inTurns } from './turns';
import type { Value } from './values';
import { Json, JsonObject, jsonText } from '../../json';

/** The text between `{%` and `%}` if a value is a JSONata expression, which is the whole string or none of it. */
export function jsonataSource(value: Json): string | undefined {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}')
    ? value.slice(2, -2).trim()
    : undefined;
}

/** A cause has at most as many characters. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
const LONGEST_CAUSE = 32_768;

/** Compiles a JSONata expression. `field` names it in errors. Throws a SyntaxError for a text that is not JSONata. */
export function compileJsonata(source: string, field: string): (scope: EvaluationScope) => Promise<Json> {
  const expression = compileExpression(source);
  const failure = (problem: string): Error => failureOf(source, field, problem);
  return async (scope) => {
    try {
      const value = await inTurns(expression.evaluation(names(scope)), () => scope.checkCancelled());
      if (value === undefined) {
        throw failure('returned nothing (undefined).');
      }
      if (holdsFunction(value)) {
        throw failure('returned an unsupported result type.');
      }
      return toOutput(value);
    } catch (thrown) {
      if (thrown instanceof Cancelled || thrown instanceof EvaluationError) {
        throw thrown;
      }
      throw failure(await described(thrown));
    }
  };
}

function failureOf(source: string, field: string, problem: string): EvaluationError {
  return queryError(`The JSONata expression '${source}' specified for the field '${field}' ${problem}`.slice(0, LONGEST_CAUSE), field);
}

/** What the expressions of one template give together: it may be no more than what a single one may. */
export class Total {
  private bytes = 0;

  /** Adds the value of an expression. */
  public with(value: Json, source: string, field: string): Json {
    this.bytes += sizeOf(value).bytes;
    if (this.bytes > MAX_BYTES) {
      throw failureOf(source, field, `threw an error during evaluation: ${LIMIT_TEXTS.memory}`);
    }
    return value;
  }
}

/** What went wrong, as causes say it: after a full stop if there is a code, after a colon if there is none. */
async function described(thrown: unknown): Promise<string> {
  if (thrown instanceof LimitExceeded) {
    return `threw an error during evaluation: ${thrown.message}`;
  }
  if (thrown instanceof RegexTimeout) {
    return `threw an error during evaluation: ${LIMIT_TEXTS.time}`;
  }
  if (thrown instanceof RangeError) {
    // JavaScript's own limits, should ours not have come first.
    return `threw an error during evaluation: ${/call stack/.test(thrown.message) ? LIMIT_TEXTS.depth : LIMIT_TEXTS.memory}`;
  }
  return hasCode(thrown)
    ? `threw an error during evaluation. ${await textOfProblem(thrown)}`
    : `threw an internal error during evaluation. ${randomUUID()}`;
}

/** The problem of a field whose JSONata expression gave another type than it must. */
export function unexpectedType(source: string, field: string, expected: string, value: Json): Error {
  const problem = `returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${jsonText(value)}`;
  return failureOf(source, field, problem);
}

/** The name of a value's type. */
export function typeName(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** The names that an expression may read. */
function* names(scope: EvaluationScope): Generator<[string, Value]> {
  yield* scope.variables.entries();
  const states: JsonObject = { input: scope.input };
  if (scope.result !== undefined) {
    states.result = scope.result;
  }
  if (scope.errorOutput !== undefined) {
    states.errorOutput = scope.errorOutput;
  }
  Object.defineProperty(states, 'context', { get: () => scope.context(), enumerable: true });
  yield ['states', states];
}
