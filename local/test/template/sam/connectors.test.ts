import { LogEntry } from '../../../src/log-entry';
import { Rights } from '../../../src/rights/rights';
import { loadTemplate } from '../../../src/template';
import { embeddedConnectors } from '../../../src/template/sam/connectors';
import { file } from '../../files';
import { messageFor } from '../../rights/support';

const HERE = 'us-east-1:123456789012';
const FUNCTION = { Type: 'AWS::Serverless::Function', Properties: { FunctionName: 'f', InlineCode: '', Handler: 'i.h', Runtime: 'nodejs22.x' } };
const RESOURCES = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
  Fn: FUNCTION,
  Orders: { Type: 'AWS::Serverless::SimpleTable', Properties: { TableName: 'orders' } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't' } },
  Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'r', EventPattern: { source: ['x'] } } },
  Machine: {
    Type: 'AWS::Serverless::StateMachine',
    Properties: { Name: 'm', Definition: { StartAt: 'P', States: { P: { Type: 'Succeed' } } } },
  },
};
const connector = (source: object, destination: object, ...permissions: string[]): object =>
  ({ Type: 'AWS::Serverless::Connector', Properties: { Source: source, Destination: destination, Permissions: permissions } });

interface Loaded {
  readonly rights: Rights;
  readonly role: (logicalId: string) => string;
  readonly apiId: (logicalId: string) => string;
  readonly warnings: readonly string[];
}

function load(resources: object): Loaded {
  const template = loadTemplate(file({ Transform: 'AWS::Serverless-2016-10-31', Resources: { ...RESOURCES, ...resources } }));
  const log: LogEntry[] = [];
  const rights = new Rights({ template, isChecked: true, log: (entry) => log.push(entry) });
  return {
    rights,
    role: (logicalId) => template.roles.find((each) => each.logicalId === logicalId)!.arn,
    apiId: (logicalId) => template.apis.find((each) => each.logicalId === logicalId)!.apiId,
    warnings: template.warnings,
  };
}

/** Whether the role of something may. */
function may(resources: object, roleId: string, action: string, resource: string): boolean {
  const { rights, role } = load(resources);
  return messageFor(rights.ofRole(role(roleId), 's'), action, resource) === undefined;
}

test('a function may read, and write only where the connector says so', () => {
  const connectors = { C: connector({ Id: 'Fn' }, { Id: 'Orders' }, 'Read') };
  const table = `arn:aws:dynamodb:${HERE}:table/orders`;
  expect(may(connectors, 'FnRole', 'dynamodb:GetItem', table)).toBe(true);
  expect(may(connectors, 'FnRole', 'dynamodb:Query', `${table}/index/i`)).toBe(true);
  expect(may(connectors, 'FnRole', 'dynamodb:PutItem', table)).toBe(false);
  expect(may({}, 'FnRole', 'dynamodb:GetItem', table)).toBe(false);
});

test('a state machine may reach each of several destinations', () => {
  const connectors = { C: connector({ Id: 'Machine' }, [{ Id: 'Fn' }, { Id: 'Queue' }, { Id: 'Topic' }] as object, 'Write') };
  expect(load(connectors).warnings).toEqual([]);
  expect(may(connectors, 'MachineRole', 'lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:f`)).toBe(true);
  expect(may(connectors, 'MachineRole', 'sqs:SendMessage', `arn:aws:sqs:${HERE}:q`)).toBe(true);
  expect(may(connectors, 'MachineRole', 'sns:Publish', `arn:aws:sns:${HERE}:t`)).toBe(true);
});

test('a connector may stand at its source', () => {
  const Fn = { ...FUNCTION, Connectors: { Start: { Properties: { Destination: { Id: 'Machine' }, Permissions: ['Write'] } } } };
  expect(may({ Fn }, 'FnRole', 'states:StartExecution', `arn:aws:states:${HERE}:stateMachine:m`)).toBe(true);
});

test('the role of a function may be one of the template, and an end may be said by type and ARN', () => {
  const Role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
  const Plain = { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: '' }, Handler: 'i.h', Runtime: 'nodejs22.x' } };
  const bus = `arn:aws:events:${HERE}:event-bus/default`;
  const connectors = { Role, Plain, C: connector({ Id: 'Plain' }, { Type: 'AWS::Events::EventBus', Arn: bus }, 'Write') };
  expect(may(connectors, 'Role', 'events:PutEvents', bus)).toBe(true);
});

