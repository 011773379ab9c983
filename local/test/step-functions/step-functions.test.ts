import { Guard } from '../../src/guard';
import { NO_LOG } from '../../src/log-entry';
import { StepFunctionsApi } from '../../src/step-functions/api';
import { StepFunctions } from '../../src/step-functions/step-functions';
import type { StateMachineResource } from '../../src/template';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';
const REQUEST = JSON.stringify({ stateMachineArn: ARN, input: '{}' });

function service(): StepFunctions {
  const account = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };
  const stepFunctions = new StepFunctions({ account, timeScale: 1, tasks: () => ({}), guard: new Guard(NO_LOG), log: NO_LOG });
  const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1_000_000, End: true } } };
  const resource = { arn: ARN, label: 'Machine', name: 'Machine', qualifiedArns: [], type: 'STANDARD', definition } as unknown as StateMachineResource;
  stepFunctions.deploy([stepFunctions.machines.prepare(resource, () => ({}), [])], 0);
  return stepFunctions;
}

function running(stepFunctions: StepFunctions, megabytes: number): void {
  jest.spyOn(stepFunctions.executions, 'runningCharacters', 'get').mockReturnValue(megabytes * 1024 * 1024);
}

test('what rules and states start is throttled before clients are', async () => {
  const stepFunctions = service();
  const api = new StepFunctionsApi(stepFunctions);
  running(stepFunctions, 32);

  expect(await api.startFromWithin(REQUEST)).toEqual({ status: 400, body: expect.stringContaining('ThrottlingException') });
  expect(await api.perform('StartExecution', REQUEST)).toMatchObject({ status: 200 });
  await stepFunctions.stop();
});

test('nothing starts while the inputs of what runs take 256 MB', async () => {
  const stepFunctions = service();
  running(stepFunctions, 256);

  expect(await new StepFunctionsApi(stepFunctions).perform('StartExecution', REQUEST))
    .toEqual({ status: 400, body: expect.stringContaining('#ExecutionLimitExceeded') });
  expect(stepFunctions.executions.running()).toHaveLength(0);
});
