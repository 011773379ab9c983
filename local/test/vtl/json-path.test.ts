import { parseJson } from '../../src/vtl/json';
import { findJsonPath } from '../../src/vtl/json-path';
import { writeJson } from '../../src/vtl/print';

const BODY = parseJson(JSON.stringify({
  store: {
    'books': [{ id: 1, title: 'One', price: 8.5, tags: ['a', 'b'] }, { id: 2, title: 'Two', price: 12, tags: [] }, { id: 3, price: 20 }],
    'a b': { 'c.d': null },
  },
  limit: 10,
  items: ['x', 'y', 'z'],
}));
const read = (path: string, body = BODY): string | undefined => {
  const found = findJsonPath(path, body);
  return found === undefined ? undefined : writeJson(found);
};

describe('paths into a body', () => {
  test.each([
    ['$.limit', '10'], ['limit', '10'], [' $.limit ', '10'], ['$.items[-1]', '"z"'], ["$['store']['a b']['c.d']", 'null'], ['$[ "limit" ]', '10'],
    ['$.items[*]', '["x","y","z"]'], ['$..id', '[1,2,3]'], ["$.store.books[0]['id','title']", '{"id":1,"title":"One"}'],
    ["$.store.books[*]['id','title'].x", '[]'], ['$.items.length()', '3'], ['$.store.books[*].tags.length()', '[2,0]'], ['$.store.length()', '2'],
    ['$.store.books[?(@.price < $.limit)].id', '[1]'], ['$.store.books[?(@.id == "2")].id', '[2]'], ['$.store[?(@.books)].books.length()', '[3]'], ['$..nothing', '[]'],
  ])('%s finds %s', (path, expected) => {
    expect(read(path)).toBe(expected);
  });

  test.each(['$.nothing', '$.limit.x', '$.items[3]', '$.items.x', '$.store[0]', '$.nothing[*]', '$.limit[1:2]', '$.limit[?(@.x)]', '$.constructor', "$['__proto__']"])('%s leads nowhere', (path) => {
    expect(read(path)).toBeUndefined();
  });

  test('computes as Java does: with doubles, and with all digits of long numbers', () => {
    const numbers = parseJson('[1,2,3,12345678901234567890]');
    expect(read('$[0:3]', numbers)).toBe('[1,2,3]');
    expect(read('$.min()', numbers)).toBe('1.0');
    expect(read('$[?(@ == 12345678901234567890)]', numbers)).toBe('[12345678901234567890]');
    expect(read('$[?(@ == 12345678901234567891)]', numbers)).toBe('[]');
  });

  test.each([['$.a[', 'is not a valid JSONPath'], ['$a', 'is not a valid JSONPath'], ['$.items.sum()', 'fails'], ['$.items.nope()', 'fails']])('%s %s', (path, problem) => {
    expect(() => read(path)).toThrow(`${JSON.stringify(path)} ${problem}: `);
  });
});
