import { hashMapBucket } from './java-hash';
import { print } from './print';
import { JavaList, JavaMap } from './values';
import type { Value } from './values';

/** `$context` and the maps in it: iterated in the order of Java's `HashMap`, and printed as nothing. */
export class ContextMap extends JavaMap {
  public override readonly printsEmpty = true;

  /** @param defaults what the map has where the data has nothing */
  constructor(private readonly data: Readonly<Record<string, unknown>>, private readonly defaults: Readonly<Record<string, unknown>> = {}) {
    super();
  }

  protected override make(): Map<Value, Value> {
    return new Map([...Object.entries(this.defaults), ...Object.entries(this.data)].map(([key, value]) => [key, contextValue(value)] as const));
  }

  public override [Symbol.iterator](): Iterator<readonly [Value, Value]> {
    return [...this.content]
      .map((entry) => ({ entry, bucket: hashMapBucket(print(entry[0]), this.size) }))
      .sort((left, right) => left.bucket - right.bucket)
      .map(({ entry }) => entry)
      .values();
  }
}

/** Plain data as a template sees it. */
export function contextValue(data: unknown): Value {
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
