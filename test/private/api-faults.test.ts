import { Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ClientResponse, WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps } from '../../src';
import { newStack, passing } from '../stacks';

const make = (props: Partial<WebSocketStepFunctionsAsyncProps>, id = 'Orders') => {
  const stack = newStack();
  return () => new WebSocketStepFunctionsAsync(stack, id, { definitionBody: passing(stack), ...props });
};

test.each<[string, Partial<WebSocketStepFunctionsAsyncProps>, string]>([
  ['an API name that is too long', { apiName: 'x'.repeat(200) }, 'apiName: got "x+"; allowed: 1 to 128 characters'],
  ['an empty API name', { apiName: '' }, 'apiName: got ""'],
  ['a stage name with other characters', { stageName: '/[' }, 'stageName: got "/\\["; allowed: 1 to 128 letters'],
  ['a stage name that is too long', { stageName: 'x'.repeat(129) }, 'stageName: got "x+"'],
  ['a state machine name that is too long', { stateMachineName: 'x'.repeat(81) }, 'stateMachineName: got "x+"; allowed: 1 to 80'],
  ['a state machine name that cannot be logged', { stateMachineName: 'my orders' }, 'stateMachineName: got "my orders"'],
  ['a negative throttle', { throttle: { rateLimit: -1 } }, 'throttle.rateLimit: got -1'],
  ['a route\'s throttle in parts', { routeThrottle: { burstLimit: 1.5 } }, 'routeThrottle.burstLimit: got 1.5'],
  ['logs by both names', { logs: {} as any, workflowLogs: {} as any }, 'logs: got a value beside workflowLogs; allowed: workflowLogs alone'],
  ['execution logs by both names', { executionLogs: {}, apiExecutionLogs: {} }, 'executionLogs: got a value beside apiExecutionLogs'],
])('fails with %s', (_, props, fault) => {
  expect(make(props)).toThrow(new RegExp(`^Stack/Orders: invalid props\\n  ${fault}`));
});

test('fails with an id that is too long for a name', () => {
  expect(make({}, 'x'.repeat(129))).toThrow('apiName: got "xxx');
  expect(make({ apiName: 'orders' }, 'x'.repeat(129))).not.toThrow();
});

test('takes names that are known at deployment only', () => {
  expect(make({ apiName: Token.asString({ Ref: 'Name' }), stageName: 'x'.repeat(128) })).not.toThrow();
});

test('fails with the name of an imported stage that is none', () => {
  const stack = newStack();
  const webSocketStage = apigwv2.WebSocketStage.fromWebSocketStageAttributes(stack, 'Stage', {
    api: apigwv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'abc' }), stageName: '$default',
  });
  expect(() => new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), webSocketStage })).toThrow('webSocketStage: got "$default"');
});

const importedApi = (stack: Stack) => apigwv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'abc1234567' });

test('fails with options that others decide', () => {
  const stack = newStack();
  expect(() => new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), webSocketApi: importedApi(stack), apiName: 'mine' }))
    .toThrow('apiName: got a value beside webSocketApi; allowed: only without webSocketApi, which decides it');
});

test('fails with an authorizer that would be ignored', () => {
  const stack = newStack();
  const authorizer = new WebSocketIamAuthorizer();
  const webSocketApi = new apigwv2.WebSocketApi(stack, 'Mine');
  const webSocketStage = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 'a' });
  for (const [given, existing] of Object.entries({ webSocketApi: { webSocketApi: importedApi(stack) }, webSocketStage: { webSocketStage } })) {
    expect(() => new WebSocketStepFunctionsAsync(stack, `Beside ${given}`, { definitionBody: passing(stack, given), authorizer, ...existing }))
      .toThrow(`authorizer: got a value beside ${given}; allowed: only with $connect in routeKeys`);
  }

  new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: passing(stack), authorizer, webSocketStage, routeKeys: ['$connect'], response: ClientResponse.none(),
  });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'AWS_IAM' });
});

test('fails with a stage of another API', () => {
  const stack = newStack();
  const webSocketApi = new apigwv2.WebSocketApi(stack, 'One');
  const webSocketStage = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(stack, 'Other'), stageName: 'a' });
  expect(() => new WebSocketStepFunctionsAsync(stack, 'Orders', {
    stateMachine: sfn.StateMachine.fromStateMachineName(stack, 'Machine', 'm'), webSocketApi, webSocketStage, stageName: 'a',
  })).toThrow(/webSocketApi: got another API than that of webSocketStage.*\n {2}stageName: got a value beside webSocketStage/s);
});
