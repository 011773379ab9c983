import { eventsOf, machineOf, outputOf, play, successOf, typesOf } from '../play';

const DISTRIBUTED = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
const PASS = { ProcessorConfig: DISTRIBUTED, StartAt: 'X', States: { X: { Type: 'Pass', End: true } } };
const map = (fields: object): Record<string, object> => ({ A: { Type: 'Map', ItemsPath: '$.l', ItemProcessor: PASS, End: true, ...fields } });

/** Fails for items that are negative. */
const PICKY = {
  ProcessorConfig: DISTRIBUTED,
  StartAt: 'X',
  States: {
    X: { Type: 'Choice', Choices: [{ Variable: '$', NumericLessThan: 0, Next: 'No' }], Default: 'Yes' },
    No: { Type: 'Fail', Error: 'E' },
    Yes: { Type: 'Succeed' },
  },
};

const EXCEEDED = {
  status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold', cause: 'The specified tolerated failure threshold was exceeded',
};

describe('distributed Map', () => {
  test('runs children with a history and a context of their own', async () => {
    // GIVEN
    const context = { ...PASS, States: { X: { Type: 'Pass', Parameters: { 'in.$': '$$.Execution.Input', 'id.$': '$$.Execution.Id' }, End: true } } };
    const machine = machineOf(map({ ItemProcessor: context }), { name: 'M' });

    // WHEN
    const execution = machine.start({ l: ['a', 'b'] }, { name: 'run' });

    // THEN
    const id = expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:execution:M\/A:[0-9a-f-]{36}$/) as string;
    expect(await execution.result).toEqual({ status: 'SUCCEEDED', output: [{ in: 'a', id }, { in: 'b', id }] });
    expect(typesOf(execution.history)).toEqual([
      'ExecutionStarted', 'MapStateEntered', 'MapStateStarted', 'MapRunStarted', 'MapRunSucceeded', 'MapStateSucceeded', 'MapStateExited', 'ExecutionSucceeded',
    ]);
    expect(execution.history[3].details).toEqual({ mapRunArn: expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:mapRun:M\/A:[0-9a-f-]{36}$/) });
  });

  test('a label names the run', async () => {
    const events = await eventsOf(machineOf(map({ Label: 'Mine' })), { l: [] });
    expect(events[3].details.mapRunArn).toContain('/Mine:');
  });

  test('an Express child has the ARN of one, with the label; no two children have the same', async () => {
    const ItemProcessor = {
      ...PASS,
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
      States: { X: { Type: 'Pass', InputPath: '$$.Execution.Id', End: true } },
    };
    const machine = machineOf(map({ ItemProcessor, Label: 'Mine' }), { name: 'M' });
    const runs = await Promise.all([1, 2].map(async () => machine.execute({ l: ['a', 'b'] })));
    const ids = runs.flatMap((run) => successOf(run) as string[]);
    expect(ids).toEqual(Array(4).fill(expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:express:M\/Mine:[0-9a-f-]{36}:[0-9a-f-]{36}$/)));
    expect(new Set(ids).size).toBe(4);
  });

  test('children read no variables of their parent', async () => {
    const states = {
      S: { Type: 'Pass', Assign: { v: 1 }, Next: 'A' },
      ...map({ ItemProcessor: { ...PASS, States: { X: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $exists($v) %}', End: true } } } }),
    };
    expect(await outputOf(states, { l: [1] })).toEqual([false]);
  });

  test.each<[string, object, unknown[], unknown]>([
    ['none is tolerated', {}, [1, -1], EXCEEDED],
    ['so many are tolerated', { ToleratedFailureCount: 1 }, [1, -1, 2], { status: 'SUCCEEDED', output: [1, 2] }],
    ['no more are tolerated', { ToleratedFailureCount: 1 }, [-1, -1, 2], EXCEEDED],
    ['a percentage is tolerated', { ToleratedFailurePercentage: 50 }, [-1, 2], { status: 'SUCCEEDED', output: [2] }],
    ['no more than a percentage is', { ToleratedFailurePercentage: 49.9 }, [-1, 2], EXCEEDED],
    ['paths give the thresholds', { ToleratedFailureCountPath: '$.n' }, [-1, 2], { status: 'SUCCEEDED', output: [2] }],
  ])('%s', async (_, fields, items, expected) => {
    expect(await play(map({ ItemProcessor: PICKY, ...fields }), { l: items, n: 1 })).toEqual(expected);
  });

  test('a failure ends the run, and can be caught', async () => {
    const events = await eventsOf(machineOf(map({ ItemProcessor: PICKY })), { l: [-1] });
    expect(typesOf(events).slice(3)).toEqual(['MapRunStarted', 'MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
    const states = { ...map({ ItemProcessor: PICKY, Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'B' }] }), B: { Type: 'Pass', Result: 'caught', End: true } };
    expect(await outputOf(states, { l: [-1] })).toBe('caught');
  });

  test.each<[object, unknown, string]>([
    [{ ToleratedFailureCountPath: '$.n' }, -1, 'ToleratedFailureCount cannot be negative.'],
    [{ ToleratedFailureCountPath: '$.n' }, 1.5, 'The ToleratedFailureCountPath field refers to value "1.5" which is not a valid integer: $.n'],
    [{ ToleratedFailurePercentagePath: '$.n' }, 100.1, 'ToleratedFailurePercentage must be between 0 and 100.'],
    [{ ToleratedFailurePercentagePath: '$.n' }, { a: 1 }, 'The ToleratedFailurePercentagePath field refers to value "{a=1}" which is not a valid float: $.n'],
  ])('fails: %j with %j', async (fields, n, problem) => {
    expect(await play(map(fields), { l: [], n })).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining(problem) as string });
  });

  test('ItemBatcher gives several items to a child', async () => {
    const batcher = { MaxItemsPerBatch: 2, BatchInput: { 'shared.$': '$.s' } };
    expect(await outputOf(map({ ItemBatcher: batcher }), { l: [1, 2, 3], s: 7 })).toEqual([
      { BatchInput: { shared: 7 }, Items: [1, 2] }, { BatchInput: { shared: 7 }, Items: [3] },
    ]);
    expect(await outputOf(map({ ItemBatcher: { MaxItemsPerBatchPath: '$.s' } }), { l: [1, 2, 3], s: 3 })).toEqual([{ Items: [1, 2, 3] }]);
    expect(await outputOf(map({ ItemBatcher: { MaxInputBytesPerBatch: 4 } }), { l: ['a', 'b'] })).toEqual([{ Items: ['a'] }, { Items: ['b'] }]);
  });

  test('more events than one execution may have are no trouble for children', async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => index);
    expect(await outputOf(map({}), { l: items })).toEqual(items);
  });

  test.each(['ItemReader', 'ResultWriter'])('an inline state with %s is accepted, and fails', async (field) => {
    const storage = { Resource: field === 'ItemReader' ? 'arn:aws:states:::s3:getObject' : 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Key: 'k', Prefix: 'p' } };
    expect(await play({ A: { Type: 'Map', ItemProcessor: { ...PASS, ProcessorConfig: { Mode: 'INLINE' } }, End: true, [field]: storage } }, []))
      .toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining('Mode DISTRIBUTED') as string });
  });
});
