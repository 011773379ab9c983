import { createHash, randomUUID } from 'node:crypto';
import { signatureOf } from './library';
import { parseStrictly } from './strict-json';
import { JavaRandom } from '../../../java-random';
import { Implementation, Native } from '../callable';
import { Problem, exceeded } from '../problem';
import { checkBytes } from '../run';
import { BYTES_PER_ITEM } from '../size';
import { Items, Value, asSequence } from '../values';

/** The functions that the service adds to the language. @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export const ADDED_FUNCTIONS: readonly (readonly [string, Native])[] = [
  added('hash', 2, '<ss?:s>', ([text, algorithm]) => hashed(text as string | undefined, algorithm as string | undefined)),
  added('parse', 1, '<s?:x>', ([text]) => text === undefined ? undefined : parseStrictly(text as string)),
  added('partition', 2, '<xn?:a>', ([items, size]) => partitioned(items, size as number | undefined)),
  added('random', 1, '<n?:n>', ([seed]) => seed === undefined ? Math.random() : new JavaRandom(seed as number).nextDouble()),
  added('range', 3, '<nnn?:a>', ([from, to, step]) => range(from as number | undefined, to as number | undefined, step as number | undefined)),
  added('uuid', 0, '<:s>', () => randomUUID()),
];

function added(name: string, arity: number, signature: string, implementation: Implementation): [string, Native] {
  return [name, new Native(arity, implementation, signatureOf(signature))];
}

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'], ['SHA-1', 'sha1'], ['SHA-256', 'sha256'], ['SHA-384', 'sha384'], ['SHA-512', 'sha512'],
]);

function hashed(text: string | undefined, algorithm: string | undefined): Value {
  if (text === undefined || algorithm === undefined) {
    return undefined;
  }
  const name = ALGORITHMS.get(algorithm);
  if (name === undefined) {
    throw new Problem('D3137', { message: `Invalid hash algorithm: ${algorithm}` });
  }
  return createHash(name).update(text, 'utf8').digest('hex');
}

/** An array in pieces. Sizes are cut to whole numbers, towards 0. */
function partitioned(items: Value, size: number | undefined): Value {
  if (items === undefined) {
    return undefined;
  }
  if (!Array.isArray(items)) {
    throw new Problem('T0412', { token: 'partition', index: 1, type: 'values', value: items });
  }
  const length = size === undefined ? items.length : Math.trunc(size);
  if (length < 0) {
    throw new Problem('D3137', { message: 'Second argument must be zero or greater' });
  }
  return items.length === 0 || !(length > 0) ? undefined : piecesOf(items, Math.min(length, items.length));
}

function piecesOf(items: Items, length: number): Items {
  checkBytes((items.length / length + items.length) * BYTES_PER_ITEM);
  return Array.from({ length: Math.ceil(items.length / length) }, (_, index) => items.slice(index * length, (index + 1) * length));
}

/** Measured: one more is the memory limit. A range between brackets may be longer. */
const MOST_IN_RANGE = 360_145;

/** The numbers from one to another, both included where a step lands there; nothing where no step leads. */
function range(from: number | undefined, to: number | undefined, step: number | undefined): Value {
  if (from === undefined || to === undefined || step === undefined) {
    return undefined;
  }
  const [first, last, by] = [from, to, step].map(Math.trunc);
  const length = Math.floor((last - first) / by) + 1;
  if (by === 0 || !(length > 0)) {
    return undefined;
  }
  if (length > MOST_IN_RANGE) {
    throw exceeded('memory');
  }
  return asSequence(Array.from({ length }, (_, index) => first + index * by));
}
