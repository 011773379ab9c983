import { DROPPED, StateMachine, TaskFailure, TaskHandler } from '../../src/states';
import { wireEvent } from '../../src/step-functions/history-event';

type Event = Readonly<Record<string, unknown>>;

interface More {
  readonly queryLanguage?: string;
  readonly includesData?: boolean;
}

const ROLE = 'arn:aws:iam::123456789012:role/R';
const WHOLE = { truncated: false };
const PARAMETERS = '{"QueueUrl":"q","MessageBody":"hi"}';

/** The events of an execution of these states, which begin with `A`, without ids and times. */
async function events(states: object, tasks: TaskHandler = () => ({ done: true }), more: More = {}): Promise<Event[]> {
  const machine = new StateMachine({ QueryLanguage: more.queryLanguage, StartAt: 'A', States: states }, { roleArn: ROLE, tasks });
  const execution = machine.start({ n: 1 }, { timeScale: 1000 });
  await execution.result;
  return execution.history.map((event) => wireEvent(event, more.includesData ?? true) as Event);
}

async function detailsOf(type: string, ...args: Parameters<typeof events>): Promise<Event> {
  const found = (await events(...args)).find((event) => event.type === type)!;
  const { id, previousEventId, timestamp, type: _type, ...rest } = found;
  return rest;
}

