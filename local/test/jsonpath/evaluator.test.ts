import * as fc from 'fast-check';
import { Json, toJson } from '../../src/json';
import { ANY_NAME, Dialect, JSON_DOCUMENT, JsonPathError, compileQuery, evaluatePath, parseJsonPath } from '../../src/jsonpath';

const DIALECT: Dialect<Json> = {
  document: JSON_DOCUMENT,
  hasContextAndVariables: true,
  isRootOptional: false,
  name: ANY_NAME,
  findsEmptyList: true,
  isEarly: false,
};

const SHOP: Json = {
  books: [
    { title: 'A', price: 5, tags: ['x'] },
    { title: 'B', price: 15, tags: ['x', 'y'] },
    { title: 'C', price: 25, isbn: '1' },
  ],
  owner: { 'first name': 'Jo', 'age': 40 },
  list: [3, 1, 2],
  nothing: null,
};

function evaluate(text: string, data: Json = SHOP, dialect = DIALECT): Json {
  const roots = { data, variables: new Map<string, Json>([['v', [1, 2]]]), context: () => ({ A: 1 }) };
  return evaluatePath(parseJsonPath(text, dialect), roots, dialect);
}

describe('JSONPath evaluator', () => {
  test.each<[string, Json]>([
    ['$.owner.age', 40],
    ["$.owner['first name']", 'Jo'],
    ['$["list"][0]', 3],
    ['$.list[-1]', 2],
    ['$.nothing', null],
    ['$.list[0,2]', [3, 2]],
    ['$.list[1:]', [1, 2]],
    ['$.list[:-1]', [3, 1]],
    ['$.books[*].title', ['A', 'B', 'C']],
    ['$..title', ['A', 'B', 'C']],
    ['$..age', [40]],
    ['$.owner.*', ['Jo', 40]],
    ["$.books[0]['title','price']", { title: 'A', price: 5 }],
    ["$.books[*]['title','isbn']", [{ title: 'A' }, { title: 'B' }, { title: 'C', isbn: '1' }]],
    ["$['owner','books'][0].title", ['A']],
    ["$..['title','isbn']", [{ title: 'C', isbn: '1' }]],
    ['$..[?(@.isbn)].title', ['C']],
    ['$.list[0:-1]', []],
    ['$.list[-2:-1]', [1]],
    ['$.list[1:9]', [1, 2]],
    ['$.missing[*]', []],
    ['$.missing.deeper[1:].x', []],
    ['$$.A', 1],
    ['$v[1]', 2],
    ['$.list.length()', 3],
    ['$.list.min()', 1],
    ['$.list.max()', 3],
    ['$.list.sum()', 6],
    ['$.list.avg()', 2],
    ['$.list.first()', 3],
    ['$.list.last()', 2],
    ['$.list.stddev()', Math.sqrt(2 / 3)],
    ['$.owner.keys()', ['first name', 'age']],
    ['$..price.sum()', 45],
    ['$.books[*].tags.length()', [1, 2]],
    ['$..tags.length()', 2],
    ["$.owner['first name'].length()", null],
    ["$.list.append('z')", [3, 1, 2, 'z']],
    ["$.list.concat('z', $.owner.age)", '312z40'],
  ])('%s', (path, expected) => {
    expect(evaluate(path)).toEqual(expected);
  });

  test.each<[string, Json]>([
    ['@.price > 10', ['B', 'C']],
    ['@.price >= 15 && @.price < 25', ['B']],
    ['@.price == 5 || @.isbn', ['A', 'C']],
    ['!@.isbn', ['A', 'B']],
    ['@.isbn', ['C']],
    ["@.title != 'A'", ['B', 'C']],
    ["@.title in ['A', 'B']", ['A', 'B']],
    ["@.title nin ['A']", ['B', 'C']],
    ['@.title =~ /[ab]/i', ['A', 'B']],
    ["@.tags contains 'y'", ['B']],
    ['@.tags size 1', ['A']],
    ["@.tags subsetof ['x', 'z']", ['A']],
    ["@.tags anyof ['y']", ['B']],
    ["@.tags noneof ['y']", ['A']],
    ["@.price == '5'", ['A']],
    ['@.missing == @.gone', []],
    ['@.tags =~ /[y]/', ['B']],
    ['@.price =~ /\\d/', ['A']],
    ['@.title =~ /[a-c&&[^b]]/i', ['A', 'C']],
    ['@.title IN ["A"]', ['A']],
    ['@.tags empty false', ['A', 'B']],
    ['@.price > $.list[0]', ['A', 'B', 'C']],
    ['(@.price < 10 || @.price > 20) && @.title', ['A', 'C']],
    ["@.price > 'a'", []],
  ])('a filter takes what meets it: %s', (filter, titles) => {
    expect(evaluate(`$.books[?(${filter})].title`)).toEqual(titles);
  });

  test.each([
    ['$.x', "No results for path: $['x']"],
    ['$.x.y', "Missing property in path $['x']"],
    ['$.list[9]', "No results for path: $['list'][9]"],
    ['$.owner.age.x', "Expected to find an object with property ['x'] in path $['owner']['age'] but found 'java.lang.Integer'."],
    ['$.nothing.x', "Expected to find an object with property ['x'] in path $['nothing'] but found 'null'."],
    ['$.nothing[0]', "The path $['nothing'] is null"],
    ['$.owner[0]', 'Filter: [0] can only be applied to arrays. Current context is: {first name=Jo, age=40}'],
    ['$unknown', 'No results for path'],
  ])('fails at %s', (path, message) => {
    expect(() => evaluate(path)).toThrow(message);
  });

  test.each([['$.x', 'nothing'], ['$.nothing[0]', 'nothing'], ['$.list[9]', 'past the end'], ['$.list[9].x', 'past the end'], ['$.owner[0]', 'no array']])(
    'tells what is at the end of %s: %s', (path, found) => {
      expect(() => evaluate(path)).toThrow(expect.objectContaining({ found }));
    });

  test.each(['$.missing[*]', '$.owner.age[1:]', '$.owner.age[?(@.x)]'])('where its dialect has it so, %s leads nowhere instead of to an empty list', (path) => {
    expect(evaluate(path)).toEqual([]);
    expect(() => evaluate(path, SHOP, { ...DIALECT, findsEmptyList: false })).toThrow(JsonPathError);
  });

  test.each([
    ['$.list.sum()', 'Function with name: sum does not exist.'],
    ['$.owner.keys()', 'Function with name: keys does not exist.'],
    ["$['list', 'owner'].age", "Multi properties can only be used as path leafs: $['list', 'owner']"],
    ["$.owner['age','x'].y", "Multi properties can only be used as path leafs: $['owner']['age', 'x']"],
  ])('where its dialect is an early one, %s leads nowhere', (path, message) => {
    expect(() => evaluate(path)).not.toThrow('Function with name');
    expect(() => evaluate(path, SHOP, { ...DIALECT, isEarly: true })).toThrow(message);
  });

  test.each(['$.list.length()', '$.list.max()', "$.owner['age', 'x']"])('has %s in an early dialect, too', (path) => {
    expect(evaluate(path, SHOP, { ...DIALECT, isEarly: true })).toEqual(evaluate(path));
  });

  test('fails for a function that does not exist, and for numbers of an empty list', () => {
    expect(() => evaluate('$.list.nope()')).toThrow('Function with name: nope does not exist.');
    expect(() => evaluate('$.min()', [])).toThrow('empty array');
    expect(() => evaluate('$.books[*].price.sum()')).toThrow('empty array');
  });

  test('what picks a value out of a message calls no function', () => {
    expect(() => compileQuery('$.status.min()')).toThrow('calls a function');
  });

  test('what an object inherits is not found', () => {
    expect(compileQuery('$.constructor')({})).toBeUndefined();
    expect(compileQuery('$.__proto__')({})).toBeUndefined();
    expect(compileQuery('$..toString')({ a: {} })).toEqual([]);
  });

  test('every member of any object is found by its name in brackets', () => {
    const names = fc.string().filter((name) => !/['\\]/.test(name));
    fc.assert(fc.property(names, fc.jsonValue(), (name, value) => {
      const data = toJson(Object.fromEntries([[name, value]]));
      expect(compileQuery(`$['${name}']`)(data)).toEqual(toJson(value));
    }));
  });
});
