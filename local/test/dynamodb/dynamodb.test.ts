import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attributes, keys, table, tables } from './support';

const JANE = { pk: { S: 'jane' }, colour: { S: 'red' } };
const WITH_TTL = { TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } };
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

test("a table of the template takes rows and gives them, and has the template's ARN", async () => {
  const { ask } = tables();

  expect(await ask('PutItem', { TableName: 'Orders', Item: JANE })).toEqual({ status: 200, answer: {} });
  expect((await ask('GetItem', { TableName: 'Orders', Key: { pk: { S: 'jane' } } })).answer).toEqual({ Item: JANE });
  expect((await ask('DescribeTable', { TableName: 'Orders' })).answer).toMatchObject({
    Table: { TableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders', TableStatus: 'ACTIVE' },
  });
});

test('a table may be named by its ARN', async () => {
  const { ask } = tables();
  await ask('PutItem', { TableName: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders', Item: JANE });

  const { answer } = await ask('BatchGetItem', { RequestItems: { 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders': { Keys: [{ pk: { S: 'jane' } }] } } });

  expect(answer.Responses).toEqual({ Orders: [JANE] });
});

test('indexes of both kinds are queried', async () => {
  const { ask } = tables([table({
    KeySchema: keys('pk', 'sk'),
    AttributeDefinitions: attributes('pk', 'sk', 'colour'),
    LocalSecondaryIndexes: [{ IndexName: 'byColour', KeySchema: keys('pk', 'colour'), Projection: { ProjectionType: 'ALL' } }],
    GlobalSecondaryIndexes: [{
      IndexName: 'colours', KeySchema: keys('colour'), Projection: { ProjectionType: 'KEYS_ONLY' }, ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    }],
  })]);
  await ask('PutItem', { TableName: 'Orders', Item: { ...JANE, sk: { S: '1' }, size: { N: '2' } } });
  const query = (IndexName: string, KeyConditionExpression: string, values: object): ReturnType<typeof ask> =>
    ask('Query', { TableName: 'Orders', IndexName, KeyConditionExpression, ExpressionAttributeValues: { ':c': { S: 'red' }, ...values } });

  expect((await query('byColour', 'pk = :p AND colour = :c', { ':p': { S: 'jane' } })).answer.Items).toEqual([{ ...JANE, sk: { S: '1' }, size: { N: '2' } }]);
  expect((await query('colours', 'colour = :c', {})).answer.Items).toEqual([{ ...JANE, sk: { S: '1' } }]);
});

test.each<[string, string, object, string, string]>([
  ['a condition that fails', 'PutItem', { TableName: 'Orders', Item: JANE, ConditionExpression: 'attribute_exists(pk)' },
    'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 'The conditional request failed'],
  ['an item of 401 KB', 'PutItem', { TableName: 'Orders', Item: { pk: { S: 'x' }, text: { S: 'x'.repeat(401 * 1024) } } },
    'com.amazon.coral.validate#ValidationException', 'Item size has exceeded the maximum allowed size'],
  ['a table that is not there', 'GetItem', { TableName: 'Others', Key: { pk: { S: 'x' } } },
    'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', 'Requested resource not found'],
  ['what dynalite does not have', 'TransactWriteItems', { TransactItems: [] }, 'com.amazon.coral.service#UnknownOperationException',
    'TransactWriteItems is not played by the tables of the local run, which are kept by dynalite: start DynamoDB Local, and give --endpoint dynamodb=http://127.0.0.1:8000'],
])('answers 400 for %s', async (_title, action, request, __type, message) => {
  expect(await tables().ask(action, request as never)).toEqual({ status: 400, answer: { __type, message } });
});

test('a table that is not there is named in the log, but where a program only asks for it', async () => {
  const { ask, log } = tables();
  await ask('DescribeTable', { TableName: 'Others' });
  expect(log).toEqual([]);

  await ask('BatchGetItem', { RequestItems: { Orders: { Keys: [{ pk: { S: 'x' } }] }, Others: { Keys: [{ pk: { S: 'x' } }] } } });

  expect(log).toEqual([{ type: 'Warning', message: 'DynamoDB\'s BatchGetItem found no table "Others": the template has Orders' }]);
});

test('answers what is no JSON', async () => {
  expect(await tables().dynamoDb.perform('GetItem', '{a')).toEqual({ status: 400, body: '{"__type":"com.amazon.coral.service#SerializationException"}' });
});

test('what is nested at will is refused, and the tables stay', async () => {
  const { ask, dynamoDb, log } = tables();
  await ask('PutItem', { TableName: 'Orders', Item: { pk: { S: '1' } } });
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'setInterval', 'clearInterval', 'performance', 'Date', 'hrtime'] });
  try {
    const row = `{"TableName":"Orders","Item":{"pk":{"S":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`;
    expect(await dynamoDb.perform('PutItem', row)).toEqual({ status: 400, body: '{"__type":"com.amazon.coral.service#SerializationException"}' });
    jest.advanceTimersByTime(60_000);
  } finally {
    jest.useRealTimers();
  }
  expect(await ask('GetItem', { TableName: 'Orders', Key: { pk: { S: '1' } } })).toMatchObject({ status: 200, answer: { Item: { pk: { S: '1' } } } });
  expect(log).toEqual([]);
});

describe('time to live', () => {
  test('a row lives as long as it was to live on the clock of the run, and goes', async () => {
    const { ask, clock, log } = tables([table(WITH_TTL)]);
    await ask('PutItem', { TableName: 'Orders', Item: { ...JANE, expires: { N: String(inSeconds(7200)) } } });

    const [{ milliseconds, callback }] = clock.calls;
    expect(milliseconds).toBeGreaterThan(7_100_000);
    expect(milliseconds).toBeLessThanOrEqual(7_200_000);
    callback();

    await eventually(() => log.length > 0);
    expect(log).toEqual([{ type: 'RowExpired', table: 'Orders', key: '{"pk":{"S":"jane"}}' }]);
    expect((await ask('GetItem', { TableName: 'Orders', Key: { pk: { S: 'jane' } } })).answer).toEqual({});
  });

  test('a row that has been written anew stays', async () => {
    const { ask, clock } = tables([table(WITH_TTL)]);
    await ask('PutItem', { TableName: 'Orders', Item: { ...JANE, expires: { N: String(inSeconds(60)) } } });
    const [{ callback }] = clock.calls;

    await ask('UpdateItem', { TableName: 'Orders', Key: { pk: { S: 'jane' } }, UpdateExpression: 'REMOVE expires' });
    callback();

    expect(clock.calls).toEqual([]);
    expect((await ask('GetItem', { TableName: 'Orders', Key: { pk: { S: 'jane' } } })).answer).toEqual({ Item: JANE });
  });

  test.each([
    ['a text', { S: String(inSeconds(60)) }],
    ['a fraction', { N: '1.5' }],
    ['a time more than five years ago', { N: String(inSeconds(-6 * 365 * 86_400)) }],
  ])('%s is no time to live', async (_title, expires) => {
    const { ask, clock } = tables([table(WITH_TTL)]);

    await ask('PutItem', { TableName: 'Orders', Item: { ...JANE, expires } });

    expect(clock.calls).toEqual([]);
  });

  test('is described and updated; rows that are there are looked at', async () => {
    const { ask, clock } = tables();
    await ask('PutItem', { TableName: 'Orders', Item: { ...JANE, until: { N: String(inSeconds(60)) } } });
    expect((await ask('DescribeTimeToLive', { TableName: 'Orders' })).answer).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });

    const specification = { AttributeName: 'until', Enabled: true };
    expect(await ask('UpdateTimeToLive', { TableName: 'Orders', TimeToLiveSpecification: specification }))
      .toEqual({ status: 200, answer: { TimeToLiveSpecification: specification } });

    expect(clock.calls).toHaveLength(1);
    expect((await ask('DescribeTimeToLive', { TableName: 'Orders' })).answer)
      .toEqual({ TimeToLiveDescription: { AttributeName: 'until', TimeToLiveStatus: 'ENABLED' } });
    expect(await ask('UpdateTimeToLive', { TableName: 'Orders', TimeToLiveSpecification: specification }))
      .toMatchObject({ status: 400, answer: { message: 'TimeToLive is already enabled' } });
    expect((await ask('UpdateTimeToLive', { TableName: 'None', TimeToLiveSpecification: specification })).status).toBe(400);
  });
});

test('a folder keeps the rows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  const first = tables([table(WITH_TTL)], { folder });
  await first.ask('PutItem', { TableName: 'Orders', Item: { ...JANE, expires: { N: String(inSeconds(60)) } } });
  await expect(tables([table()], { folder }).dynamoDb.open()).rejects.toThrow(`the folder of rows ${folder} cannot be used: `);
  await first.dynamoDb.close();

  const second = tables([table({ ...WITH_TTL, KeySchema: keys('sk'), AttributeDefinitions: attributes('sk') })], { folder });

  expect((await second.ask('Scan', { TableName: 'Orders' })).answer).toMatchObject({ Count: 1 });
  expect(second.clock.calls).toHaveLength(1);
  expect(second.log).toEqual([{ type: 'Warning', message: expect.stringContaining(`resource Orders (stack Demo): the table that is kept in ${folder} has other keys`) }]);
});

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

(existsSync('/proc/self') ? test : test.skip)('a folder in which none can be made is said, too: Node.js would try for ever', async () => {
  await expect(tables([table()], { folder: '/proc/rows/dynamodb' }).dynamoDb.open()).rejects.toThrow('the folder of rows /proc/rows/dynamodb cannot be used: ');
});
