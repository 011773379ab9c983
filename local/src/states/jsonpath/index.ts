import { Json } from '../json';
import { findPath } from './evaluator';
import { parseJsonPath } from './parser';

const NO_VARIABLES: ReadonlyMap<string, Json> = new Map();

/**
 * The value that a JSONPath leads to in some data; undefined where it leads nowhere.
 *
 * Throws a SyntaxError for a text that is not a JSONPath.
 */
export function queryJsonPath(text: string, data: Json): Json | undefined {
  return findPath(parseJsonPath(text), { data, context: () => null, variables: NO_VARIABLES });
}
