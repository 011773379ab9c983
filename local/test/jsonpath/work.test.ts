import * as fc from 'fast-check';
import { Json, toJson } from '../../src/json';
import { ANY_NAME, Dialect, JSON_DOCUMENT, JsonPathError, findPath, parseJsonPath } from '../../src/jsonpath';

const DIALECT: Dialect<Json> = {
  document: JSON_DOCUMENT,
  hasContextAndVariables: true,
  isRootOptional: true,
  name: ANY_NAME,
  findsEmptyList: true,
  isEarly: false,
};
const find = (text: string, data: Json): Json | undefined => findPath(parseJsonPath(text, DIALECT), { data }, DIALECT);
const nested = (depth: number, around: (inner: Json) => Json): Json => Array.from({ length: depth }).reduce<Json>(around, 1);

const CHAIN = nested(200, (inner) => ({ a: inner }));
const WIDE = Array.from({ length: 60_000 }, (_, index) => index);
const ENDLESS = `${'a'.repeat(60)}b`;

describe('the work of a JSONPath', () => {
  test.each<[string, string, Json]>([
    ['steps that multiply', '$..*..*..*..*', CHAIN],
    ['lists compared with lists', '$[?(@.a subsetof $[0].b)]', [{ a: WIDE, b: [...WIDE].reverse() }]],
    ['a filter that looks at all for each', '$.w[?(@ in $.w)]', { w: WIDE }],
    ['a filter in a filter', '$.w[?($.w[?($.w[?(@ < 0)])])]', { w: WIDE.slice(0, 2000) }],
    ['long texts looked through for each', '$.w[?($.t contains "y")]', { w: WIDE, t: 'x'.repeat(100_000) }],
  ])('is bounded for %s', (_, path, data) => {
    expect(() => find(path, data)).toThrow('the JSONPaths have to look at more than 2097152 values');
  });

  test('regular expressions are stopped, all those of a path together', () => {
    expect(() => find('$[?(@ =~ /(a+)+/)]', [ENDLESS])).toThrow('take longer than 100 ms');
  });

  test('what looks at the largest data of a state some times is done', () => {
    const data: Json = { list: Array.from({ length: 20_000 }, (_, id) => ({ id, n: [id] })) };
    expect(find('$..id', data)).toHaveLength(20_000);
    expect(find('$.list[?(@.id >= 10000 && @.n)].n[0]', data)).toHaveLength(10_000);
  });

  test('data of any depth are looked at, or refused', () => {
    const deep = nested(20_000, (inner) => [inner]);
    expect(find('$..[?(@.x)]', deep)).toEqual([]);
    expect(() => find('$[?($ == $)]', deep)).toThrow(JsonPathError);
  });

  test('any path on any data gives a value, nothing, or a JsonPathError', () => {
    const step = fc.constantFrom('.a', '..a', '.*', '..*', '[0]', '[-1]', '[*]', '[1:]', "['a','b']", '[0,1]', '[?(@.a)]', '[?(@ == $.a)]', '[?(@.a =~ /(a|b)*/)]', '[?(@ in $..*)]',
      '..[?(@.b)]', '.length()', '.sum()', '.concat($.a)', '.append($)', '.first()', '.keys()', "..['a','b']");
    const data = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true, 1, 'a', 'ab'), fc.array(tie('value')), fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'))),
    })).value;
    fc.assert(fc.property(fc.array(step, { maxLength: 6 }), data, (steps, value) => {
      try {
        const found = find(`$${steps.join('')}`, toJson(value));
        return found === undefined || JSON.stringify(found) !== undefined;
      } catch (error) {
        return error instanceof JsonPathError;
      }
    }), { numRuns: 1000 });
  });
});
