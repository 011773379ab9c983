// No source of this name: the two directions of routes, which the files of the library make together.
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { newStack, passing, policiesOf, textOf } from './stacks';
import {
  ExecutionName, TaskAnswer, WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps, WebSocketStepFunctionsIntegration,
} from '../src';

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

describe.each<[string, (api: WebSocketStepFunctionsAsync, routeKey?: string) => void, string, unknown]>([
  ['addStatusRoute', (api, key = 'two') => api.addStatusRoute(key), 'DescribeExecution', EXECUTIONS],
  ['addStopRoute', (api, key = 'two') => api.addStopRoute(key), 'StopExecution', EXECUTIONS],
  ['addAnswerRoute', (api, key = 'two') => api.addAnswerRoute(key), 'SendTaskSuccess', MACHINE],
  ['addAnswerRoute for failures', (api, key = 'two') => api.addAnswerRoute(key, { answer: TaskAnswer.FAILURE }), 'SendTaskFailure', MACHINE],
  ['addAnswerRoute for heartbeats', (api, key = 'two') => api.addAnswerRoute(key, { answer: TaskAnswer.HEARTBEAT }), 'SendTaskHeartbeat', MACHINE],
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
    add(orders({ workflowType: sfn.StateMachineType.EXPRESS }));
    expect(() => Template.fromStack(stack)).toThrow(/invalid options of add\w+Route\("two"\)\n {2}stateMachine: got an Express workflow; allowed: a Standard one: Express/);
  });

  test('serves a Standard workflow that comes later', () => {
    const api = orders({ workflowType: sfn.StateMachineType.EXPRESS });
    add(api);
    api.addWorkflow('slow', { definitionBody: passing(stack, 'Slow') });
    expect(statements()).toEqual([{ Effect: 'Allow', Action: `states:${action}`, Resource: expect.stringContaining('OrdersslowWorkflow') }]);
  });

  test.each(['$connect', '$disconnect'])('fails on %s, which has no message', (routeKey) => {
    expect(() => add(orders(), routeKey)).toThrow(`Route("${routeKey}")\n  routeKey: got "${routeKey}"; allowed: a route of messages: $connect and $disconnect have none`);
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

describe('executions that other routes name', () => {
  const machine = () => new sfn.StateMachine(stack, 'Machine', { definitionBody: passing(stack, 'Another'), stateMachineName: 'orders' });
  const SCOPED = 'startsWith("${scope}-")';

  test.each<[string, (stateMachine: sfn.StateMachine) => sfn.IStateMachine]>([
    ['the state machine itself', (stateMachine) => stateMachine],
    ['its ARN', ({ stateMachineArn }) => sfn.StateMachine.fromStateMachineArn(stack, 'Same', stateMachineArn)],
    ['the ARN of an alias', ({ stateMachineArn }) => sfn.StateMachine.fromStateMachineArn(stack, 'Same', `${stateMachineArn}:live`)],
    ['the ARN of a version', ({ stateMachineArn }) => {
      const version = new sfn.CfnStateMachineVersion(stack, 'Version', { stateMachineArn });
      return sfn.StateMachine.fromStateMachineArn(stack, 'Same', version.attrArn);
    }],
    ['its name', () => sfn.StateMachine.fromStateMachineName(stack, 'Same', 'orders')],
    ['an ARN that is written out', () => sfn.StateMachine.fromStateMachineArn(stack, 'Same', 'arn:aws:states:eu-west-1:123456789012:stateMachine:orders')],
  ])('are looked for by those names, by %s, and whatever comes first', (_, other) => {
    for (const isFirst of [true, false]) {
      stack = newStack();
      const stateMachine = machine();
      const api = orders();
      const addRoutes = () => [api.addStatusRoute('status', { stateMachine: other(stateMachine) }), api.addStopRoute('stop', { stateMachine })];
      const addWorkflow = () => api.addWorkflow('order', { stateMachine, executionName: ExecutionName.perPrincipal() });
      (isFirst ? [addRoutes, addWorkflow] : [addWorkflow, addRoutes]).forEach((add) => add());
      expect(integrationOf('status').request).toContain(SCOPED);
      expect(integrationOf('stop').request).toContain(SCOPED);
    }
  });

  test('are looked for by those names, whichever construct names them, and by parts without the construct too', () => {
    const stateMachine = machine();
    const { webSocketStage } = orders();
    const more = new WebSocketStepFunctionsAsync(stack, 'More', { definitionBody: passing(stack, 'Third'), routeKeys: ['more'], webSocketStage });
    more.addRoute('plain', { integration: WebSocketStepFunctionsIntegration.describeExecution('Integration', { stateMachine }) });
    more.addRoute('start', { integration: new WebSocketStepFunctionsIntegration('Integration', { stateMachine, executionName: ExecutionName.perConnection() }) });
    expect(integrationOf('plain').request).toContain(SCOPED);
  });

  test('are not those of another state machine of the same API', () => {
    const api = orders({ executionName: ExecutionName.perPrincipal() });
    api.addStatusRoute('status', { stateMachine: machine() });
    expect(integrationOf('status').request).not.toContain('scope');
  });

  test('fails where they have names of several scopes, unless the user says which', () => {
    const { stateMachine, webSocketStage } = orders({ executionName: ExecutionName.perPrincipal() });
    const api = new WebSocketStepFunctionsAsync(stack, 'More', { definitionBody: passing(stack, 'Another'), routeKeys: ['more'], webSocketStage });
    api.addStatusRoute('mine', { stateMachine, executionName: ExecutionName.perPrincipal() });
    api.addStatusRoute('status', { stateMachine });
    api.addWorkflow('public', { stateMachine, executionName: ExecutionName.fromMessage() });
    expect(() => Template.fromStack(stack)).toThrow('Stack/More: invalid options of addStatusRoute("status")\n  executionName: got none, and routes that name '
      + 'executions in several ways: "$default" (Stack/Orders/WebSocketApi/$default-Route), "public" (Stack/More/public-Route); allowed: the name of those');
    expect(() => Template.fromStack(stack)).not.toThrow('"mine"');
  });

  test('fails for a route that would reach those of several principals', () => {
    const api = orders();
    api.addStopRoute('stop', { executionName: ExecutionName.fromMessage(), stateMachine: machine() });
    api.addWorkflow('order', { stateMachine: sfn.StateMachine.fromStateMachineName(stack, 'Same', 'orders'), executionName: ExecutionName.perPrincipal() });
    expect(() => Template.fromStack(stack)).toThrow('Stack/Orders: invalid options of addStopRoute("stop")\n  executionName: got names by the message alone, '
      + 'which reach the executions of everybody that other routes start: "order" (Stack/Orders/WebSocketApi/order-Route); allowed: names per connection');
  });
});

test.each<[string, ExecutionName, ExecutionName, boolean]>([
  ['another kind of principal', ExecutionName.perPrincipal('$.id', 'authorizer.tenant'), ExecutionName.perPrincipal('$.id', 'authorizer.user'), true],
  ['another kind of principal than the caller', ExecutionName.perPrincipal('$.id', 'authorizer.tenant'), ExecutionName.perPrincipal(), true],
  ['the caller, said otherwise', ExecutionName.perPrincipal('$.id', 'authorizer.principalId'), ExecutionName.perPrincipal(), false],
  ['the connection', ExecutionName.perConnection(), ExecutionName.perPrincipal(), false],
])('a tenant does not reach the executions of a user of that name: %s', (_, executionName, ofStart, isRefused) => {
  const api = orders({ executionName: ofStart });
  api.addStatusRoute('status', { executionName });
  const synth = expect(() => Template.fromStack(stack));
  (isRefused ? synth : synth.not).toThrow('executionName: got names per authorizer.tenant, which reach executions of other principals that are called the same: "$default"');
});

test.each<[string, ExecutionName | undefined, ExecutionName, boolean]>([
  ['without names', undefined, ExecutionName.perConnection(), true],
  ['by the message alone', ExecutionName.fromMessage(), ExecutionName.perPrincipal(), true],
  ['by the same names', ExecutionName.perConnection(), ExecutionName.perConnection(), false],
  ['without names, and found by the id that was given', undefined, ExecutionName.fromMessage(), false],
])('a status route that finds nothing is warned of: started %s', (_, ofStart, executionName, isWarned) => {
  orders({ executionName: ofStart, authorizer: new WebSocketIamAuthorizer() }).addStatusRoute('status', { executionName });
  const text = 'which no route gives that starts Stack/Orders/Workflow/StateMachine: "$default" (Stack/Orders/WebSocketApi/$default-Route); clients would find none';
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
  expect(warnings.map(({ entry }) => entry.data)).toEqual(isWarned ? [expect.stringContaining(text)] : []);
});

describe('several workflows', () => {
  const resourcesOf = (action: string) => statements().filter(({ Action }) => Action === `states:${action}`).map(({ Resource }) => Resource);
  const arnOf = (stateMachine: sfn.IStateMachine) => textOf(stack.resolve(stateMachine.stateMachineArn));
  const executionsOf = (stateMachine: sfn.IStateMachine) => expect.stringContaining(`:<6 of ${arnOf(stateMachine).slice(1, -1)}>:*`);
  const express = { workflowType: sfn.StateMachineType.EXPRESS };

  test('have one route of each kind, with rights for exactly the Standard ones, those added later too', () => {
    const api = orders();
    const first = api.addWorkflow('first', { definitionBody: passing(stack, 'First') });
    api.addStatusRoute('status');
    api.addStopRoute('stop');
    api.addAnswerRoute('answer');
    const second = api.addWorkflow('second', { definitionBody: passing(stack, 'Second') });
    api.addWorkflow('again', { stateMachine: sfn.StateMachine.fromStateMachineArn(stack, 'Again', second.stateMachineArn) });
    api.addWorkflow('quick', { definitionBody: passing(stack, 'Quick'), ...express });
    new sfn.StateMachine(stack, 'Unconcerned', { definitionBody: passing(stack, 'Unconcerned Pass') });

    const machines = [api.stateMachine, first, second];
    expect(resourcesOf('DescribeExecution')).toEqual(machines.map(executionsOf));
    expect(resourcesOf('StopExecution')).toEqual(machines.map(executionsOf));
    expect(resourcesOf('SendTaskSuccess')).toEqual(machines.map(arnOf));
    expect(integrationOf('status').request).toContain("if($workflow == 'second')");
    expect(integrationOf('status').request).not.toContain("'quick'");
  });

  test('are answered by one route, whatever starts them on the API', () => {
    const { webSocketApi, webSocketStage, ...api } = orders(express);
    const more = new WebSocketStepFunctionsAsync(stack, 'More', { definitionBody: passing(stack, 'More Pass'), routeKeys: ['more'], webSocketStage });
    more.addAnswerRoute('answer');
    const stateMachine = new sfn.StateMachine(stack, 'Plain', { definitionBody: passing(stack, 'Plain Pass') });
    (webSocketApi as apigwv2.WebSocketApi).addRoute('plain', { integration: new WebSocketStepFunctionsIntegration('Plain', { stateMachine }) });
    expect(resourcesOf('SendTaskSuccess')).toEqual([more.stateMachine, stateMachine].map(arnOf));
    expect(resourcesOf('SendTaskSuccess')).not.toContain(arnOf(api.stateMachine));
  });

  test('need no more of a route than one has, as long as there is but one', () => {
    const api = orders();
    api.addStatusRoute('status');
    expect(integrationOf('status').request).not.toContain('workflow');
  });

  test('may have one that a message need not name, which is Express and cannot be asked after', () => {
    const api = orders(express);
    api.addWorkflow('slow', { definitionBody: passing(stack, 'Slow') });
    api.addStatusRoute('status', { workflowPath: '$.of' });
    expect(integrationOf('status').request).toContain("input.path('$.of')");
    expect(integrationOf('status').request).not.toContain("if($workflow == '')");
  });

  test.each<[string, ExecutionName | undefined, ExecutionName | undefined, boolean]>([
    ['some per principal, others not', ExecutionName.perPrincipal(), undefined, true],
    ['some per principal, others by the message', ExecutionName.perPrincipal(), ExecutionName.fromMessage(), true],
    ['some per principal, others per connection', ExecutionName.perPrincipal(), ExecutionName.perConnection(), false],
    ['none', undefined, undefined, false],
  ])('are warned of where executions of some are found by their ids alone, and of others only by who has started them: named %s', (_, executionName, ofOther, isWarned) => {
    const api = orders({ executionName, authorizer: new WebSocketIamAuthorizer() });
    api.addStatusRoute('status');
    api.addWorkflow('report', { definitionBody: passing(stack, 'Report'), executionName: ofOther });
    const text = 'executions of Stack/Orders/report-Workflow/StateMachine are found by their ids alone, whoever has started them';
    const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('executionName'));
    expect(warnings.map(({ entry }) => entry.data)).toEqual(isWarned ? [expect.stringContaining(text)] : []);
  });

  test('fails where messages cannot tell them apart', () => {
    const api = orders();
    const stateMachine = new sfn.StateMachine(stack, 'Machine', { definitionBody: passing(stack, 'Another') });
    api.addWorkflow('same', { stateMachine, routeKeys: ['a'] });
    api.addWorkflow('same', { stateMachine, routeKeys: ['b'] });
    api.addWorkflow("it's", { stateMachine, routeKeys: ['c'] });
    api.addStopRoute('stop');
    expect(() => Template.fromStack(stack)).toThrow('Stack/Orders: invalid options of addStopRoute("stop")\n  stateMachine: got none, and several workflows "same"; '
      + 'allowed: ids of which messages name one workflow each; give stateMachine for the others\n  stateMachine: got none, and the workflow "it\'s"; allowed: ids without');
  });

  test('fails with more than a template holds', () => {
    const api = orders();
    const stateMachine = sfn.StateMachine.fromStateMachineArn(stack, 'Machine', 'arn:aws:states:eu-west-1:123456789012:stateMachine:orders');
    for (let index = 0; index < 40; index++) {
      api.addWorkflow(`${'long'.repeat(250)}${index}`, { stateMachine, routeKeys: [`route ${index}`] });
    }
    api.addStatusRoute('status');
    expect(() => Template.fromStack(stack)).toThrow(/addStatusRoute\("status"\)\n {2}stateMachine: got a template of \d+ characters; allowed: at most 32768/);
  });
});

test('answers may be for one state machine, by a token from where the user says', () => {
  const api = orders();
  const other = api.addWorkflow('other', { definitionBody: passing(stack, 'Other') });
  api.addAnswerRoute('answer', { stateMachine: other, taskTokenPath: '$.to.token' });

  expect(integrationOf('answer').request).toContain("input.path('$.to.token')");
  expect(statements()).toEqual([{ Effect: 'Allow', Action: 'states:SendTaskSuccess', Resource: textOf(stack.resolve(other.stateMachineArn)) }]);
});

test('the right to an encrypted execution is not lost by a second object of its state machine', () => {
  const key = new kms.Key(stack, 'Key');
  const stateMachine = new sfn.StateMachine(stack, 'Machine', {
    definitionBody: passing(stack, 'Another'), encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(key), stateMachineName: 'orders',
  });
  orders().addStatusRoute('status', { stateMachine: sfn.StateMachine.fromStateMachineArn(stack, 'Same', stateMachine.stateMachineArn) });
  expect(statements().map(({ Action }) => Action)).toContain('kms:Decrypt');
});

test('an integration of its own fails on $connect, which has no message', () => {
  const webSocketApi = new apigwv2.WebSocketApi(stack, 'Api');
  const integration = WebSocketStepFunctionsIntegration.stopExecution('Stop', { stateMachine: orders().stateMachine });
  expect(() => webSocketApi.addRoute('$connect', { integration })).toThrow('Stack/Api/$connect-Route: invalid props\n  routeKey: got "$connect"');
});

describe('pings', () => {
  const countOf = (add: (api: WebSocketStepFunctionsAsync) => void, authorizer?: apigwv2.IWebSocketRouteAuthorizer) => {
    const count = (of: Stack) => Object.keys(Template.fromStack(of).toJSON().Resources).length;
    stack = newStack();
    orders({ authorizer });
    const without = count(stack);
    stack = newStack();
    add(orders({ authorizer }));
    return count(stack) - without;
  };

  test('cost two resources where the construct makes $connect, four otherwise', () => {
    expect(countOf((api) => api.addPingRoute(), new WebSocketIamAuthorizer())).toBe(2);
    expect(countOf((api) => api.addPingRoute(), new apigwv2.WebSocketNoneAuthorizer())).toBe(4);
    expect(countOf((api) => ['ping', 'pong'].map((key) => api.addPingRoute(key)), new apigwv2.WebSocketNoneAuthorizer())).toBe(6);
  });

  test('give nobody a right, and call nothing', () => {
    orders().addPingRoute('still there?');
    const [{ Properties: route }] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'still there?' } }));
    const { Properties } = Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration')[textOf(route.Target).replace(/^.*<(\w+)>$/, '$1')];
    expect(Properties).toMatchObject({ IntegrationType: 'MOCK' });
    expect(Properties).not.toHaveProperty('CredentialsArn');
    expect(statements()).toEqual([]);
  });

  test('keep their mock when $connect gets an integration of the user\'s', () => {
    const add = (api: WebSocketStepFunctionsAsync, ...routeKeys: string[]) => routeKeys.map((key) => api.addPingRoute(key));
    const api = orders({ authorizer: new WebSocketIamAuthorizer() });
    add(api, 'ping', 'pong');
    api.addRoute('$connect', { integration: new WebSocketMockIntegration('Mine') });
    add(api, 'late');
    const template = Template.fromStack(stack);
    const integrations = template.findResources('AWS::ApiGatewayV2::Integration');
    for (const { Properties } of Object.values(template.findResources('AWS::ApiGatewayV2::Route'))) {
      expect(Object.keys(integrations)).toContain(textOf(Properties.Target).replace(/^.*<(\w+)>$/, '$1'));
    }
    expect(Object.values(template.findResources('AWS::ApiGatewayV2::IntegrationResponse')).filter(({ Properties }) =>
      textOf(Properties.ResponseTemplates.$default) === '{"pong":true}')).toHaveLength(1);
  });

  test('fail on $connect, which has no message', () => {
    expect(() => orders().addPingRoute('$connect')).toThrow('invalid arguments of addPingRoute("$connect")\n  routeKey: got "$connect"; allowed: a route of messages');
  });
});

