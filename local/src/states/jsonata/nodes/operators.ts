import { evaluate } from './evaluate';
import type { Evaluation } from '../callable';
import type { Frame } from '../frame';
import { Problem } from '../problem';
import { checkBytes, type Run } from '../run';
import { BYTES_PER_ITEM, HEAVY_BYTES, ownBytes, sizeOf } from '../size';
import type { Node } from '../syntax';
import { Value, areEqual, asSequence, isTrue, listOf, toText } from '../values';

type Operator = (left: Value, right: Value, operator: string, run: Run) => Value;

/** The operators that need both sides. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['+', arithmetic((left, right) => left + right)],
  ['-', arithmetic((left, right) => left - right)],
  ['*', arithmetic((left, right) => left * right)],
  ['/', arithmetic((left, right) => left / right)],
  ['%', arithmetic((left, right) => left % right)],
  ['=', equality((equal) => equal)],
  ['!=', equality((equal) => !equal)],
  ['<', comparison((left, right) => left < right)],
  ['<=', comparison((left, right) => left <= right)],
  ['>', comparison((left, right) => left > right)],
  ['>=', comparison((left, right) => left >= right)],
  ['&', concatenated],
  ['..', range],
  ['in', (left, right) => left !== undefined && right !== undefined && listOf(right).includes(left)],
]);

/** Evaluates a binary operator. `and` and `or` look at their right side only if they must. */
export function* evaluateBinary(node: Node, input: Value, frame: Frame): Evaluation {
  const operator = node.value as string;
  const left = yield* evaluate(node.lhs, input, frame);
  if (operator === 'and' || operator === 'or') {
    return isTrue(left) === (operator === 'or') ? operator === 'or' : isTrue(yield* evaluate(node.rhs, input, frame));
  }
  const right = yield* evaluate(node.rhs, input, frame);
  if (operator === '..' ? (right as number) - (left as number) > HEAVY_BYTES / BYTES_PER_ITEM : ownBytes(left) + ownBytes(right) > HEAVY_BYTES) {
    yield 'heavy';
  }
  return OPERATORS.get(operator)!(left, right, operator, frame.run);
}

/** The negative of a number. */
export function negated(value: Value, { value: token }: Node): Value {
  if (value !== undefined && typeof value !== 'number') {
    throw new Problem('D1002', { value, token });
  }
  return value === undefined ? undefined : -value;
}

function arithmetic(apply: (left: number, right: number) => number): Operator {
  return (left, right, token) => {
    if (left !== undefined && typeof left !== 'number') {
      throw new Problem('T2001', { value: left, token });
    }
    if (right !== undefined && typeof right !== 'number') {
      throw new Problem('T2002', { value: right, token });
    }
    return left === undefined || right === undefined ? undefined : apply(left, right);
  };
}

function equality(apply: (equal: boolean) => boolean): Operator {
  return (left, right, _, run) => {
    run.work(sizeOf(left).bytes);
    return left !== undefined && right !== undefined && apply(areEqual(left, right));
  };
}

function comparison(apply: (left: number | string, right: number | string) => boolean): Operator {
  const isComparable = (value: Value): value is undefined | number | string => ['undefined', 'number', 'string'].includes(typeof value);
  return (left, right, token) => {
    if (!isComparable(left) || !isComparable(right)) {
      throw new Problem('T2010', { value: isComparable(left) ? right : left, token });
    }
    if (left === undefined || right === undefined) {
      return undefined;
    }
    if (typeof left !== typeof right) {
      throw new Problem('T2009', { value: left, value2: right, token });
    }
    return apply(left, right);
  };
}

function concatenated(left: Value, right: Value, _: string, run: Run): string {
  checkBytes(sizeOf(left).bytes + sizeOf(right).bytes);
  return run.built(toText(left) + toText(right));
}

function range(left: Value, right: Value, token: string, run: Run): Value {
  if (left !== undefined && !Number.isInteger(left)) {
    throw new Problem('T2003', { value: left, token });
  }
  if (right !== undefined && !Number.isInteger(right)) {
    throw new Problem('T2004', { value: right, token });
  }
  if (left === undefined || right === undefined || left as number > (right as number)) {
    return undefined;
  }
  const length = (right as number) - (left as number) + 1;
  checkBytes(length * BYTES_PER_ITEM);
  return run.built(asSequence(Array.from({ length }, (__, index) => (left as number) + index)));
}
