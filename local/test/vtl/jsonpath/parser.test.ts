import { parseJson } from '../../../src/vtl/json';
import { compilePath } from '../../../src/vtl/jsonpath/parser';
import { writeJson } from '../../../src/vtl/print';

const BODY = parseJson(JSON.stringify({
  store: {
    'books': [{ id: 1, title: 'One', price: 8.5, tags: ['a', 'b'] }, { id: 2, title: 'Two', price: 12, tags: [] }, { id: 3, price: 20 }],
    'a b': { 'c.d': null },
  },
  limit: 10,
  items: ['x', 'y', 'z'],
}));
const read = (path: string): string | undefined => {
  const found = compilePath(path).read(BODY);
  return found === undefined ? undefined : writeJson(found);
};

describe('paths', () => {
  it.each([
    ['$.limit', '10'], ['limit', '10'], ['$.items[0]', '"x"'], ['$.items[-1]', '"z"'], ["$['store']['a b']['c.d']", 'null'], ['$["limit"]', '10'], ['$[ "limit" ]', '10'],
    ['$.items[*]', '["x","y","z"]'], ['$.items[0,2]', '["x","z"]'], ['$.items[1:]', '["y","z"]'], ['$.items[:1]', '["x"]'], ['$.items[-2:]', '["y","z"]'], ['$.items[0:2]', '["x","y"]'],
    ['$.store.books[*].id', '[1,2,3]'], ['$..id', '[1,2,3]'], ['$..books[0].title', '["One"]'], ['$.store.*..id', '[1,2,3]'], ["$.store.books[0]['id','title']", '{"id":1,"title":"One"}'],
    ["$.store.books[*]['id','title'].x", '[]'], ['$.items.length()', '3'], ['$.store.books[*].tags.length()', '[2,0]'], ['$.items.size()', '3'], ['$.store.length()', '2'],
    ['$.items[9,0]', '["x"]'], ['$..nothing', '[]'],
  ])('%s finds %s', (path, expected) => {
    expect(read(path)).toBe(expected);
  });

  it.each(['$.nothing', '$.limit.x', '$.items[3]', '$.items.x', '$.store[0]', '$.nothing[*]', '$.limit[1:2]', '$.limit[?(@.x)]', '$.constructor', "$['__proto__']"])('%s leads nowhere', (path) => {
    expect(read(path)).toBeUndefined();
  });

  it.each([
    ['sum', '6.0'], ['min', '1.0'], ['max', '3.0'], ['avg', '2.0'], ['stddev', '0.816496580927726'],
  ])('%s() of numbers', (name, expected) => {
    expect(writeJson(compilePath(`$.${name}()`).read(parseJson('[1,2,3]')) ?? null)).toBe(expected);
  });
});

describe('filters', () => {
  it.each([
    ['@.price > 10', '[2,3]'], ['@.price >= 12', '[2,3]'], ['@.price < $.limit', '[1]'], ['@.price <= 8.5', '[1]'], ['@.id == 2', '[2]'], ['@.id == "2"', '[2]'], ['@.id != 2', '[1,3]'],
    ['@.title', '[1,2]'], ['!@.title', '[3]'], ["@.title == 'One'", '[1]'], ['@["title"] == "One"', '[1]'], ["@.title > 'P'", '[2]'], ['@.title =~ /t.*/i', '[2]'], ['@.title =~ /n/', '[1]'],
    ['@.id == 1 || @.id == 3', '[1,3]'], ['@.id > 1 && @.title', '[2]'], ['(@.id == 1 || @.id == 2) && @.price > 10', '[2]'], ['!(@.id == 1)', '[2,3]'],
    ['@.id in [1, 3]', '[1,3]'], ["@.title nin ['One']", '[2,3]'], ["@.tags contains 'a'", '[1]'], ["@.title contains 'w'", '[2]'], ["'b' in @.tags", '[1]'],
    ['@.tags size 0', '[2]'], ['@.tags empty true', '[2]'], ['@.tags empty false', '[1]'], ["@.tags subsetof ['a','b','c']", '[1,2,3]'], ["@.tags anyof ['b']", '[1]'], ["@.tags noneof ['b']", '[2,3]'],
    ['@.tags[0] == "a"', '[1]'], ['true == true', '[1,2,3]'], ['@.title == null', '[]'], ['@.price > "10"', '[]'],
  ])('%s', (condition, expected) => {
    expect(read(`$.store.books[?(${condition})].id`)).toBe(expected);
  });

  it('take a map itself', () => {
    expect(read('$.store[?(@.books)].books.length()')).toBe('[3]');
  });
});

describe('what is not a JSONPath', () => {
  it.each([
    '$.', '$..', '$.a[', '$.a]', '$[abc]', '$.a b', '$a', '$.a[?(@.b > )]', '$.a[?@.b]', "$['a", '$.a[1', '$.a[1,]', '$.a[?(@.b ~ 1)]', '$.a[?(@.b =~ x)]', '$.a.unknown()', `$[?(${'('.repeat(1000)}`,
  ])('fails: %s', (path) => {
    expect(() => compilePath(path)).toThrow(/is not a valid JSONPath/);
  });

  it('fails for numbers that are none', () => {
    expect(() => read('$.items.sum()')).toThrow(/need a list of numbers/);
  });
});
