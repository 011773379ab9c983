import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ConnectionRegistry, WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps, WorkflowOptions } from '../../src';
import { newStack, passing, policiesOf, resourceCountOf, textOf, theOnly } from '../stacks';

const authorizer = new apigwv2.WebSocketNoneAuthorizer();

function api(stack: Stack, props: Partial<WebSocketStepFunctionsAsyncProps> = {}): WebSocketStepFunctionsAsync {
  const connections = new ConnectionRegistry(stack, 'Connections');
  return new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: passing(stack), authorizer, connections, cancelOnDisconnect: { grace: Duration.seconds(30) }, ...props,
  });
}

test('costs six resources, and none for a further workflow', () => {
  const [without, one, two] = [newStack(), newStack(), newStack()];
  api(without, { cancelOnDisconnect: undefined }).addWorkflow('b', { definitionBody: passing(without, 'B') });
  api(one).addWorkflow('b', { definitionBody: passing(one, 'B') });
  api(two).addWorkflow('b', { definitionBody: passing(two, 'B'), cancelOnDisconnect: { grace: Duration.seconds(30) } });
  expect(resourceCountOf(one) - resourceCountOf(without)).toBe(6);
  expect(resourceCountOf(two)).toBe(resourceCountOf(one));
});

test('hears of the executions of the workflows that ask for it, and of no others', () => {
  const stack = newStack();
  api(stack).addWorkflow('b', { definitionBody: passing(stack, 'B') });
  const { EventPattern: { detail } } = theOnly(stack, 'AWS::Events::Rule');
  expect(detail.status).toEqual(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
  expect(detail.stateMachineArn).toHaveLength(1);
});

test('$disconnect starts it, and nothing else', () => {
  const stack = newStack();
  api(stack);
  const integrations = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration'))
    .map(({ Properties: { IntegrationUri, RequestTemplates } }) => [textOf(IntegrationUri), textOf(Object.values(RequestTemplates)[0])]);
  const [[, template], ...others] = integrations.filter(([, text]) => text.includes('disconnected'));
  expect(others).toEqual([]);
  expect(template).toMatch(/"stateMachineArn":"<OrdersCancelWorkflow\w+>"/);
  expect(integrations.filter(([uri]) => uri.endsWith('DeleteItem'))).toEqual([]);
});

test('may stop executions of these workflows, write the table, and nothing else', () => {
  const stack = newStack();
  api(stack);
  const [, documents] = Object.entries(policiesOf(stack)).find(([role]) => role.includes('Cancel'))!;
  const rights = documents.flatMap(({ Statement }) => Statement)
    .filter(({ Action }: { Action: string | string[] }) => ![Action].flat()[0].match(/^(logs|xray):/))
    .map(({ Action, Resource }: { Action: string | string[]; Resource: unknown }) => ({ Action, Resource: textOf(Resource) }));
  expect(rights).toEqual(expect.arrayContaining([
    { Action: ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'], Resource: expect.stringMatching(/^<ConnectionsTable\w+\.Arn>$/) },
    { Action: 'states:StopExecution', Resource: expect.stringMatching(/:execution:<6 of OrdersWorkflow\w+>:\*$/) },
  ]));
  expect(rights).toHaveLength(2);
});

describe('bad input', () => {
  const adding = (options: Partial<WorkflowOptions>, props: Partial<WebSocketStepFunctionsAsyncProps> = {}) => () => {
    const stack = newStack();
    api(stack, props).addWorkflow('b', { definitionBody: passing(stack, 'B'), cancelOnDisconnect: {}, ...options });
  };

  test('fails with an Express workflow', () => {
    expect(adding({ workflowType: sfn.StateMachineType.EXPRESS, cancelOnDisconnect: { grace: Duration.seconds(30) } }))
      .toThrow('cancelOnDisconnect: got a value for an Express workflow; allowed: only Standard: Express executions cannot be stopped');
  });

  test('fails without a registry', () => {
    expect(() => api(newStack(), { connections: undefined }))
      .toThrow('cancelOnDisconnect: got a value without connections; allowed: a ConnectionRegistry as connections, which knows who is connected');
  });

  test('fails with an API that exists already', () => {
    const stack = newStack();
    expect(() => api(stack, { webSocketApi: new apigwv2.WebSocketApi(stack, 'Api'), authorizer: undefined }))
      .toThrow('cancelOnDisconnect: got a value beside an API that exists already; allowed: only with an API of the construct\'s own, whose $disconnect tells of it');
  });

  test('fails with a grace that is longer than there is time, or another one than before', () => {
    expect(adding({ cancelOnDisconnect: { grace: Duration.minutes(5) } })).toThrow('cancelOnDisconnect.grace: got 5 minutes; allowed: at most 4 minutes');
    expect(adding({})).toThrow('cancelOnDisconnect.grace: got 1 minute, and 30 seconds of another workflow; allowed: one grace for all workflows of a construct');
  });

  test('fails with a grace that is no whole number of seconds', () => {
    expect(() => api(newStack(), { cancelOnDisconnect: { grace: Duration.millis(1500) } }))
      .toThrow('cancelOnDisconnect.grace: got 1500 millis; allowed: whole seconds, a token by Duration.seconds');
  });

  test('fails with a $disconnect of the user\'s', () => {
    const stack = newStack();
    const orders = api(stack);
    orders.addRoute('$disconnect', { integration: orders.connections!.disconnectIntegration('Mine') });
    expect(() => Template.fromStack(stack)).toThrow('cancelOnDisconnect hears of clients that leave by the $disconnect that the construct makes, and the API has another');
  });
});
