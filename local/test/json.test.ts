import * as fc from 'fast-check';
import { byteSize, copyObject, deepEqual, exceedsPayload, excerpt, isObject, isTooLarge, Json, JsonObject, jsonOrText, jsonText, ownMember, parsedJson, setMember, toJavaString, toJson } from '../src/json';

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
    [null, 'null'], [true, 'true'], [1.5, '1.5'], ['x', 'x'], [[1, 'a', []], '[1, a, []]'], [{ a: 1, b: [{ c: null }] }, '{a=1, b=[{c=null}]}'], [[1e20, 2 ** 53], '[1.0E20, 9007199254740992]'],
  ])('%j is %s in Java', (value, text) => {
    expect(toJavaString(value)).toBe(text);
  });

  test('sizes are counted in bytes of UTF-8', () => {
    expect(byteSize('é€😀')).toBe(2 + 3 + 4);
    expect(isTooLarge('a'.repeat(256 * 1024))).toBe(false);
    expect(isTooLarge('a'.repeat(256 * 1024 + 1))).toBe(true);
    expect(isTooLarge('é'.repeat(128 * 1024 + 1))).toBe(true);
  });

  test('the size of a value is that of its text, to the byte', () => {
    const room = (value: Json): number => 256 * 1024 - byteSize(JSON.stringify([value, '']));
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const json = toJson(value);
      return !exceedsPayload([json, 'x'.repeat(room(json))]) && exceedsPayload([json, 'x'.repeat(room(json) + 1)]);
    }));
    expect(exceedsPayload(Array.from({ length: 40 }).reduce<Json>((inner) => [inner, inner], 'x'))).toBe(true);
  });

  test('a text as JSON, or as it is', () => {
    expect(['null', '{"a":1}', 'a', ''].map((text) => parsedJson(text))).toEqual([null, { a: 1 }, undefined, undefined]);
    expect(['null', '{"a":1}', 'a', ''].map((text) => jsonOrText(text))).toEqual([null, { a: 1 }, 'a', '']);
  });

  test('a value in a few words', () => {
    expect([undefined, { a: 1 }, 'x'.repeat(100)].map((value) => excerpt(value))).toEqual(['nothing', '{"a":1}', `"${'x'.repeat(76)}...`]);
  });

  test.each<[Json, string]>([
    [{ v: 9223372036854775808 }, '{"v":9.223372036854776E18}'],
    [[-1e19, 1e21, 1.5e300], '[-1.0E19,1.0E21,1.5E300]'],
    [[9007199254740991, 9223372036854774784, 1e-7, 0.5], '[9007199254740991,9223372036854775000,1e-7,0.5]'],
    ['123456789012345678901 "1e+21"', '"123456789012345678901 \\"1e+21\\""'],
  ])('%j as text, with numbers as Java writes them', (value, text) => {
    expect(jsonText(value)).toBe(text);
    expect(JSON.parse(text)).toEqual(value);
  });

  test('arrays and null are no objects', () => {
    expect([{}, [], null, 'x'].map(isObject)).toEqual([true, false, false, false]);
  });

  test('equality looks at the content, whatever the order of members', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const json = toJson(value);
      return deepEqual(json, toJson(value)) && !deepEqual(json, [json]) && deepEqual({ a: json, b: 1 }, { b: 1, a: json });
    }));
    expect(deepEqual({ a: 1 }, { b: 1 })).toBe(false);
    expect(deepEqual([1], [1, 2])).toBe(false);
    expect(deepEqual({ a: 1 }, [1])).toBe(false);
    expect(deepEqual(1, '1')).toBe(false);
  });
});
