import { ANY_NAME, Dialect, findPath, InvalidPath, JsonPath, JsonPathError, parseJsonPath } from '../jsonpath';
import { compareNumbers, isNumber, toDouble } from './arithmetic';
import type { JavaNumber } from './arithmetic';
import { parseJson } from './json';
import { print } from './print';
import { RenderingError } from './template-error';
import { JavaList, JavaMap } from './values';
import type { Value } from './values';

/** The JSONPath of `$input.json` and `$input.path`. */
const DIALECT: Dialect<Value> = {
  document: {
    items: (value) => value instanceof JavaList ? value.items : undefined,
    names: (value) => value instanceof JavaMap ? value.keys().filter((key): key is string => typeof key === 'string') : undefined,
    member: (value, name) => value instanceof JavaMap && value.has(name) ? value.get(name) : undefined,
    isNumber,
    toDouble: (value) => toDouble(value as JavaNumber),
    compareNumbers: (left, right) => compareNumbers(left as JavaNumber, right as JavaNumber),
    print,
    list: (items) => new JavaList(items, 'JSONArray'),
    object: (members) => new JavaMap(members),
    integer: BigInt,
    double: (number) => number,
    text: (text) => text,
    parse: parseJson,
  },
  hasContextAndVariables: false,
  isRootOptional: true,
  name: ANY_NAME,
  findsEmptyList: false,
  isEarly: false,
};

/** As many as any template has; then the oldest goes. */
const MAX_CACHED = 500;
const cache = new Map<string, JsonPath<Value>>();

/**
 * What a JSONPath finds; undefined when it leads nowhere.
 *
 * @throws RenderingError when it is not a JSONPath, a function of it fails, or there is too much to look at
 */
export function findJsonPath(text: string, data: Value): Value | undefined {
  try {
    return findPath(compiled(text), { data }, DIALECT);
  } catch (error) {
    if (error instanceof JsonPathError) {
      throw new RenderingError(`${JSON.stringify(text)} ${error instanceof InvalidPath ? 'is not a valid JSONPath' : 'fails'}: ${error.message}`);
    }
    throw error;
  }
}

function compiled(text: string): JsonPath<Value> {
  let path = cache.get(text);
  if (!path) {
    path = parseJsonPath(text.trim(), DIALECT);
    if (cache.size >= MAX_CACHED) {
      cache.delete(cache.keys().next().value!);
    }
    cache.set(text, path);
  }
  return path;
}
