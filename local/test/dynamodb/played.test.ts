// No source of this name: tables of a template, from the route or the state to the answer.
import { ask, TestRun } from '../support';
import { fakeEndpoint } from '../tasks/forwarded/fake-endpoint';
import { play, task } from '../tasks/play';

const TABLE = {
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' },
  },
};
const TABLE_NAME = { Ref: 'Orders' };

function dynamoDb(action: string, template: string): object {
  return {
    integration: {
      IntegrationUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:dynamodb:action/${action}` },
      RequestTemplates: { $default: { 'Fn::Sub': template } },
    },
  };
}

const ROUTES = {
  put: dynamoDb('PutItem', '{"TableName":"${Orders}","Item":{"id":{"S":$input.json("$.id")}}}'),
  get: dynamoDb('GetItem', '{"TableName":"${Orders}","Key":{"id":{"S":$input.json("$.id")}}}'),
};

test('routes reach the tables of the template', async () => {
  const run = await TestRun.start({ routes: ROUTES, resources: TABLE });
  const client = await run.connect();

  expect(await ask(client, { action: 'put', id: '7' })).toEqual({});
  expect(await ask(client, { action: 'get', id: '7' })).toEqual({ Item: { id: { S: '7' } } });
  expect(run.entries('Warning')).toEqual([]);
});

test('tasks reach them, as optimised integrations and by the AWS SDK', async () => {
  const definition = {
    StartAt: 'Put',
    States: {
      Put: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', Parameters: { TableName: TABLE_NAME, Item: { id: { S: '7' } } }, Next: 'Scan' },
      Scan: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:dynamodb:scan', Parameters: { TableName: TABLE_NAME }, End: true },
    },
  };
  const run = await TestRun.start({ routes: { $default: { isOneWay: true } }, definition, resources: TABLE });
  (await run.connect()).send({});

  expect(JSON.parse((await run.logged('ExecutionEnded')).output!)).toEqual({ Count: 1, ScannedCount: 1, Items: [{ id: { S: '7' } }] });
});

test('what dynalite does not have is named when the template is loaded', async () => {
  const { end, run } = await playWithTable('arn:aws:states:::aws-sdk:dynamodb:transactWriteItems', { TransactItems: [] });

  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(run.entries('Warning')).toEqual([expect.objectContaining({
    message: expect.stringContaining('have it performed with --endpoint dynamodb=<url>, such as DynamoDB Local at http://127.0.0.1:8000'),
  })]);
});

test.each([['of its own', 'dynamodb'], ['of all services', '']])('an endpoint %s goes before them', async (_title, name) => {
  const { url, requests } = await fakeEndpoint({ body: '{}' });
  const run = await TestRun.start({ routes: ROUTES, resources: TABLE }, { endpoints: { [name]: url } });

  expect(await ask(await run.connect(), { action: 'get', id: '7' })).toEqual({});
  expect(requests.map(({ headers }) => headers['x-amz-target'])).toEqual(['DynamoDB_20120810.GetItem']);
});

test('a table that cannot be is a warning, and its requests hear that it is not there', async () => {
  const Orders = { ...TABLE.Orders, Properties: { ...TABLE.Orders.Properties, KeySchema: undefined } };
  const Others = { ...TABLE.Orders };
  const run = await TestRun.start({ routes: ROUTES, resources: { Orders, Others } });

  expect(await ask(await run.connect(), { action: 'get', id: '7' })).toEqual({
    __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message: 'Requested resource not found',
  });
  expect(run.entries('Warning')[0].message).toBe('resource Orders (stack Test), property KeySchema: is required: a table and each index have a HASH key; so the table is not there');
});

async function playWithTable(resource: string, Parameters: object): ReturnType<typeof play> {
  const run = await TestRun.start({ routes: { $default: { isOneWay: true } }, definition: task(resource, { Parameters }), resources: TABLE });
  (await run.connect()).send({});
  return { run, end: await run.logged('ExecutionEnded') };
}
