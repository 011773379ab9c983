import { fromLibrary, instead, withPicture } from './library';
import { Evaluation, Native } from '../callable';
import { Problem } from '../problem';
import type { Run } from '../run';
import { Value } from '../values';

/** Functions on numbers and dates. @see https://docs.jsonata.org/numeric-functions */
export const NUMBER_FUNCTIONS: readonly (readonly [string, Native])[] = [
  ...['abs', 'average', 'ceil', 'count', 'floor', 'formatBase', 'number', 'power', 'round', 'sqrt', 'sum']
    .map((name): [string, Native] => [name, fromLibrary(name)]),
  ...['formatInteger', 'fromMillis', 'parseInteger', 'toMillis'].map((name): [string, Native] => [name, withPicture(name)]),
  ['formatNumber', instead('formatNumber', formatNumber)],
  ['max', instead('max', ([numbers]) => furthest(numbers as number[] | undefined, Math.max))],
  ['min', instead('min', ([numbers]) => furthest(numbers as number[] | undefined, Math.min))],
  ['millis', instead('millis', (_, { timestamp }) => timestamp)],
  ['now', instead('now', ([picture, zone], run) => FROM_MILLIS.implementation([run.timestamp, picture, zone], run))],
];

const FORMAT_NUMBER = withPicture('formatNumber');

/** The library takes for granted that a picture has a character that stands for a digit, and that what has an exponent is above 0. */
function formatNumber(args: readonly Value[], run: Run): Value | Evaluation {
  const [value, picture, options] = args as [number | undefined, string, Value];
  if (value === undefined || options !== undefined) {
    return FORMAT_NUMBER.implementation(args, run);
  }
  for (const part of picture.split(';')) {
    if (!/[\d#.,]/.test(part)) {
      throw new Problem(/[^e]/.test(part) ? 'D3086' : 'D3085');
    }
  }
  const hasExponent = /[\d#]e\d/.test(picture) && !picture.includes(';');
  if (!hasExponent || value > 0) {
    return FORMAT_NUMBER.implementation(args, run);
  }
  const positive = FORMAT_NUMBER.implementation([value === 0 ? 1 : -value, picture], run) as string;
  return value === 0 ? positive.replace('1', '0') : `-${positive}`;
}

const FROM_MILLIS = withPicture('fromMillis');

/** One by one: a call with many arguments would exhaust the stack. */
function furthest(numbers: readonly number[] | undefined, further: (left: number, right: number) => number): Value {
  return numbers === undefined || numbers.length === 0 ? undefined : numbers.reduce((left, right) => further(left, right));
}
