import { BigDecimal } from './big-decimal';
import { ComparisonLimit } from './limits';

/**
 * What a template computes with, as Java would hold it: `string` is a String, `boolean` a Boolean, `bigint` an Integer, Long or BigInteger,
 * `number` a Double, and `null` both Java's null and everything undefined.
 */
export type Value = string | boolean | bigint | number | BigDecimal | JavaMap | JavaList | JavaObject | null;

/** A map, in the order of insertion like `LinkedHashMap` unless a subclass orders it otherwise. */
export class JavaMap {
  /** The maps that `$context` itself is made of print as nothing. */
  public readonly printsEmpty: boolean = false;
  private made?: Map<Value, Value>;

  constructor(entries?: Iterable<readonly [Value, Value]>) {
    this.made = entries && new Map(entries);
  }

  protected get content(): Map<Value, Value> {
    return this.made ??= this.make();
  }

  /** The content of a map that was made without entries, when it is first looked at. */
  protected make(): Map<Value, Value> {
    return new Map();
  }

  public get size(): number {
    return this.content.size;
  }

  public get(key: Value): Value {
    return this.content.get(key) ?? null;
  }

  public has(key: Value): boolean {
    return this.content.has(key);
  }

  public set(key: Value, value: Value): void {
    this.content.set(key, value);
  }

  /** @returns the value that the key had before */
  public put(key: Value, value: Value): Value {
    const old = this.get(key);
    this.content.set(key, value);
    return old;
  }

  /** @returns the value that the key had */
  public remove(key: Value): Value {
    const old = this.get(key);
    this.content.delete(key);
    return old;
  }

  public clear(): void {
    this.content.clear();
  }

  public [Symbol.iterator](): Iterator<readonly [Value, Value]> {
    return this.content[Symbol.iterator]();
  }

  public keys(): Value[] {
    return [...this].map(([key]) => key);
  }

  public values(): Value[] {
    return [...this].map(([, value]) => value);
  }
}

/** A list; its type decides how it prints. A `Collection`, such as the keys of a map, has no indexes; `String[]` is what `split` gives. */
export class JavaList {
  constructor(public readonly items: Value[], public readonly type: 'ArrayList' | 'JSONArray' | 'Collection' | 'String[]' = 'ArrayList') {}
}

/** An object that is not data: `$input`, `$util`, `$foreach` and the like. */
export interface JavaObject {
  /** The value of `$object.name`; null when there is none. */
  property(name: string): Value;
  /** The result of `$object.name(args)`; undefined when there is no such method for these arguments. */
  invoke(name: string, args: readonly Value[]): Value | undefined;
  toString(): string;
}

/**
 * `equals` of Java: numbers of different types are not equal, lists and maps are compared by content.
 *
 * @param limit shared by comparisons that belong together
 */
export function javaEquals(left: Value, right: Value, limit = new ComparisonLimit()): boolean {
  limit.count();
  if (left === right) {
    return true;
  }
  if (left instanceof BigDecimal) {
    return right instanceof BigDecimal && left.equals(right);
  }
  if (left instanceof JavaList) {
    return right instanceof JavaList && left.items.length === right.items.length
      && left.items.every((item, index) => javaEquals(item, right.items[index], limit));
  }
  if (left instanceof JavaMap) {
    return right instanceof JavaMap && left.size === right.size
      && [...left].every(([key, value]) => right.has(key) && javaEquals(value, right.get(key), limit));
  }
  return false;
}
