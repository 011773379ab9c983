import { arn, invalid, PASS, Service, serviceError, violation, WAIT } from './service';

const M = arn('stateMachine', 'M');
const DATE = expect.any(Number) as number;
const NOT_THERE = serviceError('ResourceNotFound', 'Request references a resource that does not exist.');
const route = (version: number, weight = 100): object => ({ stateMachineVersionArn: `${M}:${version}`, weight });
const alias = (...routes: object[]): object => ({ name: 'live', routingConfiguration: routes });

/** A machine with two versions: the first passes, the second waits. */
async function withVersions(): Promise<Service> {
  const service = new Service();
  await service.create('M', PASS, { publish: true });
  await service.call('UpdateStateMachine', { stateMachineArn: M, definition: WAIT, publish: true });
  return service;
}

test('an alias is created, changed, described, listed and deleted', async () => {
  const service = await withVersions();

  expect(await service.call('CreateStateMachineAlias', { ...alias(route(1)), description: 'd' })).toEqual({ creationDate: 1_800_000_000, stateMachineAliasArn: `${M}:live` });
  expect(await service.call('CreateStateMachineAlias', { ...alias(route(1)), description: 'd' })).toEqual({ creationDate: 1_800_000_000, stateMachineAliasArn: `${M}:live` });
  await service.clock.advance(1000);
  expect(await service.call('UpdateStateMachineAlias', { stateMachineAliasArn: `${M}:live`, routingConfiguration: [route(1, 50), route(2, 50)] })).toEqual({ updateDate: 1_800_000_001 });
  expect(await service.call('DescribeStateMachineAlias', { stateMachineAliasArn: `${M}:live` })).toEqual({
    creationDate: 1_800_000_000,
    description: 'd',
    name: 'live',
    routingConfiguration: [route(1, 50), route(2, 50)],
    stateMachineAliasArn: `${M}:live`,
    updateDate: 1_800_000_001,
  });
  await service.call('CreateStateMachineAlias', { name: 'beta', routingConfiguration: [route(2)] });
  const list = async (request: object): Promise<unknown> => (await service.call('ListStateMachineAliases', request)).stateMachineAliases;
  expect(await list({ stateMachineArn: M })).toEqual([{ creationDate: DATE, stateMachineAliasArn: `${M}:beta` }, { creationDate: DATE, stateMachineAliasArn: `${M}:live` }]);
  expect(await list({ stateMachineArn: `${M}:1` })).toMatchObject([{ stateMachineAliasArn: `${M}:live` }]);
  const { nextToken } = await service.call('ListStateMachineAliases', { stateMachineArn: M, maxResults: 1 });
  expect(await list({ stateMachineArn: M, nextToken })).toMatchObject([{ stateMachineAliasArn: `${M}:live` }]);

  expect(await service.call('DeleteStateMachineAlias', { stateMachineAliasArn: `${M}:live` })).toEqual({});
  expect(await service.call('DeleteStateMachineAlias', { stateMachineAliasArn: `${M}:live` })).toEqual({});
  expect(await service.call('DescribeStateMachineAlias', { stateMachineAliasArn: `${M}:live` })).toEqual(NOT_THERE);
});

test('an execution through an alias says so', async () => {
  const service = await withVersions();
  await service.call('CreateStateMachineAlias', alias(route(1)));

  const executionArn = await service.start(`${M}:live`);
  await service.start(`${M}:1`);

  expect(await service.ended(executionArn)).toMatchObject({
    stateMachineAliasArn: `${M}:live`, stateMachineArn: M, stateMachineVersionArn: `${M}:1`, status: 'SUCCEEDED',
  });
  expect(await service.call('ListExecutions', { stateMachineArn: `${M}:live` })).toMatchObject({ executions: [{ executionArn, stateMachineAliasArn: `${M}:live` }] });
});

