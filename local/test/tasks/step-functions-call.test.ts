import { ask, TestRun } from '../support';

const describeExecution = (executionArn: string) => ({
  StartAt: 'Describe',
  States: {
    Describe: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sfn:describeExecution',
      Parameters: { 'ExecutionArn.$': executionArn },
      End: true,
    },
  },
});

const firstEvent = {
  StartAt: 'Read',
  States: {
    Read: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sfn:getExecutionHistory',
      Parameters: { 'ExecutionArn.$': '$$.Execution.Id', 'MaxResults': 1 },
      End: true,
    },
  },
};

/** How the first execution ends, which is started with the message as its input. */
async function ended(definition: object, message: object) {
  const run = await TestRun.start({ routes: { $default: {} }, definition });
  const client = await run.connect();
  const { executionArn } = await ask(client, message);
  return { executionArn, end: await run.logged('ExecutionEnded') };
}

test('describes an execution of the run, as the SDK words it', async () => {
  // WHEN
  const { executionArn, end } = await ended(describeExecution('$$.Execution.Id'), { order: 17 });

  // THEN
  expect(end.status).toBe('SUCCEEDED');
  expect(JSON.parse(end.output!)).toEqual({
    ExecutionArn: executionArn,
    Input: '{"order":17}',
    InputDetails: { Included: true, __type: expect.any(String) },
    Name: String(executionArn).split(':').at(-1),
    RedriveCount: 0,
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    StartDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    StateMachineArn: expect.stringContaining(':stateMachine:Machine'),
    Status: 'RUNNING',
  });
});

test('gives the history of an execution of the run, as the SDK words it', async () => {
  const { end } = await ended(firstEvent, { order: 17 });

  expect(JSON.parse(end.output!)).toEqual({
    Events: [{
      Id: 1,
      PreviousEventId: 0,
      Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      Type: 'ExecutionStarted',
      ExecutionStartedEventDetails: { Input: '{"order":17}', InputDetails: { Truncated: false }, RoleArn: expect.any(String) },
    }],
    NextToken: expect.any(String),
  });
});

test.each([
  ['arn:aws:states:us-east-1:123456789012:execution:Machine:never-was', 'Sfn.ExecutionDoesNotExistException', /^Execution Does Not Exist: 'arn.*' \(Service: Sfn, Status Code: 400/],
  ['no ARN', 'Sfn.InvalidArnException', /^Invalid Arn: /],
])('fails for the execution %s', async (of, error, cause) => {
  const { end } = await ended(describeExecution('$.of'), { of });
  expect(end).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
});

test('other actions of the SDK reach the executions of the run, too', async () => {
  const Machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:Second';
  const definition = {
    StartAt: 'Start',
    States: { Start: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sfn:startExecution', Parameters: { StateMachineArn: Machine, Input: '{"a":1}' }, End: true } },
  };
  const Second = {
    Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'Second', Definition: { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } } },
  };
  const run = await TestRun.start({ routes: { $default: {} }, definition, resources: { Second } });
  await ask(await run.connect(), {});

  expect(await run.logged('ExecutionStarted', 2)).toMatchObject({ executionArn: expect.stringContaining(':Second:'), input: '{"a":1}' });
  expect(run.entries('Warning')).toEqual([]);
});
