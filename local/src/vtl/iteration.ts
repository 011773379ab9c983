import { RenderingError } from './template-error';
import { JavaList, JavaMap } from './values';
import type { Value } from './values';

/** More numbers than all loops of a rendering may count. */
const LONGEST_RANGE = 1_000_000;

/** What `#foreach` runs over: the items of a list, the values of a map, and nothing for everything else. */
export function iterable(value: Value): readonly Value[] {
  if (value instanceof JavaList) {
    return [...value.items];
  }
  return value instanceof JavaMap ? value.values() : [];
}

/** `[from..to]`, which descends when it must; not a range when an end is not an integer. */
export function range(from: Value, to: Value): Value {
  if (typeof from !== 'bigint' || typeof to !== 'bigint') {
    return null;
  }
  const step = from <= to ? 1n : -1n;
  const length = Number((to - from) * step) + 1;
  if (length > LONGEST_RANGE) {
    throw new RenderingError(`the range [${from}..${to}] has more than ${LONGEST_RANGE} numbers`);
  }
  return new JavaList(Array.from({ length }, (_, index) => from + step * BigInt(index)));
}
