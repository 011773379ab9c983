import { randomUUID } from 'node:crypto';
import { partition, range } from '../intrinsics/arrays';
import { seededRandom } from '../intrinsics/numbers';
import { hash } from '../intrinsics/text';
import { Json } from '../json';

/** A function that the service adds to JSONata; the signature is JSONata's notation. */
export interface AddedFunction {
  readonly name: string;
  readonly signature?: string;
  readonly apply: (...args: never[]) => unknown;
}

/** The functions that the service adds to JSONata. @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export const ADDED_FUNCTIONS: readonly AddedFunction[] = [
  { name: 'partition', apply: (array: Json, size: number) => Array.isArray(array) ? partition(array, Math.trunc(size)) : undefined },
  { name: 'range', signature: '<nnn:a<n>>', apply: (first: number, last: number, step: number) => unwrapped(range(first, last, step)) },
  { name: 'hash', signature: '<ss:s>', apply: (data: string, algorithm: string) => hash(data, algorithm) },
  { name: 'random', signature: '<n?:n>', apply: (seed?: number) => seed === undefined ? Math.random() : seededRandom(seed) },
  { name: 'uuid', signature: '<:s>', apply: () => randomUUID() },
  { name: 'parse', signature: '<s:x>', apply: (text: string) => JSON.parse(text) as Json },
];

/** Functions of JSONata that the service does not have. */
export const REMOVED_FUNCTIONS: readonly string[] = ['eval'];

/** A range of one number comes back as the bare number: the service unwraps it as JSONata does its sequences. */
function unwrapped(numbers: readonly number[]): readonly number[] | number {
  return numbers.length === 1 ? numbers[0] : numbers;
}
