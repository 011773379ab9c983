import { Callable } from './callable';
import { exceeded } from './problem';
import { TupleStream, Value } from './values';

/** What a value takes: its content in bytes, as the service counts it, and whether a function is in it, which may hold anything. */
export interface Size {
  readonly bytes: number;
  readonly depth: number;
  readonly hasFunction: boolean;
}

/** Measured: a number is 8 bytes (any of 5 to 9 fits), a character 1. Assumed: a member takes its name too. */
export const BYTES_PER_ITEM = 8;

/** To read or build more may keep others waiting. */
export const HEAVY_BYTES = 64 * 1024;

/** Deeper data would exhaust the stack of whoever walks it; Jackson, which the service reads JSON with, stops here too. */
export const MAX_DATA_DEPTH = 1000;

const SCALAR: Size = { bytes: 0, depth: 0, hasFunction: false };
const FUNCTION: Size = { bytes: 0, depth: 0, hasFunction: true };
const sizes = new WeakMap<object, Size>();

/** The size of a value. It is remembered: values do not change once they are made. */
export function sizeOf(value: Value): Size {
  if (typeof value === 'string') {
    return { bytes: value.length, depth: 0, hasFunction: false };
  }
  if (typeof value !== 'object' || value === null) {
    return SCALAR;
  }
  if (value instanceof Callable || value instanceof TupleStream) {
    return FUNCTION;
  }
  const known = sizes.get(value);
  if (known !== undefined) {
    return known;
  }
  const size = measured(value);
  sizes.set(value, size);
  return size;
}

/** The bytes of an array or an object without what is in it. */
export function ownBytes(value: Value): number {
  return typeof value === 'string' ? value.length
    : Array.isArray(value) ? value.length * BYTES_PER_ITEM
      : value instanceof TupleStream ? value.tuples.reduce((bytes, tuple) => bytes + (tuple.names.size + 1) * BYTES_PER_ITEM, 0)
        : typeof value === 'object' && value !== null && !(value instanceof Callable) ? bytesOfMembers(Object.keys(value)) : 0;
}

function bytesOfMembers(names: readonly string[]): number {
  return names.reduce((bytes, name) => bytes + name.length + BYTES_PER_ITEM, 0);
}

function measured(value: object): Size {
  const parts: readonly Value[] = Array.isArray(value) ? value : Object.values(value);
  let bytes = ownBytes(value as Value);
  let depth = 0;
  let hasFunction = false;
  for (const part of parts) {
    if (typeof part === 'string') {
      bytes += part.length;
    } else if (typeof part === 'object' && part !== null) {
      const size = sizeOf(part);
      bytes += size.bytes;
      depth = Math.max(depth, size.depth);
      hasFunction ||= size.hasFunction;
    }
  }
  if (depth >= MAX_DATA_DEPTH) {
    throw exceeded('depth');
  }
  return { bytes, depth: depth + 1, hasFunction };
}
