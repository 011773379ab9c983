import { LogEntry } from '../../../src/log-entry';
import { Rights } from '../../../src/rights/rights';
import { loadTemplate } from '../../../src/template';
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

function load(resources: object): { rights: Rights; role: (logicalId: string) => string; warnings: readonly string[] } {
  const template = loadTemplate(file({ Transform: 'AWS::Serverless-2016-10-31', Resources: { ...RESOURCES, ...resources } }));
  const log: LogEntry[] = [];
  const rights = new Rights({ template, isChecked: true, log: (entry) => log.push(entry) });
  return { rights, role: (logicalId) => template.roles.find((each) => each.logicalId === logicalId)!.arn, warnings: template.warnings };
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

test('of a connector that is not known the load says so', () => {
  const location = connector({ Id: 'Fn' }, { Type: 'AWS::Location::PlaceIndex', Arn: 'arn:aws:geo:x' }, 'Read');
  expect(load({ C: location, D: connector({ Id: 'Nobody' }, { Id: 'Orders' }, 'Read') }).warnings).toEqual([
    'resource C (stack Test): the local run does not know what a connector from AWS::Serverless::Function to AWS::Location::PlaceIndex allows, so nothing: say it with Policies',
    'resource D (stack Test): the local run does not know what a connector from undefined to AWS::Serverless::SimpleTable allows, so nothing: say it with Policies',
  ]);
});
