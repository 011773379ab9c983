import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { newStack, passing, policiesOf, textOf, theOnly } from './stacks';
import { ClientResponse, ExecutionInput, Invocation, WebSocketStepFunctionsIntegration } from '../src';

let stack: Stack;
let api: apigwv2.WebSocketApi;
let stateMachine: sfn.StateMachine;

beforeEach(() => {
  stack = newStack();
  api = new apigwv2.WebSocketApi(stack, 'Api');
  stateMachine = new sfn.StateMachine(stack, 'StateMachine', { definitionBody: passing(stack) });
});

test('starts the state machine for each message, on any WebSocket API', () => {
  // WHEN
  api.addRoute('order', { integration: new WebSocketStepFunctionsIntegration('Order', { stateMachine }), returnResponse: true });

  // THEN
  const integration = theOnly(stack, 'AWS::ApiGatewayV2::Integration');
  expect(integration).toMatchObject({
    IntegrationType: 'AWS', IntegrationMethod: 'POST', PassthroughBehavior: 'NEVER', TemplateSelectionExpression: '\\$default',
  });
  expect(textOf(integration.RequestTemplates.$default)).toContain(`{"stateMachineArn":"<${stack.getLogicalId(stateMachine.node.defaultChild as sfn.CfnStateMachine)}>","input":"`);
  expect(theOnly(stack, 'AWS::ApiGatewayV2::IntegrationResponse')).toMatchObject({
    IntegrationResponseKey: '$default', TemplateSelectionExpression: '\\$default',
  });
});

test('answers on the stage that the message came through, if it is not told which', () => {
  api.addRoute('order', { integration: new WebSocketStepFunctionsIntegration('Order', { stateMachine }) });

  expect(textOf(theOnly(stack, 'AWS::ApiGatewayV2::Integration').RequestTemplates.$default)).toContain('"stage":"$context.stage"');
  expect(resourcesOf('execute-api:ManageConnections')).toEqual([expect.stringMatching(/\/\*\/POST\/@connections\/\*$/)]);
});

test('answers on one stage, if it is told which', () => {
  api.addRoute('order', { integration: new WebSocketStepFunctionsIntegration('Order', { stateMachine, stageName: 'prod' }) });

  expect(textOf(theOnly(stack, 'AWS::ApiGatewayV2::Integration').RequestTemplates.$default)).toContain('"stage":"prod"');
  expect(resourcesOf('execute-api:ManageConnections')).toEqual([expect.stringMatching(/\/prod\/POST\/@connections\/\*$/)]);
});

test('serves several routes', () => {
  const integration = new WebSocketStepFunctionsIntegration('Order', { stateMachine });
  api.addRoute('a', { integration });
  api.addRoute('b', { integration });

  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::IntegrationResponse', 1);
});

test('has one role for all of an API\'s integrations, with a right for each state machine', () => {
  const other = new sfn.StateMachine(stack, 'Other', { definitionBody: passing(stack, 'B') });
  api.addRoute('a', { integration: new WebSocketStepFunctionsIntegration('A', { stateMachine }) });
  api.addRoute('b', { integration: new WebSocketStepFunctionsIntegration('B', { stateMachine: other }) });

  expect(resourcesOf('states:StartExecution')).toHaveLength(2);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 3);
});

test('takes a role of the user\'s, and makes none', () => {
  const credentialsRole = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  api.addRoute('a', { integration: new WebSocketStepFunctionsIntegration('A', { stateMachine, credentialsRole }) });

  expect(theOnly(stack, 'AWS::ApiGatewayV2::Integration').CredentialsArn).toEqual(stack.resolve(credentialsRole.roleArn));
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 2);
});

test('works on an imported API', () => {
  const imported = apigwv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Imported', { webSocketId: 'abc1234567' });
  new apigwv2.WebSocketRoute(stack, 'Route', {
    webSocketApi: imported, routeKey: 'order', integration: new WebSocketStepFunctionsIntegration('Order', { stateMachine }),
  });

  expect(textOf(theOnly(stack, 'AWS::ApiGatewayV2::Integration').RequestTemplates.$default))
    .toContain('"endpoint":"abc1234567.execute-api.<AWS::Region>.<AWS::URLSuffix>"');
});

