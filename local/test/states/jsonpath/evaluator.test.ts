import * as fc from 'fast-check';
import { Json, toJson } from '../../../src/states/json';
import { queryJsonPath } from '../../../src/states/jsonpath';
import { evaluatePath } from '../../../src/states/jsonpath/evaluator';
import { parseJsonPath } from '../../../src/states/jsonpath/parser';
import { scopeOf } from '../scope';

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

function evaluate(text: string, data: Json = SHOP): Json {
  return evaluatePath(parseJsonPath(text), scopeOf({ data, variables: { v: [1, 2] }, context: { A: 1 } }));
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
    ["$.books[0]['title','price']", [{ title: 'A', price: 5 }]],
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
    ['$.books[*].price.sum()', 45],
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
    ["@.tags noneof ['y']", ['A', 'C']],
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

  test('fails for a function that does not exist, and for numbers of an empty list', () => {
    expect(() => evaluate('$.list.nope()')).toThrow('Function with name: nope does not exist.');
    expect(() => evaluate('$.min()', [])).toThrow('empty array');
  });

  test('what an object inherits is not found', () => {
    expect(queryJsonPath('$.constructor', {})).toBeUndefined();
    expect(queryJsonPath('$.__proto__', {})).toBeUndefined();
    expect(queryJsonPath('$..toString', { a: {} })).toEqual([]);
  });

  test('every member of any object is found by its name in brackets', () => {
    const names = fc.string().filter(name => !/['\\]/.test(name));
    fc.assert(fc.property(names, fc.jsonValue(), (name, value) => {
      const data = toJson(Object.fromEntries([[name, value]]));
      expect(queryJsonPath(`$['${name}']`, data)).toEqual(toJson(value));
    }));
  });
});
