import { hashMapBucket } from './java-hash';
import { print } from './print';
import { JavaList, JavaMap } from './values';
import type { Value } from './values';

/** `$context` and the maps in it: iterated in the order of Java's `HashMap`, and printed as nothing. */
export class ContextMap extends JavaMap {
  public override readonly printsEmpty = true;

  constructor(private readonly data: Readonly<Record<string, unknown>>) {
    super();
  }

  /** Most templates read a few plain values: for them the map need not be made. */
  public override get(key: Value): Value {
    if (!this.isMade && typeof key === 'string') {
      const value = Object.hasOwn(this.data, key) ? this.data[key] : undefined;
      if (typeof value !== 'object') {
        return contextValue(value);
      }
    }
    return super.get(key);
  }

  protected override make(): Map<Value, Value> {
    return new Map(Object.keys(this.data).map((key) => [key, contextValue(this.data[key])]));
  }

  public override [Symbol.iterator](): Iterator<readonly [Value, Value]> {
    return [...this.content]
      .map((entry) => ({ entry, bucket: hashMapBucket(print(entry[0]), this.size) }))
      .sort((left, right) => left.bucket - right.bucket)
      .map(({ entry }) => entry)
      .values();
  }
}

function contextValue(data: unknown): Value {
  switch (typeof data) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return data;
    case 'number':
      return Number.isInteger(data) ? BigInt(data) : data;
    case 'object':
      if (data === null) {
        return null;
      }
      return Array.isArray(data) ? new JavaList(data.map(contextValue)) : new ContextMap(data as Record<string, unknown>);
    default:
      return null;
  }
}