test.each([
  ['Fn', 'lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:f`],
  ['Queue', 'sqs:SendMessage', `arn:aws:sqs:${HERE}:q`],
  ['Topic', 'sns:Publish', `arn:aws:sns:${HERE}:t`],
])('a rule may start %s', (id, action, resource) => {
  const message = (resources: object): string | undefined =>
    messageFor(load(resources).rights.ofService('events.amazonaws.com', `arn:aws:events:${HERE}:rule/r`), action, resource);
  expect(message({ C: connector({ Id: 'Rule' }, { Id: id }, 'Write') })).toBeUndefined();
  expect(message({})).toMatch(/is not authorized/);
});

test('a rule starts a state machine by the role of its target', () => {
  const Role = { Type: 'AWS::IAM::Role', Properties: {} };
  const Rule = {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['x'] }, Targets: [{ Id: 't', Arn: { Ref: 'Machine' }, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }] },
  };
  const connectors = { Role, Rule, C: connector({ Id: 'Rule' }, { Id: 'Machine' }, 'Write') };
  expect(may(connectors, 'Role', 'states:StartExecution', `arn:aws:states:${HERE}:stateMachine:m`)).toBe(true);
});

test('of several targets a rule starts a state machine by the role of that one', () => {
  const Role = { Type: 'AWS::IAM::Role', Properties: {} };
  const target = (arn: object, role: string): object => ({ Id: role, Arn: arn, RoleArn: { 'Fn::GetAtt': [role, 'Arn'] } });
  const Rule = { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['x'] }, Targets: [target({ Ref: 'Other' }, 'Role'), target({ Ref: 'Machine' }, 'Right')] } };
  const connectors = { Role, Right: Role, Other: RESOURCES.Machine, Rule, C: connector({ Id: 'Rule' }, { Id: 'Machine' }, 'Write') };
  expect(may(connectors, 'Right', 'states:StartExecution', `arn:aws:states:${HERE}:stateMachine:m`)).toBe(true);
  expect(may(connectors, 'Role', 'states:StartExecution', `arn:aws:states:${HERE}:stateMachine:m`)).toBe(false);
});

describe('what a service lets in', () => {
  const apiArn = (id: string): string => `arn:aws:execute-api:${HERE}:${id}`;
  const Shop = { Type: 'AWS::Serverless::WebSocketApi', Properties: { RouteSelectionExpression: '$request.body.a', Routes: { $connect: { FunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } } } } };

  test.each<[string, object, string, string, string]>([
    ['an API', { Id: 'Api' }, 'apigateway', 'Fn', apiArn('*/prod/$connect')],
    ['an API of SAM', { Id: 'Shop' }, 'apigateway', 'Fn', apiArn('*/default/order')],
    ['an API that is said by its id', { Type: 'AWS::ApiGatewayV2::Api', ResourceId: 'abc', Qualifier: 'prod/*' }, 'apigateway', 'Fn', apiArn('abc/prod/order')],
    ['a topic', { Id: 'Topic' }, 'sns', 'Fn', `arn:aws:sns:${HERE}:t`],
    ['a topic to a queue', { Id: 'Topic' }, 'sns', 'Queue', `arn:aws:sns:${HERE}:t`],
    ['a bucket', { Id: 'Bucket' }, 's3', 'Fn', 'arn:aws:s3:::b'],
  ])('%s', (_name, source, service, id, sourceArn) => {
    const resources = { Shop, Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } }, C: connector(source, { Id: id }, 'Write') };
    const { rights, warnings, apiId } = load(resources);
    const [action, resource] = id === 'Fn' ? ['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:f`] : ['sqs:SendMessage', `arn:aws:sqs:${HERE}:q`];
    const from = sourceArn.replace('*', apiId((source as { Id?: string }).Id === 'Shop' ? 'Shop' : 'Api'));
    expect(warnings.filter((warning) => warning.includes('connector'))).toEqual([]);
    expect(messageFor(rights.ofService(`${service}.amazonaws.com`, from), action, resource)).toBeUndefined();
    expect(messageFor(rights.ofService(`${service}.amazonaws.com`, `${from}x`.replace(/^arn:aws:(\w+)/, 'arn:aws:other')), action, resource)).toMatch(/is not authorized/);
  });
});

