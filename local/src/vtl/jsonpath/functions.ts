import { isNumber, toDouble } from '../arithmetic';
import { EvaluationError } from '../template-error';
import { JavaList, JavaMap } from '../values';
import type { Value } from '../values';
import type { PathFunction } from './path';

const aggregate = (calculate: (numbers: readonly number[]) => number): PathFunction => (node) => {
  const numbers = node instanceof JavaList ? node.items.filter(isNumber).map(toDouble) : [];
  if (numbers.length === 0) {
    throw new EvaluationError('the functions avg, max, min, stddev and sum of a JSONPath need a list of numbers');
  }
  return calculate(numbers);
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const average = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
const deviation = (numbers: readonly number[]): number => {
  const mean = average(numbers);
  return Math.sqrt(average(numbers.map((number) => (number - mean) ** 2)));
};

function length(node: Value): Value {
  return node instanceof JavaList ? BigInt(node.items.length) : node instanceof JavaMap ? BigInt(node.size) : null;
}

/** The functions that may end a path. */
export const PATH_FUNCTIONS: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['avg', aggregate(average)],
  ['length', length],
  ['max', aggregate((numbers) => numbers.reduce((left, right) => Math.max(left, right)))],
  ['min', aggregate((numbers) => numbers.reduce((left, right) => Math.min(left, right)))],
  ['size', length],
  ['stddev', aggregate(deviation)],
  ['sum', aggregate(sum)],
]);
