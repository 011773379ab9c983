import { testState, TestStateInput, TestStateInspectionData } from '../../../src';

const PROCESSOR = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } };
const DISTRIBUTED = { ...PROCESSOR, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
const FUNCTION = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };

async function inspected(input: TestStateInput): Promise<TestStateInspectionData | undefined> {
  return (await testState({ inspectionLevel: 'DEBUG', ...input })).inspectionData;
}

test('there is none at the level INFO', async () => {
  expect(await testState({ definition: { Type: 'Succeed' }, input: { a: 1 } })).toEqual({ status: 'SUCCEEDED', output: '{"a":1}' });
});

describe('in JSONPath', () => {
  test('a task tells every step, what came from the request as it was sent', async () => {
    const definition = {
      ...FUNCTION, InputPath: '$.in', Parameters: { 'x.$': '$.n' }, ResultSelector: { 'y.$': '$.r' }, ResultPath: '$.out', OutputPath: '$.out.y',
    };

    expect(await testState({ definition, input: '{"in": {"n": 1}}', mock: { result: '{"r": [2]}' }, inspectionLevel: 'DEBUG' })).toEqual({
      status: 'SUCCEEDED',
      output: '[2]',
      inspectionData: {
        input: '{"in": {"n": 1}}',
        afterInputPath: '{"n":1}',
        afterParameters: '{"x":1}',
        result: '{"r": [2]}',
        afterResultSelector: '{"y":[2]}',
        afterResultPath: '{"in":{"n":1},"out":{"y":[2]}}',
      },
    });
  });

  test('a state that fails tells the steps until then', async () => {
    expect(await testState({ definition: { ...FUNCTION, Parameters: { 'x.$': '$.gone' } }, input: '{}', mock: { result: 1 }, inspectionLevel: 'TRACE' })).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: "The JSONPath '$.gone' specified for the field 'x.$' could not be found in the input '{}'",
      inspectionData: { input: '{}', afterInputPath: '{}' },
    });
  });

  test.each<[string, object, object]>([
    ['a Pass state with a Result tells nothing of its input', { Type: 'Pass', Result: 1, End: true }, { result: '1', afterResultSelector: '1', afterResultPath: '1' }],
    ['a Pass state without tells no result', { Type: 'Pass', ResultPath: '$.a', End: true }, {
      afterInputPath: '{}', afterParameters: '{}', afterResultSelector: '{}', afterResultPath: '{"a":{}}',
    }],
    ['a Succeed state tells its InputPath', { Type: 'Succeed' }, { afterInputPath: '{}' }],
    ['a Choice state tells its InputPath', { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'A' }], Default: 'B' }, { afterInputPath: '{}' }],
    ['a Fail state tells its input', { Type: 'Fail' }, { afterInputPath: '{}' }],
  ])('%s', async (_, definition, told) => {
    expect(await inspected({ definition })).toEqual({ input: '{}', ...told });
  });

  test('a Parallel state tells what becomes of its result', async () => {
    const definition = { Type: 'Parallel', InputPath: '$.a', Parameters: { b: 1 }, ResultPath: '$.r', Branches: [PROCESSOR], End: true };

    expect(await inspected({ definition, input: '{"a":{}}', mock: { result: '[ 1]' } })).toEqual({
      input: '{"a":{}}', afterResultSelector: '[ 1]', afterResultPath: '{"a":{},"r":[1]}',
    });
  });

  test('a Map state tells its items and its limits', async () => {
    const definition = {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      MaxConcurrency: 3,
      ToleratedFailureCountPath: '$.most',
      ToleratedFailurePercentage: 12.5,
      ItemProcessor: DISTRIBUTED,
      ResultPath: null,
      End: true,
    };

    expect(await inspected({ definition, input: '{"most":1,"items":["a","b","c"]}', mock: { result: [1, 2] } })).toEqual({
      input: '{"most":1,"items":["a","b","c"]}',
      afterInputPath: '{"most":1,"items":["a","b","c"]}',
      afterItemsPath: '["a", "b", "c"]',
      afterItemSelector: '[{"v":"a","i":0}, {"v":"b","i":1}, {"v":"c","i":2}]',
      afterItemBatcher: '[{"Items":[{"v":"a","i":0},{"v":"b","i":1}]}, {"Items":[{"v":"c","i":2}]}]',
      maxConcurrency: 3,
      toleratedFailureCount: 1,
      toleratedFailurePercentage: 12.5,
      afterResultSelector: '[1,2]',
      afterResultPath: '{"most":1,"items":["a","b","c"]}',
    });
  });

  test('an ItemReader tells what its pointer leads to', async () => {
    const definition = {
      Type: 'Map',
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'JSON', ItemsPointer: '/rows' }, Parameters: { Bucket: 'b', Key: 'k' } },
      ItemProcessor: DISTRIBUTED,
      End: true,
    };

    expect(await inspected({ definition, mock: { result: [1, 2] }, stateConfiguration: { mapItemReaderData: '{"rows":[7,8]}' } }))
      .toMatchObject({ afterItemsPointer: '[7, 8]' });
  });
});

describe('in JSONata', () => {
  test('a task tells its arguments and its result', async () => {
    const definition = { ...FUNCTION, QueryLanguage: 'JSONata', Arguments: '{% $states.input.a %}', Output: '{% $states.result.r %}' };

    expect(await inspected({ definition, input: { a: 1 }, mock: { result: { r: 2 } } })).toEqual({ input: '{"a":1}', afterArguments: '1', result: '{"r":2}' });
  });

  test('a Map and a Parallel state tell no data', async () => {
    const map = { Type: 'Map', QueryLanguage: 'JSONata', Items: [1], ItemProcessor: PROCESSOR, End: true };
    const parallel = { Type: 'Parallel', QueryLanguage: 'JSONata', Arguments: { a: 1 }, Branches: [PROCESSOR], End: true };

    expect(await inspected({ definition: map, mock: { result: [1] } })).toEqual({ input: '{}', maxConcurrency: 0 });
    expect(await inspected({ definition: parallel, mock: { result: [1] } })).toEqual({ input: '{}' });
  });
});

test('variables are told after the state, given ones too; none are not', async () => {
  const definition = { Type: 'Pass', Assign: { 'b.$': '$a' }, End: true };

  expect(await inspected({ definition, variables: { a: 1 } })).toHaveProperty('variables', '{"a":1,"b":1}');
  expect(await inspected({ definition: { Type: 'Pass', End: true }, variables: {} })).not.toHaveProperty('variables');
});

test('what is longer than a payload may be is not told, however often the input was selected', async () => {
  const definition = {
    Type: 'Map', QueryLanguage: 'JSONata', Items: '{% [1..5000] %}', ItemSelector: { all: '{% $states.input %}' }, ItemProcessor: PROCESSOR, End: true,
  };
  const input = JSON.stringify({ text: 'x'.repeat(200_000) });

  expect(await inspected({ definition, input, mock: { errorOutput: { error: 'Cut' } } })).toEqual({ input, maxConcurrency: 0 });
});
