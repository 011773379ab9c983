import { randomInt, randomUUID } from 'node:crypto';
import { IntrinsicFunction, InvalidArgument, integerArgument, intrinsic } from './function';
import { JavaRandom } from '../../java-random';

/** Intrinsic functions on numbers and for ids. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const NUMBER_FUNCTIONS: readonly IntrinsicFunction[] = [
  intrinsic('MathAdd', 2, 2, (left, right) => integerArgument(left, 1) + integerArgument(right, 2)),
  intrinsic('MathRandom', 2, 3, (start, end, seed) => random(
    integerArgument(start, 1), integerArgument(end, 2), seed === undefined ? undefined : integerArgument(seed, 3),
  )),
  intrinsic('UUID', 0, 0, () => randomUUID()),
];

/** The largest value of Java's `int`. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/** A number from `start` (included) to `end` (excluded); the same for the same seed. */
function random(start: number, end: number, seed: number | undefined): number {
  if (end <= start) {
    throw new InvalidArgument('The end must be greater than the start');
  }
  if (end - start > LARGEST_INTEGER) {
    throw new InvalidArgument(`The range has more than ${LARGEST_INTEGER} numbers`);
  }
  return start + (seed === undefined ? randomInt(end - start) : new JavaRandom(seed).nextInt(end - start));
}
