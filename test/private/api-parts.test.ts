import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as iam from 'aws-cdk-lib/aws-iam';
import { WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing, policiesOf, textOf, theOnly } from '../stacks';

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

test('takes equal ids of imported APIs in different regions for different APIs', () => {
  const app = new App();
  for (const region of ['us-east-1', 'eu-west-1']) {
    const stack = new Stack(app, region, { env: { region, account: '111111111111' } });
    const webSocketApi = apigwv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'abc1234567' });
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), webSocketApi });
  }
  expect(() => app.synth()).not.toThrow();
});
