import { Variables } from '../../../src/states/runtime/variables';

describe('variables', () => {
  test('an inner flow reads the outer ones and assigns its own', () => {
    // GIVEN
    const outer = new Variables();
    outer.assign({ a: 1, b: 2 });
    const inner = new Variables(outer);

    // WHEN
    inner.assign({ b: 3, c: null });

    // THEN
    expect([inner.get('a'), inner.get('b'), inner.get('c'), inner.get('d')]).toEqual([1, 3, null, undefined]);
    expect([outer.get('b'), outer.get('c')]).toEqual([2, undefined]);
    expect(Object.fromEntries(inner.entries())).toEqual({ a: 1, b: 3, c: null });
  });

  test('a null hides the outer value', () => {
    const outer = new Variables();
    outer.assign({ a: 1 });
    const inner = new Variables(outer);
    inner.assign({ a: null });
    expect(inner.get('a')).toBeNull();
  });

  test('inherited names are no variables', () => {
    expect(new Variables().get('constructor')).toBeUndefined();
  });
});
