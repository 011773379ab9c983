import { Json } from '../../../src/json';
import { compileRule } from '../../../src/states/choice/rule';
import type { RuleFields } from '../../../src/states/definition';
import { scopeOf } from '../scope';

const holds = (rule: RuleFields, data: Json): boolean => compileRule(rule)(scopeOf({ data, variables: { limit: 5 }, context: { Execution: { Name: 'run' } } }));

describe('choice rules', () => {
  test.each<[RuleFields, Json, boolean]>([
    [{ Variable: '$.a', NumericGreaterThan: 3 }, { a: 4 }, true],
    [{ Variable: '$.a', NumericGreaterThanPath: '$.b' }, { a: 4, b: 5 }, false],
    [{ Variable: '$.a', NumericLessThanPath: '$limit' }, { a: 4 }, true],
    [{ Variable: '$$.Execution.Name', StringEquals: 'run' }, {}, true],
    [{ Variable: '$limit', NumericEquals: 5 }, {}, true],
    [{ Variable: '$.a', IsPresent: true }, { a: null }, true],
    [{ Variable: '$.a', IsPresent: false }, {}, true],
    [{ And: [{ Variable: '$.a', IsPresent: true }, { Variable: '$.a', IsString: true }] }, { a: 'x' }, true],
    [{ And: [{ Variable: '$.a', IsPresent: true }, { Variable: '$.a', IsString: true }] }, {}, false],
    [{ Or: [{ Variable: '$.a', NumericEquals: 1 }, { Variable: '$.a', NumericEquals: 2 }] }, { a: 2 }, true],
    [{ Not: { Variable: '$.a', NumericEquals: 1 } }, { a: 2 }, true],
  ])('%j on %j is %s', (rule, data, expected) => {
    expect(holds(rule, data)).toBe(expected);
  });

  test('fails where the variable or the other path leads nowhere', () => {
    const message = "Invalid path '$.b': The choice state's condition path references an invalid value.";
    expect(() => holds({ Variable: '$.b', NumericEquals: 1 }, { a: 1 })).toThrow(message);
    expect(() => holds({ Variable: '$.a', NumericEqualsPath: '$.b' }, { a: 1 })).toThrow(message);
  });
});
