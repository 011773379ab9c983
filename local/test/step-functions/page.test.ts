import fc from 'fast-check';
import { page } from '../../src/step-functions/page';

interface Paged {
  readonly items: readonly number[];
  readonly nextToken?: string;
}

const list = (items: readonly number[], isDescending = false, name = 'numbers'): Parameters<typeof page<number>>[0] => (
  { items: [...items].sort((left, right) => (isDescending ? right - left : left - right)), name, keyOf: (item) => item, isDescending }
);

test('pages give each item once, in either order', () => {
  const numbers = fc.uniqueArray(fc.nat(), { maxLength: 30 });
  fc.assert(fc.property(numbers, fc.integer({ min: 1, max: 12 }), fc.boolean(), (items, maxResults, isDescending) => {
    const all = list(items, isDescending);
    const pages: Paged[] = [page(all, { maxResults })];
    while (pages.at(-1)!.nextToken !== undefined) {
      pages.push(page(all, { maxResults, nextToken: pages.at(-1)!.nextToken }));
    }

    expect(pages.flatMap((each) => each.items)).toEqual(all.items);
    expect(pages).toHaveLength(Math.max(1, Math.ceil(items.length / maxResults)));
  }));
});

test('items that come and go meanwhile are neither left out nor given twice', () => {
  const numbers = fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 20 });
  fc.assert(fc.property(numbers, numbers, fc.integer({ min: 1, max: 6 }), fc.boolean(), (before, after, maxResults, isDescending) => {
    const first: Paged = page(list(before, isDescending), { maxResults });
    fc.pre(first.nextToken !== undefined);
    const rest: Paged = page(list(after, isDescending), { maxResults: 1000, nextToken: first.nextToken });

    const last = first.items.at(-1)!;
    expect(rest.items).toEqual(list(after.filter((item) => (isDescending ? item < last : item > last)), isDescending).items);
  }));
});

test.each([undefined, 0])('a page has 100 items for maxResults %s', (maxResults) => {
  expect(page(list(Array.from({ length: 101 }, (_, index) => index)), { maxResults }).items).toHaveLength(100);
});

test('fails for a token of another list, and for any other text', () => {
  const refusal = /^InvalidToken: Invalid Token: 'Invalid token'$/;
  const { nextToken } = page(list([1, 2]), { maxResults: 1 });

  expect(() => page(list([1, 2], false, 'others'), { nextToken })).toThrow(refusal);
  fc.assert(fc.property(fc.string(), (text) => expect(() => page(list([1, 2]), { nextToken: text })).toThrow(refusal)));
  fc.assert(fc.property(fc.nat({ max: nextToken!.length - 1 }), fc.constantFrom('A', 'z', '0', '_'), (index, character) => {
    fc.pre(nextToken![index] !== character);
    expect(() => page(list([1, 2]), { nextToken: `${nextToken!.slice(0, index)}${character}${nextToken!.slice(index + 1)}` })).toThrow(refusal);
  }));
});
