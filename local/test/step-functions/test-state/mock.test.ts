import { testState, TestStateInput } from '../../../src';

const PROCESSOR = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } };
const WRITER = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } };
const MAP = { Type: 'Map', ItemProcessor: { ...PROCESSOR, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }, End: true };
const PARALLEL = { Type: 'Parallel', Branches: [PROCESSOR, { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } }], End: true };
const task = (resource: string): object => ({ Type: 'Task', Resource: resource, Parameters: { QueueUrl: 'q', MessageBody: 'b', StateMachineArn: 'a' }, End: true });
const FUNCTION = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };

function refused(input: TestStateInput, name: string, message: string): Promise<void> {
  return expect(testState(input)).rejects.toMatchObject({ name, message });
}

test.each(['Pass', 'Succeed', 'Fail'])('fails for a %s state', async (type) => {
  const definition = { Type: type, ...type === 'Pass' ? { End: true } : {} };

  await refused({ definition, mock: { result: 1 } }, 'ValidationException', `State type '${type}' is not supported when a mock is specified`);
});

test.each<[string, object, string]>([
  ['a Map state', MAP, 'Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]'],
  ['a Parallel state', PARALLEL, 'Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]'],
  ['a task that waits for a token', task('arn:aws:states:::sqs:sendMessage.waitForTaskToken'), "'.sync' or '.waitForTaskToken' integration patterns."],
  ['a task that runs a job', task('arn:aws:states:::states:startExecution.sync:2'), "'.sync' or '.waitForTaskToken' integration patterns."],
  ['an activity', { Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:a', End: true }, 'Activity tasks'],
])('fails for %s without one', async (_, definition, what) => {
  await refused({ definition }, 'InvalidDefinition', `TestState API does not support ${what}`);
});

test.each<[string, object]>([
  ['that waits for a token', task('arn:aws:states:::sqs:sendMessage.waitForTaskToken')],
  ['that runs a job', task('arn:aws:states:::states:startExecution.sync:2')],
  ['of an activity', { Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:a', End: true }],
])('gives the result, and the error, of a task %s', async (_, definition) => {
  expect(await testState({ definition, mock: { result: { a: 1 }, fieldValidationMode: 'NONE' } })).toEqual({ status: 'SUCCEEDED', output: '{"a":1}' });
  expect(await testState({ definition, mock: { errorOutput: { error: 'E' } } })).toEqual({ status: 'FAILED', error: 'E' });
});

test('compares the result with the model of the service, as strictly as it is asked to', async () => {
  const definition = task('arn:aws:states:::states:startExecution');
  const played = (mode: 'STRICT' | 'PRESENT' | 'NONE' | undefined, result: object): Promise<object> => testState({ definition, mock: { result, fieldValidationMode: mode } });

  await expect(played(undefined, {})).rejects.toHaveProperty('message', "Mock result schema validation error: Required field 'ExecutionArn' is missing");
  await expect(played('STRICT', {})).rejects.toHaveProperty('name', 'ValidationException');
  await expect(played('PRESENT', { StartDate: 1 })).rejects.toHaveProperty('message', "Mock result schema validation error: Field 'StartDate' must be a string");
  expect(await played('PRESENT', {})).toHaveProperty('status', 'SUCCEEDED');
  expect(await played('NONE', { StartDate: 1 })).toHaveProperty('status', 'SUCCEEDED');
});

test.each<[string, object, TestStateInput['mock'], string]>([
  ['with a result and an error', FUNCTION, { result: 1, errorOutput: { error: 'E' } }, 'A test mock should have only one of the following fields: [result, errorOutput].'],
  ['with neither', FUNCTION, {}, 'A test mock should have only one of the following fields: [result, errorOutput].'],
  ['with an error that has no name', FUNCTION, { errorOutput: { error: '' } }, 'An error was not specified in the mocked error output.'],
  ['whose result is not JSON', FUNCTION, { result: '{' }, 'Mocked result must be valid JSON'],
  ['of a Map state whose result is no array', MAP, { result: {} }, 'Mocked result must be an array.'],
  ['of a Map state with a ResultWriter whose result is no object', { ...MAP, ResultWriter: WRITER }, { result: [] }, 'Mocked result must be a JSON object.'],
  ['of a Map state that has other items', MAP, { result: [1] }, "Input array does not equal the mocked result array's size."],
  ['of a Parallel state whose result is no array', PARALLEL, { result: {} }, 'Mocked result must be an array.'],
  ['of a Parallel state with other branches', PARALLEL, { result: [1] }, 'Mocked result must contain the same number of items as number of Parallel branches.'],
])('fails for one %s', async (_, definition, mock, message) => {
  await refused({ definition, mock, input: [1, 2] }, 'ValidationException', message);
});

test('fails together with secrets', async () => {
  await refused({ definition: FUNCTION, mock: { result: 1 }, revealSecrets: true },
    'ValidationException', 'TestState does not support RevealSecrets when a mock is specified.');
});

test('a ResultWriter gives the object of the mock', async () => {
  expect(await testState({ definition: { ...MAP, ResultWriter: WRITER }, input: [1], mock: { result: { MapRunArn: 'a' } } }))
    .toEqual({ status: 'SUCCEEDED', output: '{"MapRunArn":"a"}' });
});
