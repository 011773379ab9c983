import { Answer, arn, Service, serviceError, violation } from './service';
import { TaskFailure } from '../../../src/states';

const INVOKE = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'FunctionName': 'f', 'Payload.$': '$' }, End: true };
const map = (fields: object = {}): string => JSON.stringify({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Items',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'A', States: { A: INVOKE } },
      End: true,
      ...fields,
    },
  },
});
const NONE = {
  aborted: 0, failed: 0, failuresNotRedrivable: 0, pending: 0, pendingRedrive: 0, resultsWritten: 0, running: 0, succeeded: 0, timedOut: 0, total: 0,
};

/** Children of which a test says when they end, by their item. */
class Children {
  public readonly started: string[] = [];
  private readonly ends = new Map<string, () => void>();
  public readonly service = new Service(async ({ parameters }) => {
    const item = String((parameters as { Payload: unknown }).Payload);
    this.started.push(item);
    await new Promise<void>((resolve) => this.ends.set(item, resolve));
    if (item.startsWith('bad')) {
      throw new TaskFailure('Bad', 'item');
    }
    return {};
  });

  public async end(...items: string[]): Promise<void> {
    items.forEach((item) => this.ends.get(item)!());
    await this.service.clock.advance(0);
  }

  /** Starts an execution; gives its Map Run. */
  public async start(items: string[], fields: object = {}): Promise<{ executionArn: string; mapRunArn: string }> {
    await this.service.create('M', map(fields));
    const executionArn = await this.service.start(arn('stateMachine', 'M'), { input: JSON.stringify(items) });
    await this.service.clock.advance(0);
    const { mapRuns: [{ mapRunArn }] } = await this.service.call('ListMapRuns', { executionArn }) as { mapRuns: { mapRunArn: string }[] };
    return { executionArn, mapRunArn };
  }

  public describe(mapRunArn: string): Promise<Answer> {
    return this.service.call('DescribeMapRun', { mapRunArn });
  }
}

test('a Map Run is listed and described while it runs and when it has ended', async () => {
  const children = new Children();
  const { executionArn, mapRunArn } = await children.start(['a', 'b', 'c'], { MaxConcurrency: 2 });
  expect(mapRunArn).toMatch(/^arn:aws:states:us-east-1:123456789012:mapRun:M\/Items:[0-9a-f-]{36}$/);
  const counts = { ...NONE, pending: 1, running: 2, total: 3 };
  expect(await children.describe(mapRunArn)).toEqual({
    executionArn,
    executionCounts: counts,
    itemCounts: counts,
    mapRunArn,
    maxConcurrency: 2,
    redriveCount: 0,
    startDate: 1_800_000_000,
    status: 'RUNNING',
    toleratedFailureCount: 0,
    toleratedFailurePercentage: 0,
  });

  await children.end('a', 'b');
  await children.end('c');

  const ended = { ...NONE, resultsWritten: 3, succeeded: 3, total: 3 };
  expect(await children.describe(mapRunArn)).toMatchObject({ executionCounts: ended, itemCounts: ended, status: 'SUCCEEDED', stopDate: 1_800_000_000 });
  expect(await children.service.call('ListMapRuns', { executionArn })).toEqual({
    mapRuns: [{ executionArn, mapRunArn, startDate: 1_800_000_000, stateMachineArn: arn('stateMachine', 'M/Items'), stopDate: 1_800_000_000 }],
  });
});

test('items are counted beside children that have several', async () => {
  const children = new Children();
  const { mapRunArn } = await children.start(['a', 'b', 'c'], { ItemBatcher: { MaxItemsPerBatch: 2 } });

  expect(await children.describe(mapRunArn)).toMatchObject({ executionCounts: { running: 2, total: 2 }, itemCounts: { running: 3, total: 3 } });
});