test.each<[string, (api: WebSocketStepFunctionsAsync) => void]>([
  ['addRoute', (api) => api.addRoute('two', { integration: new WebSocketMockIntegration('Mine') })],
  ['addStatusRoute', (api) => api.addStatusRoute('two')],
  ['addStopRoute', (api) => api.addStopRoute('two')],
  ['addAnswerRoute', (api) => api.addAnswerRoute('two')],
  ['addPingRoute', (api) => api.addPingRoute('two')],
])('an error of a route that is there already names the method that was called: %s', (method, add) => {
  const api = orders();
  add(api);
  expect(() => add(api)).toThrow(`Stack/Orders: invalid arguments of ${method}("two")\n  routeKey: got "two" twice`);
  expect(() => api.addWorkflow('two', { definitionBody: passing(stack, 'Two') })).toThrow('invalid options of addWorkflow("two")');
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

test('grantCloseConnections reaches a workflow of another stack, on which the API\'s depends already', () => {
  const other = new Stack(stack.node.root as App, 'Other');
  const stateMachine = new sfn.StateMachine(other, 'Machine', { definitionBody: passing(other) });
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine });
  api.grantCloseConnections(stateMachine).assertSuccess();

  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const [reply] = policies.filter(({ Properties: { Roles: [role] } }) => role['Fn::ImportValue']).map(({ Properties }) => Properties.PolicyDocument.Statement);
  expect(reply.flatMap(({ Resource }: any) => [Resource].flat().map((arn) => textOf(arn).replace(/^.*>\//, '')))).toEqual(['prod/POST/@connections/*', 'prod/DELETE/@connections/*']);
});
