import * as fc from 'fast-check';
import { CHOICE_OPERATORS, ChoiceOperator, matchesPattern } from '../../../src/states/choice/operators';
import { Json } from '../../../src/states/json';

const operator = (name: string): ChoiceOperator => CHOICE_OPERATORS.get(name) as ChoiceOperator;
const EARLY = '2024-01-01T00:00:00Z';
const LATE = '2024-01-01T00:00:01Z';

describe('choice operators', () => {
  test('there is one for every comparison of the language', () => {
    const orders = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];
    const expected = [
      ...['String', 'Numeric', 'Timestamp'].flatMap(type => orders.map(order => type + order)),
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

  test.each([
    ['log-1.txt', 'log-*.txt', true],
    ['log-1.txt.gz', 'log-*.txt', false],
    ['abc', '*', true],
    ['', '*', true],
    ['abc', 'abc', true],
    ['a*c', 'a\\*c', true],
    ['abc', 'a\\*c', false],
    ['a\\b', 'a\\\\*', true],
    ['aXbXc', 'a*b*c', true],
    ['ab', 'ab*b', false],
  ])('%s matches %s: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  test('a pattern of many stars takes no more than a glance', () => {
    // GIVEN a pattern that a backtracking matcher would not finish
    const started = Date.now();

    // THEN
    expect(matchesPattern('a'.repeat(50_000), `${'a*'.repeat(1000)}b`)).toBe(false);
    expect(Date.now() - started).toBeLessThan(1000);
  });

  test('a text matches the pattern that it was made from', () => {
    const plain = fc.string().filter(text => !/[*\\]/.test(text));
    fc.assert(fc.property(fc.array(plain, { minLength: 1 }), plain, (parts, filler) => matchesPattern(parts.join(filler), parts.join('*'))));
  });
});
