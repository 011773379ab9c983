import { App, Aspects, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { newStack, passing, policiesOf, textOf, theOnly } from './stacks';
import {
  Broadcast, ConnectionRegistry, ConnectionRegistryProps, GroupAccess, SendToGroup, SendToPrincipal, WebSocketStepFunctionsAsync,
  WebSocketStepFunctionsAsyncProps,
} from '../src';

const publicly = new apigwv2.WebSocketNoneAuthorizer();

interface Made {
  readonly stack: Stack;
  readonly registry: ConnectionRegistry;
  readonly api: WebSocketStepFunctionsAsync;
}

function make(props: Partial<WebSocketStepFunctionsAsyncProps> = {}, registryProps?: ConnectionRegistryProps, stack = newStack()): Made {
  const registry = new ConnectionRegistry(stack, 'Connections', registryProps);
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', {
    ...(props.stateMachine ? {} : { definitionBody: passing(stack) }), connections: registry, ...props,
  });
  return { stack, registry, api };
}

const resourcesOf = (stack: Stack): Record<string, any> => Template.fromStack(stack).toJSON().Resources;
const ofType = (stack: Stack, type: string) => Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties);

/** What is behind a route: its integration, with the only integration response. */
function behind(stack: Stack, routeKey: string): { route: any; integration: any; response: any } {
  const [route] = ofType(stack, 'AWS::ApiGatewayV2::Route').filter(({ RouteKey }) => RouteKey === routeKey);
  const logicalId = textOf(route.Target).replace(/^integrations\/<(.*)>$/, '$1');
  const integration = resourcesOf(stack)[logicalId].Properties;
  const responses = ofType(stack, 'AWS::ApiGatewayV2::IntegrationResponse').filter(({ IntegrationId }) => IntegrationId.Ref === logicalId);
  expect(responses).toHaveLength(1);
  return { route, integration, response: responses[0] };
}

describe('costs', () => {
  const count = (stack: Stack) => Object.keys(resourcesOf(stack)).length;
  const without = (authorizer?: apigwv2.IWebSocketRouteAuthorizer) => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer });
    return count(stack);
  };

  test('ten resources, and four of $connect where there was none', () => {
    expect(count(make().stack) - without()).toBe(10);
    expect(count(make({ authorizer: publicly }).stack) - without(publicly)).toBe(14);
  });

  test('eight for the routes of groups, and four for that of presence', () => {
    const [plain, groups, presence] = [make(), make(), make()];
    groups.api.addGroupRoutes();
    presence.api.addPresenceRoute();
    expect(count(groups.stack) - count(plain.stack)).toBe(8);
    expect(count(presence.stack) - count(plain.stack)).toBe(4);
  });

  test('nothing else for states that send', () => {
    const [plain, other] = [make(), make()];
    plain.api.addWorkflow('more', { definitionBody: passing(plain.stack, 'More') });
    const states = [
      new SendToPrincipal(other.stack, 'a', { connections: other.registry, message: sfn.TaskInput.fromObject({}) }),
      new SendToGroup(other.stack, 'b', { connections: other.registry, message: sfn.TaskInput.fromObject({}), group: 'g' }),
      new Broadcast(other.stack, 'c', { connections: other.registry, message: sfn.TaskInput.fromObject({}) }),
    ];
    other.api.addWorkflow('more', { definitionBody: sfn.DefinitionBody.fromChainable(states[0].next(states[1]).next(states[2])) });
    expect(count(other.stack)).toBe(count(plain.stack));
  });
});

