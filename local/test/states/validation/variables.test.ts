import { refusalOf, refusalOfJsonata, schema } from './refusal';

const assign = (value: unknown): object => ({ Type: 'Pass', End: true, Assign: value });

describe('Assign', () => {
  test('accepts variables in both languages', () => {
    expect(refusalOf(assign({ 'count': 1, 'größe2.$': '$.a', 'deep': { 'any name': { 'b.$': '$' } } }))).toEqual([]);
    expect(refusalOfJsonata(assign({ count: '{% $states.input %}' }))).toEqual([]);
  });

  test.each<[object, string]>([
    [{ 'a-b': 1 }, "INVALID_VARIABLE_NAME: Invalid variable name 'a-b': the variable name contains invalid characters. at /States/X/Assign"],
    [{ '1a.$': '$' }, "INVALID_VARIABLE_NAME: Invalid variable name '1a': the variable name contains invalid characters. at /States/X/Assign"],
    [{ '': 1 }, "INVALID_VARIABLE_NAME: Invalid variable name '': the variable name contains invalid characters. at /States/X/Assign"],
    [{ __proto__x: 1, ['__proto__']: 1 }, "INVALID_VARIABLE_NAME: Invalid variable name '__proto__x': the variable name contains invalid characters. at /States/X/Assign"],
    [{ 'states.$': '$' }, "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/X/Assign"],
    [{ [`a${'b'.repeat(80)}`]: 1 },
      `INVALID_VARIABLE_NAME: Invalid variable name 'a${'b'.repeat(80)}': the variable name exceeds the 80-character limit allowed by the service. at /States/X/Assign`],
    [{ 'a.$': 'text' }, schema("The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at /States/X/Assign")[0]],
  ])('fails for %j', (value, expected) => {
    expect(refusalOf(assign(value))[0]).toBe(expected);
  });

  test('fails for what is no object', () => {
    expect(refusalOf(assign('a'))).toEqual(schema('Expected value of type [OBJECT] at /States/X/Assign'));
  });

  test('fails for a bad expression, naming the variable', () => {
    expect(refusalOfJsonata(assign({ count: '{% 1 + %}' }))).toEqual(['INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/X/Assign/count']);
  });
});
