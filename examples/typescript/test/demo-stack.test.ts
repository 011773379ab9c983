import { test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DemoStack } from '../lib/demo-stack';

const template = Template.fromStack(new DemoStack(new App(), 'Demo'));

for (const routeKey of ['$default', 'report']) {
  test(`the route ${routeKey} answers its client`, () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: routeKey, RouteResponseSelectionExpression: '$default' });
  });
}

test('each route has its own workflow, and one tells of ends, with no Lambda in between', () => {
  template.resourceCountIs('AWS::ApiGatewayV2::Route', 2);
  template.resourceCountIs('AWS::StepFunctions::StateMachine', 3);
  template.resourceCountIs('AWS::Lambda::Function', 0);
});

test('the URL is an output', () => {
  template.hasOutput('Url', {});
});
