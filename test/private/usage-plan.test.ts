import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing, theOnly } from '../stacks';

function withApi(apiKeyRequired?: boolean) {
  const stack = newStack();
  return { stack, api: new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), apiKeyRequired }) };
}

test('is returned, and takes more keys, one after the other', () => {
  const { api, stack } = withApi(true);
  const plan = api.addUsagePlan('Plan', { apiKeys: [new apigateway.ApiKey(stack, 'First')], throttle: { rateLimit: 5, burstLimit: 10 } });
  plan.addApiKey(new apigateway.ApiKey(stack, 'Second'));

  const [[first], [, { DependsOn, Properties }]] = Object.entries(Template.fromStack(stack).findResources('AWS::ApiGateway::UsagePlanKey'));
  expect(DependsOn).toEqual([first]);
  expect(Properties.UsagePlanId).toEqual(stack.resolve(plan.usagePlanId));
  expect(theOnly(stack, 'AWS::ApiGateway::UsagePlan').Throttle).toEqual({ RateLimit: 5, BurstLimit: 10 });
});

test.each([
  ['keys without a plan', true, false, 'apiKeyWithoutUsagePlan'],
  ['a plan without keys', false, true, 'usagePlanWithoutApiKey'],
])('is warned of: %s', (_, apiKeyRequired, hasPlan, id) => {
  const { api, stack } = withApi(apiKeyRequired);
  if (hasPlan) {
    api.addUsagePlan('Plan', { apiKeys: [new apigateway.ApiKey(stack, 'Key')] });
  }
  Annotations.fromStack(stack).hasWarning('/Stack/Orders', Match.stringLikeRegexp(`\\[ack: cdk-websocket-step-functions:${id}\\]`));
});

test('is not warned of where both are, or neither, whoever made the plan', () => {
  const [both, neither, byHand] = [withApi(true), withApi(), withApi(true)];
  both.api.addUsagePlan('Plan', { apiKeys: [new apigateway.ApiKey(both.stack, 'Key')] });
  new apigateway.CfnUsagePlan(byHand.stack, 'Mine', { apiStages: [{ apiId: byHand.api.webSocketApi.apiId, stage: 'prod' }] });
  for (const { stack } of [both, neither, byHand]) {
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  }
});

test('fails with limits that are none', () => {
  const { api } = withApi(true);
  expect(() => api.addUsagePlan('Plan', {
    apiKeys: [], throttle: { rateLimit: -1, burstLimit: 0.5 }, quota: { limit: 0, period: apigateway.Period.DAY },
  })).toThrow(/^Stack\/Orders: invalid options of addUsagePlan\("Plan"\)\n {2}throttle.rateLimit: got -1.*\n {2}throttle.burstLimit: got 0.5.*\n {2}quota.limit: got 0/s);
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
