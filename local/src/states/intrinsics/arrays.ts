import { IntrinsicFunction, InvalidArgument, arrayArgument, integerArgument, intrinsic } from './function';
import { Json, deepEqual, isObject } from '../../json';
import { withinPayload } from '../payload';

const MAX_RANGE_ITEMS = 1000;

/** The numbers from `first` to `last` by `step`, both ends included. Throws an InvalidArgument for a range that has no end. */
function range(first: number, last: number, step: number): number[] {
  if (step === 0) {
    throw new InvalidArgument('The step of a range cannot be 0');
  }
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > MAX_RANGE_ITEMS) {
    throw new InvalidArgument(`The range has more than ${MAX_RANGE_ITEMS} items`);
  }
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/** An array in pieces of `size` items. Throws an InvalidArgument for a size below 1. */
function partition(array: readonly Json[], size: number): Json[][] {
  if (size < 1) {
    throw new InvalidArgument('The chunk size must be a positive integer');
  }
  return Array.from({ length: Math.ceil(array.length / size) }, (_, index) => array.slice(index * size, (index + 1) * size));
}

/** Intrinsic functions on arrays. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const ARRAY_FUNCTIONS: readonly IntrinsicFunction[] = [
  intrinsic('Array', 0, Infinity, (...items) => items),
  intrinsic('ArrayPartition', 2, 2, (array, size) => partition(arrayArgument(array, 1), integerArgument(size, 2))),
  intrinsic('ArrayContains', 2, 2, (array, value) => arrayArgument(withinPayload(array), 1).some((item) => deepEqual(item, value))),
  intrinsic('ArrayRange', 3, 3, (first, last, step) => range(integerArgument(first, 1), integerArgument(last, 2), integerArgument(step, 3))),
  intrinsic('ArrayGetItem', 2, 2, (array, index) => itemAt(arrayArgument(array, 1), integerArgument(index, 2))),
  intrinsic('ArrayLength', 1, 1, (array) => arrayArgument(array, 1).length),
  intrinsic('ArrayUnique', 1, 1, (array) => unique(arrayArgument(withinPayload(array), 1))),
];

function itemAt(array: readonly Json[], index: number): Json {
  if (index < 0 || index >= array.length) {
    throw new InvalidArgument(`The index ${index} is out of bounds for an array of ${array.length} items`);
  }
  return array[index];
}

function unique(array: readonly Json[]): Json[] {
  const known = new Set<string>();
  return array.filter((item) => {
    const text = canonical(item);
    return !known.has(text) && known.add(text);
  });
}

/** The same text for equal values, whatever the order of their members. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, part: Json) =>
    isObject(part) ? Object.fromEntries(Object.keys(part).sort().map((name) => [name, part[name]])) : part);
}
