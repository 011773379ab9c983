import { Variables } from '../../../src/states/runtime/variables';
import { outputOf, play } from '../play';
import { assignTo } from '../scope';

describe('variables', () => {
  test('an inner flow reads the outer ones and assigns its own', () => {
    // GIVEN
    const outer = new Variables();
    assignTo(outer, { a: 1, b: 2 });
    const inner = new Variables(outer);

    // WHEN
    assignTo(inner, { b: 3, c: null });

    // THEN
    expect([inner.get('a'), inner.get('b'), inner.get('c'), inner.get('d')]).toEqual([1, 3, null, undefined]);
    expect([outer.get('b'), outer.get('c')]).toEqual([2, undefined]);
    expect(Object.fromEntries(inner.entries())).toEqual({ a: 1, b: 3, c: null });
  });

  test('a null hides the outer value', () => {
    const outer = new Variables();
    assignTo(outer, { a: 1 });
    const inner = new Variables(outer);
    assignTo(inner, { a: null });
    expect(inner.get('a')).toBeNull();
  });

  test('all together have 10 MiB, in whatever flow they are, until the flow ends', () => {
    // GIVEN a text of a quarter of a mebibyte
    const text = 'x'.repeat(256 * 1024 - 2);
    const outer = new Variables();
    const inner = new Variables(outer);
    for (let index = 0; index < 40; index++) {
      expect(assignTo(index % 2 === 0 ? outer : inner, { [`v${index}`]: text })).toBe(true);
    }

    // THEN
    expect(assignTo(inner, { more: 1 })).toBe(false);
    expect(inner.get('more')).toBeUndefined();
    expect(assignTo(outer, { v0: 'shorter' })).toBe(true);
    expect(assignTo(inner, { more: 1 })).toBe(true);
    inner.release();
    expect(assignTo(outer, { more: text })).toBe(true);
  });

  test('an execution whose variables are too many fails; iterations let go of theirs', async () => {
    // GIVEN
    const text = { 'text.$': '$.text' };
    const assign = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}.$`, '$.text']));
    const input = { text: 'x'.repeat(250_000), items: Array.from({ length: 50 }, () => 1) };
    const map = (MaxConcurrency: number): Record<string, object> => ({
      M: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector: text,
        MaxConcurrency,
        ResultPath: null,
        OutputPath: '$.items[0]',
        End: true,
        ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', Assign: assign(1), Next: 'B' }, B: { Type: 'Pass', Result: 1, End: true } } },
      },
    });

    // THEN
    expect(await play({ A: { Type: 'Pass', Assign: assign(42), End: true } }, input)).toEqual({
      status: 'FAILED', error: 'States.DataLimitExceeded', cause: expect.stringContaining("'A'") as string,
    });
    expect(await outputOf(map(1), input)).toBe(1);
  });

  test('inherited names are no variables', () => {
    expect(new Variables().get('constructor')).toBeUndefined();
  });
});
