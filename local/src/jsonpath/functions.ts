import { Document, sizeOf } from './document';
import { JsonPathError } from './errors';

type PathFunction = <V>(document: Document<V>, value: V, args: readonly V[]) => V;

/** The functions of paths, such as `$.items.length()`. To add one, add one entry. */
const FUNCTIONS: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['length', length],
  ['size', length],
  ['min', aggregate((numbers) => numbers.reduce((least, number) => Math.min(least, number)))],
  ['max', aggregate((numbers) => numbers.reduce((most, number) => Math.max(most, number)))],
  ['sum', aggregate(sum)],
  ['avg', aggregate(mean)],
  ['stddev', aggregate(deviation)],
  ['keys', keys],
  ['first', (document, value) => document.items(value)?.[0] ?? document.parse('null')],
  ['last', (document, value) => document.items(value)?.at(-1) ?? document.parse('null')],
  ['concat', (document, value, args) => document.text([...document.items(value) ?? [], ...args].map(document.print).join(''))],
  ['append', (document, value, args) => document.items(value) === undefined ? value : document.list([...document.items(value) ?? [], ...args])],
]);

/** Those that there were first. */
export const EARLY_FUNCTIONS: ReadonlySet<string> = new Set(['length', 'min', 'max', 'avg', 'stddev']);

/** Applies a function to a value. Throws a JsonPathError where it cannot be. */
export function applyFunction<V>(document: Document<V>, name: string, value: V, args: readonly V[]): V {
  const implementation = FUNCTIONS.get(name);
  if (implementation === undefined) {
    throw new JsonPathError(noFunction(name));
  }
  return implementation(document, value, args);
}

/** What is said of a function that does not exist. */
export function noFunction(name: string): string {
  return `Function with name: ${name} does not exist.`;
}

function length<V>(document: Document<V>, value: V): V {
  const size = sizeOf(document, value);
  return size === undefined ? document.parse('null') : document.integer(size);
}

function keys<V>(document: Document<V>, value: V): V {
  const names = document.names(value);
  return names === undefined ? document.parse('null') : document.list(names.map(document.text));
}

/** A function of the numbers in a list and among the arguments. */
function aggregate(calculate: (numbers: readonly number[]) => number): PathFunction {
  return (document, value, args) => {
    const all = [value, ...args].flatMap((part, index) => document.items(part) ?? (index > 0 ? [part] : []));
    const numbers = all.filter(document.isNumber).map(document.toDouble);
    if (numbers.length === 0) {
      throw new JsonPathError('Aggregation function attempted to calculate value using empty array');
    }
    return document.double(calculate(numbers));
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
