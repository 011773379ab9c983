import { arn, invalid, PASS, Service, serviceError, violation, WAIT } from './service';

const M = arn('stateMachine', 'M');
const RUN = arn('execution', 'M', 'run');

describe('ListExecutions', () => {
  test('gives the latest first, in pages that newer ones do not shift', async () => {
    const service = new Service();
    await service.create('M', WAIT);
    for (const name of ['a', 'b', 'c']) {
      await service.start(M, { name });
    }

    const first = await service.call('ListExecutions', { stateMachineArn: M, maxResults: 2 });
    await service.start(M, { name: 'd' });
    const second = await service.call('ListExecutions', { stateMachineArn: M, nextToken: first.nextToken });

    expect(first).toMatchObject({ executions: [{ name: 'c' }, { name: 'b' }] });
    expect(second).toEqual({ executions: [{ executionArn: arn('execution', 'M', 'a'), name: 'a', redriveCount: 0, startDate: 1_800_000_000, stateMachineArn: M, status: 'RUNNING' }] });
  });

  test('filters by status', async () => {
    const service = new Service();
    await service.create('M', WAIT);
    await service.start(M, { name: 'running' });
    const stopped = await service.start(M, { name: 'stopped' });
    await service.call('StopExecution', { executionArn: stopped });
    await service.ended(stopped);
    const names = async (request: object): Promise<unknown[]> => (
      (await service.call('ListExecutions', { stateMachineArn: M, ...request })).executions as { name: string }[]
    ).map(({ name }) => name);

    expect(await names({ statusFilter: 'ABORTED' })).toEqual(['stopped']);
    expect(await names({ statusFilter: 'RUNNING' })).toEqual(['running']);
    expect(await names({ statusFilter: 'PENDING_REDRIVE' })).toEqual([]);
    expect(await names({ redriveFilter: 'NOT_REDRIVEN' })).toEqual(['stopped', 'running']);
    await service.call('RedriveExecution', { executionArn: stopped });
    expect(await names({ redriveFilter: 'REDRIVEN' })).toEqual(['stopped']);
  });

  test.each<[object, object]>([
    [{ stateMachineArn: `${M}2` }, serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${M}2'`)],
    [{ stateMachineArn: 'invalid_state_machine_arn' }, serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: invalid_state_machine_arn'")],
    [{ stateMachineArn: arn('stateMachine', 'Express') },
      serviceError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine')],
    [{ stateMachineArn: M, statusFilter: 'succeeded' },
      violation("Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]")],
    [{ stateMachineArn: M, nextToken: 'x' }, serviceError('InvalidToken', "Invalid Token: 'Invalid token'")],
    [{ stateMachineArn: M, nextToken: 'x'.repeat(3097) },
      violation(`Value '${'x'.repeat(3097)}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 3096`)],
    [{}, invalid('Exactly one of stateMachineArn and mapRunArn must be specified')],
  ])('fails for %j', async (request, error) => {
    const service = new Service();
    await service.create();
    await service.create('Express', PASS, { type: 'EXPRESS' });

    expect(await service.call('ListExecutions', request)).toEqual(error);
  });

  test('a token is of its list only', async () => {
    const service = new Service();
    await service.create('M', WAIT);
    await service.start(M);
    await service.start(M);
    const { nextToken } = await service.call('ListExecutions', { stateMachineArn: M, maxResults: 1 });

    expect(await service.call('ListExecutions', { stateMachineArn: M, statusFilter: 'RUNNING', nextToken })).toEqual(serviceError('InvalidToken', "Invalid Token: 'Invalid token'"));
  });
});

describe('DescribeExecution', () => {
  test('tells the trace header, and no data where none is asked for', async () => {
    const service = new Service();
    await service.create();
    await service.start(M, { name: 'run', input: '"data"', traceHeader: 'Root=1' });

    const description = await service.ended(RUN);
    expect(description).toMatchObject({ input: '"data"', inputDetails: { included: true }, output: '"data"', traceHeader: 'Root=1' });
    const bare = await service.call('DescribeExecution', { executionArn: RUN, includedData: 'METADATA_ONLY' });
    expect(bare).toMatchObject({ inputDetails: { included: false }, outputDetails: { included: false }, status: 'SUCCEEDED' });
    expect(JSON.stringify(bare)).not.toContain('data"');
  });

  test.each<[object, object]>([
    [{ executionArn: RUN }, serviceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${RUN}'`)],
    [{ executionArn: M }, serviceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${M}'`)],
    [{ executionArn: RUN, includedData: 'SOME' },
      violation("Value 'SOME' at 'includedData' failed to satisfy constraint: Member must satisfy enum value set: [ALL_DATA, METADATA_ONLY]")],
  ])('fails for %j, and DescribeStateMachineForExecution alike', async (request, error) => {
    const service = new Service();
    await service.create();

    expect(await service.call('DescribeExecution', request)).toEqual(error);
    expect(await service.call('DescribeStateMachineForExecution', request)).toEqual(error);
  });
});

test.each<[string, object, object]>([
  ['an input that is too long', { input: JSON.stringify('x'.repeat(262_143)) },
    violation("Value at 'input' failed to satisfy constraint: Member must have size less than or equal to 262144 bytes in UTF-8 encoding")],
  ['an input that is too long in UTF-8', { input: JSON.stringify('ä'.repeat(131_072)) },
    violation("Value at 'input' failed to satisfy constraint: Member must have size less than or equal to 262144 bytes in UTF-8 encoding")],
  ['an input of 10 MB', { input: 'x'.repeat(10 * 1024 * 1024) },
    violation("Value at 'input' failed to satisfy constraint: Member must have size less than or equal to 262144 bytes in UTF-8 encoding")],
  ['a trace header that is no ASCII', { traceHeader: 'ä' },
    violation("Value 'ä' at 'traceHeader' failed to satisfy constraint: Member must satisfy regular expression pattern: \\p{ASCII}*")],
])('StartExecution fails for %s', async (_title, request, error) => {
  const service = new Service();
  await service.create();

  expect(await service.call('StartExecution', { stateMachineArn: M, ...request })).toEqual(error);
});

test('StartSyncExecution tells no data where none is asked for', async () => {
  const service = new Service();
  await service.create('M', PASS, { type: 'EXPRESS' });
  const request = { stateMachineArn: M, input: '"data"' };

  expect(await service.call('StartSyncExecution', request)).toMatchObject({ input: '"data"', output: '"data"', status: 'SUCCEEDED' });
  expect(JSON.stringify(await service.call('StartSyncExecution', { ...request, includedData: 'METADATA_ONLY' }))).not.toContain('data"');
});

test.each<[string, object, object]>([
  ['SendTaskSuccess', { taskToken: 'nobody', output: '1' }, serviceError('InvalidToken', "Invalid Token: 'Invalid token'")],
  ['SendTaskFailure', { taskToken: 'nobody' }, serviceError('InvalidToken', "Invalid Token: 'Invalid token'")],
  ['SendTaskHeartbeat', { taskToken: 'nobody' }, serviceError('InvalidToken', "Invalid Token: 'Invalid token'")],
  ['SendTaskSuccess', { taskToken: 'nobody' }, violation("Value at 'output' failed to satisfy constraint: Member must not be null")],
  ['SendTaskFailure', { taskToken: 'nobody', cause: 'x'.repeat(32_769) },
    violation("Value at 'cause' failed to satisfy constraint: Member must have length less than or equal to 32768")],
])('%s fails for %j', async (action, request, error) => {
  expect(await new Service().call(action, request)).toEqual(error);
});
