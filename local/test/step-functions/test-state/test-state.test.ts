import { ManualClock, testState, TaskFailure } from '../../../src';
import { Guard } from '../../../src/guard';
import { NO_LOG } from '../../../src/log-entry';
import { StepFunctionsApi } from '../../../src/step-functions/api';
import { StepFunctions } from '../../../src/step-functions/step-functions';

const FUNCTION = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };

test('a task without a mock calls what the run calls, and its error is caught', async () => {
  const definition = { ...FUNCTION, Catch: [{ ErrorEquals: ['Odd'], Next: 'Repair' }] };
  const tasks = ({ parameters }: { parameters: unknown }): unknown => {
    if ((parameters as { n: number }).n % 2 === 1) {
      throw new TaskFailure('Odd', 'an odd number');
    }
    return { halved: true };
  };

  expect(await testState({ definition, input: { n: 2 } }, { tasks })).toEqual({ status: 'SUCCEEDED', output: '{"halved":true}' });
  expect(await testState({ definition, input: { n: 1 } }, { tasks }))
    .toEqual({ status: 'CAUGHT_ERROR', error: 'Odd', cause: 'an odd number', nextState: 'Repair', output: '{"Error":"Odd","Cause":"an odd number"}' });
});

test('with a mock nothing is called', async () => {
  const tasks = jest.fn();

  await testState({ definition: FUNCTION, mock: { result: 1 } }, { tasks });

  expect(tasks).not.toHaveBeenCalled();
});

test('over the API a task without a mock needs a role', async () => {
  const api = new StepFunctionsApi(new StepFunctions({ timeScale: 1, guard: new Guard(NO_LOG), log: NO_LOG }));

  const { status, body } = await api.perform('TestState', JSON.stringify({ definition: JSON.stringify(FUNCTION) }));

  expect(status).toBe(400);
  expect(JSON.parse(body)).toEqual({
    __type: 'com.amazonaws.swf.service.v2.model#ValidationException', message: 'RoleArn must be specified when testing a Task state',
  });
});

describe('a state that takes time', () => {
  const WAIT = { Type: 'Wait', Seconds: 299, End: true };

  test('takes it on the clock', async () => {
    const clock = new ManualClock();
    const answer = testState({ definition: WAIT }, { clock });

    await clock.advance(299_000);

    expect(await answer).toEqual({ status: 'SUCCEEDED', output: '{}' });
  });

  test('times out after five minutes', async () => {
    const clock = new ManualClock();
    const answer = testState({ definition: { ...WAIT, Seconds: 301 } }, { clock });

    await clock.advance(300_000);

    expect(await answer).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('ends with the run', async () => {
    const service = new StepFunctions({ timeScale: 1, clock: new ManualClock(), guard: new Guard(NO_LOG), log: NO_LOG });
    const answer = new StepFunctionsApi(service).perform('TestState', JSON.stringify({ definition: JSON.stringify(WAIT) }));

    await service.stop();

    expect(JSON.parse((await answer).body)).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: 'The local run ends' });
  });
});
