import { RecordedAttempt, replayTasks } from '../../conformance/replay-tasks';
import { StateMachine } from '../../src/states';

/** Runs one task state with recorded attempts. */
async function replay(outcomes: RecordedAttempt['outcomes'], resource = 'arn:aws:states:::lambda:invoke', fields: object = {}): Promise<unknown> {
  const machine: StateMachine = new StateMachine({
    StartAt: 'A',
    States: { A: { Type: 'Task', Resource: resource, Parameters: { 'FunctionName': 'f', 'QueueUrl': 'q', 'MessageBody.$': '$' }, End: true, ...fields } },
  }, { tasks: replayTasks([{ state: 'A', outcomes }], () => machine.taskTokens) });
  return machine.execute({}, { timeScale: 1000 });
}

const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

describe('replay of recorded tasks', () => {
  test('answers what was recorded', async () => {
    expect(await replay([{ type: 'TaskSucceeded', output: 1 }])).toEqual({ status: 'SUCCEEDED', output: 1 });
    expect(await replay([{ type: 'TaskSubmitted', output: 'sent' }, { type: 'TaskSucceeded', output: 1 }], CALLBACK)).toEqual({ status: 'SUCCEEDED', output: 1 });
  });

  test('fails as it was recorded; a cause that is JSON is its text', async () => {
    expect(await replay([{ type: 'TaskFailed', error: 'E', cause: { a: [1, 'x'] } }])).toEqual({ status: 'FAILED', error: 'E', cause: '{"a":[1,"x"]}' });
    expect(await replay([{ type: 'LambdaFunctionFailed', error: 'E', cause: { a: [1, 'x'], b: null } }]))
      .toEqual({ status: 'FAILED', error: 'E', cause: '{"a": [1, "x"], "b": null}' });
    expect(await replay([{ type: 'TaskFailed', error: 'E', cause: 'C' }], CALLBACK)).toEqual({ status: 'FAILED', error: 'E', cause: 'C' });
  });

  test('a task that timed out never answers', async () => {
    expect(await replay([{ type: 'TaskTimedOut' }], undefined, { TimeoutSeconds: 1 })).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('fails when more attempts are made than were recorded', async () => {
    expect(await replay([{ type: 'TaskFailed', error: 'E' }], undefined, { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 1 }] }))
      .toMatchObject({ status: 'FAILED', error: 'Conformance.NotRecorded' });
  });
});
