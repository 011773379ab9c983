import { outputOf, playJsonata, successOf } from '../play';

const prefix = "An error occurred while executing the state 'A' (entered at the event id #2). ";

const INNER = { StartAt: 'I', States: { I: { Type: 'Pass', Output: 1, End: true } } };

describe('data flow in JSONata', () => {
  test.each<[string, object, unknown]>([
    ['without Output the input goes on', {}, { a: 1 }],
    ['expressions stand at any depth', { Output: { x: '{% $states.input.a %}', y: ['{% 1 + 1 %}', 'text', { z: '{% [] %}' }] } }, { x: 1, y: [2, 'text', { z: [] }] }],
    ['a string that is not an expression as a whole is text', { Output: { x: 'a {% 1 %} b' } }, { x: 'a {% 1 %} b' }],
    ['paths are text', { Output: { 'v.$': '$.a' } }, { 'v.$': '$.a' }],
    ['null', { Output: null }, null],
  ])('%s', async (_, fields, expected) => {
    expect(successOf(await playJsonata({ A: { Type: 'Pass', End: true, ...fields } }, { a: 1 }))).toEqual(expected);
  });

  test('variables are assigned when the state ends', async () => {
    expect(successOf(await playJsonata({
      A: { Type: 'Pass', Assign: { v: '{% $states.input.a %}' }, Next: 'B' },
      B: { Type: 'Pass', Assign: { v: '{% $v + 1 %}', w: '{% $v %}' }, Output: '{% $v %}', Next: 'C' },
      C: { Type: 'Pass', Output: ['{% $states.input %}', '{% $v %}', '{% $w %}'], End: true },
    }, { a: 1 }))).toEqual([1, 2, 1]);
  });

  test('a state may have another language than its machine', async () => {
    expect(await outputOf({
      A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: { x: '{% 1 %}' }, Next: 'B' },
      B: { Type: 'Pass', Parameters: { 'y.$': '$.x' }, End: true },
    })).toEqual({ y: 1 });
  });

  test.each([
    [{ Output: '{% $x %}' }, 'Output', '$x'],
    [{ Output: { a: { b: '{% $x %}' } } }, 'Output/a/b', '$x'],
    [{ Output: [1, '{% $x %}'] }, 'Output[1]', '$x'],
    [{ Assign: { v: '{% $x %}' } }, 'Assign/v', '$x'],
  ])('fails: %j', async (fields, field, source) => {
    expect(await playJsonata({ A: { Type: 'Pass', End: true, ...fields } })).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: `${prefix}The JSONata expression '${source}' specified for the field '${field}' returned nothing (undefined).`,
    });
  });

  test('fails for expressions that together give more than one may', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x${index}`, '{% [1..50000] %}']));
    const result = await playJsonata({ A: { Type: 'Pass', Output: many, End: true } });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect((result as { cause: string }).cause).toMatch(/'Output\/x17' threw an error during evaluation: Expression evaluation memory limit exceeded/);
  });

  test.each([
    ['a task', { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', Arguments: { a: "{% $pad('', 262144, 'x') %}" } }],
    ['a Parallel state', { Type: 'Parallel', Arguments: "{% $pad('', 262144, 'x') %}", Branches: [INNER] }],
    ['an iteration', { Type: 'Map', Items: [1], ItemSelector: "{% $pad('', 262144, 'x') %}", ItemProcessor: INNER }],
    ['a task, literally', { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', Arguments: 'x'.repeat(262_144) }],
  ])('fails for more data than %s may be given', async (_, state) => {
    expect(await playJsonata({ A: { End: true, ...state } }, {}, { tasks: () => 1 })).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('fails for a value of another type than the field has', async () => {
    expect(await playJsonata({ A: { Type: 'Fail', Error: "{% 'E' %}", Cause: '{% 1 %}' } })).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: `${prefix}The JSONata expression '1' specified for the field 'Cause' returned an unexpected result type. `
        + "Expected 'string', but was 'number' for value: 1",
    });
  });
});
