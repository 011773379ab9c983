import * as fc from 'fast-check';
import { Json, toJson } from '../../../src/json';
import { valueAt } from '../../../src/states/dataflow/paths';
import { compileIntrinsic, evaluateIntrinsic } from '../../../src/states/intrinsics';
import { scopeOf } from '../scope';

const call = (text: string, data: Json = {}): Json => evaluateIntrinsic(compileIntrinsic(text), (path) => valueAt(path, scopeOf({ data })));

describe('intrinsic functions', () => {
  test.each<[string, Json, Json]>([
    ['States.Array()', {}, []],
    ["States.Array(1, 'a', $.x, null, true)", { x: { y: 1 } }, [1, 'a', { y: 1 }, null, true]],
    ['States.ArrayPartition($.a, 2)', { a: [1, 2, 3] }, [[1, 2], [3]]],
    ['States.ArrayContains($.a, $.v)', { a: [1, { b: 2 }], v: { b: 2 } }, true],
    ['States.ArrayContains($.a, 9)', { a: [1] }, false],
    ['States.ArrayRange(1, 9, 2)', {}, [1, 3, 5, 7, 9]],
    ['States.ArrayRange(5, 1, -2)', {}, [5, 3, 1]],
    ['States.ArrayRange(5, 1, 1)', {}, []],
    ['States.ArrayGetItem($.a, 1)', { a: ['x', 'y'] }, 'y'],
    ['States.ArrayLength($.a)', { a: [1, 1] }, 2],
    ['States.ArrayUnique($.a)', { a: [1, 1, '1', { a: 1, b: 2 }, { b: 2, a: 1 }] }, [1, '1', { a: 1, b: 2 }]],
    ["States.Base64Encode('héllo')", {}, 'aMOpbGxv'],
    ["States.Base64Decode('aMOpbGxv')", {}, 'héllo'],
    ["States.Hash('abc', 'MD5')", {}, '900150983cd24fb0d6963f7d28e17f72'],
    ["States.Hash('abc', 'SHA-1')", {}, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['States.JsonMerge($.a, $.b, false)', { a: { x: 1, y: { z: 1 } }, b: { y: 2 } }, { x: 1, y: 2 }],
    ["States.StringToJson('')", {}, null],
    ["States.StringToJson('[1, {\"a\": null}]')", {}, [1, { a: null }]],
    ['States.JsonToString($)', { a: [1, 'x'] }, '{"a":[1,"x"]}'],
    ['States.MathAdd(1.5, -1.5)', {}, 1],
    ['States.MathAdd(-0.5, 0)', {}, 0],
    ["States.StringSplit('a,b.c,,d', ',.')", {}, ['a', 'b', 'c', 'd']],
    ["States.Format('{} and {}', $.a, 'b')", { a: { x: [1, null] } }, '{x=[1, null]} and b'],
    ["States.Format('{} {}', $.a, States.JsonToString($.a))", { a: [1e20] }, '[1.0E20] [1.0E20]'],
    ["States.Format('\\{\\} it\\'s \\\\ {}', 1)", {}, "{} it's \\ 1"],
    ["States.ArrayGetItem(States.StringSplit('a-b', '-'), States.MathAdd(0, 1))", {}, 'b'],
  ])('%s', (text, data, expected) => {
    expect(call(text, data)).toEqual(expected);
  });

  test.each([
    ["States.Format('{}')", 'The number of arguments does not match'],
    ["States.Format('', 1)", 'The number of arguments does not match'],
    ["States.StringToJson('{')", 'not valid JSON: Unexpected end-of-input: expected close marker for Object'],
    ["States.MathAdd('1', 2)", 'argument 1 must be an integer'],
    ['States.ArrayLength(1)', 'argument 1 must be an array'],
    ['States.ArrayGetItem(States.Array(), 0)', 'out of bounds'],
    ['States.ArrayPartition(States.Array(1), 0)', 'positive integer'],
    ['States.ArrayRange(1, 2, 0)', 'cannot be 0'],
    ['States.ArrayRange(1, 5000, 1)', 'more than 1000 items'],
    ["States.Hash('a', 'SHA-3')", 'none of MD5, SHA-1'],
    ['States.JsonMerge($, $, true)', 'Only the shallow merge'],
    ['States.JsonMerge($, 1, false)', 'must be JSON objects'],
    ['States.MathRandom(2, 1)', 'greater than the start'],
    ["States.StringSplit(1, ',')", 'argument 1 must be a string'],
  ])('fails: %s', (text, problem) => {
    expect(() => call(text)).toThrow(new RegExp(`^The function '.*' had the following error: .*${problem}`));
  });

  test('fails to encode more than 10,000 characters', () => {
    expect(() => call('States.Base64Encode($.a)', { a: 'x'.repeat(10_001) })).toThrow('longer than 10000 characters');
  });

  test.each([
    'States.Nope()', 'States.UUID(1)', 'States.Array(', "States.Array('a)", 'States.Array(1 2)', 'States.', 'UUID()', 'States.UUID() x', 'States.Array("a")', 'States.Array(nope)',
  ])('fails to compile %s', (text) => {
    expect(() => compileIntrinsic(text)).toThrow(SyntaxError);
  });

  test.each(["States.Format('{}', $.detail-type)", "States.Format('{}', $.a/b)", "States.Format('{}', $.é)", "States.Format('\\q')", "States.Format('\\n{}', 1)", `${'States.Array('.repeat(11)}${')'.repeat(11)}`])(
    'fails to compile %s, which the service refuses', (text) => {
      expect(() => compileIntrinsic(text)).toThrow(SyntaxError);
    });

  test('names in brackets may have any characters, and 10 functions may nest', () => {
    expect(call("States.Format('{}', $['detail-type'])", { 'detail-type': 'ok' })).toBe('ok');
    expect(call("States.Format('{}', $.a_1[0].b.length())", { a_1: [{ b: [1] }] })).toBe('1');
    expect(call(`${'States.Array('.repeat(10)}${')'.repeat(10)}`)).toEqual([[[[[[[[[[]]]]]]]]]]);
  });

  test('whichever function fails, the outermost is named', () => {
    expect(() => call("States.Format('{}',  States.ArrayLength(1))")).toThrow(/^The function 'States.Format\('\{\}', {2}States.ArrayLength\(1\)\)' had the following error: /);
  });

  test.each<[string, Json]>([
    [`States.Format('${'{}'.repeat(3000)}'${', $.t'.repeat(3000)})`, { t: 'x'.repeat(200_000) }],
    [`States.JsonToString(States.Array(${Array(3000).fill('$.t').join(', ')}))`, { t: 'x'.repeat(200_000) }],
    [`States.ArrayUnique(States.Array(${Array(300).fill('$.t').join(', ')}))`, { t: Array(2000).fill(1) }],
    [`States.ArrayContains(States.Array(${Array(300).fill('$.t').join(', ')}), 1)`, { t: Array(2000).fill(1) }],
  ])('the size of what grows is bounded while it is made: %.40s', (text, data) => {
    expect(() => call(text, data)).toThrow(expect.objectContaining({ error: 'States.DataLimitExceeded' }));
  });

  test('large arrays are made unique at once', () => {
    expect(call('States.ArrayUnique($.a)', { a: Array.from({ length: 40_000 }, (_, index) => index % 30_000) })).toHaveLength(30_000);
  });

  test('a seed gives the numbers of java.util.Random', () => {
    expect(call('States.MathRandom(0, 10, 42)')).toBe(0);
    expect(call('States.MathRandom(5, 21, 42)')).toBe(16);
    expect(() => call('States.MathRandom(0, 5000000000)')).toThrow('more than 2147483647 numbers');
  });

  test('ids are UUIDs, each another', () => {
    expect(call('States.UUID()')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(call('States.UUID()')).not.toBe(call('States.UUID()'));
  });

  test('random numbers stay in their range, and a seed fixes them', () => {
    fc.assert(fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 }), fc.integer(), (start, size, seed) => {
      const seeded = call(`States.MathRandom(${start}, ${start + size}, ${seed})`) as number;
      const free = call(`States.MathRandom(${start}, ${start + size})`) as number;
      return seeded === call(`States.MathRandom(${start}, ${start + size}, ${seed})`)
        && [seeded, free].every((value) => Number.isInteger(value) && value >= start && value < start + size);
    }));
  });

  test('what is turned to text and back is the same', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const json = toJson(value);
      expect(call('States.StringToJson(States.JsonToString($.v))', { v: json })).toEqual(json);
    }));
    fc.assert(fc.property(fc.string(), (text) => {
      expect(call('States.Base64Decode(States.Base64Encode($.v))', { v: text })).toBe(text);
    }));
  });

  test('merging takes a member named __proto__ as data', () => {
    const merged = call('States.JsonMerge($.a, $.b, false)', { a: {}, b: JSON.parse('{"__proto__":{"polluted":1}}') as Json });
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":1}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
