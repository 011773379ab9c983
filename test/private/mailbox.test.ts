import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { StateMachine, TaskFailure, TaskHandler } from '../../local/src';
import {
  ConnectionRegistry, ConnectionRegistryProps, MailboxOptions, SendToPrincipal, SendToPrincipalProps, WebSocketStepFunctionsAsync,
  WebSocketStepFunctionsAsyncProps,
} from '../../src';
import { newStack, passing, policiesOf, resourceCountOf, textOf } from '../stacks';

const message = sfn.TaskInput.fromObject({ done: true });

function api(
  stack: Stack, registry: ConnectionRegistryProps = {}, props: Partial<WebSocketStepFunctionsAsyncProps> = {},
): WebSocketStepFunctionsAsync {
  const connections = new ConnectionRegistry(stack, 'Connections', registry);
  return new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), connections, ...props });
}

/** The definition of the machine whose logical id begins so. */
function definitionOf(stack: Stack, begin: string): any {
  const machines = Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine');
  return JSON.parse(textOf(Object.entries(machines).find(([id]) => id.startsWith(begin))![1].Properties.DefinitionString));
}

/** Rights to do anything to the table, by the role. */
function tableRightsOf(stack: Stack): Record<string, string[]> {
  return Object.fromEntries(Object.entries(policiesOf(stack)).map(([role, documents]) => [
    role.replace(/[0-9A-F]{8}>$/, '>'),
    documents.flatMap(({ Statement }) => Statement).flatMap(({ Action, Resource }: any) =>
      [Action].flat().filter((action: string) => action.startsWith('dynamodb:')).map((action: string) => `${action} ${textOf(Resource)}`)),
  ] as const).filter(([, rights]) => rights.length > 0));
}

test('registry and mailbox cost at most sixteen resources, the mailbox six', () => {
  const [without, registry, mailbox] = [newStack(), newStack(), newStack()];
  new WebSocketStepFunctionsAsync(without, 'Orders', { definitionBody: passing(without) });
  api(registry);
  api(mailbox, { mailbox: {} }).addMailboxRoutes();
  expect(resourceCountOf(mailbox) - resourceCountOf(registry)).toBe(6);
  expect(resourceCountOf(mailbox) - resourceCountOf(without)).toBeLessThanOrEqual(16);
});

test('API Gateway may read and delete, and the post office put; nobody more', () => {
  const stack = newStack();
  api(stack, { mailbox: {} }).addMailboxRoutes();
  const table = expect.stringMatching(/^dynamodb:\w+ <ConnectionsTable\w+\.Arn>$/);
  const rights = tableRightsOf(stack);
  expect(Object.values(rights).flat()).toEqual(Object.values(rights).flat().map(() => table));
  expect(Object.fromEntries(Object.entries(rights).map(([role, of]) => [role, of.map((right) => right.split(' ')[0]).sort()]))).toEqual({
    '<ConnectionsPostOfficeWorkflowStateMachineRole>': ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan'],
    '<OrdersWebSocketApiStepFunctionsRole>': ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query'],
  });
});

test('without mailbox nothing is kept, and the post office may not put', () => {
  const stack = newStack();
  api(stack);
  expect(JSON.stringify(definitionOf(stack, 'ConnectionsPostOffice'))).not.toContain('putItem');
  expect(Object.values(tableRightsOf(stack)).flat().filter((right) => right.startsWith('dynamodb:PutItem'))).toHaveLength(1);
});

test.each<[string, MailboxOptions, number]>([
  ['a day by default', {}, 86_400], ['a week', { retention: Duration.days(7) }, 604_800],
])('messages are kept for the retention: %s', (_, mailbox, seconds) => {
  const stack = newStack();
  api(stack, { mailbox });
  expect(definitionOf(stack, 'ConnectionsPostOffice').States.Keep.Arguments.Item.expiresAt.N).toContain(`+ ${seconds})`);
});

