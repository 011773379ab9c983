import { ManualClock, StateMachine, TaskHandler, TaskRequest } from '../../../src/states';

const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:A';
const definition = (fields: object = {}): object => ({ StartAt: 'A', States: { A: { Type: 'Task', Resource: ACTIVITY, End: true, ...fields } } });
const never = (): Promise<never> => new Promise(() => undefined);

test('a handler that performs the task itself begins at once', async () => {
  const execution = new StateMachine(definition(), { tasks: () => ({ done: true }) }).start({});

  expect(await execution.result).toEqual({ status: 'SUCCEEDED', output: { done: true } });
  expect(execution.history.map(({ type }) => type)).toEqual([
    'ExecutionStarted', 'TaskStateEntered', 'ActivityScheduled', 'ActivityStarted', 'ActivitySucceeded', 'TaskStateExited', 'ExecutionSucceeded',
  ]);
});

test('the times of such a handler count from the start', async () => {
  const clock = new ManualClock();
  const execution = new StateMachine(definition({ TimeoutSeconds: 5 }), { tasks: never }).start({}, { clock });

  await clock.advance(5000);

  expect(await execution.result).toEqual({ status: 'FAILED', error: 'States.Timeout' });
});

test('a task that is queued begins when it is taken, once, by whoever takes it', async () => {
  const clock = new ManualClock();
  let take: ReturnType<TaskRequest['queued']> | undefined;
  const queue: TaskHandler = ({ queued }) => {
    take = queued();
    return never();
  };
  const execution = new StateMachine(definition({ TimeoutSeconds: 5 }), { tasks: queue }).start({}, { clock });
  await clock.advance(100_000);
  expect(execution.history.map(({ type }) => type)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ActivityScheduled']);

  take!('Jane');
  take!('John');
  await clock.advance(4999);
  expect(execution.status).toBe('RUNNING');
  await clock.advance(1);

  expect(execution.history.slice(3).map(({ type, details }) => [type, details.workerName])).toEqual([
    ['ActivityStarted', 'Jane'], ['ActivityTimedOut', undefined], ['ExecutionFailed', undefined],
  ]);
});

test('nothing is recorded of a worker that takes the task of an execution that has ended', async () => {
  const clock = new ManualClock();
  let take: ReturnType<TaskRequest['queued']> | undefined;
  const queue: TaskHandler = ({ queued }) => {
    take = queued();
    return never();
  };
  const execution = new StateMachine(definition(), { tasks: queue }).start({}, { clock });
  await clock.advance(0);
  execution.stop();
  const { length } = execution.history;

  take!();

  expect(execution.history).toHaveLength(length);
});
