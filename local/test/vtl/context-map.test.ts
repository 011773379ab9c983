import { ContextMap } from '../../src/vtl/context-map';

describe('ContextMap', () => {
  test('is iterated as a HashMap is', () => {
    const names = ['apple', 'banana', 'cherry', 'date', 'elderberry'];

    expect(new ContextMap(Object.fromEntries(names.map((name) => [name, name]))).keys()).toEqual(['banana', 'date', 'apple', 'cherry', 'elderberry']);
  });

  test('orders the keys anew when it grows', () => {
    const map = new ContextMap({});
    for (let index = 0; index < 13; index++) {
      map.put(`key${index}`, BigInt(index));
    }

    expect(map.keys()).toHaveLength(13);
    expect(new Set(map.keys()).size).toBe(13);
  });

  test('makes values of plain data', () => {
    const map = new ContextMap({ a: 1, b: 1.5, c: null, d: undefined, e: { f: 'g' }, h: [1], i: () => 1 });

    expect([map.get('a'), map.get('b'), map.get('c'), map.get('d'), map.get('i')]).toEqual([1n, 1.5, null, null, null]);
    expect((map.get('e') as ContextMap).get('f')).toBe('g');
  });
});
