import type { Json } from '../states/json';
import { findPath } from '../states/jsonpath/evaluator';
import { parseJsonPath } from '../states/jsonpath/parser';

/** What the variables of selection expressions are looked up in. */
export interface VariableSources {
  /** The message as JSON; undefined when it is none. */
  readonly json?: unknown;
  /** The status of the integration's answer. */
  readonly statusCode?: number;
}

/** Reads one variable; undefined when there is no such thing. */
export type Variable = (sources: VariableSources) => unknown;

const BODY = 'request.body';
/** A path into a message can name none. */
const NO_VARIABLES: ReadonlyMap<string, Json> = new Map();

/**
 * The variable of a name such as `request.body.action` or `integration.response.statuscode`. One that the local run does not know has no value.
 * @throws SyntaxError for a path into the body that is no JSONPath
 */
export function variable(name: string): Variable {
  if (name === 'integration.response.statuscode') {
    return ({ statusCode }) => statusCode;
  }
  return name === BODY || /^request\.body[.[]/.test(name) ? bodyVariable(name.slice(BODY.length)) : () => undefined;
}

function bodyVariable(path: string): Variable {
  const jsonPath = parseJsonPath(`$${path}`);
  return ({ json }) => (json === undefined ? undefined : findPath(jsonPath, { data: json as Json, context: () => null, variables: NO_VARIABLES }));
}
