import { LocalRun, testState, TestStateError } from '../src';
import { file } from './files';
import { MOCK_200, template } from './support';

test('takes values and JSON texts alike', async () => {
  const definition = { Type: 'Pass', Parameters: { 'a.$': '$.a', 'v.$': '$v' }, End: true };
  const expected = { status: 'SUCCEEDED', output: '{"a":1,"v":2}' };

  expect(await testState({ definition, input: { a: 1 }, variables: { v: 2 } })).toEqual(expected);
  expect(await testState({ definition: JSON.stringify(definition), input: '{"a":1}', variables: '{"v":2}' })).toEqual(expected);
});

test('a refusal is an error with its name on AWS', async () => {
  await expect(testState({ definition: '{' })).rejects.toBeInstanceOf(TestStateError);
  await expect(testState({ definition: '{' })).rejects.toHaveProperty('name', 'InvalidDefinition');
});

test('a member of another type is said to be one', async () => {
  await expect(testState({ definition: { Type: 'Pass', End: true }, stateConfiguration: { retrierRetryCount: 1.5 } }))
    .rejects.toThrow('a member of the request has another type than TestState takes');
});

test('a task that nothing performs says what to do', async () => {
  const definition = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };

  expect(await testState({ definition })).toEqual({
    status: 'FAILED', error: 'States.Runtime', cause: `Nothing performs the resource '${definition.Resource}': give the state a mock, or testState a handler as "tasks"`,
  });
});

test('a run answers in process and on its port, with its own tasks', async () => {
  const run = await LocalRun.start({ template: file(template({ routes: { hello: MOCK_200 } })) });
  try {
    const definition = {
      Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sfn:describeExecution', Parameters: { ExecutionArn: 'arn:aws:states:us-east-1:123456789012:execution:Machine:gone' }, End: true,
    };
    const failure = { status: 'FAILED', error: 'Sfn.ExecutionDoesNotExistException' };

    expect(await run.testState({ definition })).toMatchObject(failure);

    const url = new URL(run.urls.Stage);
    const answer = await fetch(`http://${url.host}/`, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSStepFunctions.TestState', 'Content-Type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ definition: JSON.stringify(definition), roleArn: 'arn:aws:iam::123456789012:role/r' }),
    });
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(await answer.json()).toMatchObject(failure);
  } finally {
    await run.stop();
  }
});
