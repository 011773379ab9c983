import { Json } from '../../json';
import { ANY_NAME, Dialect, InvalidPath, JSON_DOCUMENT, JsonPath, JsonPathError, PathNotFound, Scanner, evaluatePath, findPath, parseJsonPath, readPath, Work } from '../../jsonpath';
import { runtimeError } from '../errors';
import { EvaluationScope } from './expression';

/** A path into the data, the context object or a variable of a state. */
export type StatePath = JsonPath<Json>;

/** The JSONPath of Step Functions' fields. */
const FIELD: Dialect<Json> = {
  document: JSON_DOCUMENT,
  hasContextAndVariables: true,
  isRootOptional: false,
  name: ANY_NAME,
  findsEmptyList: true,
  isEarly: true,
};

/** Inside of intrinsic functions a name of other characters needs brackets: `$['detail-type']`. */
const ARGUMENT: Dialect<Json> = { ...FIELD, name: /[A-Za-z0-9_]+/y };

/** Parses the path of a field. Throws a SyntaxError that says where it stops making sense. */
export function parsePath(text: string): StatePath {
  return orSyntaxError(() => parseJsonPath(text, FIELD));
}

/** Reads a path that is an argument of an intrinsic function. */
export function readArgumentPath(scanner: Scanner): StatePath {
  return readPath(scanner, ARGUMENT);
}

/** Runs a parser of paths. A path that it refuses is a SyntaxError, as is everything that makes a definition invalid. */
export function orSyntaxError<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof InvalidPath ? new SyntaxError(error.message) : error;
  }
}

/**
 * The value that a path leads to. `work` is shared by the paths of a payload.
 *
 * Throws a PathNotFound where it leads nowhere: what that means is the field's own matter.
 */
export function valueAt(path: StatePath, scope: EvaluationScope, work = new Work()): Json {
  return orRuntimeError(() => evaluatePath(path, scope, FIELD, work));
}

/** The value that a path leads to; undefined where it leads nowhere. */
export function findValue(path: StatePath, scope: EvaluationScope): Json | undefined {
  return orRuntimeError(() => findPath(path, scope, FIELD));
}

/** Counts a value that an intrinsic function is going to look through. */
export function countUse(value: Json, work: Work): void {
  orRuntimeError(() => work.countValue(value));
}

/** A function of a path that fails, or too much work, is an error of the state. */
function orRuntimeError<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    throw error instanceof JsonPathError && !(error instanceof PathNotFound) ? runtimeError(error.message) : error;
  }
}