const task = (more: object = {}) => ({ A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { QueueUrl: 'q', MessageBody: 'hi' }, End: true, ...more } });
const lambda = { A: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:F', TimeoutSeconds: 5, End: true } };
const activity = { A: { Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:X', End: true } };
const fails: TaskHandler = () => {
  throw new TaskFailure('No', 'because');
};
const never: TaskHandler = () => new Promise(() => undefined);

test('an execution from start to end', async () => {
  expect(await events({ A: { Type: 'Pass', Result: [2], End: true } })).toEqual([
    {
      id: 1,
      previousEventId: 0,
      timestamp: expect.any(Date),
      type: 'ExecutionStarted',
      executionStartedEventDetails: { input: '{"n":1}', inputDetails: WHOLE, roleArn: ROLE },
    },
    {
      id: 2,
      previousEventId: 0,
      timestamp: expect.any(Date),
      type: 'PassStateEntered',
      stateEnteredEventDetails: { name: 'A', input: '{"n":1}', inputDetails: WHOLE },
    },
    {
      id: 3,
      previousEventId: 2,
      timestamp: expect.any(Date),
      type: 'PassStateExited',
      stateExitedEventDetails: { name: 'A', output: '[2]', outputDetails: WHOLE },
    },
    {
      id: 4,
      previousEventId: 3,
      timestamp: expect.any(Date),
      type: 'ExecutionSucceeded',
      executionSucceededEventDetails: { output: '[2]', outputDetails: WHOLE },
    },
  ]);
});

test.each<[string, string, object, TaskHandler | undefined, object]>([
  ['a failure without error', 'ExecutionFailed', { A: { Type: 'Fail' } }, undefined, { executionFailedEventDetails: {} }],
  ['a failure', 'ExecutionFailed', { A: { Type: 'Fail', Error: 'E', Cause: 'c' } }, undefined, { executionFailedEventDetails: { error: 'E', cause: 'c' } }],
  ['a scheduled task', 'TaskScheduled', task({ TimeoutSeconds: 9, Credentials: { RoleArn: 'arn:aws:iam::123456789012:role/T' } }), undefined, {
    taskScheduledEventDetails: {
      resource: 'sendMessage',
      resourceType: 'sqs',
      region: expect.any(String),
      parameters: PARAMETERS,
      timeoutInSeconds: 9,
      taskCredentials: { roleArn: 'arn:aws:iam::123456789012:role/T' },
    },
  }],
  ['a started task', 'TaskStarted', task(), undefined, { taskStartedEventDetails: { resource: 'sendMessage', resourceType: 'sqs' } }],
  ['a task done', 'TaskSucceeded', task(), undefined, {
    taskSucceededEventDetails: { resource: 'sendMessage', resourceType: 'sqs', output: '{"done":true}', outputDetails: WHOLE },
  }],
  ['a failed task', 'TaskFailed', task(), fails, { taskFailedEventDetails: { resource: 'sendMessage', resourceType: 'sqs', error: 'No', cause: 'because' } }],
  ['a late task', 'TaskTimedOut', task({ TimeoutSeconds: 1 }), never, {
    taskTimedOutEventDetails: { resource: 'sendMessage', resourceType: 'sqs', error: 'States.Timeout' },
  }],
  ['a scheduled task whose times come from its input', 'TaskScheduled', task({ TimeoutSecondsPath: '$.n', HeartbeatSeconds: 3, TimeoutSeconds: undefined }), undefined, {
    taskScheduledEventDetails: { resource: 'sendMessage', resourceType: 'sqs', region: expect.any(String), parameters: PARAMETERS, heartbeatInSeconds: 3 },
  }],
  ['a scheduled function', 'LambdaFunctionScheduled', lambda, undefined, {
    lambdaFunctionScheduledEventDetails: { resource: lambda.A.Resource, input: '{"n":1}', inputDetails: WHOLE, timeoutInSeconds: 5 },
  }],
  ['a started function', 'LambdaFunctionStarted', lambda, undefined, {}],
  ['a function done', 'LambdaFunctionSucceeded', lambda, undefined, { lambdaFunctionSucceededEventDetails: { output: '{"done":true}', outputDetails: WHOLE } }],
  ['a failed function', 'LambdaFunctionFailed', lambda, fails, { lambdaFunctionFailedEventDetails: { error: 'No', cause: 'because' } }],
  ['a started activity', 'ActivityStarted', activity, undefined, { activityStartedEventDetails: {} }],
  ['an activity done', 'ActivitySucceeded', activity, undefined, { activitySucceededEventDetails: { output: '{"done":true}', outputDetails: WHOLE } }],
])('%s', async (_title, type, states, tasks, details) => {
  expect(await detailsOf(type, states, tasks)).toEqual(details);
});

test('iterations and branches', async () => {
  const inner = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
  const all = await events({
    A: { Type: 'Pass', Result: [7], Next: 'M' },
    M: { Type: 'Map', ItemProcessor: inner, Next: 'B' },
    B: { Type: 'Parallel', Branches: [{ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } }], End: true },
  });
  const types = new Map(all.map(({ id, previousEventId, timestamp, type, ...details }) => [type, details]));

  expect(types.get('MapStateStarted')).toEqual({ mapStateStartedEventDetails: { length: 1 } });
  expect(types.get('MapIterationStarted')).toEqual({ mapIterationStartedEventDetails: { name: 'M', index: 0 } });
  expect(types.get('MapIterationSucceeded')).toEqual({ mapIterationSucceededEventDetails: { name: 'M', index: 0 } });
  expect(types.get('MapStateSucceeded')).toEqual({});
  expect(types.get('ParallelStateStarted')).toEqual({});
  expect(types.get('ParallelStateFailed')).toEqual({});
  expect(types.get('MapStateEntered')).toMatchObject({ stateEnteredEventDetails: { name: 'M' } });
});

test('variables, as texts', async () => {
  const states = { A: { Type: 'Pass', Assign: { total: 3, Text: 'x' }, End: true } };

  expect(await detailsOf('PassStateExited', states)).toEqual({
    stateExitedEventDetails: {
      name: 'A', output: '{"n":1}', outputDetails: WHOLE, assignedVariables: { total: '3', Text: '"x"' }, assignedVariablesDetails: WHOLE,
    },
  });
});

test('an expression that fails', async () => {
  const states = { A: { Type: 'Pass', Output: '{% $states.input.none %}', End: true } };

  expect(await detailsOf('EvaluationFailed', states, undefined, { queryLanguage: 'JSONata' })).toEqual({
    evaluationFailedEventDetails: { error: 'States.QueryEvaluationError', cause: expect.any(String), location: 'Output', state: 'A' },
  });
});

test('without data, all else is told, parameters of tasks among it', async () => {
  const states = { ...task({ Next: 'B', End: undefined, Assign: { secret: 1 } }), B: { Type: 'Fail', Error: 'E', Cause: 'c' } };
  const all = await events(states, () => 'secret', { includesData: false });

  expect(JSON.stringify(all)).not.toMatch(/secret|truncated|\\"n\\"/);
  expect(all[0].executionStartedEventDetails).toEqual({ roleArn: ROLE });
  expect(all[2].taskScheduledEventDetails).toMatchObject({ parameters: PARAMETERS });
  expect(all.at(-1)!.executionFailedEventDetails).toEqual({ error: 'E', cause: 'c' });
});

test('data that was too much to keep is said to be cut', () => {
  const event = { id: 2, previousEventId: 0, type: 'PassStateEntered', timestamp: new Date(0), details: { name: 'A', input: DROPPED } };

  expect(wireEvent(event, true)).toMatchObject({ stateEnteredEventDetails: { name: 'A', inputDetails: { truncated: true } } });
  expect(JSON.stringify(wireEvent(event, true))).not.toContain('"input":');
});
