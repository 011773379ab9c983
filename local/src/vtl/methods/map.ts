import { ComparisonLimit } from '../limits';
import { print } from '../print';
import { javaEquals, JavaList } from '../values';
import type { JavaMap, JavaObject, Value } from '../values';
import { method } from './signature';
import type { Method, MethodTable } from './signature';

/** The methods of `java.util.Map`. */
export const MAP_METHODS: MethodTable<JavaMap> = new Map<string, Method<JavaMap>>([
  ['clear', method([], (self) => {
    self.clear();
    return null;
  })],
  ['containsKey', method(['object'], (self, key) => self.has(key))],
  ['containsValue', method(['object'], (self, value) => {
    const limit = new ComparisonLimit();
    return self.values().some((candidate) => javaEquals(candidate, value, limit));
  })],
  ['entrySet', method([], (self) => new JavaList([...self].map(([key, value]) => new MapEntry(key, value)), 'Collection'))],
  ['get', method(['object'], (self, key) => self.get(key))],
  ['getOrDefault', method(['object', 'object'], (self, key, otherwise) => self.has(key) ? self.get(key) : otherwise)],
  ['isEmpty', method([], (self) => self.size === 0)],
  ['keySet', method([], (self) => new JavaList(self.keys(), 'Collection'))],
  ['put', method(['object', 'object'], (self, key, value) => self.put(key, value))],
  ['putAll', method(['map'], (self, map) => {
    for (const [key, value] of [...map]) {
      self.put(key, value);
    }
    return null;
  })],
  ['putIfAbsent', method(['object', 'object'], (self, key, value) => self.get(key) ?? self.put(key, value))],
  ['remove', method(['object'], (self, key) => self.remove(key))],
  ['size', method([], (self) => BigInt(self.size))],
  ['values', method([], (self) => new JavaList(self.values(), 'Collection'))],
]);

/** What `entrySet()` holds: `$entry.key` and `$entry.value`. */
class MapEntry implements JavaObject {
  constructor(private readonly key: Value, private readonly value: Value) {}

  public property(name: string): Value {
    return name === 'key' ? this.key : name === 'value' ? this.value : null;
  }

  public invoke(name: string, args: readonly Value[]): Value | undefined {
    if (args.length > 0) {
      return undefined;
    }
    return name === 'getKey' ? this.key : name === 'getValue' ? this.value : undefined;
  }

  public toString(): string {
    return `${print(this.key)}=${print(this.value)}`;
  }
}
