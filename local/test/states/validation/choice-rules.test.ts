import { refusalOf, refusalOfJsonata, schema } from './refusal';
import { CHOICE_OPERATORS } from '../../../src/states/choice/operators';

const choice = (rule: object): object => ({ Type: 'Choice', Choices: [{ Next: 'Y', ...rule }], Default: 'Y' });
const at = '/States/X/Choices[0]';

describe('choice rules', () => {
  test.each(['IsPresent', ...CHOICE_OPERATORS.keys()])('accepts %s with an operand of its type, and fails for an object', (operator) => {
    const operand = /^(Is|Boolean)/.test(operator) ? true : operator.startsWith('Numeric') ? 1.5 : '2030-01-01T00:00:00Z';
    expect(refusalOf(choice({ Variable: '$.a', [operator]: operand }))).toEqual([]);
    expect(refusalOf(choice({ Variable: '$.a', [operator]: {} }))).toEqual([expect.stringContaining('Expected value of type [')]);
  });

  test.each<[string, object]>([
    ['two values', { Variable: '$.a', NumericEqualsPath: '$$.Execution.Input.b[0]' }],
    ['a variable', { Variable: '$limit', NumericGreaterThanEqualsPath: "$['b c']" }],
    ['a combination of combinations', { And: [{ Or: [{ Not: { Variable: '$.a', IsNull: true } }, { Variable: '$.a', IsPresent: false }] }], Comment: 'x' }],
  ])('accepts a comparison of %s', (_, rule) => {
    expect(refusalOf(choice(rule))).toEqual([]);
  });

  test.each<[string, object]>([
    ['an expression', { Condition: '{% $states.input.a > 1 %}', Output: '{% 1 %}', Assign: { a: '{% 2 %}' } }],
    ['a constant', { Condition: true }],
  ])('accepts a JSONata rule with %s', (_, rule) => {
    expect(refusalOfJsonata(choice(rule))).toEqual([]);
  });

  const KINDS = 'The object must have only one of the following fields, [And, Or, Not, Variable, Condition]';

  test.each<[string, object, string[]]>([
    ['nothing', {}, [`${KINDS} at ${at}`]],
    ['two kinds', { Variable: '$.a', IsNull: true, Not: { Variable: '$.a', IsNull: true } }, [`${KINDS} at ${at}`]],
    ['two operators', { Variable: '$.a', IsNull: true, StringEquals: 'b' },
      [`There should only be one of the following fields: [StringEquals, IsNull] at ${at}`]],
    ['an operator that is none', { Variable: '$.a', StringEqual: 'b' },
      [`Field 'StringEqual' is not supported at ${at}`, expect.stringMatching(/This object should have only one of the following fields: \[.*StringEquals/) as unknown as string]],
    ['a path for a literal operator', { Variable: '$.a', StringMatchesPath: '$.b', IsNull: true }, [`Field 'StringMatchesPath' is not supported at ${at}`]],
    ['a call for a variable', { Variable: 'States.ArrayLength($.a)', NumericEquals: 0 },
      [`Value is not a Reference Path: Reference path didn't start with '$' at ${at}/Variable`]],
    ['a list to compare', { Variable: '$.a[*]', NumericEquals: 0 },
      [`Value is not a Reference Path: it must lead to one value, without wildcards, filters, slices and functions at ${at}/Variable`]],
    ['no rules to combine', { And: [] }, [`Value cannot be empty at ${at}/And`]],
    ['a target inside', { Or: [{ Variable: '$.a', IsNull: true, Next: 'Y' }] }, [`Field 'Next' is not supported at ${at}/Or[0]`]],
    ['something wrong deep inside', { Not: { And: [{ Variable: '$.a', NumericEquals: '1' }] } }, [`Expected value of type [NUMBER] at ${at}/Not/And[0]/NumericEquals`]],
    ['an expression', { Condition: '{% true %}' },
      [`The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage at ${at}`]],
  ])('fails for a rule with %s', (_, rule, expected) => {
    const [first, second] = refusalOf(choice(rule));
    expect(first).toBe(schema(expected[0])[0]);
    expect(second).toEqual(typeof expected[1] === 'string' ? schema(expected[1])[0] : expected[1]);
  });

  test('fails for a rule without a target', () => {
    expect(refusalOf({ Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true }], Default: 'Y' }))
      .toEqual(schema(`These fields are required: [Next] at ${at}`));
  });

  test('fails for a JSONPath rule in a JSONata state', () => {
    const only = (field: string): string => `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage at ${at}`;
    expect(refusalOfJsonata(choice({ Variable: '$.a', IsNull: true }))).toEqual(schema(only('Variable'), only('IsNull')));
  });
});
