import { machineOf, outputOf, play } from '../play';

const RUNTIME = 'States.Runtime';
const prefix = "An error occurred while executing the state 'A' (entered at the event id #2). ";

describe('data flow in JSONPath', () => {
  test.each<[string, object, unknown, unknown]>([
    ['InputPath', { InputPath: '$.a' }, { a: { b: 1 } }, { b: 1 }],
    ['InputPath null', { InputPath: null }, { a: 1 }, {}],
    ['InputPath of the context object', { InputPath: '$$.Execution.Input.a' }, { a: 1 }, 1],
    ['OutputPath', { OutputPath: '$.a' }, { a: 1, b: 2 }, 1],
    ['OutputPath null', { OutputPath: null }, { a: 1 }, {}],
    ['Parameters', { Parameters: { 'x.$': '$.a', 'y': '$.a', 'z': [{ 'w.$': '$$.State.Name' }] } }, { a: 1 }, { x: 1, y: '$.a', z: [{ w: 'A' }] }],
    ['Parameters see what InputPath selects', { InputPath: '$.a', Parameters: { 'x.$': '$.b' } }, { a: { b: 1 } }, { x: 1 }],
    ['Parameters with a function', { Parameters: { 'x.$': "States.Format('{}!', $.a)" } }, { a: 'hi' }, { x: 'hi!' }],
    ['Result is literal', { Result: { 'x.$': '$.a' } }, {}, { 'x.$': '$.a' }],
    ['Result null', { Result: null }, { a: 1 }, null],
    ['ResultPath adds to the raw input', { InputPath: '$.a', Result: 9, ResultPath: '$.r.s' }, { a: {}, b: 1 }, { a: {}, b: 1, r: { s: 9 } }],
    ['ResultPath null drops the result', { Result: 9, ResultPath: null }, { a: 1 }, { a: 1 }],
  ])('%s', async (_, fields, input, expected) => {
    expect(await outputOf({ A: { Type: 'Pass', End: true, ...fields } }, input)).toEqual(expected);
  });

  test('Assign sees the result, and OutputPath the variables from before', async () => {
    const output = await outputOf({
      A: { Type: 'Pass', Result: { n: 1 }, ResultPath: '$.r', Assign: { 'v.$': '$.n', 'w': 'old' }, Next: 'B' },
      B: { Type: 'Pass', Assign: { w: 'new' }, OutputPath: '$w', Next: 'C' },
      C: { Type: 'Pass', Parameters: { 'before.$': '$', 'v.$': '$v', 'w.$': '$w' }, End: true },
    });
    expect(output).toEqual({ before: 'old', v: 1, w: 'new' });
  });

  test('a variable may be null', async () => {
    expect(await outputOf({
      A: { Type: 'Pass', Assign: { v: null }, Next: 'B' },
      B: { Type: 'Pass', Parameters: { 'v.$': '$v' }, End: true },
    })).toEqual({ v: null });
  });

  test('members named __proto__ are data', async () => {
    const parameters = JSON.parse('{"__proto__.$":"$.a","constructor.$":"$.a"}') as object;
    expect(JSON.stringify(await outputOf({ A: { Type: 'Pass', Parameters: parameters, End: true } }, { a: { polluted: 1 } })))
      .toBe('{"__proto__":{"polluted":1},"constructor":{"polluted":1}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each([
    [{ InputPath: '$.x' }, "Invalid path '$.x' : No results for path: $['x']"],
    [{ OutputPath: '$.x.y' }, "Invalid path '$.x.y' : Missing property in path $['x']"],
    [{ Parameters: { 'v.$': '$.x' } }, "The JSONPath '$.x' specified for the field 'v.$' could not be found in the input '{\"a\":1}'"],
    [{ Assign: { 'v.$': '$.x' } }, "The JSONPath '$.x' specified for the field 'v.$' could not be found in the input '{\"a\":1}'"],
    [{ Parameters: { 'v.$': 'States.JsonToString($.x)' } }, "The function 'States.JsonToString($.x)' had the following error: " +
      "The JsonPath argument for the field '$.x' could not be found in the input '{\"a\":1}'"],
  ])('fails: %j', async (fields, problem) => {
    expect(await play({ A: { Type: 'Pass', End: true, ...fields } }, { a: 1 })).toEqual({ status: 'FAILED', error: RUNTIME, cause: prefix + problem });
  });

  test('fails where ResultPath does not fit the input', async () => {
    expect(await play({ A: { Type: 'Pass', Result: 1, ResultPath: '$.a', End: true } }, 'text')).toMatchObject({
      status: 'FAILED', error: 'States.ResultPathMatchFailure',
    });
  });

  test.each([[{ InputPath: 'a' }], [{ Parameters: { 'v.$': 'a' } }], [{ Parameters: { 'v.$': 'States.Nope()' } }], [{ ResultPath: '$[' }]])(
    'fails to load %j', fields => {
      expect(() => machineOf({ A: { Type: 'Pass', End: true, ...fields } })).toThrow(/SCHEMA_VALIDATION_FAILED: .* at \/States\/A/);
    });
});
