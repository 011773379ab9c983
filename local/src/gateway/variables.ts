import type { Json } from '../json';
import { compileQuery } from '../jsonpath';

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
/**
 * The variable of a name such as `request.body.action` or `integration.response.statuscode`. One that the local run does not know has no value.
 * @throws JsonPathError for a path into the body that is no JSONPath
 */
export function variable(name: string): Variable {
  if (name === 'integration.response.statuscode') {
    return ({ statusCode }) => statusCode;
  }
  return name === BODY || /^request\.body[.[]/.test(name) ? bodyVariable(name.slice(BODY.length)) : () => undefined;
}

function bodyVariable(path: string): Variable {
  const query = compileQuery(`$${path}`);
  return ({ json }) => (json === undefined ? undefined : query(json as Json));
}
