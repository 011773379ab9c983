import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { definitionOf, newStack, passing, policiesOf, textOf, theOnly } from './stacks';
import { WebSocketStepFunctionsAsync } from '../src';

const importedApi = (stack: Stack) => apigwv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'abc1234567' });

describe('an imported API and stage', () => {
  const stack = newStack();
  const webSocketStage = apigwv2.WebSocketStage.fromWebSocketStageAttributes(stack, 'Stage', { api: importedApi(stack), stageName: 'live' });
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), routeKeys: ['order'], webSocketStage });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  api.grantConnect(role).assertSuccess();

  test('have URLs, where CDK\'s own throw', () => {
    expect(textOf(stack.resolve(api.url))).toBe('wss://abc1234567.execute-api.<AWS::Region>.<AWS::URLSuffix>/live');
    expect(textOf(stack.resolve(api.callbackUrl))).toBe('https://abc1234567.execute-api.<AWS::Region>.<AWS::URLSuffix>/live');
  });

  test('get the routes, and a deployment of them', () => {
    expect(theOnly(stack, 'AWS::ApiGatewayV2::Route')).toMatchObject({ ApiId: 'abc1234567', RouteKey: 'order' });
    expect(theOnly(stack, 'AWS::ApiGatewayV2::Deployment')).toEqual({ ApiId: 'abc1234567', StageName: 'live' });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Stage', 0);
  });

  test('have grants', () => {
    const [{ Statement: [statement] }] = policiesOf(stack)[`<${stack.getLogicalId(role.node.defaultChild as iam.CfnRole)}>`];
    expect(textOf(statement.Resource)).toBe('arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:abc1234567/live/$connect');
  });
});

test('an API of this app gets a stage and routes, beside its own', () => {
  const stack = newStack();
  const webSocketApi = new apigwv2.WebSocketApi(stack, 'Api', { connectRouteOptions: { integration: new WebSocketMockIntegration('Connect') } });
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), routeKeys: ['order'], webSocketApi });

  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Route', 2);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Api', 1);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
});

test('a stage of this app that deploys by itself is left to it', () => {
  const stack = newStack();
  const webSocketStage = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(stack, 'Api'), stageName: 'dev', autoDeploy: true });
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), webSocketStage });

  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Deployment', 0);
});

test('a stage of this app that does not, gets the deployment', () => {
  const stack = newStack();
  const webSocketStage = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(stack, 'Api'), stageName: 'dev' });
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), webSocketStage });

  expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage').DeploymentId).toEqual({ Ref: expect.stringMatching(/^OrdersDeployment/) });
});

test.each([
  ['another stack', (app: App) => new Stack(app, 'Orders')],
  ['a nested stack', (_: App, parent: Stack) => new NestedStack(parent, 'Orders')],
])('routes in %s make no cycle', (_, scopeOf) => {
  const app = new App();
  const parent = new Stack(app, 'Api');
  const { webSocketStage } = new WebSocketStepFunctionsAsync(parent, 'Api', { definitionBody: passing(parent, 'A') });
  const stack = scopeOf(app, parent);
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack, 'B'), routeKeys: ['order'], webSocketStage });

  expect(() => app.synth()).not.toThrow();
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'order' });
  expect(definitionOf(stack).StartAt).toBe('B');
});

test('a deployment from a nested stack comes after the stage, which would have none of its routes otherwise', () => {
  const app = new App();
  const parent = new Stack(app, 'Api');
  const { webSocketStage } = new WebSocketStepFunctionsAsync(parent, 'Api', { definitionBody: passing(parent, 'A') });
  const nested = new NestedStack(parent, 'Orders');
  new WebSocketStepFunctionsAsync(nested, 'Orders', { definitionBody: passing(nested, 'B'), routeKeys: ['order'], webSocketStage, cloudWatchRole: true });

  app.synth();
  const [stage] = Object.keys(Template.fromStack(parent).findResources('AWS::ApiGatewayV2::Stage'));
  Template.fromStack(parent).hasResource('AWS::CloudFormation::Stack', { DependsOn: Match.arrayWith([stage]) });
});

test('APIs of several stacks let one machine answer by policies of different names', () => {
  const app = new App();
  const machines = new Stack(app, 'Machines');
  const stateMachine = new sfn.StateMachine(machines, 'Machine', { definitionBody: passing(machines) });
  const parents = ['Blue', 'Green'].map((id) => new Stack(app, id));
  const stacks = [...parents, new NestedStack(parents[0], 'A'), new NestedStack(parents[0], 'B')];
  stacks.forEach((stack) => new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine }));

  app.synth();
  const names = stacks.map((stack) => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .map(({ Properties }) => Properties.PolicyName).filter((name) => name.includes('Reply')));
  expect(names.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  expect(new Set(names.flat()).size).toBe(4);
});

test.each([
  ['imported as immutable', 'arn:aws:iam::111111111111:role/reply', { mutable: false }],
  ['of another account', 'arn:aws:iam::222222222222:role/reply', {}],
])('a role %s is left alone, and warned of', (_, arn, options) => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const stateMachine = Object.assign(sfn.StateMachine.fromStateMachineName(stack, 'Machine', 'machine'), {
    grantPrincipal: iam.Role.fromRoleArn(stack, 'Role', arn, options),
  });
  new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine });

  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('add to that role: .*execute-api:ManageConnections'));
  expect(Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.Roles)).toEqual([
    [{ Ref: expect.stringMatching(/^OrdersWebSocketApiStepFunctionsRole/) }],
  ]);
});

