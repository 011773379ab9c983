import { Json } from '../json';
import { ANY_NAME, Dialect } from './dialect';
import { InvalidPath } from './errors';
import { findPath } from './evaluator';
import { JSON_DOCUMENT } from './json-document';
import { parseJsonPath } from './parser';

const PLAIN: Dialect<Json> = {
  document: JSON_DOCUMENT,
  hasContextAndVariables: false,
  isRootOptional: false,
  name: ANY_NAME,
  findsEmptyList: true,
  isEarly: false,
};

/** What a path finds in a message or an event; undefined where it leads nowhere. Throws a JsonPathError for one that has too much to look at. */
export type JsonQuery = (data: Json) => Json | undefined;

/** Compiles a path that picks something out of a message or an event. Throws an InvalidPath for a text that is none; functions are not taken. */
export function compileQuery(text: string): JsonQuery {
  const path = parseJsonPath(text, PLAIN);
  if (path.segments.some(({ kind }) => kind === 'function')) {
    throw new InvalidPath(`'${text}' calls a function: only values can be picked here`);
  }
  return (data) => findPath(path, { data }, PLAIN);
}