describe('an update', () => {
  const resourcesOf = (registry: ConnectionRegistryProps): Record<string, any> => {
    const stack = newStack();
    api(stack, registry);
    return Template.fromStack(stack).toJSON().Resources;
  };
  const changed = (one: Record<string, any>, other: Record<string, any>) => [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((id) => JSON.stringify(one[id]) !== JSON.stringify(other[id])).map((id) => id.replace(/[0-9A-F]{8}$/, '')).sort();
  const POST_OFFICE = 'ConnectionsPostOfficeWorkflowStateMachine';

  test('that switches the mailbox on or off changes the post office and its right, and replaces nothing', () => {
    expect(changed(resourcesOf({}), resourcesOf({ mailbox: {} }))).toEqual([POST_OFFICE, `${POST_OFFICE}RoleDefaultPolicy`]);
  });

  test('of the retention changes the post office alone', () => {
    expect(changed(resourcesOf({ mailbox: {} }), resourcesOf({ mailbox: { retention: Duration.days(2) } }))).toEqual([POST_OFFICE]);
  });

  test('that deletes the stack keeps the messages with the table', () => {
    const [table] = Object.values(resourcesOf({ mailbox: {} })).filter(({ Type }) => Type === 'AWS::DynamoDB::Table');
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

test('the order of statements changes nothing', () => {
  const built = (...steps: ((orders: WebSocketStepFunctionsAsync, stack: Stack) => void)[]) => {
    const stack = newStack();
    const orders = api(stack, { mailbox: {} }, { authorizer: new WebSocketIamAuthorizer() });
    steps.forEach((step) => step(orders, stack));
    // The deployment's id is a hash of the routes as they stand.
    return Object.keys(Template.fromStack(stack).toJSON().Resources).filter((id) => !id.includes('Deployment')).sort();
  };
  const mailbox = (orders: WebSocketStepFunctionsAsync) => orders.addMailboxRoutes();
  const presence = (orders: WebSocketStepFunctionsAsync) => orders.addPresenceRoute();
  const workflow = (orders: WebSocketStepFunctionsAsync, stack: Stack) => orders.addWorkflow('b', {
    definitionBody: passing(stack, 'B'), notifyCompletion: true, cancelOnDisconnect: {},
  });
  const resources = built(mailbox, presence, workflow);
  expect(built(workflow, presence, mailbox)).toEqual(resources);
  expect(built(presence, mailbox, workflow)).toEqual(resources);
});

describe('a state that sends', () => {
  function stateOf(
    props: Partial<SendToPrincipalProps> = {}, queryLanguage?: sfn.QueryLanguage, registry: ConnectionRegistryProps = { mailbox: {} },
  ): any {
    const stack = newStack();
    const connections = new ConnectionRegistry(stack, 'Connections', registry);
    const send = new SendToPrincipal(stack, 'Send', { connections, message, ...props });
    new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(send), queryLanguage });
    return definitionOf(stack, 'Machine').States.Send;
  }

  test('keeps where there is a mailbox, unless it is told not to', () => {
    expect(stateOf().Parameters.Input.keep).toEqual({
      'executionId.$': '$$.Execution.Name', 'entered.$': '$$.State.EnteredTime', 'state': expect.stringMatching(/^\w{4}$/), 'iteration': '',
    });
    expect(stateOf({}, sfn.QueryLanguage.JSONATA).Arguments.Input.keep).toMatchObject({
      executionId: '{% $states.context.Execution.Name %}', entered: '{% $states.context.State.EnteredTime %}',
    });
    for (const state of [stateOf({ keep: false }), stateOf({}, undefined, {})]) {
      expect(state.Parameters.Input).not.toHaveProperty('keep');
      expect(state).not.toHaveProperty('Assign');
    }
  });

  test('keeps what the user assigns', () => {
    expect(stateOf({ assign: { mine: sfn.JsonPath.stringAt('$.Name') } }).Assign).toEqual({ 'mine.$': '$.Name', [expectedVariable('.$')]: '$.Output' });
    expect(stateOf({ assign: { mine: 1 } }, sfn.QueryLanguage.JSONATA).Assign)
      .toMatchObject({ mine: 1, [expectedVariable()]: expect.stringContaining('SUCCEEDED') });
  });

  test('says the same of itself when it tries again', async () => {
    const kept: unknown[] = [];
    const tasks: TaskHandler = ({ parameters }) => {
      kept.push((parameters as { Input: { keep: unknown } }).Input.keep);
      if (kept.length < 3) {
        throw new TaskFailure('Sfn.SdkClientException');
      }
      return { Status: 'SUCCEEDED', Output: '{}' };
    };
    const state = { ...stateOf({}, sfn.QueryLanguage.JSONATA), Resource: 'arn:aws:states:::aws-sdk:sfn:startSyncExecution' };
    await new StateMachine({ QueryLanguage: 'JSONata', StartAt: 'Send', States: { Send: state } }, { type: 'STANDARD', tasks })
      .execute({ connection: { id: 'x', principal: 'jane' } }, { timeScale: 1000 });
    expect(kept).toHaveLength(3);
    expect(kept[1]).toEqual(kept[0]);
    expect(kept[2]).toEqual(kept[0]);
  });

  /** The name of the variable by which the state looks whether the message was kept: by its address, which is that of every such state here. */
  function expectedVariable(suffix = ''): string {
    return Object.keys(stateOf(undefined, suffix ? undefined : sfn.QueryLanguage.JSONATA).Assign).find((name) => name.startsWith('kept_'))!;
  }
});

describe('where nobody can be looked for', () => {
  const FAILURE = 'DynamoDb.ProvisionedThroughputExceededException';

  async function sent(input: object) {
    const stack = newStack();
    api(stack, { mailbox: {} });
    const put: unknown[] = [];
    const tasks: TaskHandler = ({ resource, parameters }) => {
      if (resource.endsWith(':query')) {
        throw new TaskFailure(FAILURE, 'slow down');
      }
      put.push(parameters);
      return {};
    };
    // Without the time that trying again takes.
    const definition = JSON.stringify(definitionOf(stack, 'ConnectionsPostOffice')).replaceAll('<AWS::Partition>', 'aws').replaceAll('"MaxAttempts":4', '"MaxAttempts":0');
    const { status, output, error, cause } = await new StateMachine(definition, { type: 'EXPRESS', tasks }).execute(input) as any;
    return { status, output, error, cause, put: put.length };
  }

  test('a message that is kept has been sent: who it is for hears it later', async () => {
    const keep = { executionId: 'e', seq: '1' };
    expect(await sent({ to: { principal: 'jane' }, message: 1, keep })).toMatchObject({ status: 'SUCCEEDED', output: { reached: 0 }, put: 1 });
  });

  test('a message to a principal that is no key is for nobody, before anything is asked', async () => {
    const sending = sent({ to: { principal: 'x'.repeat(2047) }, message: 1, keep: { executionId: 'e', seq: '1' } });
    expect(await sending).toMatchObject({ status: 'FAILED', error: 'Connections.NoRecipient', put: 0 });
  });

  test('any other has not', async () => {
    expect(await sent({ to: { principal: 'jane' }, message: 1 })).toMatchObject({ status: 'FAILED', error: FAILURE, cause: 'slow down', put: 0 });
  });
});

describe('bad input', () => {
  test('fails with a retention that is over before a client is back, or longer than a year', () => {
    expect(() => new ConnectionRegistry(newStack(), 'Connections', { mailbox: { retention: Duration.minutes(1) } })).toThrow(
      'Stack/Connections: invalid props\n  mailbox.retention: got 1 minute; allowed: 5 minutes to 365 days: a client that reconnects takes minutes');
    expect(() => new ConnectionRegistry(newStack(), 'Connections', { mailbox: { retention: Duration.days(366) } })).toThrow('mailbox.retention: got 366 days');
  });

  test('fails with a retention that is no whole number of seconds, which a token of another unit may be', () => {
    const stack = newStack();
    const days = Duration.days(new CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber);
    for (const [retention, got] of [[Duration.millis(300_001), '300001 millis'], [days, 'a token in days']] as const) {
      expect(() => new ConnectionRegistry(newStack(), 'Connections', { mailbox: { retention } })).toThrow(
        `Stack/Connections: invalid props\n  mailbox.retention: got ${got}; allowed: whole seconds, a token by Duration.seconds`);
    }
  });

  test('warns of a mailbox without routes, which keeps what no client can acknowledge', () => {
    const [without, having] = [newStack(), newStack()];
    api(without, { mailbox: {} });
    api(having, { mailbox: {} }).addMailboxRoutes();
    const warnings = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('mailboxWithoutRoutes'));
    expect(warnings(without)).toHaveLength(1);
    expect(warnings(having)).toHaveLength(0);
  });

  test('fails with a mailbox that ends with the connection', () => {
    expect(() => new ConnectionRegistry(newStack(), 'Connections', { mailbox: {}, principal: 'connectionId' }))
      .toThrow('mailbox: got a mailbox, and the principal connectionId; allowed: a principal that outlives the connection');
    const stack = newStack();
    api(stack, { mailbox: {} }, { authorizer: new apigwv2.WebSocketNoneAuthorizer() });
    expect(() => Template.fromStack(stack)).toThrow('Stack/Orders: the mailbox of Stack/Connections keeps messages per principal, but $connect with the '
      + 'authorization NONE has no identity.cognitoIdentityId, identity.userArn, authorizer.principalId: use another authorizer, another principal, or a '
      + 'registry without mailbox');
  });

  test('is no mailbox of IAM users, nor of what everybody has', () => {
    const [iamStack, agents] = [newStack(), newStack()];
    api(iamStack, { mailbox: {} }, { authorizer: new WebSocketIamAuthorizer() });
    api(agents, { mailbox: {}, principal: 'identity.userAgent' }, { authorizer: new apigwv2.WebSocketNoneAuthorizer() });
    [iamStack, agents].forEach((stack) => expect(() => Template.fromStack(stack)).not.toThrow());
    Annotations.fromStack(iamStack).hasNoError('*', '*');
  });

  test('fails with routes and states of a mailbox that there is not', () => {
    const stack = newStack();
    const orders = api(stack);
    expect(() => orders.addMailboxRoutes()).toThrow('connections: got a registry without mailbox; allowed: mailbox in the props of Stack/Connections');
    expect(() => new SendToPrincipal(stack, 'Send', { connections: orders.connections!, message, keep: true }))
      .toThrow('keep: got true, and a registry without mailbox; allowed: mailbox in the props of Stack/Connections');
    const without = newStack();
    expect(() => new WebSocketStepFunctionsAsync(without, 'Orders', { definitionBody: passing(without) }).addMailboxRoutes()).toThrow('connections: got none');
  });

  test.each(['$connect', '$disconnect'])('fails with a mailbox route on %s, which has no messages', (routeKey) => {
    const refused = `routeKey: got "${routeKey}"; allowed: a route of messages: $connect and $disconnect have none`;
    expect(() => api(newStack(), { mailbox: {} }).addMailboxRoutes(routeKey)).toThrow(refused);
    expect(() => api(newStack(), { mailbox: {} }).addMailboxRoutes('ack', routeKey)).toThrow(refused);
  });

  test('fails with all that is wrong at once, and makes no route then', () => {
    const stack = newStack();
    const orders = api(stack);
    expect(() => orders.addMailboxRoutes('$disconnect', '$other')).toThrow([
      'Stack/Orders: invalid arguments of addMailboxRoutes("$disconnect", "$other")',
      '  routeKey: got "$other"; allowed: $connect, $disconnect, $default, or a text that does not begin with $',
      '  routeKey: got "$disconnect"; allowed: a route of messages: $connect and $disconnect have none',
      '  connections: got a registry without mailbox; allowed: mailbox in the props of Stack/Connections',
    ].join('\n'));
    expect(() => orders.addMailboxRoutes('ack', 'ack')).toThrow('routeKey: got "ack" twice');
    const keys = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey);
    expect(keys).not.toContain('ack');
  });
});
