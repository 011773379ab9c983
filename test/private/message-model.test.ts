import { Lazy } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing, theOnly } from '../stacks';

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

test('a schema may be known at synthesis only', () => {
  const stack = newStack();
  const schema = { type: 'object', required: ['order'] };
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), messageSchema: Lazy.any({ produce: () => schema }) as any });
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Model').Schema).toEqual(schema);
});
