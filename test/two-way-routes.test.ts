import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { newStack, passing, policiesOf, textOf } from './stacks';
import { ExecutionName, TaskAnswer, WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps } from '../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function orders(props: Partial<WebSocketStepFunctionsAsyncProps> = {}): WebSocketStepFunctionsAsync {
  return new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer: new apigwv2.WebSocketNoneAuthorizer(), ...props });
}

/** What a route calls, and with which template. */
function integrationOf(routeKey: string): { action: string; request: string } {
  const template = Template.fromStack(stack);
  const [{ Properties: route }] = Object.values(template.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: routeKey } }));
  const id = textOf(route.Target).replace(/^integrations\/<(\w+)>$/, '$1');
  const { Properties } = template.findResources('AWS::ApiGatewayV2::Integration')[id];
  return { action: textOf(Properties.IntegrationUri).replace(/^.*\//, ''), request: textOf(Properties.RequestTemplates.$default) };
}

/** The statements of API Gateway's role, without those that start workflows. */
function statements(): any[] {
  return policiesOf(stack)[Object.keys(policiesOf(stack)).find((role) => role.includes('StepFunctionsRole'))!]
    .flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => Action !== 'states:StartExecution')
    .map((statement) => ({ ...statement, Resource: textOf(statement.Resource) }));
}

const EXECUTIONS = expect.stringMatching(/^arn:<1 of (Orders\w+)>:states:<3 of \1>:<4 of \1>:execution:<6 of \1>:\*$/);
const MACHINE = expect.stringMatching(/^<Orders\w*StateMachine\w+>$/);

describe.each<[string, (api: WebSocketStepFunctionsAsync) => void, string, unknown]>([
  ['addStatusRoute', (api) => api.addStatusRoute('two'), 'DescribeExecution', EXECUTIONS],
  ['addStopRoute', (api) => api.addStopRoute('two'), 'StopExecution', EXECUTIONS],
  ['addAnswerRoute', (api) => api.addAnswerRoute('two'), 'SendTaskSuccess', MACHINE],
  ['addAnswerRoute for failures', (api) => api.addAnswerRoute('two', { answer: TaskAnswer.FAILURE }), 'SendTaskFailure', MACHINE],
  ['addAnswerRoute for heartbeats', (api) => api.addAnswerRoute('two', { answer: TaskAnswer.HEARTBEAT }), 'SendTaskHeartbeat', MACHINE],
])('%s', (_, add, action, resource) => {
  test('calls its action, and may do nothing else', () => {
    add(orders());
    expect(integrationOf('two').action).toBe(action);
    expect(statements()).toEqual([{ Effect: 'Allow', Action: `states:${action}`, Resource: resource }]);
  });

  test('costs four resources', () => {
    const count = (of: Stack) => Object.keys(Template.fromStack(of).toJSON().Resources).length;
    orders();
    const without = count(stack);
    stack = newStack();
    add(orders());
    expect(count(stack) - without).toBe(4);
  });

  test('fails for an Express workflow', () => {
    const api = orders({ workflowType: sfn.StateMachineType.EXPRESS });
    expect(() => add(api)).toThrow(/invalid props\n {2}stateMachine: got an Express workflow; allowed: a Standard one: Express/);
  });

  test('fails for a route key that is taken', () => {
    const api = orders();
    add(api);
    expect(() => add(api)).toThrow('routeKey: got "two" twice; allowed: one integration a route key; leave one out');
  });
});

test('status and stop look for executions by the names that the workflow\'s have', () => {
  const api = orders({ executionName: ExecutionName.perConnection() });
  const other = api.addWorkflow('other', { definitionBody: passing(stack, 'Other') });
  api.addStatusRoute('status');
  api.addStopRoute('stop', { executionIdPath: '$.order.id' });
  api.addStatusRoute('other status', { stateMachine: other });

  expect(integrationOf('status').request).toContain('context.connectionId');
  expect(integrationOf('stop').request).toMatch(/context\.connectionId.*\$\.order\.id/s);
  expect(integrationOf('other status').request).not.toContain('context.connectionId');
});

describe('executions that another construct names', () => {
  const scoped = (add: (api: WebSocketStepFunctionsAsync, stateMachine: sfn.IStateMachine) => void) => {
    const { stateMachine, webSocketStage } = new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack), executionName: ExecutionName.perPrincipal(), authorizer: new apigwv2.WebSocketNoneAuthorizer(),
    });
    add(new WebSocketStepFunctionsAsync(stack, 'More', { definitionBody: passing(stack, 'Another'), routeKeys: ['more'], webSocketStage }), stateMachine);
    return Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration'))
      .map(({ Properties }) => textOf(Properties.RequestTemplates.$default)).filter((text) => text.includes('"executionArn"'));
  };

  test('are looked for by those names', () => {
    const [template] = scoped((api, stateMachine) => api.addStatusRoute('status', { stateMachine }));
    expect(template).toContain('startsWith("${scope}-")');
  });

  test('are looked for as the user says', () => {
    const [template] = scoped((api, stateMachine) => api.addStopRoute('stop', { stateMachine, executionName: ExecutionName.fromMessage() }));
    expect(template).not.toContain('scope');
  });

  test('fails where they have names of several scopes, unless the user says which', () => {
    expect(() => scoped((api, stateMachine) => {
      api.addWorkflow('public', { stateMachine, executionName: ExecutionName.fromMessage() });
      api.addStatusRoute('mine', { stateMachine, executionName: ExecutionName.perPrincipal() });
      api.addStatusRoute('status', { stateMachine });
    })).toThrow('Stack/More: invalid options of addStatusRoute("status")\n  executionName: got none, and routes that name executions in several ways');
  });
});

test('answers are for the state machine that asked, by a token from where the user says', () => {
  const api = orders();
  const other = api.addWorkflow('other', { definitionBody: passing(stack, 'Other') });
  api.addAnswerRoute('answer', { stateMachine: other, taskTokenPath: '$.to.token' });

  expect(integrationOf('answer').request).toContain("input.path('$.to.token')");
  expect(statements()).toEqual([{ Effect: 'Allow', Action: 'states:SendTaskSuccess', Resource: textOf(stack.resolve(other.stateMachineArn)) }]);
});

test('grantCloseConnections is for closing the stage\'s connections only', () => {
  const role = new iam.Role(stack, 'Grantee', { assumedBy: new iam.AccountRootPrincipal() });
  orders().grantCloseConnections(role).assertSuccess();

  const [{ Statement: [statement] }] = policiesOf(stack)[`<${stack.getLogicalId(role.node.defaultChild as iam.CfnRole)}>`];
  expect({ ...statement, Resource: textOf(statement.Resource) }).toEqual({
    Effect: 'Allow',
    Action: 'execute-api:ManageConnections',
    Resource: expect.stringMatching(/^arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<OrdersWebSocketApi\w+>\/prod\/DELETE\/@connections\/\*$/),
  });
});
