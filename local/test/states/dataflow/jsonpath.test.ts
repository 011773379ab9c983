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
    [{ Parameters: { 'v.$': '$.a.sum()' } }, "The JSONPath '$.a.sum()' specified for the field 'v.$' could not be found in the input '{\"a\":1}'"],
    [{ InputPath: "$['a','b'].v" }, "Invalid path '$['a','b'].v' : Multi properties can only be used as path leafs: $['a', 'b']"],
    [{ Assign: { 'v.$': '$.x' } }, "The JSONPath '$.x' specified for the field 'v.$' could not be found in the input '{\"a\":1}'"],
    [{ Parameters: { 'v.$': 'States.JsonToString($.x)' } }, "The function 'States.JsonToString($.x)' had the following error: "
      + "The JsonPath argument for the field '$.x' could not be found in the input '{\"a\":1}'"],
  ])('fails: %j', async (fields, problem) => {
    expect(await play({ A: { Type: 'Pass', End: true, ...fields } }, { a: 1 })).toEqual({ status: 'FAILED', error: RUNTIME, cause: prefix + problem });
  });

  test('what a later state quotes has numbers past a long as the service writes them', async () => {
    const states = { A: { Type: 'Pass', Result: [1e20], Next: 'B' }, B: { Type: 'Pass', InputPath: '$[0]', Parameters: { 'v.$': '$.x' }, End: true } };
    expect(await play(states)).toMatchObject({ cause: expect.stringContaining("could not be found in the input '1.0E20'") as string });
  });

  test('an index past the end is null in a payload, but nothing in an argument or as an input', async () => {
    const input = { items: [1, 2], other: 1 };
    const failure = async (fields: object): Promise<unknown> => play({ A: { Type: 'Pass', End: true, ...fields } }, input);

    expect(await outputOf({ A: { Type: 'Pass', Parameters: { 'v.$': '$.items[5]', 'w.$': '$.items[5].x', 'x': [{ 'y.$': '$.items[-3]' }] }, End: true } }, input))
      .toEqual({ v: null, w: null, x: [{ y: null }] });
    expect(await failure({ Parameters: { 'v.$': 'States.Array($.items[5])' } })).toMatchObject({ error: RUNTIME, cause: expect.stringContaining("field '$.items[5]' could not be found") });
    expect(await failure({ Parameters: { 'v.$': 'States.Array($.other[0])' } })).toMatchObject({
      cause: `${prefix}The function 'States.Array($.other[0])' had the following error: Filter: [0] can only be applied to arrays. Current context is: 1`,
    });
    expect(await failure({ Parameters: { 'v.$': '$.other[0]' } })).toMatchObject({ status: 'FAILED' });
    expect(await failure({ InputPath: '$.items[5]' })).toMatchObject({ cause: `${prefix}Invalid path '$.items[5]' : No results for path: $['items'][5]` });
  });

  test('a path into the context object is quoted as Step Functions Local quotes it, in an argument', async () => {
    expect(await play({ A: { Type: 'Pass', Parameters: { 'v.$': 'States.Array($$.Nope.Deep)' }, End: true } }, { a: 1 })).toMatchObject({
      cause: expect.stringContaining("The JsonPath argument for the field '$.Nope.Deep' could not be found in the input '{\"a\":1}'"),
    });
  });

  test.each<[string, object, string]>([
    ['a path', { Parameters: { 'v.$': '$.x' } }, 'could not be found in the input'],
    ['an argument', { Parameters: { 'v.$': 'States.Array($.x)' } }, 'could not be found in the input'],
    ['a reference path', { Result: 1, ResultPath: '$.a.b' }, 'Unable to apply ReferencePath $.a.b to input'],
  ])('%s quotes the input of the execution as it was sent, and any other compactly', async (_, fields, problem) => {
    const inputText = '{"a": 1,   "b": [ ]}';
    const end = { Type: 'Pass', End: true, ...fields };
    const cause = async (states: Record<string, object>): Promise<unknown> => {
      const result = await machineOf(states).start(JSON.parse(inputText), { inputText }).result;
      return result.status === 'FAILED' ? result.cause?.replace(/'$/, '').slice(result.cause.indexOf(problem)).replace(/ '/, ' ') : result;
    };

    expect(await cause({ A: end })).toBe(`${problem} ${inputText}`);
    expect(await cause({ B: { Type: 'Pass', Next: 'A' }, A: end })).toBe(`${problem} {"a":1,"b":[]}`);
    expect(await cause({ B: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: end } }], End: true } })).toBe(`${problem} {"a":1,"b":[]}`);
  });

  test.each<[string, object, unknown]>([
    ['a payload of many paths', { Parameters: Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`f${index}.$`, '$.t'])) }, { t: 'x'.repeat(200_000) }],
    ['a selection', { InputPath: '$..*' }, { a: { b: { c: 'x'.repeat(100_000) } } }],
    ['variables', { Assign: { 'v.$': `States.Array(${Array(3000).fill('$.t').join(', ')})` } }, { t: 'x'.repeat(200_000) }],
  ])('%s larger than a state may hold is not even written down', async (_, fields, input) => {
    expect(await play({ A: { Type: 'Pass', End: true, ...fields } }, input)).toEqual({
      status: 'FAILED', error: 'States.DataLimitExceeded', cause: expect.stringContaining("The state/task 'A' returned a result with a size exceeding"),
    });
  });

  test('the paths of a payload have one measure of work', async () => {
    const parameters = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}.$`, '$..none']));
    expect(await play({ A: { Type: 'Pass', Parameters: parameters, End: true } }, Array(100_000).fill(1))).toMatchObject({
      error: RUNTIME, cause: `${prefix}the JSONPaths have to look at more than 2097152 values`,
    });
  });

  test('fails where ResultPath does not fit the input', async () => {
    expect(await play({ A: { Type: 'Pass', Result: 1, ResultPath: '$.a', End: true } }, 'text')).toMatchObject({
      status: 'FAILED', error: 'States.ResultPathMatchFailure',
    });
  });

  test.each([[{ InputPath: 'a' }], [{ Parameters: { 'v.$': 'a' } }], [{ Parameters: { 'v.$': 'States.Nope()' } }], [{ ResultPath: '$[' }]])(
    'fails to load %j', (fields) => {
      expect(() => machineOf({ A: { Type: 'Pass', End: true, ...fields } })).toThrow(/SCHEMA_VALIDATION_FAILED: .* at \/States\/A/);
    });
});