test('failures are counted, and what is cut by one', async () => {
  const children = new Children();
  const { executionArn, mapRunArn } = await children.start(['bad', 'b', 'c'], { MaxConcurrency: 2 });

  await children.end('bad');

  expect(await children.describe(mapRunArn)).toMatchObject({ executionCounts: { aborted: 1, failed: 1, pending: 1, succeeded: 0, total: 3 }, status: 'FAILED' });
  expect(await children.service.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
});

test('a Map Run ends with its execution', async () => {
  const children = new Children();
  const { executionArn, mapRunArn } = await children.start(['a', 'b', 'c'], { MaxConcurrency: 1 });

  await children.service.call('StopExecution', { executionArn });
  await children.service.clock.advance(0);

  expect(await children.describe(mapRunArn)).toMatchObject({ executionCounts: { aborted: 1, pending: 2, running: 0 }, status: 'ABORTED' });
});

test('a redrive is of the same Map Run', async () => {
  const children = new Children();
  const { executionArn, mapRunArn } = await children.start(['bad', 'b']);
  await children.end('bad');

  await children.service.clock.advance(1000);
  await children.service.call('RedriveExecution', { executionArn });
  await children.service.clock.advance(0);

  expect(await children.describe(mapRunArn)).toMatchObject({ executionCounts: { running: 2, total: 2 }, redriveCount: 1, redriveDate: 1_800_000_001, status: 'RUNNING' });
  expect(await children.describe(mapRunArn)).not.toHaveProperty('stopDate');
});

test('the children of a Map Run are listed, the latest first', async () => {
  const children = new Children();
  const { mapRunArn } = await children.start(['a', 'bad', 'c'], { ToleratedFailureCount: 1 });
  await children.end('a', 'bad');
  const list = async (request: object): Promise<unknown> => (await children.service.call('ListExecutions', { mapRunArn, ...request })).executions;

  expect(await list({})).toMatchObject([
    { itemCount: 1, mapRunArn, stateMachineArn: arn('stateMachine', 'M/Items'), status: 'RUNNING' },
    { status: 'FAILED', stopDate: 1_800_000_000 },
    { status: 'SUCCEEDED', stopDate: 1_800_000_000 },
  ]);
  expect(await list({ statusFilter: 'FAILED' })).toHaveLength(1);
  expect(await list({ redriveFilter: 'REDRIVEN' })).toEqual([]);
});

describe('UpdateMapRun', () => {
  test('lets more children run, or fewer, as soon as one has ended', async () => {
    const children = new Children();
    const { mapRunArn } = await children.start(['a', 'b', 'c', 'd', 'e'], { MaxConcurrency: 1 });
    expect(children.started).toEqual(['a']);

    expect(await children.service.call('UpdateMapRun', { mapRunArn, maxConcurrency: 3 })).toEqual({});
    await children.end('a');
    expect(children.started).toEqual(['a', 'b', 'c', 'd']);
    await children.service.call('UpdateMapRun', { mapRunArn, maxConcurrency: 1 });
    await children.end('b');
    await children.end('c');
    expect(children.started).toEqual(['a', 'b', 'c', 'd']);
    await children.end('d');
    expect(children.started).toEqual(['a', 'b', 'c', 'd', 'e']);
    await children.end('e');

    expect(await children.describe(mapRunArn)).toMatchObject({ executionCounts: { succeeded: 5 }, maxConcurrency: 1, status: 'SUCCEEDED' });
  });

  test('tolerates more failures', async () => {
    const children = new Children();
    const { mapRunArn } = await children.start(['bad1', 'bad2', 'c']);

    await children.service.call('UpdateMapRun', { mapRunArn, toleratedFailureCount: 1, toleratedFailurePercentage: 66.7 });
    await children.end('bad1');
    expect(await children.describe(mapRunArn)).toMatchObject({ status: 'RUNNING', toleratedFailureCount: 1, toleratedFailurePercentage: 66.7 });
    await children.end('bad2');

    expect(await children.describe(mapRunArn)).toMatchObject({ status: 'FAILED' });
  });

  test('fails when the Map Run has ended, and for values that none may have', async () => {
    const children = new Children();
    const { mapRunArn } = await children.start([]);

    expect(await children.service.call('UpdateMapRun', { mapRunArn, maxConcurrency: 1 })).toMatchObject({ message: `Map Run ${mapRunArn} is SUCCEEDED and cannot be updated` });
    expect(await children.service.call('UpdateMapRun', { mapRunArn, toleratedFailurePercentage: 101 }))
      .toEqual(violation("Value '101' at 'toleratedFailurePercentage' failed to satisfy constraint: Member must have value less than or equal to 100"));
  });
});

const UNKNOWN = arn('mapRun', 'M/Items', 'x');

test.each<[string, object, object]>([
  ['DescribeMapRun', { mapRunArn: UNKNOWN }, serviceError('ResourceNotFound', `Resource not found: '${UNKNOWN}'`)],
  ['DescribeMapRun', { mapRunArn: 'x' }, serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x'")],
  ['UpdateMapRun', { mapRunArn: UNKNOWN, maxConcurrency: 1 }, serviceError('ResourceNotFound', `Resource not found: '${UNKNOWN}'`)],
  ['ListExecutions', { mapRunArn: UNKNOWN }, serviceError('ResourceNotFound', `Resource not found: '${UNKNOWN}'`)],
  ['ListMapRuns', { executionArn: arn('execution', 'M', 'x') }, serviceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn('execution', 'M', 'x')}'`)],
])('%s fails for %j', async (action, request, error) => {
  expect(await new Service().call(action, request)).toEqual(error);
});
