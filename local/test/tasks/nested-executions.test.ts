import { ManualClock } from '../../src';
import { TestRun } from '../support';

const CHILD_ARN = { 'Fn::Sub': 'arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:Child' };

/** A run whose machine starts the machine `Child`. */
async function started(resource: string, child: object, { fields = {}, type = 'STANDARD', of = CHILD_ARN as unknown } = {}) {
  const clock = new ManualClock();
  const run = await TestRun.start({
    routes: { $default: { isOneWay: true } },
    definition: {
      StartAt: 'Start',
      States: { Start: { Type: 'Task', Resource: `arn:aws:states:::states:${resource}`, Parameters: { StateMachineArn: of, Input: { n: 1 } }, End: true, ...fields } },
    },
    resources: {
      Child: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'Child', StateMachineType: type, Definition: { StartAt: 'C', States: { C: child } } } },
    },
  }, { clock });
  const client = await run.connect();
  client.send({});
  const ends = () => Object.fromEntries(run.entries('ExecutionEnded').map((entry) => [entry.executionArn.split(':')[6], entry]));
  return { run, clock, ends };
}

const PASS = { Type: 'Pass', Result: { done: true }, End: true };
const WAIT = { Type: 'Wait', Seconds: 100, End: true };

test('a child is started, and the state goes on', async () => {
  const { run, ends } = await started('startExecution', WAIT);
  await run.logged('ExecutionEnded');
  expect(JSON.parse(ends().Machine.output!)).toEqual({
    ExecutionArn: expect.stringContaining(':execution:Child:'),
    StartDate: expect.any(Number),
    SdkHttpMetadata: expect.any(Object),
    SdkResponseMetadata: expect.any(Object),
  });
});

test.each([
  ['startExecution.sync', '{"n":1}', '{"done":true}'],
  ['startExecution.sync:2', { n: 1 }, { done: true }],
])('%s waits for its end, and tells of it', async (resource, input, output) => {
  const { run, ends } = await started(resource, PASS);
  await run.logged('ExecutionEnded', 2);
  expect(JSON.parse(ends().Machine.output!)).toEqual({
    ExecutionArn: ends().Child.executionArn,
    Input: input,
    InputDetails: { Included: true },
    Name: expect.any(String),
    Output: output,
    OutputDetails: { Included: true },
    RedriveCount: 0,
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    StartDate: expect.any(Number),
    StateMachineArn: expect.stringMatching(/:stateMachine:Child$/),
    Status: 'SUCCEEDED',
    StopDate: expect.any(Number),
  });
});

test('a child that does not succeed fails the task, whatever its own error', async () => {
  const { run, ends } = await started('startExecution.sync:2', { Type: 'Fail', Error: 'Boom', Cause: 'custom' }, {
    fields: { Catch: [{ ErrorEquals: ['Boom'], Next: 'Start' }] },
  });
  await run.logged('ExecutionEnded', 2);
  const { error, cause } = ends().Machine;
  expect(error).toBe('States.TaskFailed');
  expect(cause!.replace(/"(Name|StartDate|StopDate)":("[^"]*"|\d+),?/g, '')).toBe(`{"Cause":"custom","Error":"Boom","ExecutionArn":"${ends().Child.executionArn}",`
    + '"Input":"{\\"n\\":1}","InputDetails":{"Included":true},"RedriveCount":0,"RedriveStatus":"REDRIVABLE",'
    + `"StateMachineArn":"${ends().Child.executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, '')}","Status":"FAILED",}`);
});

test('a child that nobody waits for any more is stopped', async () => {
  const { run, clock, ends } = await started('startExecution.sync', WAIT, { fields: { TimeoutSeconds: 10 } });
  while (run.entries('StateEntered').length < 2) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await clock.advance(10_000);
  await run.logged('ExecutionEnded', 2);
  expect(ends().Machine).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(ends().Child).toMatchObject({
    status: 'ABORTED',
    cause: `The Task state in AWS Step Functions execution [${ends().Machine.executionArn}] which was managing this resource was aborted`,
  });
});

test.each([
  ['of another run', 'startExecution', { of: 'arn:aws:states:us-east-1:123456789012:stateMachine:Elsewhere' }, 'StepFunctions.StateMachineDoesNotExistException'],
  ['that is an Express one, which nobody can ask for its end', 'startExecution.sync', { type: 'EXPRESS' }, 'StepFunctions.InvalidArnException'],
])('fails for a machine %s', async (_, resource, options, error) => {
  const { run, ends } = await started(resource, PASS, options);
  await run.logged('ExecutionEnded', 'type' in options ? 2 : 1);
  expect(ends().Machine).toMatchObject({ status: 'FAILED', error });
});
