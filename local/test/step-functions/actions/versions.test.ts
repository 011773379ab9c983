import { arn, PASS, Service, serviceError, WAIT } from './service';

const M = arn('stateMachine', 'M');
const DATE = expect.any(Number) as number;

test('versions count from 1, and never again', async () => {
  const service = new Service();
  await service.create();
  const publish = (): Promise<object> => service.call('PublishStateMachineVersion', { stateMachineArn: M });
  const update = (definition: string): Promise<object> => service.call('UpdateStateMachine', { stateMachineArn: M, definition });
  const list = async (): Promise<unknown> => (await service.call('ListStateMachineVersions', { stateMachineArn: M })).stateMachineVersions;

  expect(await publish()).toEqual({ creationDate: 1_800_000_000, stateMachineVersionArn: `${M}:1` });
  expect(await publish()).toEqual({ creationDate: 1_800_000_000, stateMachineVersionArn: `${M}:1` });
  await update(WAIT);
  expect(await publish()).toMatchObject({ stateMachineVersionArn: `${M}:2` });
  expect(await list()).toEqual([{ creationDate: DATE, stateMachineVersionArn: `${M}:2` }, { creationDate: DATE, stateMachineVersionArn: `${M}:1` }]);

  expect(await service.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${M}:2` })).toEqual({});
  expect(await service.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${M}:2` })).toEqual({});
  expect(await publish()).toMatchObject({ stateMachineVersionArn: `${M}:3` });
  expect(await list()).toMatchObject([{ stateMachineVersionArn: `${M}:3` }, { stateMachineVersionArn: `${M}:1` }]);
});

test('an execution of a version has its definition, and says so', async () => {
  const service = new Service();
  await service.create('M', PASS, { publish: true });
  await service.call('UpdateStateMachine', { stateMachineArn: M, definition: WAIT });

  const executionArn = await service.start(`${M}:1`, { name: 'run' });

  expect(executionArn).toBe(arn('execution', 'M', 'run'));
  expect(await service.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', stateMachineArn: M, stateMachineVersionArn: `${M}:1` });
  expect(await service.call('DescribeStateMachineForExecution', { executionArn })).toMatchObject({ definition: PASS, stateMachineArn: M });
  await service.start(M, { name: 'other' });
  expect(await service.call('ListExecutions', { stateMachineArn: `${M}:1` })).toMatchObject({ executions: [{ name: 'run', stateMachineVersionArn: `${M}:1` }] });
  expect(await service.call('ListExecutions', { stateMachineArn: M })).toMatchObject({ executions: [{ name: 'other' }, { name: 'run' }] });
});

test('versions are listed in pages', async () => {
  const service = new Service();
  await service.create();
  for (const seconds of [1, 2, 3]) {
    await service.call('UpdateStateMachine', { stateMachineArn: M, definition: WAIT.replace('100', String(seconds)), publish: true });
  }

  const first = await service.call('ListStateMachineVersions', { stateMachineArn: M, maxResults: 2 });
  const second = await service.call('ListStateMachineVersions', { stateMachineArn: M, nextToken: first.nextToken });

  expect(first).toMatchObject({ stateMachineVersions: [{ stateMachineVersionArn: `${M}:3` }, { stateMachineVersionArn: `${M}:2` }] });
  expect(second).toEqual({ stateMachineVersions: [{ creationDate: DATE, stateMachineVersionArn: `${M}:1` }] });
});

test('PublishStateMachineVersion of another revision than asked for fails', async () => {
  const service = new Service();
  await service.create();
  const publish = (revisionId: unknown): Promise<object> => service.call('PublishStateMachineVersion', { stateMachineArn: M, revisionId });

  expect(await publish('INITIAL')).toMatchObject({ stateMachineVersionArn: `${M}:1` });
  const { revisionId } = await service.call('UpdateStateMachine', { stateMachineArn: M, definition: WAIT });
  expect(await publish('INITIAL')).toEqual(serviceError('ConflictException',
    `Failed to publish the State Machine version for revision INITIAL. The current State Machine revision is ${String(revisionId)}.`));
  expect(await publish(revisionId)).toMatchObject({ stateMachineVersionArn: `${M}:2` });
});

test.each<[string, object, object]>([
  ['PublishStateMachineVersion', { stateMachineArn: `${M}2` }, serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${M}2'`)],
  ['PublishStateMachineVersion', { stateMachineArn: 'invalid_arn' }, serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: invalid_arn'")],
  ['DeleteStateMachineVersion', { stateMachineVersionArn: M }, serviceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${M}'`)],
  ['ListStateMachineVersions', { stateMachineArn: 'x' }, serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x'")],
  ['ListStateMachineVersions', { stateMachineArn: M, nextToken: 'x' }, serviceError('InvalidToken', "Invalid Token: 'Invalid token'")],
])('%s fails for %j', async (action, request, error) => {
  const service = new Service();
  await service.create('M', PASS, { publish: true });

  expect(await service.call(action, request)).toEqual(error);
});

test('no machine has more than 1000 versions', async () => {
  const service = new Service();
  await service.create();
  const { entry } = service.stepFunctions.machines.get(M);
  Array.from({ length: 1000 }, (_, index) => entry.addVersion(index + 1, undefined, new Date()));
  await service.call('UpdateStateMachine', { stateMachineArn: M, definition: WAIT });

  expect(await service.call('PublishStateMachineVersion', { stateMachineArn: M })).toMatchObject({ __type: expect.stringMatching(/#ServiceQuotaExceededException$/) });
});
