import type { LocalRunOptions } from '../../src';
import { file } from '../files';
import { post, template, TestRun } from '../support';
import { fakeEndpoint } from './forwarded/fake-endpoint';

const TABLE = {
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: { TableName: 'orders', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }] },
  },
  Child: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'Child', Definition: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } } } },
  Work: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'work', Runtime: 'nodejs22.x', Handler: 'i.h', Role: 'arn:aws:iam::123456789012:role/x', Code: { ZipFile: '' } } },
};
const CHILD = 'arn:aws:states:us-east-1:123456789012:stateMachine:Child';
const START = '{"stateMachineArn":"${Machine}","input":"{\\"connectionId\\":\\"$context.connectionId\\"}"}';

/** Plays a machine of one Task state whose role has these statements. */
async function play(state: object, statements: object[], options: Omit<LocalRunOptions, 'template'> = {}): Promise<{ end: object; run: TestRun }> {
  const api = template({
    routes: { $default: { isOneWay: true, integration: { RequestTemplates: { $default: { 'Fn::Sub': START } } } } },
    definition: { StartAt: 'Call', States: { Call: { Type: 'Task', End: true, ...state } } },
    resources: {
      ...TABLE,
      Own: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'own', Policies: statements.map((statement) => ({ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } })) } },
    },
  });
  (api.Resources.Machine as { Properties: { RoleArn: unknown } }).Properties.RoleArn = { 'Fn::GetAtt': ['Own', 'Arn'] };
  const run = await TestRun.start(api, { functions: { Work: () => ({ done: true }) }, ...options });
  (await run.connect()).send('{}');
  const end = await run.logged('ExecutionEnded', 1);
  return { end, run };
}

const allow = (action: string, resource: unknown): object => ({ Effect: 'Allow', Action: action, Resource: resource });
const PUT = { Resource: 'arn:aws:states:::dynamodb:putItem', Parameters: { TableName: 'orders', Item: { id: { S: '1' } } } };
const TABLE_ARN = 'arn:aws:dynamodb:us-east-1:123456789012:table/orders';
const WORK_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:work';
const USER = 'User: arn:aws:sts::123456789012:assumed-role/own/Machine is not authorized to perform:';

test.each<[string, object, object, error: string, cause: RegExp]>([
  ['dynamodb:putItem', PUT, allow('dynamodb:PutItem', TABLE_ARN), 'DynamoDB.AmazonDynamoDBException',
    /dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:123456789012:table\/orders because no identity-based policy allows the dynamodb:PutItem action \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: AccessDeniedException; Request ID: [\w-]+; Proxy: null\)$/],
  ['aws-sdk:dynamodb:getItem', { Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem', Parameters: { TableName: 'orders', Key: { id: { S: '1' } } } },
    allow('dynamodb:GetItem', TABLE_ARN), 'DynamoDb.DynamoDbException', /dynamodb:GetItem .* \(Service: DynamoDb, Status Code: 400, Request ID: [\w-]+\)$/],
  ['lambda:invoke', { Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'work' } }, allow('lambda:InvokeFunction', WORK_ARN), 'Lambda.AWSLambdaException',
    /lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:work because .* \(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException;/],
  ["a function's ARN", { Resource: { 'Fn::GetAtt': ['Work', 'Arn'] } }, allow('lambda:InvokeFunction', WORK_ARN), 'Lambda.AWSLambdaException', /lambda:InvokeFunction on resource/],
  ['states:startExecution', { Resource: 'arn:aws:states:::states:startExecution', Parameters: { StateMachineArn: CHILD } }, allow('states:StartExecution', CHILD),
    'StepFunctions.AWSStepFunctionsException', /states:StartExecution on resource: .*:Child because/],
  ['states:startExecution.sync:2', { Resource: 'arn:aws:states:::states:startExecution.sync:2', Parameters: { StateMachineArn: CHILD } }, allow('states:StartExecution', CHILD),
    'StepFunctions.AWSStepFunctionsException', /states:StartExecution on resource: .*:Child because/],
  ['events:putEvents', { Resource: 'arn:aws:states:::events:putEvents', Parameters: { Entries: [{ Source: 's', DetailType: 't', Detail: {} }] } },
    allow('events:PutEvents', 'arn:aws:events:us-east-1:123456789012:event-bus/default'), 'EventBridge.AmazonEventBridgeException', /events:PutEvents on resource: .*:event-bus\/default because/],
  ['aws-sdk:sfn:describeExecution', { Resource: 'arn:aws:states:::aws-sdk:sfn:describeExecution', Parameters: { 'ExecutionArn.$': '$$.Execution.Id' } },
    allow('states:DescribeExecution', 'arn:aws:states:us-east-1:123456789012:execution:Machine:*'), 'Sfn.SfnException', /states:DescribeExecution on resource: .*:execution:Machine:/],
])('%s: a role that may performs it, one that may not fails as on AWS', async (_name, state, statement, error, cause) => {
  const { end, run } = await play(state, [statement]);
  expect([end, run.entries('AccessDenied')]).toEqual([expect.objectContaining({ status: 'SUCCEEDED' }), []]);

  const denied = await play(state, []);
  expect(denied.end).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
  expect((denied.end as { cause: string }).cause.startsWith(USER)).toBe(true);
  expect(denied.run.entries('AccessDenied')).toHaveLength(1);
});