test('has a table on demand, without an index, whose rows go by themselves, and which stays', () => {
  const { stack } = make();
  const [table] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'));
  expect(table).toEqual({
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});

test('registers a connection while its handshake is pending, which a write that fails ends', () => {
  const { stack } = make();
  const { integration, response, route } = behind(stack, '$connect');

  expect(textOf(integration.IntegrationUri)).toMatch(/^arn:<AWS::Partition>:apigateway:<AWS::Region>:dynamodb:action\/PutItem$/);
  expect(integration).toMatchObject({ IntegrationType: 'AWS', IntegrationMethod: 'POST', PassthroughBehavior: 'NEVER', TemplateSelectionExpression: '\\$default' });
  expect(response).toMatchObject({ IntegrationResponseKey: '/200/', ResponseTemplates: { $default: '{"statusCode":200}' } });
  expect(route.AuthorizationType).toBe('AWS_IAM');
  expect(ofType(stack, 'AWS::ApiGatewayV2::RouteResponse').map(({ RouteId }) => textOf(RouteId))).toContainEqual(expect.stringContaining('connectRoute'));
});

test('forgets a connection when it ends, without an answer to anybody', () => {
  const { stack } = make();
  const { integration, response } = behind(stack, '$disconnect');

  expect(textOf(integration.IntegrationUri)).toMatch(/dynamodb:action\/DeleteItem$/);
  // Nothing of it is the client's.
  expect(textOf(integration.RequestTemplates.$default)).not.toContain('$input');
  expect(response.IntegrationResponseKey).toBe('$default');
  expect(ofType(stack, 'AWS::ApiGatewayV2::RouteResponse').map(({ RouteId }) => textOf(RouteId)).filter((route) => route.includes('disconnect'))).toEqual([]);
});

describe('rights', () => {
  const readable = (statement: any) => ({ ...statement, Resource: [statement.Resource].flat().map((resource: any) => textOf(resource).replace(/[0-9A-F]{8}(\.Arn)?>/g, '>')) });
  const statementsOf = (stack: Stack, role: RegExp) => Object.entries(policiesOf(stack))
    .filter(([name]) => role.test(name))
    .flatMap(([, documents]) => documents.flatMap(({ Statement }) => Statement.map(readable)));
  const allow = (Action: string | string[], ...Resource: string[]) => ({ Effect: 'Allow', Action, Resource });
  const connections = (stage = 'prod') =>
    `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<OrdersWebSocketApi>/${stage}/POST/@connections/*`;

  test('of the post office are to read, to forget, to hand over and to post to the APIs that register with it', () => {
    const { stack } = make();
    expect(statementsOf(stack, /PostOffice/)).toEqual([
      // Logs and traces, by actions that AWS binds to no resource.
      { Effect: 'Allow', Action: expect.arrayContaining(['logs:CreateLogDelivery']), Resource: ['*'] },
      { Effect: 'Allow', Action: expect.arrayContaining(['xray:PutTraceSegments']), Resource: ['*'] },
      allow(['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:DeleteItem'], '<ConnectionsTable>'),
      allow('states:StartExecution', '<ConnectionsPostOfficeWorkflowStateMachine>'),
      allow('execute-api:ManageConnections', connections()),
    ]);
  });

  test('of API Gateway are to write and delete rows, and to read them only where clients ask who is there', () => {
    const [writing, reading] = [make(), make()];
    [writing, reading].forEach(({ api }) => api.addGroupRoutes());
    reading.api.addPresenceRoute();
    const starts = allow('states:StartExecution', '<OrdersWorkflowStateMachine>');
    const rows = ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'].map((action) => allow(action, '<ConnectionsTable>'));
    const written = statementsOf(writing.stack, /StepFunctionsRole/);
    expect(written).toHaveLength(3);
    expect(written).toEqual(expect.arrayContaining([starts, rows[0], rows[1]]));
    const read = statementsOf(reading.stack, /StepFunctionsRole/);
    expect(read).toHaveLength(4);
    expect(read).toEqual(expect.arrayContaining([starts, ...rows]));
  });

  test('of a workflow are to start the post office, in the way that its states do', () => {
    const { stack, api, registry } = make();
    const message = sfn.TaskInput.fromObject({});
    const tasks: [string, sfn.TaskStateBase, string][] = [
      ['person', new SendToPrincipal(stack, 'P', { connections: registry, message }), 'StartSyncExecution'],
      ['question', new SendToPrincipal(stack, 'Q', { connections: registry, message, integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN }), 'StartExecution'],
      ['group', new SendToGroup(stack, 'G', { connections: registry, message, group: 'g' }), 'StartExecution'],
      ['all', new Broadcast(stack, 'B', { connections: registry, message }), 'StartExecution'],
    ];
    tasks.forEach(([id, task]) => api.addWorkflow(id, { definitionBody: sfn.DefinitionBody.fromChainable(task) }));

    for (const [id, , action] of tasks) {
      expect(statementsOf(stack, new RegExp(`Orders${id}Workflow`)).filter(({ Action }) => /^(states|dynamodb)/.test([Action].flat()[0]))).toEqual([
        allow(`states:${action}`, '<ConnectionsPostOfficeWorkflowStateMachine>'),
      ]);
    }
  });

  test('are granted to others: to look up, and to send', () => {
    const { stack, registry } = make();
    const [reader, sender] = ['Reader', 'Sender'].map((id) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() }));
    registry.grantRead(reader);
    registry.grantSend(sender);
    expect(statementsOf(stack, /^<Reader/)).toEqual([allow(['dynamodb:GetItem', 'dynamodb:Query'], '<ConnectionsTable>')]);
    expect(statementsOf(stack, /^<Sender/)).toEqual([allow(['states:StartExecution', 'states:StartSyncExecution'], '<ConnectionsPostOfficeWorkflowStateMachine>')]);
  });

  test('with a key of the customer\'s, include what the table\'s rows take, through DynamoDB alone', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    make({}, { encryptionKey: key }, stack);
    const throughDynamoDb = {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      Resource: ['<Key>'],
      Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } },
    };
    for (const role of [/PostOffice/, /StepFunctionsRole/]) {
      expect(statementsOf(stack, role).filter(({ Action }) => String(Action).includes('kms'))).toEqual([throughDynamoDb]);
    }
    Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: stack.resolve(key.keyArn) } });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: stack.resolve(key.keyArn) });
    expect(JSON.stringify(theOnly(stack, 'AWS::KMS::Key').KeyPolicy)).toContain('logs.');
  });
});

