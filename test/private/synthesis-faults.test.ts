import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing } from '../stacks';

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

test('fails for a route that the API has already, whoever made it', () => {
  const stack = newStack();
  const { webSocketStage } = new WebSocketStepFunctionsAsync(stack, 'A', { definitionBody: passing(stack, 'A1') });
  new WebSocketStepFunctionsAsync(stack, 'B', { definitionBody: passing(stack, 'B1'), webSocketStage });
  expect(() => Template.fromStack(stack)).toThrow(
    'the API has several routes "$default": Stack/A/WebSocketApi/$default-Route/Resource, Stack/B/$default-Route/Resource; an API has one route of each key');
});

test('fails for a route, and a stage, that the API has in another stack', () => {
  const stack = newStack();
  const other = new Stack(stack.node.root as App, 'Other');
  const { webSocketApi } = new WebSocketStepFunctionsAsync(stack, 'A', { definitionBody: passing(stack) });
  new WebSocketStepFunctionsAsync(other, 'B', { definitionBody: passing(other), webSocketApi });
  const synth = expect(() => Template.fromStack(stack));
  synth.toThrow('the API has several routes "$default"');
  synth.toThrow('the API has several stages "prod": Stack/A/Stage/Resource, Other/B/Stage/Resource; give another stageName, or use one stage by webSocketStage');
});
