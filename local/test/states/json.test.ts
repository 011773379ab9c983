import * as fc from 'fast-check';
import { Json, JsonObject, byteSize, copyObject, deepEqual, isObject, isTooLarge, ownMember, setMember, toJavaString, toJson } from '../../src/states/json';

describe('JSON values', () => {
  test('only own members are found', () => {
    // GIVEN
    const object = JSON.parse('{"a":1,"__proto__":{"b":2}}') as JsonObject;

    // THEN
    expect(ownMember(object, 'a')).toBe(1);
    expect(ownMember(object, '__proto__')).toEqual({ b: 2 });
    expect(ownMember(object, 'constructor')).toBeUndefined();
    expect(ownMember(object, 'toString')).toBeUndefined();
  });

  test('a member named __proto__ is data and changes no prototype', () => {
    // GIVEN
    const object: JsonObject = {};

    // WHEN
    setMember(object, '__proto__', { polluted: true });
    const copy = copyObject(object);

    // THEN
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('a copy is detached, and undefined becomes null', () => {
    const inner = { a: 1 };
    expect(toJson({ inner })).toEqual({ inner: { a: 1 } });
    expect((toJson({ inner }) as JsonObject).inner).not.toBe(inner);
    expect(toJson(undefined)).toBeNull();
  });

  test.each<[Json, string]>([
    [null, 'null'], [true, 'true'], [1.5, '1.5'], ['x', 'x'], [[1, 'a', []], '[1, a, []]'], [{ a: 1, b: [{ c: null }] }, '{a=1, b=[{c=null}]}'],
  ])('%j is %s in Java', (value, text) => {
    expect(toJavaString(value)).toBe(text);
  });

  test('sizes are counted in bytes of UTF-8', () => {
    expect(byteSize('é€😀')).toBe(2 + 3 + 4);
    expect(isTooLarge('a'.repeat(256 * 1024))).toBe(false);
    expect(isTooLarge('a'.repeat(256 * 1024 + 1))).toBe(true);
    expect(isTooLarge('é'.repeat(128 * 1024 + 1))).toBe(true);
  });

  test('arrays and null are no objects', () => {
    expect([{}, [], null, 'x'].map(isObject)).toEqual([true, false, false, false]);
  });

  test('equality looks at the content, whatever the order of members', () => {
    fc.assert(fc.property(fc.jsonValue(), value => {
      const json = toJson(value);
      return deepEqual(json, toJson(value)) && !deepEqual(json, [json]) && deepEqual({ a: json, b: 1 }, { b: 1, a: json });
    }));
    expect(deepEqual({ a: 1 }, { b: 1 })).toBe(false);
    expect(deepEqual([1], [1, 2])).toBe(false);
    expect(deepEqual({ a: 1 }, [1])).toBe(false);
    expect(deepEqual(1, '1')).toBe(false);
  });
});