test('who asks a state machine how it goes may ask its executions', () => {
  const execution = `arn:aws:states:${HERE}:execution:m:e`;
  const connectors = { C: connector({ Id: 'Fn' }, { Id: 'Machine' }, 'Read', 'Write'), D: connector({ Id: 'Machine' }, { Id: 'Machine' }, 'Read', 'Write') };
  for (const role of ['FnRole', 'MachineRole']) {
    expect(may(connectors, role, 'states:DescribeExecution', execution)).toBe(true);
    expect(may(connectors, role, 'states:StopExecution', execution)).toBe(true);
    expect(may(connectors, role, 'states:StopExecution', `arn:aws:states:${HERE}:execution:other:e`)).toBe(false);
  }
});

test.each([
  ['a bucket', 'Fn', 's3:GetObject', 's3:PutObjectAcl', 'arn:aws:s3:::b/key'],
  ['a queue', 'Machine', 'sqs:SendMessage', 'sqs:ReceiveMessage', `arn:aws:sqs:${HERE}:q`],
])('%s may be used as far as SAM says', (_name, source, allowed, denied, resource) => {
  const Bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } };
  const connectors = { Bucket, C: connector({ Id: source }, [{ Id: 'Bucket' }, { Id: 'Queue' }] as object, 'Read', 'Write') };
  expect(may(connectors, `${source}Role`, allowed, resource)).toBe(true);
  expect(may(connectors, `${source}Role`, denied, resource)).toBe(false);
});

test('a function may read from the queue and the stream that call it', () => {
  const Table = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'x', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }] } };
  const connectors = { Table, C: connector({ Id: 'Queue' }, { Id: 'Fn' }, 'Read', 'Write'), D: connector({ Id: 'Table' }, { Id: 'Fn' }, 'Read') };
  expect(may(connectors, 'FnRole', 'sqs:ReceiveMessage', `arn:aws:sqs:${HERE}:q`)).toBe(true);
  expect(may(connectors, 'FnRole', 'dynamodb:GetRecords', `arn:aws:dynamodb:${HERE}:table/x/stream/1`)).toBe(true);
});

test('a connector at its source has a condition of its own, and may say more of its source', () => {
  const Fn = {
    ...FUNCTION,
    Connectors: { Start: { Condition: 'Never', SourceReference: { RoleName: 'other' }, Properties: { Destination: { Id: 'Machine' }, Permissions: ['Write'] } } },
  };
  const [start] = embeddedConnectors('Fn', 'resource Fn', Fn);
  expect(start).toMatchObject({ logicalId: 'FnStart', body: { Condition: 'Never' }, properties: { Source: { Id: 'Fn', RoleName: 'other' } } });
});

test('of a connector that is not known the load says so', () => {
  const phone = connector({ Id: 'Fn' }, { Type: 'AWS::Connect::Instance', Arn: 'arn:aws:connect:x' }, 'Read');
  expect(load({ C: phone, D: connector({ Id: 'Nobody' }, { Id: 'Orders' }, 'Read') }).warnings).toEqual([
    'resource C (stack Test): the local run does not know what a connector from AWS::Serverless::Function to AWS::Connect::Instance allows, so nothing: say it with Policies',
    'resource D (stack Test): the local run does not know what a connector from undefined to AWS::Serverless::SimpleTable allows, so nothing: say it with Policies',
  ]);
});
