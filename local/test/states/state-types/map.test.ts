import { TaskHandler } from '../../../src/states';
import { eventsOf, machineOf, outputOf, play, playJsonata, successOf, typesOf } from '../play';

const processor = (fields: object = {}): object => ({ StartAt: 'X', States: { X: { Type: 'Pass', End: true, ...fields } } });
const FAILS = { StartAt: 'X', States: { X: { Type: 'Fail', Error: 'E', Cause: 'C' } } };
const map = (fields: object): Record<string, object> => ({ A: { Type: 'Map', ItemProcessor: processor(), End: true, ...fields } });
const cause = (problem: string): string => `An error occurred while executing the state 'A' (entered at the event id #2). ${problem}`;

/** Answers when no more tasks are called, and notes how many were at work at a time. */
function counting(): { tasks: TaskHandler; most: () => number } {
  let running = 0;
  let called = 0;
  let most = 0;
  const tasks: TaskHandler = async ({ parameters }) => {
    most = Math.max(most, ++running);
    called++;
    for (let before = 0; before !== called;) {
      before = called;
      // Executions may take a turn to let others run.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
    running--;
    return parameters;
  };
  return { tasks, most: () => most };
}

const TASK = { StartAt: 'X', States: { X: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true } } };

describe('Map', () => {
  test('does the same for each item, in their order', async () => {
    expect(await outputOf(map({ ItemProcessor: processor({ Parameters: { 'x.$': '$' } }) }), [1, 'a', null])).toEqual([{ x: 1 }, { x: 'a' }, { x: null }]);
    expect(await outputOf(map({}), [])).toEqual([]);
  });

  test('Iterator and Parameters are the old names', async () => {
    expect(await outputOf({ A: { Type: 'Map', Iterator: processor(), Parameters: { 'v.$': '$$.Map.Item.Value', 'all.$': '$' }, End: true } }, [1]))
      .toEqual([{ v: 1, all: [1] }]);
  });

  test('ItemsPath and ItemSelector see what InputPath selects', async () => {
    expect(await outputOf(map({
      InputPath: '$.in',
      ItemsPath: '$.list',
      ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'shared.$': '$.shared', 'text': '$$.Map' },
      ResultPath: '$.out',
    }), { in: { list: ['a', 'b'], shared: 7 } })).toEqual({
      in: { list: ['a', 'b'], shared: 7 },
      out: [{ i: 0, v: 'a', shared: 7, text: '$$.Map' }, { i: 1, v: 'b', shared: 7, text: '$$.Map' }],
    });
  });

  test('iterations know their item, read outer variables and keep their own', async () => {
    expect(await outputOf({
      S: { Type: 'Pass', Assign: { v: 'outer' }, Next: 'A' },
      A: { Type: 'Map', ItemProcessor: processor({ Assign: { v: 'inner' }, Parameters: { 'i.$': '$$.Map.Item.Index', 'v.$': '$v' } }), Next: 'B' },
      B: { Type: 'Pass', Parameters: { 'in.$': '$', 'v.$': '$v' }, End: true },
    }, ['x'])).toEqual({ in: [{ i: 0, v: 'outer' }], v: 'outer' });
  });

  test.each([[1, 1], [3, 3], [0, 40], [100, 40]])('MaxConcurrency %d runs %d at a time', async (maxConcurrency, expected) => {
    const { tasks, most } = counting();
    const items = Array.from({ length: 50 }, (_, index) => index);
    expect(await outputOf(map({ MaxConcurrency: maxConcurrency, ItemProcessor: TASK }), items, { tasks })).toEqual(items);
    expect(most()).toBe(expected);
  });

  test.each<[object, unknown, string]>([
    [{}, { a: 1 }, 'Reference path "$" must point to array.'],
    [{ ItemsPath: '$.a' }, { a: 1 }, 'Reference path "$.a" must point to array.'],
    [{ ItemsPath: '$.b' }, { a: 1 }, "The JSONPath '$.b' specified for the field 'ItemsPath' could not be found in the input '{\"a\":1}'"],
    [{ MaxConcurrencyPath: '$.n', ItemsPath: '$.l' }, { n: 'x', l: [] }, 'The MaxConcurrencyPath field refers to value "x" which is not a valid integer: $.n'],
    [{ MaxConcurrencyPath: '$.n', ItemsPath: '$.l' }, { n: 1.5, l: [] }, 'The MaxConcurrencyPath field refers to value "1.5" which is not a valid integer: $.n'],
    [{ MaxConcurrencyPath: '$.n', ItemsPath: '$.l' }, { n: '2.0', l: [] }, 'The MaxConcurrencyPath field refers to value "2.0" which is not a valid integer: $.n'],
    [{ MaxConcurrencyPath: '$.n', ItemsPath: '$.l' }, { n: 1e20, l: [] }, 'The MaxConcurrencyPath field refers to value "1.0E20" which is not a valid integer: $.n'],
    [{ MaxConcurrencyPath: '$.n', ItemsPath: '$.l' }, { n: -1, l: [] }, 'MaxConcurrency cannot be negative.'],
  ])('fails: %j with %j', async (fields, input, problem) => {
    expect(await play(map(fields), input)).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: cause(problem) });
  });

  test('digits in a string are a number, where they come by a path', async () => {
    expect(await outputOf(map({ MaxConcurrencyPath: '$.n', ItemsPath: '$.l' }), { n: '2', l: [1] })).toEqual([1]);
  });

  test('fails with the first iteration that fails', async () => {
    const events = await eventsOf(machineOf(map({ ItemProcessor: FAILS, MaxConcurrency: 1 })), [1, 2]);
    expect(typesOf(events)).toEqual([
      'ExecutionStarted', 'MapStateEntered', 'MapStateStarted', 'MapIterationStarted', 'FailStateEntered', 'MapIterationFailed', 'MapStateFailed', 'ExecutionFailed',
    ]);
    expect(events[7].details).toEqual({ error: 'E', cause: 'C' });
  });

  test('catches and retries as a whole', async () => {
    expect(await outputOf({ ...map({ ItemProcessor: FAILS, Catch: [{ ErrorEquals: ['E'], Next: 'B' }] }), B: { Type: 'Succeed' } }, [1])).toEqual({ Error: 'E', Cause: 'C' });
    const events = await eventsOf(machineOf(map({ ItemProcessor: FAILS, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }] })), [1]);
    expect(typesOf(events).filter((type) => type === 'MapStateStarted')).toHaveLength(3);
  });

  test('an iteration is recorded with its index', async () => {
    const events = await eventsOf(machineOf(map({})), [1]);
    expect(events.slice(2, 8).map(({ previousEventId, type, details }) => [previousEventId, type, details])).toEqual([
      [2, 'MapStateStarted', { length: 1 }],
      [3, 'MapIterationStarted', { name: 'A', index: 0 }],
      [4, 'PassStateEntered', { name: 'X', input: '1' }],
      [5, 'PassStateExited', { name: 'X', output: '1' }],
      [6, 'MapIterationSucceeded', { name: 'A', index: 0 }],
      [7, 'MapStateSucceeded', {}],
    ]);
  });

  test('10,000 items are too many events for Standard, and fine for Express', async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => index);
    expect(await play(map({}), items)).toMatchObject({ status: 'FAILED', cause: 'The execution reached the maximum number of history events (25000).' });
    expect(await machineOf(map({}), { type: 'EXPRESS' }).execute(items)).toEqual({ status: 'SUCCEEDED', output: items });
  });

  describe('in JSONata', () => {
    test('Items may be an array with expressions in it, or an expression, or the input', async () => {
      expect(successOf(await playJsonata(map({ Items: [1, '{% 1 + 1 %}'] })))).toEqual([1, 2]);
      expect(successOf(await playJsonata(map({ Items: '{% $states.input.l %}' }), { l: [1, 2] }))).toEqual([1, 2]);
      expect(successOf(await playJsonata(map({}), [1, 2]))).toEqual([1, 2]);
    });

    test('ItemSelector and MaxConcurrency are expressions', async () => {
      expect(successOf(await playJsonata(map({
        Items: [5],
        MaxConcurrency: '{% $states.input.n %}',
        ItemSelector: { i: '{% $states.context.Map.Item.Index %}', v: '{% $states.context.Map.Item.Value %}', n: '{% $states.input.n %}' },
        Output: '{% $states.result[0] %}',
      }), { n: 1 }))).toEqual({ i: 0, v: 5, n: 1 });
    });

    test.each<[object, unknown, string]>([
      [{}, { a: 1 }, 'Map state input must be an array but was: {"a":1}'],
      [{ Items: '{% 1 %}' }, {}, "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1"],
      [{ Items: '{% 1e20 %}' }, {}, "The JSONata expression '1e20' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1.0E20"],
      [{ Items: [], MaxConcurrency: "{% 'x' %}" }, {}, "The JSONata expression ''x'' specified for the field 'MaxConcurrency' returned an unexpected result type. "
        + "Expected 'number', but was 'string' for value: \"x\""],
    ])('fails: %j with %j', async (fields, input, problem) => {
      expect(await playJsonata(map(fields), input)).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError', cause: cause(problem) });
    });
  });
});
