import { arn, Service, serviceError, violation } from './service';

const ACTIVITY = arn('activity', 'Approve');
const WORK = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Task', Resource: ACTIVITY, TimeoutSeconds: 60, HeartbeatSeconds: 10, End: true } } });

/** A service with an activity, and a machine that has a task for it. */
async function withActivity(): Promise<{ service: Service; machine: string }> {
  const service = new Service();
  await service.call('CreateActivity', { name: 'Approve' });
  return { service, machine: await service.create('M', WORK) };
}

const types = async (service: Service, executionArn: string): Promise<unknown[]> => (
  ((await service.call('GetExecutionHistory', { executionArn })).events as { type: string }[]).map(({ type }) => type)
);

test('an activity is created, described, listed and deleted', async () => {
  const service = new Service();
  const created = { activityArn: ACTIVITY, creationDate: 1_800_000_000 };

  expect(await service.call('CreateActivity', { name: 'Approve', tags: [{ key: 'k', value: 'v' }] })).toEqual(created);
  await service.clock.advance(1000);
  expect(await service.call('CreateActivity', { name: 'Approve' })).toEqual(created);
  expect(await service.call('DescribeActivity', { activityArn: ACTIVITY })).toEqual({ ...created, encryptionConfiguration: { type: 'AWS_OWNED_KEY' }, name: 'Approve' });
  expect(await service.call('ListActivities')).toEqual({ activities: [{ ...created, name: 'Approve' }] });
  expect(await service.call('ListTagsForResource', { resourceArn: ACTIVITY })).toEqual({ tags: [{ key: 'k', value: 'v' }] });
  expect(await service.call('DeleteActivity', { activityArn: ACTIVITY })).toEqual({});
  expect(await service.call('DeleteActivity', { activityArn: ACTIVITY })).toEqual({});
  expect(await service.call('ListActivities')).toEqual({ activities: [] });
});

