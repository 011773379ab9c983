import { createHash, randomInt, randomUUID } from 'node:crypto';
import { IntrinsicFunction, InvalidArgument, integerArgument, intrinsic } from './function';

/** Intrinsic functions on numbers and for ids. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const NUMBER_FUNCTIONS: readonly IntrinsicFunction[] = [
  intrinsic('MathAdd', 2, 2, (left, right) => integerArgument(left, 1) + integerArgument(right, 2)),
  intrinsic('MathRandom', 2, 3, (start, end, seed) => random(
    integerArgument(start, 1), integerArgument(end, 2), seed === undefined ? undefined : integerArgument(seed, 3),
  )),
  intrinsic('UUID', 0, 0, () => randomUUID()),
];

/** A number from `start` (included) to `end` (excluded); the same for the same seed. */
function random(start: number, end: number, seed: number | undefined): number {
  if (end <= start) {
    throw new InvalidArgument('The end must be greater than the start');
  }
  return seed === undefined ? start + randomInt(end - start) : start + Math.floor(seededRandom(seed) * (end - start));
}

/** A fraction of 1 that depends on the seed alone. */
export function seededRandom(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE() / 2 ** 32;
}
