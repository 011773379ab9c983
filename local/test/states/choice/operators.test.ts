import * as fc from 'fast-check';
import { Json } from '../../../src/json';
import { CHOICE_OPERATORS, ChoiceOperator } from '../../../src/states/choice/operators';

const operator = (name: string): ChoiceOperator => CHOICE_OPERATORS.get(name) as ChoiceOperator;
const EARLY = '2024-01-01T00:00:00Z';
const LATE = '2024-01-01T00:00:01Z';

describe('choice operators', () => {
  test('there is one for every comparison of the language', () => {
    const orders = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];
    const expected = [
      ...['String', 'Numeric', 'Timestamp'].flatMap((type) => orders.map((order) => type + order)),
      'BooleanEquals', 'StringMatches', 'IsNull', 'IsString', 'IsNumeric', 'IsBoolean', 'IsTimestamp',
    ];
    expect([...CHOICE_OPERATORS.keys()].sort()).toEqual(expected.sort());
  });

  test.each<[string, Json, Json, boolean]>([
    ['NumericEquals', 0, -0, true],
    ['NumericLessThan', 1, 2, true],
    ['NumericLessThan', 2, 2, false],
    ['NumericLessThanEquals', 2, 2, true],
    ['NumericGreaterThan', 3, 2, true],
    ['NumericGreaterThanEquals', 2, 3, false],
    ['StringEquals', 'a', 'a', true],
    ['StringLessThan', 'A', 'AB', true],
    ['StringGreaterThan', 'b', 'a', true],
    ['TimestampEquals', '2024-01-01T01:00:00+01:00', EARLY, true],
    ['TimestampLessThan', EARLY, LATE, true],
    ['TimestampGreaterThanEquals', EARLY, LATE, false],
    ['BooleanEquals', false, false, true],
    ['BooleanEquals', true, false, false],
    ['IsNull', null, true, true],
    ['IsNull', 0, false, true],
    ['IsString', 'x', true, true],
    ['IsNumeric', '1', true, false],
    ['IsBoolean', false, true, true],
    ['IsTimestamp', EARLY, true, true],
    ['IsTimestamp', '2024-01-01', true, false],
  ])('%s of %j and %j is %s', (name, variable, value, expected) => {
    expect(operator(name)(variable, value)).toBe(expected);
  });

  test('comparing values of a type that the operator is not for is false, never an error', () => {
    const comparisons = [...CHOICE_OPERATORS].filter(([name]) => !name.startsWith('Is') && name !== 'BooleanEquals');
    const others = fc.oneof(fc.constant(null), fc.boolean(), fc.constant([]), fc.constant({}));
    fc.assert(fc.property(fc.constantFrom(...comparisons), others, others, ([, compare], left, right) => !compare(left as Json, right as Json)));
  });

  test('StringMatches compares with a pattern', () => {
    expect(operator('StringMatches')('log-1.txt', 'log-*.txt')).toBe(true);
    expect(operator('StringMatches')('log-1.txt.gz', 'log-*.txt')).toBe(false);
  });
});