test.each<[string, object, object]>([
  ['CreateActivity', { name: 'a b' }, serviceError('InvalidName', "Invalid Name: 'a b'")],
  ['CreateActivity', {}, violation("Value null at 'name' failed to satisfy constraint: Member must not be null")],
  ['CreateActivity', { name: 'Approve', encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'k' } },
    serviceError('ActivityAlreadyExists', `Activity Already Exists: '${ACTIVITY}'`)],
  ['DescribeActivity', { activityArn: 'Approve' }, serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: Approve'")],
  ['DescribeActivity', { activityArn: `${ACTIVITY}2` }, serviceError('ActivityDoesNotExist', `Activity Does Not Exist: '${ACTIVITY}2'`)],
  ['GetActivityTask', { activityArn: `${ACTIVITY}2` }, serviceError('ActivityDoesNotExist', `Activity Does Not Exist: '${ACTIVITY}2'`)],
  ['GetActivityTask', { activityArn: arn('stateMachine', 'M') }, serviceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn('stateMachine', 'M')}'`)],
  ['DeleteActivity', { activityArn: 'x' }, serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x'")],
  ['ListActivities', { nextToken: 'x' }, serviceError('InvalidToken', "Invalid Token: 'Invalid token'")],
])('%s fails for %j', async (action, request, error) => {
  const { service } = await withActivity();

  expect(await service.call(action, request)).toEqual(error);
});

describe('GetActivityTask', () => {
  test('gives the task of an execution, which the token then ends', async () => {
    const { service, machine } = await withActivity();
    const executionArn = await service.start(machine, { input: '{"n":1}' });
    await service.clock.advance(0);
    expect(await types(service, executionArn)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ActivityScheduled']);

    const task = await service.call('GetActivityTask', { activityArn: ACTIVITY, workerName: 'Jane' });

    expect(task).toEqual({ input: '{"n":1}', taskToken: expect.any(String) });
    expect(await service.call('SendTaskSuccess', { taskToken: task.taskToken, output: '{"ok":true}' })).toEqual({});
    expect(await service.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    const { events } = await service.call('GetExecutionHistory', { executionArn });
    expect((events as unknown[]).slice(2, 5)).toMatchObject([
      { type: 'ActivityScheduled', activityScheduledEventDetails: { heartbeatInSeconds: 10, input: '{"n":1}', resource: ACTIVITY, timeoutInSeconds: 60 } },
      { type: 'ActivityStarted', activityStartedEventDetails: { workerName: 'Jane' } },
      { type: 'ActivitySucceeded', activitySucceededEventDetails: { output: '{"ok":true}' } },
    ]);
    expect(await service.call('SendTaskSuccess', { taskToken: task.taskToken, output: '1' }))
      .toEqual(serviceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'"));
  });

  test('waits for a task that comes, and gives each to one worker, the first that waits', async () => {
    const { service, machine } = await withActivity();
    const [first, second] = [service.call('GetActivityTask', { activityArn: ACTIVITY }), service.call('GetActivityTask', { activityArn: ACTIVITY })];
    await service.clock.advance(30_000);

    await service.start(machine, { input: '1' });
    await service.start(machine, { input: '2' });
    await service.clock.advance(0);

    expect([(await first).input, (await second).input]).toEqual(['1', '2']);
    expect((await first).taskToken).not.toBe((await second).taskToken);
  });

  test('gives nothing after 60 seconds', async () => {
    const { service } = await withActivity();
    let answer: object | undefined;
    const waiting = service.call('GetActivityTask', { activityArn: ACTIVITY }).then((given) => {
      answer = given;
    });

    await service.clock.advance(59_999);
    expect(answer).toBeUndefined();
    await service.clock.advance(1);
    await waiting;
    expect(answer).toEqual({});
  });

  test('of a worker that has gone takes no task from the next', async () => {
    const { service, machine } = await withActivity();
    const gone = new AbortController();
    const first = service.call('GetActivityTask', { activityArn: ACTIVITY }, gone.signal);
    gone.abort();
    expect(await first).toEqual({});
    expect(await service.call('GetActivityTask', { activityArn: ACTIVITY }, gone.signal)).toEqual({});

    await service.start(machine, { input: '1' });
    await service.clock.advance(0);

    expect(await service.call('GetActivityTask', { activityArn: ACTIVITY })).toMatchObject({ input: '1' });
  });

  test('ends with the run', async () => {
    const { service } = await withActivity();
    const waiting = service.call('GetActivityTask', { activityArn: ACTIVITY });
    await service.clock.advance(0);

    await service.stepFunctions.stop();

    expect(await waiting).toEqual({});
  });

  test('gives no task of an execution that was stopped', async () => {
    const { service, machine } = await withActivity();
    const executionArn = await service.start(machine);
    await service.clock.advance(0);
    await service.call('StopExecution', { executionArn });

    const waiting = service.call('GetActivityTask', { activityArn: ACTIVITY });
    await service.clock.advance(60_000);

    expect(await waiting).toEqual({});
  });
});

test("a task's time counts from when a worker has taken it", async () => {
  const { service, machine } = await withActivity();
  const executionArn = await service.start(machine);
  await service.clock.advance(1_000_000);
  expect(await service.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'RUNNING' });

  const { taskToken } = await service.call('GetActivityTask', { activityArn: ACTIVITY });
  await service.clock.advance(9000);
  expect(await service.call('SendTaskHeartbeat', { taskToken })).toEqual({});
  await service.clock.advance(9000);
  expect(await service.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'RUNNING' });
  await service.clock.advance(1000);

  expect(await service.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(await types(service, executionArn)).toEqual([
    'ExecutionStarted', 'TaskStateEntered', 'ActivityScheduled', 'ActivityStarted', 'ActivityTimedOut', 'ExecutionFailed',
  ]);
});

test('a state whose activity is not there fails before anything is scheduled', async () => {
  const { service, machine } = await withActivity();
  await service.call('DeleteActivity', { activityArn: ACTIVITY });
  const executionArn = await service.start(machine);

  expect(await service.ended(executionArn)).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: `An error occurred while executing the state 'A' (entered at the event id #2). The activity ${ACTIVITY} does not exist.`,
  });
  expect(await types(service, executionArn)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ExecutionFailed']);
});
