import * as fc from 'fast-check';
import { parseJsonPath } from '../../../src/states/jsonpath/parser';

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
    ["$['a','b']", 'data', false],
    ['$.a[1:]', 'data', false],
    ['$.a[?(@.b)]', 'data', false],
  ])('%s starts at %s; definite: %s', (text, root, definite) => {
    const path = parseJsonPath(text);
    expect(path.root.kind).toBe(root);
    expect(path.definite).toBe(definite);
    expect(path.text).toBe(text);
  });

  test.each(['', 'a', '$.', '$a.', '$.a[', '$.a[x]', '$.a b', "$['a", '$.a[?(@.b >)]', '$.a[?(1)]', '$.a[?(@.b =~ /x)]', '$.f(', '$.a[0,]'])(
    'fails to parse %j', text => {
      expect(() => parseJsonPath(text)).toThrow(SyntaxError);
    });

  test('any text parses or fails with a SyntaxError', () => {
    fc.assert(fc.property(fc.string(), text => {
      try {
        parseJsonPath(`$${text}`);
      } catch (error) {
        return error instanceof SyntaxError;
      }
      return true;
    }));
  });
});
