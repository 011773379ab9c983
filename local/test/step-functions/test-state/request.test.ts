import { testState, TestStateInput } from '../../../src';

const PASS = { Type: 'Pass', End: true };
const FUNCTION = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };
const MAP = {
  Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'Inner', States: { Inner: PASS } }, End: true,
};
const READER = { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, Parameters: { Bucket: 'b', Key: 'k' } };

test.each<[string, TestStateInput, string, string | RegExp]>([
  ['a definition that is not JSON', { definition: '{' }, 'InvalidDefinition', /^Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: /],
  ['a definition that is no object', { definition: '[]' }, 'InvalidDefinition', /Definition must be a valid JSON object/],
  ['a state of no type', { definition: {} }, 'InvalidDefinition', "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [Type] at /States/StateName'"],
  ['a state that leads nowhere', { definition: { Type: 'Pass' } }, 'InvalidDefinition', /\[Next, End\] at \/States\/StateName'$/],
  ['a machine that is not valid', { definition: { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } }, stateName: 'A' }, 'InvalidDefinition', /MISSING_TRANSITION_TARGET/],
  ['a state that the machine does not have', { definition: { StartAt: 'A', States: { A: PASS } }, stateName: 'toString' }, 'ValidationException', 'State not found in definition'],
  ['an input that is not JSON', { definition: PASS, input: '{' }, 'InvalidExecutionInput', /^Invalid State Machine Execution Input: 'Unexpected end-of-input/],
  ['an empty input', { definition: PASS, input: '' }, 'InvalidExecutionInput', 'Invalid execution input.'],
  ['variables that are no object', { definition: PASS, variables: '[]' }, 'ValidationException', "The value of 'variables' must be a JSON object."],
  ['a context that is not JSON', { definition: FUNCTION, mock: { result: 1 }, context: 'x' }, 'ValidationException', "The value of 'context' must be a JSON object."],
  ['a context without a mock', { definition: PASS, context: {} }, 'ValidationException', 'Context can only be specified when a mock is specified.'],
  ['a configuration without a mock', { definition: PASS, stateConfiguration: {} }, 'ValidationException', 'StateConfiguration can only be specified when a mock is specified.'],
  ['failed iterations of a task', { definition: FUNCTION, mock: { result: 1 }, stateConfiguration: { mapIterationFailureCount: 1 } },
    'ValidationException', 'mapIterationFailureCount can only be specified for a Map state.'],
  ['more failed iterations than items', { definition: MAP, input: [1], mock: { result: [] }, stateConfiguration: { mapIterationFailureCount: 2 } },
    'ValidationException', 'Map iteration failure count must be less than or equal to the number of Map iterations.'],
  ['an error of a state that is not inside', { definition: MAP, input: [], mock: { errorOutput: { error: 'E' } }, stateConfiguration: { errorCausedByState: 'Other' } },
    'ValidationException', 'State not found in definition'],
  ['a Map state without its reader\'s data', { definition: { ...MAP, ItemReader: READER }, mock: { result: [] } },
    'ValidationException', 'ItemReader data must be specified when testing a Map state with ItemReader specified.'],
  ['an unknown level', { definition: PASS, inspectionLevel: 'ALL' as 'INFO' },
    'ValidationException', "1 validation error detected: Value 'ALL' at 'inspectionLevel' failed to satisfy constraint: Member must satisfy enum value set: [INFO, DEBUG, TRACE]"],
  ['a negative count', { definition: FUNCTION, mock: { result: 1 }, stateConfiguration: { retrierRetryCount: -1 } }, 'ValidationException',
    "1 validation error detected: Value '-1' at 'stateConfiguration.retrierRetryCount' failed to satisfy constraint: Member must have value greater than or equal to 0"],
  ['a mock that is none', { definition: FUNCTION, mock: { result: 1, errorOutput: 'E' as unknown as { error: string } } }, 'SerializationException', /./],
  ['an input of more than AWS takes', { definition: PASS, input: 'x'.repeat(262_145) }, 'ValidationException', /'input' failed to satisfy constraint: Member must have size/],
])('fails for %s', async (_, input, name, message) => {
  await expect(testState(input)).rejects.toMatchObject({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) as string });
});

test('what an ItemReader reads is in the format that the state names', async () => {
  expect(await testState({
    definition: { ...MAP, ItemReader: READER, ItemSelector: { 'a.$': '$$.Map.Item.Value.a' } },
    mock: { result: ['x'] },
    stateConfiguration: { mapItemReaderData: 'a,b\n1,2\n' },
    inspectionLevel: 'DEBUG',
  })).toMatchObject({ status: 'SUCCEEDED', output: '["x"]', inspectionData: { afterItemSelector: '[{"a":"1"}]' } });
});

test('data of another format fail the state', async () => {
  const reader = { ...READER, ReaderConfig: { InputType: 'JSON' } };

  expect(await testState({ definition: { ...MAP, ItemReader: reader }, mock: { result: [] }, stateConfiguration: { mapItemReaderData: '{}' } }))
    .toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
});
