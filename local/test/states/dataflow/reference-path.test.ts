import { Json } from '../../../src/json';
import { parsePath } from '../../../src/states/dataflow/paths';
import { placeAt } from '../../../src/states/dataflow/reference-path';

const place = (path: string, data: Json, value: Json): Json => placeAt(parsePath(path), data, value, () => 'the data');

describe('reference paths', () => {
  test.each<[string, Json, Json]>([
    ['$.r', { a: 1 }, { a: 1, r: 9 }],
    ['$.a', { a: 1 }, { a: 9 }],
    ['$.x.y', { a: 1 }, { a: 1, x: { y: 9 } }],
    ['$.a.b', { a: { c: 2 } }, { a: { c: 2, b: 9 } }],
    ['$.a[1]', { a: [1, 2] }, { a: [1, 9] }],
    ['$.a[0].b', { a: [{}] }, { a: [{ b: 9 }] }],
  ])('%s in %j', (path, data, expected) => {
    expect(place(path, data, 9)).toEqual(expected);
  });

  test('the data stays as it was', () => {
    const data = { a: { b: 1 } };
    place('$.a.b', data, 2);
    expect(data).toEqual({ a: { b: 1 } });
  });

  test('a step named __proto__ is a member like any other', () => {
    const result = place('$.__proto__.x', {}, 1);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"x":1}}');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test.each<[string, Json]>([['$.a', 'text'], ['$.a.b', { a: 1 }], ['$.a[5]', { a: [] }], ['$.a[*]', { a: [] }]])('fails to place at %s in %j', (path, data) => {
    expect(() => place(path, data, 1)).toThrow(`Unable to apply ReferencePath ${path} to input the data`);
  });
});
