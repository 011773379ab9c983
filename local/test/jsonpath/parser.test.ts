import * as fc from 'fast-check';
import { Json } from '../../src/json';
import { ANY_NAME, Dialect, InvalidPath, JSON_DOCUMENT, JsonPath, parseJsonPath } from '../../src/jsonpath';

const STATES: Dialect<Json> = {
  document: JSON_DOCUMENT,
  hasContextAndVariables: true,
  isRootOptional: false,
  name: ANY_NAME,
  findsEmptyList: true,
  isEarly: false,
};
const TEMPLATES: Dialect<Json> = { ...STATES, hasContextAndVariables: false, isRootOptional: true };
const parse = (text: string, dialect = STATES): JsonPath<Json> => parseJsonPath(text, dialect);

describe('JSONPath parser', () => {
  test.each([
    ['$', 'data', true],
    ['$.a.b', 'data', true],
    ["$['a b']", 'data', true],
    ['$.a[-1]', 'data', true],
    ['$.a.length()', 'data', true],
    ['$$', 'context', true],
    ['$$.Execution.Id', 'context', true],
    ['$name.a', 'variable', true],
    ['$.a[*]', 'data', false],
    ['$.*', 'data', false],
    ['$..a', 'data', false],
    ['$.a[0,1]', 'data', false],
    ["$['a','b']", 'data', true],
    ["$['a','b'].c", 'data', false],
    ['$..a.length()', 'data', true],
    ['$.a[*].length()', 'data', false],
    ['$.a-b', 'data', true],
    ['$.a[1:]', 'data', false],
    ['$.a[?(@.b)]', 'data', false],
  ])('%s starts at %s; definite: %s', (text, root, definite) => {
    const path = parse(text);
    expect(path.root.kind).toBe(root);
    expect(path.definite).toBe(definite);
    expect(path.text).toBe(text);
  });

  test.each(['', 'a', '$.', '$a.', '$.a[', '$.a[x]', '$.a b', "$['a", '$.a[?(@.b >)]', '$.a[?(1)]', '$.a[?(@.b =~ /x)]', '$.f(', '$.a[0,]'])(
    'fails to parse %j', (text) => {
      expect(() => parse(text)).toThrow(InvalidPath);
    });

  test.each(["$.a[?(@.b == '1)]", '$.a[?(@.b =~ 1)]', '$.a[?(/x/ == @.b)]', '$.a[?(@.b =~ /(/)]', '$..f()', '$[?(@.b == 01)]', '$$x', `$[?(${'('.repeat(1000)}`,
    `$[?(${'!'.repeat(10_000)}@.a)]`, `$${'[?(@'.repeat(5000)}`, `$[?(@.a in ${'['.repeat(5000)}`])('fails to parse %.50j', (text) => {
    expect(() => parse(text)).toThrow(InvalidPath);
  });

  test('what a path may begin with depends on the dialect', () => {
    expect(parse('a.b', TEMPLATES).segments).toEqual(parse('$.a.b').segments);
    expect(() => parse('$$.a', TEMPLATES)).toThrow(InvalidPath);
    expect(() => parse('$a', TEMPLATES)).toThrow(InvalidPath);
  });

  test('a name has the characters of the dialect', () => {
    expect(() => parse('$.a-b', { ...STATES, name: /[a-z]+/y })).toThrow(InvalidPath);
  });

  test('any text parses or fails with an InvalidPath', () => {
    const tokens = fc.array(fc.constantFrom('.', '..', '[', ']', '?(', ')', '@', '$', "'", '"', '*', ':', ',', '-1', '==', '=~', '/', '(a+)+', '!', '&&', '||', 'a', ' ', '\\', 'in', '1e9'));
    fc.assert(fc.property(fc.oneof(fc.string(), tokens.map((parts) => parts.join(''))), (text) => {
      try {
        parse(`$${text}`);
      } catch (error) {
        return error instanceof InvalidPath;
      }
      return true;
    }), { numRuns: 1000 });
  });
});
