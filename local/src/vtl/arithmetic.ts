import { BigDecimal, bigDecimalFrom } from './big-decimal';
import { print } from './print';
import type { BinaryOperator } from './tree';
import { javaEquals } from './values';
import type { Value } from './values';

/** Integer, Long and BigInteger; Double; BigDecimal. */
export type JavaNumber = bigint | number | BigDecimal;

interface Arithmetic {
  readonly integers: (left: bigint, right: bigint) => bigint | null;
  readonly doubles: (left: number, right: number) => number | null;
  readonly decimals: (left: BigDecimal, right: BigDecimal) => BigDecimal | null;
}

/** The operators on two numbers; null is what Velocity gives, and `#set` then changes nothing. */
const ARITHMETIC: ReadonlyMap<BinaryOperator, Arithmetic> = new Map<BinaryOperator, Arithmetic>([
  ['+', { integers: (a, b) => a + b, doubles: (a, b) => a + b, decimals: (a, b) => a.add(b) }],
  ['-', { integers: (a, b) => a - b, doubles: (a, b) => a - b, decimals: (a, b) => a.add(b.negate()) }],
  ['*', { integers: (a, b) => a * b, doubles: (a, b) => a * b, decimals: (a, b) => a.multiply(b) }],
  ['/', {
    integers: (a, b) => b === 0n ? null : a / b,
    doubles: (a, b) => b === 0 ? null : a / b,
    decimals: (a, b) => b.unscaled === 0n ? null : a.divide(b),
  }],
  ['%', {
    integers: (a, b) => b === 0n ? null : a % b,
    doubles: (a, b) => b === 0 ? null : a % b,
    decimals: () => null,
  }],
]);

const COMPARISONS: ReadonlyMap<BinaryOperator, (order: number) => boolean> = new Map<BinaryOperator, (order: number) => boolean>([
  ['<', (order) => order < 0],
  ['<=', (order) => order <= 0],
  ['>', (order) => order > 0],
  ['>=', (order) => order >= 0],
]);

export function isNumber(value: Value): value is JavaNumber {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof BigDecimal;
}

/** The value of `left operator right`, where the operator is neither logical nor an equality; null when Velocity has no answer. */
export function applyOperator(operator: BinaryOperator, left: Value, right: Value): Value {
  const comparison = COMPARISONS.get(operator);
  if (comparison) {
    return isNumber(left) && isNumber(right) && comparison(compareNumbers(left, right));
  }
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return print(left) + print(right);
  }
  if (!isNumber(left) || !isNumber(right)) {
    return null;
  }
  const { integers, doubles, decimals } = ARITHMETIC.get(operator)!;
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return integers(left, right);
  }
  if (left instanceof BigDecimal || right instanceof BigDecimal) {
    return decimals(toDecimal(left), toDecimal(right));
  }
  return doubles(Number(left), Number(right));
}

/** Equality of `==`: numbers by value, others by `equals` or, when their types differ, by what they print. */
export function looselyEqual(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right)) {
    return compareNumbers(left, right) === 0;
  }
  return javaEquals(left, right) || print(left) === print(right);
}

export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  if (left instanceof BigDecimal || right instanceof BigDecimal) {
    return toDecimal(left).compareTo(toDecimal(right));
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

export function toDouble(value: JavaNumber): number {
  return value instanceof BigDecimal ? value.toNumber() : Number(value);
}

function toDecimal(value: JavaNumber): BigDecimal {
  return value instanceof BigDecimal ? value : bigDecimalFrom(String(value));
}