test('a stage of the construct\'s own can be made to deploy by itself', () => {
  const stack = newStack();
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });
  (api.webSocketStage.node.defaultChild as apigwv2.CfnStage).autoDeploy = true;
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage')).toMatchObject({ AutoDeploy: true });
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage')).not.toHaveProperty('DeploymentId');
});

test('a custom domain is where clients connect, and not where workflows answer', () => {
  const stack = newStack();
  const domainName = new apigwv2.DomainName(stack, 'Domain', {
    domainName: 'orders.example.com', certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/a'),
  });
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), domainMapping: { domainName, mappingKey: 'v1' } });

  expect(textOf(stack.resolve(api.url))).toMatch(/^wss:\/\/<Domain\w+>\/v1$/);
  expect(textOf(stack.resolve(api.callbackUrl))).toMatch(/execute-api/);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
});

test('fails at synthesis if the API\'s own endpoint is disabled', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });
  (api.webSocketApi.node.defaultChild as apigwv2.CfnApi).disableExecuteApiEndpoint = true;

  expect(() => app.synth()).toThrow(/\[Stack\/Orders\] the API's own endpoint is disabled/);
});

test('fails at synthesis, before CloudFormation does, if there are too many resources', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: passing(stack), routeKeys: Array.from({ length: 290 }, (_, index) => `route-${index}`),
  });

  expect(() => app.synth()).toThrow(/the stack has 59\d resources, of which CloudFormation takes 500; make workflows in a stack of their own/);
});

test('API keys are asked for at $connect, and have a usage plan', () => {
  const stack = newStack();
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: passing(stack), apiKeyRequired: true, authorizer: new apigwv2.WebSocketNoneAuthorizer(),
  });
  api.addUsagePlan('Plan', { apiKeys: [new apigateway.ApiKey(stack, 'Key')], quota: { limit: 10, period: apigateway.Period.DAY } });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', ApiKeyRequired: true, AuthorizationType: 'NONE' });
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Api').ApiKeySelectionExpression).toBe('$request.header.x-api-key');
  expect(theOnly(stack, 'AWS::ApiGateway::UsagePlan')).toMatchObject({ ApiStages: [{ Stage: 'prod' }], Quota: { Limit: 10, Period: 'DAY' } });
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
});

test('a key keeps its place in the usage plan when one before it goes, and keys come one after the other', () => {
  const keysOf = (...names: string[]) => {
    const stack = newStack();
    const apiKeys = ['a', 'b'].map((name) => new apigateway.ApiKey(stack, name)).filter((_, index) => names.includes(['a', 'b'][index]));
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), apiKeyRequired: true }).addUsagePlan('Plan', { apiKeys });
    return Template.fromStack(stack).findResources('AWS::ApiGateway::UsagePlanKey');
  };
  const both = keysOf('a', 'b');
  const [[first], [second, { DependsOn }]] = Object.entries(both);
  expect(DependsOn).toEqual([first]);
  expect(Object.keys(keysOf('b'))).toEqual([second]);
});

test('messages are validated, and routes throttled', () => {
  const stack = newStack();
  new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: passing(stack),
    routeKeys: ['order'],
    authorizer: new apigwv2.WebSocketNoneAuthorizer(),
    messageSchema: { type: 'object', required: ['order'] },
    routeThrottle: { rateLimit: 10, burstLimit: 20 },
    throttle: { rateLimit: 100, burstLimit: 200 },
  });

  const model = theOnly(stack, 'AWS::ApiGatewayV2::Model');
  expect(model.Schema).toMatchObject({ $schema: expect.stringContaining('draft-04'), required: ['order'] });
  expect(model.Name).toMatch(/^[a-zA-Z0-9]+$/);
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Route')).toMatchObject({ ModelSelectionExpression: '\\$default', RequestModels: { $default: model.Name } });
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage')).toMatchObject({
    DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    RouteSettings: { order: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 } },
  });
});

describe('bad input', () => {
  test('fails for a route that the API has already, whoever made it', () => {
    const stack = newStack();
    const { webSocketStage } = new WebSocketStepFunctionsAsync(stack, 'A', { definitionBody: passing(stack, 'A1') });
    new WebSocketStepFunctionsAsync(stack, 'B', { definitionBody: passing(stack, 'B1'), webSocketStage });
    expect(() => Template.fromStack(stack)).toThrow('the API has several routes "$default" in this stack; an API has one route of each key');
  });

  test('fails with options that others decide', () => {
    const stack = newStack();
    expect(() => new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), webSocketApi: importedApi(stack), apiName: 'mine' }))
      .toThrow('apiName: got a value beside webSocketApi; allowed: only without webSocketApi, which decides it');
  });

  test('fails with a stage of another API', () => {
    const stack = newStack();
    const webSocketApi = new apigwv2.WebSocketApi(stack, 'One');
    const webSocketStage = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(stack, 'Other'), stageName: 'a' });
    expect(() => new WebSocketStepFunctionsAsync(stack, 'Orders', {
      stateMachine: sfn.StateMachine.fromStateMachineName(stack, 'Machine', 'm'), webSocketApi, webSocketStage, stageName: 'a',
    })).toThrow(/webSocketApi: got another API than that of webSocketStage.*\n {2}stageName: got a value beside webSocketStage/s);
  });
});
