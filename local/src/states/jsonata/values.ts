import { Callable } from './callable';
import { isObject, ownMember } from '../../json';

/** A value of the language; `undefined` is its nothing. */
export type Value = undefined | null | boolean | number | string | Items | ValueObject | Callable | TupleStream;

/** An array, with what the language knows about where it comes from. */
export interface Items extends Array<Value> {
  /** Made by a step or a function: one item stands for itself, none for nothing. */
  sequence?: boolean;
  /** A sequence that stays an array with one item. */
  keepSingleton?: boolean;
  /** Made by an array constructor in a path: a step does not flatten it. */
  cons?: boolean;
}

/** An object; a member is never undefined. */
export interface ValueObject {
  [name: string]: Value;
}

/** An item of a path, with the names that the path has bound on the way to it. */
export interface Tuple {
  readonly item: Value;
  readonly names: ReadonlyMap<string, Value>;
}

/** The items of a path that binds names. Only paths see it. */
export class TupleStream {
  constructor(public readonly tuples: readonly Tuple[]) {}
}

/** A sequence. */
export function sequence(...items: Value[]): Items {
  return asSequence(items);
}

/** Marks an array that nobody else has yet as a sequence. */
export function asSequence(items: Items): Items {
  items.sequence = true;
  return items;
}

/** True for an object of the data: neither array nor function. */
export function isPlainObject(value: unknown): value is ValueObject {
  return isObject(value) && !(value as unknown instanceof Callable) && !(value as unknown instanceof TupleStream);
}

/** A value as a list. */
export function listOf(value: Value): Items {
  return Array.isArray(value) ? value : sequence(value);
}

/** A member of an object, or of each object in an array. */
export function lookUp(input: Value, name: string): Value {
  if (Array.isArray(input)) {
    const found = sequence();
    for (const item of input) {
      const value = lookUp(item, name);
      if (Array.isArray(value)) {
        pushAll(found, value);
      } else if (value !== undefined) {
        found.push(value);
      }
    }
    return found;
  }
  return isPlainObject(input) ? ownMember(input as never, name) : undefined;
}

/** Two values in one array; nothing adds nothing. */
export function append(left: Value, right: Value): Value {
  return left === undefined ? right : right === undefined ? left : listOf(left).concat(listOf(right));
}

/** Adds items one by one: a spread of many arguments would exhaust the stack. */
export function pushAll(target: Items, items: readonly Value[]): void {
  for (const item of items) {
    target.push(item);
  }
}

/** What counts as true: not 0, not empty, and of a list any item. */
export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) {
    return value.some(isTrue);
  }
  if (value instanceof Callable || value instanceof TupleStream) {
    return false;
  }
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** Deep equality. */
export function areEqual(left: Value, right: Value): boolean {
  if (left === right) {
    return true;
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((item, index) => areEqual(item, right[index]));
  }
  if (!isPlainObject(left) || !isPlainObject(right)) {
    return false;
  }
  const names = Object.keys(left);
  return names.length === Object.keys(right).length
    && names.every((name) => Object.prototype.hasOwnProperty.call(right, name) && areEqual(left[name], right[name]));
}

/** Whether all items of a list are numbers, or all are strings. */
export function areAll(items: readonly Value[], type: 'number' | 'string'): boolean {
  return items.every((item) => typeof item === type);
}

/** A value as text, as `&` and `$string` write it: whole numbers in full, others with 15 digits. */
export function toText(value: Value, indent = 0): string {
  if (typeof value === 'string') {
    return value;
  }
  if (value instanceof Callable || value === undefined) {
    return '';
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return String(value);
  }
  return JSON.stringify(value, (_, part: unknown) => part instanceof Callable ? '' : typeof part === 'number' ? printable(part) : part, indent);
}

function printable(value: number): number | string {
  return !Number.isFinite(value) ? String(value) : Number.isInteger(value) ? value : Number(value.toPrecision(15));
}
