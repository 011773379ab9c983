import { runtimeError } from '../errors';
import { Json, isObject, toJavaString } from '../json';

type PathFunction = (value: Json, args: readonly Json[]) => Json;

/** The functions that end a path, such as `$.items.length()`. */
const FUNCTIONS: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['length', length],
  ['size', length],
  ['min', (value, args) => numbers('min', value, args).reduce((least, number) => Math.min(least, number))],
  ['max', (value, args) => numbers('max', value, args).reduce((most, number) => Math.max(most, number))],
  ['sum', (value, args) => sum(numbers('sum', value, args))],
  ['avg', (value, args) => mean(numbers('avg', value, args))],
  ['stddev', (value, args) => deviation(numbers('stddev', value, args))],
  ['keys', value => isObject(value) ? Object.keys(value) : null],
  ['first', value => Array.isArray(value) ? value[0] ?? null : null],
  ['last', value => Array.isArray(value) ? value[value.length - 1] ?? null : null],
  ['concat', (value, args) => [...(Array.isArray(value) ? value : []), ...args].map(toJavaString).join('')],
  ['append', (value, args) => Array.isArray(value) ? [...value, ...args] : value],
]);

/** Applies a path function to what its path matched. */
export function pathFunction(name: string, matched: readonly Json[], args: readonly Json[]): Json {
  const implementation = FUNCTIONS.get(name);
  if (implementation === undefined) {
    throw runtimeError(`Function with name: ${name} does not exist.`);
  }
  return implementation(matched.length === 1 ? matched[0] : [...matched], args);
}

function length(value: Json): Json {
  return Array.isArray(value) || typeof value === 'string' ? value.length : isObject(value) ? Object.keys(value).length : null;
}

function numbers(name: string, value: Json, args: readonly Json[]): number[] {
  const found = [...(Array.isArray(value) ? value : []), ...args].flat().filter((item): item is number => typeof item === 'number');
  if (found.length === 0) {
    throw runtimeError(`Aggregation function attempted to calculate value using empty array: ${name}()`);
  }
  return found;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map(value => (value - middle) ** 2)));
}