test('@connections: a workflow that may not post fails with 403, and one that may not close neither', async () => {
  const { Parameters, ...rest } = post({ a: 1 }) as { Parameters: object };
  const api = { 'Fn::Sub': 'arn:aws:execute-api:us-east-1:${AWS::AccountId}:${Api}/prod/POST/@connections/*' };
  expect((await play({ Parameters, ...rest }, [allow('execute-api:ManageConnections', api)])).end).toMatchObject({ status: 'SUCCEEDED' });

  const close = { ...rest, Parameters: { ...Parameters, Method: 'DELETE' } };
  const { end, run } = await play(close, [allow('execute-api:ManageConnections', api)]);
  expect(end).toMatchObject({ status: 'FAILED', error: 'ApiGateway.403' });
  expect(JSON.parse((end as { cause: string }).cause)).toEqual({
    Message: expect.stringMatching(/^User: arn:aws:sts::123456789012:assumed-role\/own\/Machine is not authorized to perform: execute-api:ManageConnections on resource: arn:aws:execute-api:us-east-1:\*{8}9012:\w+\/prod\/DELETE\/@connections\/\{connectionId\}$/),
  });
  expect(run.entries('ConnectionClosed')).toEqual([]);
});

test('the literal resource of AWS\'s samples is enough', async () => {
  const resource = { 'Fn::Sub': 'arn:aws:execute-api:us-east-1:${AWS::AccountId}:${Api}/prod/POST/@connections/{connectionId}' };
  expect((await play(post({ a: 1 }), [allow('execute-api:ManageConnections', resource)])).end).toMatchObject({ status: 'SUCCEEDED' });
});

test('a service on an endpoint is not even asked', async () => {
  const { url, requests } = await fakeEndpoint({});
  const send = { Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/q', MessageBody: 'x' } };
  const { end } = await play(send, [], { endpoints: { sqs: url } });
  expect(end).toMatchObject({ error: 'SQS.AmazonSQSException', cause: expect.stringContaining('sqs:SendMessage on resource: arn:aws:sqs:us-east-1:123456789012:q ') });
  expect(requests).toEqual([]);
});

test('a state that names a role acts by it, if the machine may assume it', async () => {
  const OTHER = 'arn:aws:iam::999999999999:role/other';
  const state = { ...PUT, Credentials: { RoleArn: OTHER } };
  expect((await play(state, [allow('sts:AssumeRole', OTHER)])).end).toMatchObject({ status: 'SUCCEEDED' });
  expect((await play(state, [allow('dynamodb:*', '*')])).end).toMatchObject({ status: 'FAILED', cause: expect.stringContaining(`sts:AssumeRole on resource: ${OTHER}`) });
});

test('a mock stands for the service and its rights', async () => {
  const mocks = file({ StateMachines: { Machine: { TestCases: { T: { Call: 'R' } } } }, MockedResponses: { R: { 0: { Return: { mocked: true } } } } }, 'mocks.json');
  expect((await play(PUT, [], { mocks })).end).toMatchObject({ status: 'SUCCEEDED', output: '{"mocked":true}' });
});

test('a machine that is made while the run goes on acts by its own role', async () => {
  const { run } = await play(PUT, [allow('dynamodb:PutItem', TABLE_ARN)]);
  const call = async (action: string, parameters: object): Promise<Record<string, string>> => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${action}` };
    return (await fetch(new URL(run.httpUrl).origin, { method: 'POST', headers, body: JSON.stringify(parameters) })).json() as Promise<Record<string, string>>;
  };
  const definition = (Resource: string, Parameters: object): string => JSON.stringify({ StartAt: 'Call', States: { Call: { Type: 'Task', End: true, Resource, Parameters } } });
  const made = await call('CreateStateMachine', {
    name: 'Made', roleArn: 'arn:aws:iam::123456789012:role/own', definition: definition('arn:aws:states:::aws-sdk:dynamodb:deleteItem', { TableName: 'orders', Key: { id: { S: '1' } } }),
  });
  await call('StartExecution', { stateMachineArn: made.stateMachineArn });

  expect(await run.logged('ExecutionEnded', 2)).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('assumed-role/own/Made is not authorized to perform: dynamodb:DeleteItem') });

  await call('UpdateStateMachine', { stateMachineArn: made.stateMachineArn, definition: definition(PUT.Resource, PUT.Parameters) });
  await call('StartExecution', { stateMachineArn: made.stateMachineArn });
  expect(await run.logged('ExecutionEnded', 3)).toMatchObject({ status: 'SUCCEEDED' });
});