test.each([[0, 1], [0.29, 1], [0.3, 2], [0.99, 2]])('of 30 and 70 percent the draw %d leads to version %d', async (draw, version) => {
  const service = await withVersions();
  await service.call('CreateStateMachineAlias', alias(route(1, 30), route(2, 70)));
  jest.spyOn(Math, 'random').mockReturnValue(draw);

  const executionArn = await service.start(`${M}:live`);
  jest.restoreAllMocks();

  expect(await service.call('DescribeExecution', { executionArn })).toMatchObject({ stateMachineVersionArn: `${M}:${version}` });
});

test('no execution goes where the weight is 0', async () => {
  const service = await withVersions();
  await service.call('CreateStateMachineAlias', alias(route(1, 0), route(2, 100)));
  jest.spyOn(Math, 'random').mockReturnValue(0);

  const executionArn = await service.start(`${M}:live`);
  jest.restoreAllMocks();

  expect(await service.call('DescribeExecution', { executionArn })).toMatchObject({ stateMachineVersionArn: `${M}:2` });
});

test('a version that an alias leads to is not deleted', async () => {
  const service = await withVersions();
  await service.call('CreateStateMachineAlias', alias(route(1)));

  expect(await service.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${M}:1` })).toEqual(serviceError('ConflictException',
    'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]'));
  await service.call('UpdateStateMachineAlias', { stateMachineAliasArn: `${M}:live`, routingConfiguration: [route(2)] });
  expect(await service.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${M}:1` })).toEqual({});
});

test('another alias of the same name fails', async () => {
  const service = await withVersions();
  await service.call('CreateStateMachineAlias', alias(route(1)));
  const conflict = serviceError('ConflictException', 'Failed to create alias because an alias with the same name and a different routing configuration already exists.');

  expect(await service.call('CreateStateMachineAlias', alias(route(2)))).toEqual(conflict);
  expect(await service.call('CreateStateMachineAlias', { ...alias(route(1)), description: 'd' })).toEqual(conflict);
});

test.each<[string, object]>([
  ['CreateStateMachineAlias', { ...alias({ stateMachineVersionArn: M, weight: 100 }), error: invalid(`Routing configuration must contain state machine version ARNs. Received: [${M}]`) }],
  ['CreateStateMachineAlias', { ...alias(route(1, 50), route(1, 50)), error: invalid(`Routing configuration must contain distinct state machine version ARNs. Received: [${M}:1, ${M}:1]`) }],
  ['CreateStateMachineAlias', { ...alias(route(1, 70), route(2, 29)), error: invalid('Sum of routing configuration weights must equal 100. Received: [70, 29]') }],
  ['CreateStateMachineAlias', {
    ...alias(route(1, 101)),
    error: violation("Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100"),
  }],
  ['CreateStateMachineAlias', { ...alias(), error: violation("Value '[]' at 'routingConfiguration' failed to satisfy constraint: Member must have length greater than or equal to 1") }],
  ['CreateStateMachineAlias', { ...alias(route(9)), error: NOT_THERE }],
  ['CreateStateMachineAlias', { name: 'live', routingConfiguration: [{ stateMachineVersionArn: `${M}2:1`, weight: 100 }], error: NOT_THERE }],
  ['CreateStateMachineAlias', {
    ...alias(route(1)),
    name: '123',
    error: violation("Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$"),
  }],
  ['UpdateStateMachineAlias', { stateMachineAliasArn: `${M}:other`, description: 'd', error: NOT_THERE }],
  ['UpdateStateMachineAlias', { stateMachineAliasArn: `${M}:other`, error: invalid('Either the description or the routing configuration must be specified') }],
  ['DescribeStateMachineAlias', { stateMachineAliasArn: M, error: serviceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${M}'`) }],
  ['DeleteStateMachineAlias', { stateMachineAliasArn: 'x', error: serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x'") }],
  ['ListStateMachineAliases', { stateMachineArn: `${M}2`, error: serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${M}2'`) }],
  ['ListStateMachineAliases', { stateMachineArn: M, nextToken: 'x', error: serviceError('InvalidToken', "Invalid Token: 'Invalid token'") }],
])('%s fails for %j', async (action, { error, ...request }: { error?: object }) => {
  const service = await withVersions();

  expect(await service.call(action, request)).toEqual(error);
});
