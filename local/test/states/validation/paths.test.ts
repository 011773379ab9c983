import { refusalOf, schema } from './refusal';

const pass = (fields: object): object => ({ Type: 'Pass', End: true, ...fields });
const ONE_VALUE = 'Value is not a Reference Path: it must lead to one value, without wildcards, filters, slices and functions';
const notDynamic = (field: string, path: string): string =>
  `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call at ${path}`;

describe('paths', () => {
  test.each(['$', '$.a', '$$.Execution.Id', '$var.a', '$..a', '$.a[*].b', '$.a[?(@.b > 1)]', '$.a[0:2]', "$['a','b']", '$.a.length()'])(
    'accepts InputPath %s', (text) => {
      expect(refusalOf(pass({ InputPath: text }))).toEqual([]);
    });

  test.each(['a', '@.a', 'States.UUID()', '$.', '$.a[', ''])('fails for InputPath %j', (text) => {
    expect(refusalOf(pass({ InputPath: text }))).toEqual(schema('Value must be a valid JSONPath. at /States/X/InputPath'));
  });

  test.each<[string, string]>([
    ['$.a[*]', ONE_VALUE],
    ['$.a[0:1]', ONE_VALUE],
    ["$['a','b']", ONE_VALUE],
    ['$..a', ONE_VALUE],
    ['$.a.length()', ONE_VALUE],
    ['$$.Execution', 'Value is not a Reference Path: the context object cannot be used here'],
  ])('fails for ResultPath %j', (text, expected) => {
    expect(refusalOf(pass({ ResultPath: text }))).toEqual(schema(`${expected} at /States/X/ResultPath`));
  });

  test.each(['a', '$.a[', ''])('fails for ResultPath %j, which is no path at all', (text) => {
    expect(refusalOf(pass({ ResultPath: text }))).toEqual(schema('Value must be a valid JSONPath. at /States/X/ResultPath'));
  });

  test('fails for a path that is no string', () => {
    expect(refusalOf(pass({ ResultPath: 1 }))).toEqual(schema('Expected value of type [STRING] at /States/X/ResultPath'));
  });

  test('fails for ErrorPath that is neither a path nor a call', () => {
    expect(refusalOf({ Type: 'Fail', ErrorPath: 'States.Nothing()' })).toEqual(schema('Value must be a valid JSONPath. at /States/X/ErrorPath'));
  });
});

describe('payloads', () => {
  test('accepts paths and calls at any depth, and leaves the rest alone', () => {
    expect(refusalOf(pass({
      Parameters: { 'a.$': '$.b', 'list': [{ 'c.$': "States.Format('{} {}', $.d, $$.Execution.Id)" }], 'd': 'States.Nothing(', 'e': '{% ( %}' },
    }))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['text', { 'a.$': 'b' }, notDynamic('a.$', '/States/X/Parameters')],
    ['a number', { 'a.$': 1 }, "The value for the field 'a.$' must be a STRING that contains a JSONPath but was a NUMBER at /States/X/Parameters"],
    ['a list of paths', { h: { 'a.$': ['$.b'] } }, "The value for the field 'a.$' must be a STRING that contains a JSONPath but was an ARRAY at /States/X/Parameters/h"],
    ['an object', { 'a.$': {} }, "The value for the field 'a.$' must be a STRING that contains a JSONPath but was an OBJECT at /States/X/Parameters"],
    ['null', { 'a.$': null }, "The value for the field 'a.$' must be a STRING that contains a JSONPath but was a NULL at /States/X/Parameters"],
    ['an unknown call', { 'a.$': 'States.Nothing()' }, notDynamic('a.$', '/States/X/Parameters')],
    ['too many arguments', { 'a.$': 'States.UUID(1)' }, notDynamic('a.$', '/States/X/Parameters')],
    ['an illegal escape', { 'a.$': "States.StringToJson('\\q')" }, notDynamic('a.$', '/States/X/Parameters')],
    ['an open call', { 'a.$': "States.Format('{}'" }, notDynamic('a.$', '/States/X/Parameters')],
    ['a path that is none', { list: [0, { deep: { 'a.$': '$.b[' } }] }, notDynamic('a.$', '/States/X/Parameters/list[1]/deep')],
  ])('fails for a dynamic member with %s', (_, payload, expected) => {
    expect(refusalOf(pass({ Parameters: payload }))).toEqual(schema(expected));
  });
});