test('the post office leaves a record of each message without its data, is in alarms and on the dashboard', () => {
  const { stack, api, registry } = make();
  const alarms = api.addAlarms();
  api.addDashboard();
  Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', {
    StateMachineType: 'EXPRESS', LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false }, TracingConfiguration: { Enabled: true },
  });
  expect(alarms.map(({ node }) => node.id)).toEqual(expect.arrayContaining(['PostOfficeFailed', 'PostOfficeTimedOut', 'PostOfficeThrottled']));
  const arn = stack.resolve(registry.postOffice.stateMachineArn);
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ExecutionsFailed', Dimensions: [{ Name: 'StateMachineArn', Value: arn }] });
  expect(JSON.stringify(theOnly(stack, 'AWS::CloudWatch::Dashboard').DashboardBody)).toContain('PostOffice');
});

describe('updates', () => {
  const withoutIds = ({ Type }: any) => Type;

  test('switched on, it changes $connect in its place, and what else it changes is a new deployment', () => {
    const before = newStack();
    new WebSocketStepFunctionsAsync(before, 'Orders', { definitionBody: passing(before) });
    const [old, now] = [resourcesOf(before), resourcesOf(make().stack)];

    const gone = Object.entries(old).filter(([id]) => !(id in now)).map(([, resource]) => withoutIds(resource)).sort();
    expect(gone).toEqual(['AWS::ApiGatewayV2::Deployment', 'AWS::ApiGatewayV2::Integration']);
    const changed = Object.keys(old).filter((id) => id in now && JSON.stringify(old[id]) !== JSON.stringify(now[id]))
      .map((id) => [old[id].Type, now[id].Properties.RouteKey]);
    expect(changed.sort()).toEqual([
      ['AWS::ApiGatewayV2::Integration', undefined], ['AWS::ApiGatewayV2::IntegrationResponse', undefined], ['AWS::ApiGatewayV2::Route', '$connect'],
      ['AWS::ApiGatewayV2::Stage', undefined], ['AWS::IAM::Policy', undefined],
    ]);
  });

  test('taken out of the stack, it leaves the table, which another takes over by its name', () => {
    const { stack } = make({}, { tableName: 'connections' });
    expect(Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'))[0]).toMatchObject({ DeletionPolicy: 'Retain', Properties: { TableName: 'connections' } });

    const again = newStack();
    make({}, { table: dynamodb.Table.fromTableName(again, 'Table', 'connections') }, again);
    expect(ofType(again, 'AWS::DynamoDB::Table')).toEqual([]);
    expect(textOf(behind(again, '$connect').integration.RequestTemplates.$default)).toContain('"TableName":"connections"');
    const [postOffice] = ofType(again, 'AWS::StepFunctions::StateMachine').filter(({ StateMachineType }) => StateMachineType === 'EXPRESS');
    expect(JSON.parse(textOf(postOffice.DefinitionString)).States.Read.Arguments.TableName).toBe('connections');
  });

  test('goes with its stack where that is asked for', () => {
    const { stack } = make({}, { removalPolicy: RemovalPolicy.DESTROY });
    expect(Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'))[0]).toMatchObject({ DeletionPolicy: 'Delete' });
  });

  test('routes come in any order of statements, before and after others', () => {
    const routesOf = (...add: ((api: WebSocketStepFunctionsAsync, stack: Stack) => void)[]) => {
      const { stack, api } = make({}, { groupAccess: GroupAccess.anybody() });
      add.forEach((one) => one(api, stack));
      return Object.fromEntries(ofType(stack, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => [RouteKey, textOf(behind(stack, RouteKey).integration.IntegrationUri ?? '')]));
    };
    const groups = (api: WebSocketStepFunctionsAsync) => void api.addGroupRoutes();
    const presence = (api: WebSocketStepFunctionsAsync) => void api.addPresenceRoute();
    const ping = (api: WebSocketStepFunctionsAsync) => void api.addPingRoute();
    const workflow = (api: WebSocketStepFunctionsAsync, stack: Stack) => void api.addWorkflow('more', { definitionBody: passing(stack, 'More') });
    const all = [groups, presence, ping, workflow];
    expect(routesOf(...all.reverse())).toEqual(routesOf(...all));
    expect(Object.keys(routesOf(...all)).sort()).toEqual(['$connect', '$default', '$disconnect', 'join', 'leave', 'more', 'ping', 'presence']);
  });

  test('an app may be synthesized again', () => {
    const { stack } = make();
    const app = stack.node.root as App;
    const template = () => app.synth({ force: true }).getStackArtifact(stack.artifactId).template;
    expect(template()).toEqual(template());
  });
});

describe('over several stacks', () => {
  const dependenciesOf = (stack: Stack) => stack.dependencies.map(({ node }) => node.id).sort();

  test('a registry, an API and a workflow in a stack each: the API comes last', () => {
    const app = new App();
    const [ofRegistry, ofWorkflow, ofApi] = ['Registry', 'Workflow', 'Api'].map((id) => new Stack(app, id));
    const registry = new ConnectionRegistry(ofRegistry, 'Connections');
    const tell = new SendToPrincipal(ofWorkflow, 'Tell', { connections: registry, message: sfn.TaskInput.fromObject({}) });
    const stateMachine = new sfn.StateMachine(ofWorkflow, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(tell) });
    const api = new WebSocketStepFunctionsAsync(ofApi, 'Orders', { connections: registry, stateMachine });
    api.addGroupRoutes();

    app.synth();
    expect([ofRegistry, ofWorkflow, ofApi].map(dependenciesOf)).toEqual([[], ['Registry'], ['Registry', 'Workflow']]);
    // Who may post to the API is said where the API is.
    const policies = ofType(ofApi, 'AWS::IAM::Policy').filter(({ PolicyDocument }) => JSON.stringify(PolicyDocument).includes('ManageConnections'));
    expect(policies.map(({ Roles }) => JSON.stringify(Roles))).toContainEqual(expect.stringContaining('PostOffice'));
  });

  test('two APIs with one registry: each registers where it is, and the post office may post to both', () => {
    const stack = newStack();
    const { registry } = make({}, {}, stack);
    new WebSocketStepFunctionsAsync(stack, 'Admin', { connections: registry, definitionBody: passing(stack, 'B'), stageName: 'live' });

    const rows = ofType(stack, 'AWS::ApiGatewayV2::Integration').map(({ RequestTemplates }) => textOf(RequestTemplates.$default)).filter((text) => text.includes('"Item"'));
    expect(rows.map((row) => /"endpoint":\{"S":"<(\w+?)WebSocketApi\w+>.*"stage":\{"S":"(\w+)"\}/.exec(row)?.slice(1))).toEqual([['Orders', 'prod'], ['Admin', 'live']]);
    const posts = ofType(stack, 'AWS::IAM::Policy').filter(({ Roles }) => JSON.stringify(Roles).includes('PostOffice'))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement).filter(({ Action }) => Action === 'execute-api:ManageConnections');
    expect(posts).toHaveLength(2);
  });

  test('two constructs on one stage: the first registers', () => {
    const { stack, api, registry } = make();
    new WebSocketStepFunctionsAsync(stack, 'More', { connections: registry, webSocketStage: api.webSocketStage, routeKeys: ['more'], definitionBody: passing(stack, 'B') })
      .addPresenceRoute();
    expect(ofType(stack, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey).sort()).toEqual(['$connect', '$default', '$disconnect', 'more', 'presence']);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('unregisteredConnections'));
  });
});

describe('an API\'s own $connect', () => {
  const own = (integration: (registry: ConnectionRegistry) => apigwv2.WebSocketRouteIntegration) => {
    const made = make({ authorizer: publicly });
    made.api.addRoute('$connect', { integration: integration(made.registry), returnResponse: true });
    return made;
  };
  const warning = Match.stringLikeRegexp('registers? connections with Stack/Connections.*connectIntegration.*unregisteredConnections');

  test('stays, and synth says that nobody is registered', () => {
    const { stack } = own(() => new WebSocketMockIntegration('Mine'));
    expect(behindType(stack, '$connect')).toBe('MOCK');
    Annotations.fromStack(stack).hasWarning('/Stack/Orders', warning);
  });

  test('may register itself', () => {
    const { stack } = own((registry) => registry.connectIntegration('Mine'));
    expect(textOf(behind(stack, '$connect').integration.RequestTemplates.$default)).toContain('"stage":{"S":"$context.stage"}');
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('unregisteredConnections'));
  });

  test('is told of what refuses every handshake: the route has no response', () => {
    const { stack, api, registry } = make({ authorizer: publicly });
    api.addRoute('$connect', { integration: registry.connectIntegration('Mine') });
    Annotations.fromStack(stack).hasWarning('/Stack/Orders/WebSocketApi/$connect-Route', Match.stringLikeRegexp('returnResponse: true.*handshakeWithoutResponse'));

    const answering = own((connections) => connections.connectIntegration('Mine'));
    Annotations.fromStack(answering.stack).hasNoWarning('*', Match.stringLikeRegexp('handshakeWithoutResponse'));
  });

  test.each<[string, string, (registry: ConnectionRegistry) => apigwv2.WebSocketRouteIntegration]>([
    ['hello', 'connectIntegration', (registry) => registry.connectIntegration('Mine')],
    ['$disconnect', 'connectIntegration', (registry) => registry.connectIntegration('Mine')],
    ['$connect', 'disconnectIntegration', (registry) => registry.disconnectIntegration('Mine')],
  ])('fails on %s with %s, which is for another', (routeKey, method, integration) => {
    const { api, registry } = make({ authorizer: publicly });
    const [, allowed] = /^(.*)Integration$/.exec(method)!;
    expect(() => api.addRoute(routeKey, { integration: integration(registry) })).toThrow(`routeKey: got "${routeKey}"; allowed: $${allowed}, which ${method} is for`);
  });

  test('and $disconnect of plain CDK are left alone, whoever adds them', () => {
    const { stack, api } = make({ authorizer: publicly });
    const plain = api.webSocketApi as apigwv2.WebSocketApi;
    plain.addRoute('$connect', { integration: new WebSocketMockIntegration('Mine') });
    plain.addRoute('$disconnect', { integration: new WebSocketMockIntegration('Mine') });
    expect([behindType(stack, '$connect'), behindType(stack, '$disconnect')]).toEqual(['MOCK', 'MOCK']);
  });

  test('and everything else of an API that exists already is left alone, with a warning if it is of this app', () => {
    const stack = newStack();
    make({ webSocketApi: new apigwv2.WebSocketApi(stack, 'Api') }, {}, stack);
    expect(ofType(stack, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey)).toEqual(['$default']);
    Annotations.fromStack(stack).hasWarning('/Stack/Orders', warning);

    const imported = newStack();
    make({ webSocketApi: apigwv2.WebSocketApi.fromWebSocketApiAttributes(imported, 'Api', { webSocketId: 'abc' }) }, {}, imported);
    Annotations.fromStack(imported).hasNoWarning('*', Match.stringLikeRegexp('unregisteredConnections'));
  });

  test('works with plain CDK alone', () => {
    const stack = newStack();
    const registry = new ConnectionRegistry(stack, 'Connections');
    new apigwv2.WebSocketApi(stack, 'Api', {
      connectRouteOptions: { integration: registry.connectIntegration('Connect'), authorizer: new WebSocketIamAuthorizer(), returnResponse: true },
      disconnectRouteOptions: { integration: registry.disconnectIntegration('Disconnect') },
    });
    expect(behind(stack, '$connect').response.IntegrationResponseKey).toBe('/200/');
    expect(JSON.stringify(policiesOf(stack))).toContain('/*/POST/@connections/*');
  });
});

function behindType(stack: Stack, routeKey: string): string {
  const [route] = ofType(stack, 'AWS::ApiGatewayV2::Route').filter(({ RouteKey }) => RouteKey === routeKey);
  return resourcesOf(stack)[textOf(route.Target).replace(/^integrations\/<(.*)>$/, '$1')].Properties.IntegrationType;
}

describe('fails with', () => {
  const table = (stack: Stack, props: Partial<dynamodb.TableProps>) => new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: 'expiresAt',
    ...props,
  });
  const keys = 'table: got the keys .*; allowed: pk \\(HASH, S\\), sk \\(RANGE, S\\)';

  test.each<[string, (stack: Stack) => ConnectionRegistryProps, string]>([
    ['a table whose partition key is another', (stack) => ({ table: table(stack, { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }) }), keys],
    ['a table whose sort key is another', (stack) => ({ table: table(stack, { sortKey: { name: 'at', type: dynamodb.AttributeType.STRING } }) }), keys],
    ['a table whose sort key is a number', (stack) => ({ table: table(stack, { sortKey: { name: 'sk', type: dynamodb.AttributeType.NUMBER } }) }), keys],
    ['a table without a sort key', (stack) => ({ table: table(stack, { sortKey: undefined }) }), keys],
    ['a table whose rows stay for ever', (stack) => ({ table: table(stack, { timeToLiveAttribute: undefined }) }), 'table: got the time-to-live attribute none; allowed: expiresAt'],
    ['a table whose rows go by something else', (stack) => ({ table: table(stack, { timeToLiveAttribute: 'ttl' }) }), 'table: got the time-to-live attribute ttl'],
    ['a name beside a table', (stack) => ({ table: table(stack, {}), tableName: 'connections' }), 'tableName: got a value beside table'],
    ['a removal policy beside a table', (stack) => ({ table: table(stack, {}), removalPolicy: RemovalPolicy.DESTROY }), 'removalPolicy: got a value beside table'],
    ['a name that is none', () => ({ tableName: 'a b' }), 'tableName: got "a b"; allowed: 3 to 255'],
    ['a principal that the client says', () => ({ principal: 'route.request.body.user' }), 'principal: got the principal "route.request.body.user"; allowed: a context variable'],
    ['groups that the client says', () => ({ groupAccess: GroupAccess.listedIn('request.body.groups') }), 'groupAccess: got the context variable "request.body.groups"; allowed: one that the authorizer sets'],
    ['a prefix of groups that the client says', () => ({ groupAccess: GroupAccess.prefixedBy('identity.userAgent') }), 'groupAccess: got the context variable'],
  ])('%s', (_, props, fault) => {
    const stack = newStack();
    expect(() => new ConnectionRegistry(stack, 'Connections', props(stack))).toThrow(new RegExp(`^Stack/Connections: invalid props\\n  ${fault}`));
  });

  test('a registry of another region', () => {
    const app = new App();
    const [here, there] = ['eu-west-1', 'us-east-1'].map((region) => new Stack(app, region, { env: { region, account: '111111111111' } }));
    const registry = new ConnectionRegistry(there, 'Connections');
    expect(() => new WebSocketStepFunctionsAsync(here, 'Orders', { definitionBody: passing(here), connections: registry }))
      .toThrow('eu-west-1/Orders: invalid props\n  connections: got one of region us-east-1; allowed: one of region eu-west-1, where the API is');
    expect(() => new ConnectionRegistry(here, 'Connections', { table: registry.table })).toThrow('table: got one of region us-east-1');
  });

  test.each<[string, (api: WebSocketStepFunctionsAsync) => void]>([
    ['addGroupRoutes("join", "leave")', (api) => api.addGroupRoutes()],
    ['addPresenceRoute("presence")', (api) => api.addPresenceRoute()],
  ])('%s where there is no registry', (name, add) => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });
    expect(() => add(api)).toThrow(`Stack/Orders: invalid arguments of ${name}\n  connections: got none; allowed: a ConnectionRegistry`);
  });

  test.each<[string, (api: WebSocketStepFunctionsAsync) => void, string]>([
    ['a route twice', (api) => api.addGroupRoutes('a', 'a'), 'routeKey: got "a" twice'],
    ['a route of no messages', (api) => api.addPresenceRoute('$connect'), 'routeKey: got "$connect"; allowed: a route of messages'],
    ['a route of no messages as the second', (api) => api.addGroupRoutes('join', '$connect'), 'routeKey: got "$connect"; allowed: a route of messages'],
    ['a path that is none', (api) => api.addGroupRoutes('join', 'leave', { groupPath: "$['x']" }), 'groupPath: got "$[\'x\']"; allowed: the JSONPath of a member'],
  ])('%s', (_, add, fault) => {
    expect(() => add(make().api)).toThrow(fault);
  });

  test('all that is wrong with the arguments of a route at once', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });
    expect(() => api.addPresenceRoute('$connect', { groupPath: 'group' })).toThrow(
      /^Stack\/Orders: invalid arguments of addPresenceRoute\("\$connect"\)\n {2}routeKey: got "\$connect".*\n {2}groupPath: got "group".*\n {2}connections: got none/);
  });
});