test.each(['aws-cn', 'aws-us-gov'])('names no partition of its own, so that it works in %s', (partition) => {
  const regional = new Stack(new App(), 'Regional', { env: { region: partition === 'aws-cn' ? 'cn-north-1' : 'us-gov-west-1' } });
  const machine = new sfn.StateMachine(regional, 'StateMachine', { definitionBody: passing(regional) });
  new apigwv2.WebSocketApi(regional, 'Api').addRoute('a', { integration: new WebSocketStepFunctionsIntegration('A', { stateMachine: machine }) });

  expect(JSON.stringify(Template.fromStack(regional).toJSON().Resources)).not.toMatch(/arn:aws:|amazonaws\.com(?!")/);
});

test('fails on one integration for two APIs', () => {
  const integration = new WebSocketStepFunctionsIntegration('Order', { stateMachine });
  api.addRoute('a', { integration });
  expect(() => new apigwv2.WebSocketApi(stack, 'Second').addRoute('a', { integration })).toThrow('multiple APIs');
});

test('fails on a template longer than API Gateway takes', () => {
  const executionInput = ExecutionInput.template(`{"a":"${'x'.repeat(33_000)}"}`);
  expect(() => api.addRoute('a', { integration: new WebSocketStepFunctionsIntegration('A', { stateMachine, executionInput }) }))
    .toThrow(/Stack\/Api\/a-Route: invalid props\n {2}executionInput: got a template of 33\d\d\d characters; allowed: at most 32768; shorten it/);
});

test('fails on an empty template', () => {
  const executionInput = ExecutionInput.template(' ');
  expect(() => api.addRoute('a', { integration: new WebSocketStepFunctionsIntegration('A', { stateMachine, executionInput }) }))
    .toThrow('executionInput: got an empty template; allowed: a template that renders the JSON which the workflow receives');
});

test('has a response of the user\'s', () => {
  api.addRoute('a', {
    integration: new WebSocketStepFunctionsIntegration('A', { stateMachine, response: ClientResponse.template('{"accepted":true}') }),
  });
  expect(theOnly(stack, 'AWS::ApiGatewayV2::IntegrationResponse').ResponseTemplates.$default).toContain('{"accepted":true}');
});

describe('actions', () => {
  const { describeExecution, sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess, stopExecution } = WebSocketStepFunctionsIntegration;

  test.each([
    ['DescribeExecution', describeExecution, /:execution:<6 of StateMachine\w+>:\*$/],
    ['StopExecution', stopExecution, /:execution:<6 of StateMachine\w+>:\*$/],
    ['SendTaskSuccess', sendTaskSuccess, /^<StateMachine\w+>$/],
    ['SendTaskFailure', sendTaskFailure, /^<StateMachine\w+>$/],
    ['SendTaskHeartbeat', sendTaskHeartbeat, /^<StateMachine\w+>$/],
  ])('%s may be called for this state machine, and nothing else', (action, integration, resource) => {
    api.addRoute('a', { integration: integration('A', { stateMachine }), returnResponse: true });

    expect(textOf(theOnly(stack, 'AWS::ApiGatewayV2::Integration').IntegrationUri)).toMatch(new RegExp(`:states:action/${action}$`));
    expect(Object.values(policiesOf(stack)).flat()).toEqual([{
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: `states:${action}`, Resource: expect.anything() }],
    }]);
    expect(resourcesOf(`states:${action}`)).toEqual([expect.stringMatching(resource)]);
  });

  test.each([describeExecution, stopExecution])('fail with a path that would end the template\'s string', (integration) => {
    expect(() => api.addRoute('a', { integration: integration('A', { stateMachine, executionIdPath: "$.a'" }) }))
      .toThrow('executionIdPath: got "$.a\'"; allowed: the JSONPath of a member');
  });

  test('fail with a path to a token that would end the template\'s string', () => {
    expect(() => api.addRoute('a', { integration: sendTaskSuccess('A', { stateMachine, taskTokenPath: 'token' }) }))
      .toThrow('taskTokenPath: got "token"; allowed: the JSONPath of a member');
  });
});

describe('synchronous', () => {
  const invocation = Invocation.SYNCHRONOUS;
  const express = () => new sfn.StateMachine(stack, 'Express', { definitionBody: passing(stack, 'E'), stateMachineType: sfn.StateMachineType.EXPRESS });

  test('waits for an Express workflow', () => {
    api.addRoute('a', { integration: new WebSocketStepFunctionsIntegration('A', { stateMachine: express(), invocation }), returnResponse: true });

    expect(textOf(theOnly(stack, 'AWS::ApiGatewayV2::Integration').IntegrationUri)).toMatch(/:states:action\/StartSyncExecution$/);
    expect(resourcesOf('states:StartSyncExecution')).toEqual([expect.stringMatching(/^<Express/)]);
    expect(resourcesOf('states:StartExecution')).toEqual([]);
  });

  test('fails for a Standard workflow', () => {
    expect(() => api.addRoute('a', { integration: new WebSocketStepFunctionsIntegration('A', { stateMachine, invocation }) }))
      .toThrow('invocation: got SYNCHRONOUS for a Standard workflow; allowed: ASYNCHRONOUS, or an Express workflow');
  });

  test('is what only can answer the output', () => {
    expect(() => api.addRoute('a', { integration: new WebSocketStepFunctionsIntegration('A', { stateMachine, response: ClientResponse.output() }) }))
      .toThrow('response: got the output of an asynchronous workflow');
  });
});

function resourcesOf(action: string): string[] {
  return Object.values(policiesOf(stack)).flat().flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => Action === action).map(({ Resource }) => textOf(Resource));
}
