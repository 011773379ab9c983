import { compareNumbers, isNumber } from '../arithmetic';
import { print } from '../print';
import { javaEquals, JavaList, JavaMap } from '../values';
import type { Value } from '../values';

/** An operand of a filter: undefined when its path leads nowhere. */
export type Operand = (node: Value, root: Value) => Value | undefined;
export type Predicate = (node: Value, root: Value) => boolean;
/** How two values compare; undefined when nothing is there. */
export type Comparison = (left: Value | undefined, right: Value | undefined) => boolean;

/** A number equals a text that spells it. */
const equal: Comparison = (left, right) => {
  if (left === undefined || right === undefined) {
    return left === right;
  }
  if (isNumber(left) && isNumber(right)) {
    return compareNumbers(left, right) === 0;
  }
  if ((isNumber(left) && typeof right === 'string') || (typeof left === 'string' && isNumber(right))) {
    return print(left) === print(right);
  }
  return javaEquals(left, right);
};

const ordered = (holds: (order: number) => boolean): Comparison => (left, right) => {
  if (typeof left === 'string' && typeof right === 'string') {
    return holds(left < right ? -1 : left > right ? 1 : 0);
  }
  return left !== undefined && right !== undefined && isNumber(left) && isNumber(right) && holds(compareNumbers(left, right));
};

const items = (value: Value | undefined): readonly Value[] => value instanceof JavaList ? value.items : [];
const isIn: Comparison = (left, right) => items(right).some((item) => equal(left, item));

function sizeOf(value: Value | undefined): number | undefined {
  return typeof value === 'string' ? value.length : value instanceof JavaList ? value.items.length : value instanceof JavaMap ? value.size : undefined;
}

/** The operators of filters, the longer ones before those that they begin with. */
export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['==', equal],
  ['!=', (left, right) => !equal(left, right)],
  ['<=', ordered((order) => order <= 0)],
  ['>=', ordered((order) => order >= 0)],
  ['<', ordered((order) => order < 0)],
  ['>', ordered((order) => order > 0)],
  ['in', isIn],
  ['nin', (left, right) => !isIn(left, right)],
  ['contains', (left, right) => typeof left === 'string' ? typeof right === 'string' && left.includes(right) : isIn(right, left)],
  ['size', (left, right) => sizeOf(left) !== undefined && equal(BigInt(sizeOf(left)!), right)],
  ['empty', (left, right) => sizeOf(left) !== undefined && (sizeOf(left) === 0) === right],
  ['subsetof', (left, right) => items(left).every((item) => isIn(item, right))],
  ['anyof', (left, right) => items(left).some((item) => isIn(item, right))],
  ['noneof', (left, right) => !items(left).some((item) => isIn(item, right))],
]);
