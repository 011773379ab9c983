import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps, WebSocketStepFunctionsIntegration } from '../../src';
import { newStack, passing } from '../stacks';

const ACCOUNT = '111111111111';
const stackOf = (region?: string) => new Stack(new App(), 'Stack', region ? { env: { region, account: ACCOUNT } } : {});
const arn = (service: string, rest: string, region = 'us-east-1', account = ACCOUNT) => `arn:aws:${service}:${region}:${account}:${rest}`;
const machine = (stack: Stack, ...where: string[]) => sfn.StateMachine.fromStateMachineArn(stack, 'Machine', arn('states', 'stateMachine:orders', ...where));
const key = (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', arn('kms', 'key/1'));
const group = (stack: Stack) => logs.LogGroup.fromLogGroupArn(stack, 'Group', arn('logs', 'log-group:mine:*'));
const domainName = (stack: Stack) => new apigwv2.DomainName(stack, 'Domain', {
  domainName: 'orders.example.com', certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', arn('acm', 'certificate/a')),
});
const importedDomain = (stack: Stack) => apigwv2.DomainName.fromDomainNameAttributes(stack, 'Domain', {
  name: 'orders.example.com', regionalDomainName: 'd-1.execute-api.us-east-1.amazonaws.com', regionalHostedZoneId: 'Z1',
});
const elsewhere = (stack: Stack) => new Stack(stack.node.root as App, 'Elsewhere', { env: { region: 'us-east-1', account: ACCOUNT } });

type Props = Partial<WebSocketStepFunctionsAsyncProps>;

/** Props with a resource of us-east-1, by the prop that the fault names. */
const CASES: [string, (stack: Stack) => Props][] = [
  ['stateMachine', (stack) => ({ stateMachine: machine(stack) })],
  ['stateMachine', (stack) => {
    const other = elsewhere(stack);
    return { stateMachine: new sfn.StateMachine(other, 'Machine', { definitionBody: passing(other) }) };
  }],
  ['webSocketApi', (stack) => ({ webSocketApi: new apigwv2.WebSocketApi(elsewhere(stack), 'Api') })],
  ['webSocketStage', (stack) => {
    const other = elsewhere(stack);
    return { webSocketStage: new apigwv2.WebSocketStage(other, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(other, 'Api'), stageName: 'prod' }) };
  }],
  ['domainMapping.domainName', (stack) => ({ domainMapping: { domainName: domainName(stack) } })],
  ['domainMapping.domainName', (stack) => ({ domainMapping: { domainName: importedDomain(stack) } })],
  ['logEncryptionKey', (stack) => ({ logEncryptionKey: key(stack) })],
  ['accessLogs.logGroup', (stack) => ({ accessLogs: { logGroup: group(stack) } })],
  ['workflowLogs', (stack) => ({ workflowLogs: { destination: group(stack) } })],
  ['encryptionConfiguration', (stack) => ({ encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(key(stack)) })],
];

const make = (stack: Stack, props: Props) => new WebSocketStepFunctionsAsync(stack, 'Orders', {
  ...(props.stateMachine ? {} : { definitionBody: passing(stack) }), ...props,
});

test.each(CASES)('fails with a %s of another region', (prop, props) => {
  const stack = stackOf('eu-west-1');
  expect(() => make(stack, props(stack))).toThrow(new RegExp(
    `^Stack/Orders: invalid props\\n  ${prop}: got (one|a certificate) of region us-east-1; allowed: one of region eu-west-1, where the API is`));
});

test.each(CASES)('takes a %s of the same region', (_, props) => {
  const stack = stackOf('us-east-1');
  expect(() => make(stack, props(stack))).not.toThrow();
});

// What is in another stack of the app, CDK judges itself.
test.each(CASES.filter(([, props]) => !String(props).includes('elsewhere')))('takes a %s where the region is known at deployment only', (_, props) => {
  const stack = stackOf();
  expect(() => make(stack, props(stack))).not.toThrow();
});

test('fails with a state machine of another account, which no API can start', () => {
  const stack = stackOf('us-east-1');
  expect(() => make(stack, { stateMachine: machine(stack, 'us-east-1', '222222222222') })).toThrow(
    `stateMachine: got one of account 222222222222; allowed: one of account ${ACCOUNT}`);
});

test.each(['express:orders:a:b', 'activity:orders', 'execution:orders:a'])('fails with the ARN of something else than a state machine: %s', (rest) => {
  const stack = stackOf('us-east-1');
  const props = () => ({ stateMachine: sfn.StateMachine.fromStateMachineArn(stack, 'Machine', arn('states', rest)) });
  expect(() => make(stack, props())).toThrow(`stateMachine: got an ARN of states:${rest.split(':')[0]}; allowed: that of a state machine`);
});

test.each([
  ['describeExecution', WebSocketStepFunctionsIntegration.describeExecution],
  ['sendTaskSuccess', WebSocketStepFunctionsIntegration.sendTaskSuccess],
  ['start', (id: string, props: { stateMachine: sfn.IStateMachine }) => new WebSocketStepFunctionsIntegration(id, props)],
])('fails with a state machine of another region and a role of another account in an integration of its own: %s', (_, integration) => {
  const stack = stackOf('eu-west-1');
  const credentialsRole = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::222222222222:role/api');
  const props = { stateMachine: machine(stack), credentialsRole };
  expect(() => new apigwv2.WebSocketApi(stack, 'Api').addRoute('order', { integration: integration('Order', props) }))
    .toThrow(/stateMachine: got one of region us-east-1.*\n {2}credentialsRole: got one of account 222222222222/s);
});

test('fails with an API key and an alarm topic of another region', () => {
  const stack = stackOf('eu-west-1');
  const api = make(stack, { apiKeyRequired: true });
  expect(() => api.addUsagePlan('Plan', { apiKeys: [new apigateway.ApiKey(elsewhere(stack), 'Key')] })).toThrow('apiKeys[0]: got one of region us-east-1');
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', arn('sns', 'alarms'));
  expect(() => api.addAlarms({ actions: [new SnsAction(topic)] })).toThrow('actions: got one of region us-east-1');
});

test('is not asked of a stack that may be anywhere', () => {
  expect(() => make(newStack(), {})).not.toThrow();
});