describe('warns', () => {
  test.each<[string, (api: WebSocketStepFunctionsAsync) => void]>([
    ['join', (api) => {
      api.addGroupRoutes();
      api.addPresenceRoute();
    }],
    ['ask after', (api) => void api.addPresenceRoute()],
  ])('once of groups that everybody may %s, unless that is said', (_, add) => {
    const { stack, api } = make();
    add(api);
    const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('groupAccess of Stack/Connections.*openGroups'));
    expect(found).toHaveLength(1);

    const said = make({}, { groupAccess: GroupAccess.anybody() });
    add(said.api);
    Annotations.fromStack(said.stack).hasNoWarning('*', Match.stringLikeRegexp('openGroups'));
  });

  test.each(['identity.userAgent', 'identity.sourceIp'])('of persons by %s, which is not the authorizer\'s: clients would hear what is for others', (principal) => {
    const { stack } = make({}, { principal });
    Annotations.fromStack(stack).hasWarning('/Stack/Connections', Match.stringLikeRegexp(`${principal}.*principal that the authorizer sets.*foreignMessages`));

    const safe = make({}, { principal: 'authorizer.tenant' });
    Annotations.fromStack(safe.stack).hasNoWarning('*', Match.stringLikeRegexp('foreignMessages'));
  });

  test('of what API Gateway knows nothing of with the authorizer of $connect', () => {
    const unknown = Match.stringLikeRegexp('unknownToAuthorizer');
    const principal = make({}, { principal: 'authorizer.tenant' });
    Annotations.fromStack(principal.stack).hasWarning('/Stack/Orders', Match.stringLikeRegexp('the principal authorizer.tenant of Stack/Connections.*AWS_IAM.*unknownToAuthorizer'));

    const groups = make({}, { groupAccess: GroupAccess.prefixedBy('authorizer.team') });
    Annotations.fromStack(groups.stack).hasWarning('/Stack/Orders', Match.stringLikeRegexp('the groupAccess authorizer.team of Stack/Connections.*AWS_IAM.*unknownToAuthorizer'));

    for (const [props, registryProps] of <Parameters<typeof make>[]>[
      [{}, {}], [{ authorizer: publicly }, {}], [{}, { principal: 'identity.user' }], [{}, { groupAccess: GroupAccess.anybody() }],
    ]) {
      Annotations.fromStack(make(props, registryProps).stack).hasNoWarning('*', unknown);
    }
  });

  test('of a workflow that sends to whoever has started it where nobody knows who that is', () => {
    const { stack, registry } = make();
    const message = sfn.TaskInput.fromObject({});
    const tell = (id: string) => sfn.DefinitionBody.fromChainable(new SendToPrincipal(stack, id, { connections: registry, message }));
    new WebSocketStepFunctionsAsync(stack, 'Unaware', { definitionBody: tell('a') });
    new WebSocketStepFunctionsAsync(stack, 'Aware', { connections: registry, definitionBody: tell('b') });
    const warning = Match.stringLikeRegexp('reads connection.principal from its input');
    const found = Annotations.fromStack(stack).findWarning('*', warning);
    expect(found.map(({ id }) => id)).toEqual([expect.stringContaining('Unaware')]);
  });
});

test('aspects of the user\'s see all of it', () => {
  const { stack } = make();
  const seen: string[] = [];
  Aspects.of(stack).add({ visit: ({ node }) => void seen.push(node.path) });
  Template.fromStack(stack);
  expect(seen).toEqual(expect.arrayContaining(['Stack/Connections/Table/Resource', 'Stack/Orders/WebSocketApi/$disconnect-Route']));
});
