import { Json, deepEqual, isObject } from '../json';
import { Filter } from './ast';
import { PathRoots, findPath, operandValue } from './evaluator';

type Comparison = (left: Json | undefined, right: Json | undefined) => boolean;

const equal: Comparison = (left, right) => left !== undefined && right !== undefined ? deepEqual(left, right) : left === right;
const isIn: Comparison = (left, right) => Array.isArray(right) && right.some(item => equal(left, item));
const all = (left: Json | undefined, right: Json | undefined): boolean => Array.isArray(left) && left.every(item => isIn(item, right));
const any = (left: Json | undefined, right: Json | undefined): boolean => Array.isArray(left) && left.some(item => isIn(item, right));

/** The operators of filters. Values of different types are never less or greater. */
const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['==', equal],
  ['!=', (left, right) => !equal(left, right)],
  ['<', (left, right) => order(left, right) < 0],
  ['<=', (left, right) => order(left, right) <= 0],
  ['>', (left, right) => order(left, right) > 0],
  ['>=', (left, right) => order(left, right) >= 0],
  ['in', isIn],
  ['nin', (left, right) => !isIn(left, right)],
  ['contains', (left, right) => typeof left === 'string' ? left.includes(String(right)) : isIn(right, left)],
  ['subsetof', all],
  ['anyof', any],
  ['noneof', (left, right) => !any(left, right)],
  ['size', (left, right) => sizeOf(left) === right],
  ['empty', (left, right) => sizeOf(left) !== undefined && (sizeOf(left) === 0) === right],
]);

/** Whether an item meets a filter. */
export function matches(filter: Filter, roots: PathRoots, item: Json): boolean {
  switch (filter.kind) {
    case 'and': return filter.filters.every(part => matches(part, roots, item));
    case 'or': return filter.filters.some(part => matches(part, roots, item));
    case 'not': return !matches(filter.filter, roots, item);
    case 'exists': return findPath(filter.path, roots, item) !== undefined;
    case 'compare': return compare(filter, roots, item);
  }
}

function compare({ operator, left, right }: Filter & { kind: 'compare' }, roots: PathRoots, item: Json): boolean {
  const value = operandValue(left, roots, item);
  if (operator === '=~') {
    return right.kind === 'regex' && typeof value === 'string' && right.regex.exec(value)?.[0] === value;
  }
  return (COMPARISONS.get(operator) as Comparison)(value, operandValue(right, roots, item));
}

/** NaN, which is neither less nor greater, unless both are numbers or both are strings. */
function order(left: Json | undefined, right: Json | undefined): number {
  if (typeof left === 'number' && typeof right === 'number') {
    return left - right;
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return NaN;
}

function sizeOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) {
    return value.length;
  }
  return isObject(value) ? Object.keys(value).length : undefined;
}
