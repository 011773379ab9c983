// No source of this name: whole stacks in the environments that CDK apps are made for.
import { App, PermissionsBoundary, Stack, StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { passing } from './stacks';
import {
  Broadcast, CloseConnection, ConnectionRegistry, ExecutionName, Invocation, SendToConnection, SendToGroup, SendToPrincipal,
  WebSocketStepFunctionsAsync,
} from '../src';

type Resources = Record<string, { Type: string; Properties: any }>;

/** A stack with all that the library makes. */
function synthesize(props: StackProps): Resources {
  const stack = new Stack(new App(), 'Stack', props);
  const key = new kms.Key(stack, 'Key');
  const ask = new SendToConnection(stack, 'Ask', {
    integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    message: sfn.TaskInput.fromObject({ taskToken: sfn.JsonPath.taskToken }),
  });
  const connections = new ConnectionRegistry(stack, 'Connections', { encryptionKey: key });
  const message = sfn.TaskInput.fromObject({});
  const tell = new SendToPrincipal(stack, 'Person', { connections, message })
    .next(new SendToGroup(stack, 'Group', { connections, message, group: 'group' }))
    .next(new Broadcast(stack, 'All', { connections, message }));
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', {
    connections,
    definitionBody: sfn.DefinitionBody.fromChainable(ask.next(new CloseConnection(stack, 'Close')).next(tell)),
    executionName: ExecutionName.perConnection('$.orderId'),
    encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(key),
    logEncryptionKey: key,
    accessLogs: {},
    executionLogs: {},
    cloudWatchRole: true,
    detailedMetricsEnabled: true,
    messageSchema: { type: 'object' },
    routeThrottle: { rateLimit: 10, burstLimit: 20 },
    notifyCompletion: true,
  });
  api.addWorkflow('sum', {
    definitionBody: passing(stack, 'Sum'),
    workflowType: sfn.StateMachineType.EXPRESS,
    invocation: Invocation.SYNCHRONOUS,
  });
  api.addStatusRoute('status');
  api.addStopRoute('stop');
  api.addAnswerRoute('answer');
  api.addGroupRoutes();
  api.addPresenceRoute();
  const backend = new iam.Role(stack, 'Backend', { assumedBy: new iam.AccountRootPrincipal() });
  connections.grantRead(backend);
  connections.grantSend(backend);
  api.grantConnect(backend);
  api.grantManageConnections(backend);
  api.grantCloseConnections(api.stateMachine);
  api.addUsagePlan('Plan', { apiKeys: [] });
  api.addAlarms();
  api.addDashboard();
  return Template.fromStack(stack).toJSON().Resources;
}

/** Every text in a value that matches. */
const textsIn = (value: unknown, pattern: RegExp): string[] => JSON.stringify(value).match(new RegExp(pattern, 'g')) ?? [];

test.each([
  ['aws', 'eu-central-1', 'amazonaws.com'],
  ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
  ['any partition', undefined, undefined],
])('nothing names another partition in %s', (partition, region, domain) => {
  const resources = synthesize(region ? { env: { account: '123456789012', region } } : {});
  const definitions = Object.values(resources).filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  expect(definitions.length).toBe(4);

  // ARNs are made from the deployment's own partition, or name the stack's.
  expect(textsIn(resources, /arn:aws[\w-]*:/).filter((arn) => arn !== `arn:${partition}:`)).toEqual([]);
  // The names that services have in policies are the same everywhere, those of endpoints are not.
  const named = (value: unknown) => [...new Set(textsIn(value, /[\w.-]*amazonaws\.com[\w.]*/))].sort();
  const policies = Object.values(resources).map(({ Properties }) => [Properties.AssumeRolePolicyDocument, Properties.KeyPolicy]);
  expect(named(policies)).toEqual(['apigateway', 'delivery.logs', 'events', 'states'].map((service) => `${service}.amazonaws.com`));
  const elsewhere = Object.values(resources).map(({ Properties: { AssumeRolePolicyDocument, KeyPolicy, ...rest } }) => rest);
  expect(named(elsewhere).filter((name) => !domain || !name.endsWith(`.${domain}`))).toEqual([]);
});

test('every role has the permissions boundary of its stack', () => {
  const resources = synthesize({ permissionsBoundary: PermissionsBoundary.fromName('boundary') });
  const roles = Object.values(resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  expect(roles.length).toBe(8);
  expect(roles.every(({ Properties }) => JSON.stringify(Properties.PermissionsBoundary).includes('policy/boundary'))).toBe(true);
});
