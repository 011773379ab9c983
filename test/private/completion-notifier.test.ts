import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { StateMachine, TaskFailure, TaskHandler } from '../../local/src';
import { WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing, policiesOf, resourceCountOf, textOf, theOnly } from '../stacks';

function api(stack: Stack, notifyCompletion = true): WebSocketStepFunctionsAsync {
  return new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: passing(stack), authorizer: new apigwv2.WebSocketNoneAuthorizer(), notifyCompletion,
  });
}

/** The notifier's definition, parsed. */
function notifierOf(stack: Stack): any {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine', { Properties: { StateMachineType: 'EXPRESS' } }));
  return JSON.parse(textOf(Properties.DefinitionString));
}

test('costs six resources, and none for a further workflow', () => {
  const [without, one, two] = [newStack(), newStack(), newStack()];
  api(without, false).addWorkflow('b', { definitionBody: passing(without, 'B') });
  api(one).addWorkflow('b', { definitionBody: passing(one, 'B') });
  api(two).addWorkflow('b', { definitionBody: passing(two, 'B'), notifyCompletion: true });

  expect(resourceCountOf(one) - resourceCountOf(without)).toBe(6);
  expect(resourceCountOf(two)).toBe(resourceCountOf(one));
});

test('hears of the ends of the executions of the workflows that ask for it, and of no others', () => {
  const stack = newStack();
  const orders = api(stack);
  const watched = orders.addWorkflow('b', { definitionBody: passing(stack, 'B'), notifyCompletion: true });
  orders.addWorkflow('c', { definitionBody: passing(stack, 'C') });

  expect(theOnly(stack, 'AWS::Events::Rule')).toMatchObject({
    EventPattern: {
      'source': ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      'detail': {
        status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        stateMachineArn: [orders.stateMachine, watched].map(({ stateMachineArn }) => stack.resolve(stateMachineArn)),
      },
    },
    State: 'ENABLED',
  });
});

test('may start the notifier, which may post to this stage and read these executions, and nothing else', () => {
  const stack = newStack();
  api(stack);
  const [notifier] = Object.entries(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine', { Properties: { StateMachineType: 'EXPRESS' } }));
  const readable = (statement: any) => ({ ...statement, Resource: textOf(statement.Resource).replace(/[0-9A-F]{8}>/g, '>') });
  const attached = Object.entries(policiesOf(stack))
    .filter(([role]) => role.includes('Completion'))
    .map(([, documents]) => documents.flatMap(({ Statement }) => Statement.map(readable)));
  const inRoles = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role'))
    .filter(([role]) => role.includes('Completion'))
    .flatMap(([, { Properties }]) => Properties.Policies ?? [])
    .map(({ PolicyDocument }) => PolicyDocument.Statement.map(readable));

  expect(inRoles).toEqual([[{ Effect: 'Allow', Action: 'states:StartExecution', Resource: `<${notifier[0].slice(0, -8)}>` }]]);
  const machine = expect.stringMatching(/^arn:<1 of (\w+)>:states:<3 of \1>:<4 of \1>:execution:<6 of \1>:\*$/);
  expect(attached).toEqual([[
    // Logs and traces, by actions that AWS binds to no resource.
    { Effect: 'Allow', Action: expect.arrayContaining(['logs:CreateLogDelivery']), Resource: '*' },
    { Effect: 'Allow', Action: expect.arrayContaining(['xray:PutTraceSegments']), Resource: '*' },
    {
      Effect: 'Allow',
      Action: 'execute-api:ManageConnections',
      Resource: 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<OrdersWebSocketApi>/prod/POST/@connections/*',
    },
    { Effect: 'Allow', Action: 'states:GetExecutionHistory', Resource: machine },
  ]]);
});

test('leaves a record of each notice, without its data, so that one that failed can be found', () => {
  const stack = newStack();
  api(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', {
    StateMachineType: 'EXPRESS',
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    TracingConfiguration: { Enabled: true },
  });
});

test('posts to this API only, whatever an execution\'s input says', () => {
  const stack = newStack();
  api(stack);
  const { States } = notifierOf(stack);
  const posts = Object.values<any>(States).filter(({ Resource = '' }) => /:apigateway:invoke$/.test(Resource));

  expect(posts).toHaveLength(2);
  for (const { Arguments } of posts) {
    expect(Arguments).toMatchObject({ ApiEndpoint: expect.stringMatching(/^<OrdersWebSocketApi\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>$/), Stage: 'prod' });
  }
});

describe('an end that cannot be read', () => {
  const event = (status: string) => ({
    detail: { name: 'a', executionArn: 'arn', status, input: '{"connection":{"id":"c"}}', output: null, error: null, cause: null },
  });

  /** Plays the notifier; the messages that it posts, and how often it tries to read. */
  async function told(status: string, error: string): Promise<{ messages: unknown[]; reads: number }> {
    const stack = newStack();
    api(stack);
    const definition = JSON.stringify(notifierOf(stack)).replaceAll('<AWS::Partition>', 'aws');
    const heard = { messages: [] as unknown[], reads: 0 };
    const tasks: TaskHandler = ({ resource, parameters }) => {
      if (resource.endsWith(':getExecutionHistory')) {
        heard.reads++;
        throw new TaskFailure(error);
      }
      heard.messages.push((parameters as any).RequestBody);
      return {};
    };
    const { status: end } = await new StateMachine(definition, { type: 'EXPRESS', tasks }).execute(event(status), { timeScale: 20 });
    expect(end).toBe('SUCCEEDED');
    return heard;
  }

  test.each(['SUCCEEDED', 'FAILED'])('is tried again, and at last leaves the client with the status: %s', async (status) => {
    expect(await told(status, 'Sfn.ThrottlingException')).toEqual({ messages: [{ executionId: 'a', status }], reads: 4 });
  });

  test('because it is too large is not tried again', async () => {
    expect(await told('SUCCEEDED', 'States.DataLimitExceeded'))
      .toEqual({ messages: [{ executionId: 'a', status: 'SUCCEEDED', outputTooLarge: true }], reads: 1 });
  });

  test('because it is too large is caught by its name, for States.ALL does not', () => {
    const stack = newStack();
    api(stack);
    const { Catch } = notifierOf(stack).States.ReadEnd;
    expect(Catch.map(({ ErrorEquals }: any) => ErrorEquals)).toEqual([['States.DataLimitExceeded'], ['States.ALL']]);
  });
});

test.each([
  ['of its own', (stack: Stack) => ({ definitionBody: passing(stack), workflowType: sfn.StateMachineType.EXPRESS })],
  ['that exists already', (stack: Stack) => ({
    stateMachine: new sfn.StateMachine(stack, 'Machine', { definitionBody: passing(stack), stateMachineType: sfn.StateMachineType.EXPRESS }),
  })],
])('fails for an Express workflow %s, and says what to do', (_, workflow) => {
  const stack = newStack();
  expect(() => new WebSocketStepFunctionsAsync(stack, 'Orders', { ...workflow(stack), notifyCompletion: true }))
    .toThrow(/notifyCompletion: got true for an Express workflow; allowed: only Standard.*SendToConnection/);
});

test('hears of a state machine by its own ARN, whichever of its aliases the routes start', () => {
  const stack = newStack();
  const arn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:orders';
  const live = sfn.StateMachine.fromStateMachineArn(stack, 'Live', `${arn}:live`);
  new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine: live, notifyCompletion: true });
  expect(theOnly(stack, 'AWS::Events::Rule').EventPattern.detail.stateMachineArn).toEqual([arn]);
});

test('has as many rules as it takes for patterns within EventBridge\'s limit', () => {
  const stack = newStack();
  const orders = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), notifyCompletion: true });
  for (let index = 0; index < 25; index++) {
    const name = `machine-${index}`.padEnd(80, '-');
    const stateMachine = sfn.StateMachine.fromStateMachineArn(stack, name, `arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:${name}`);
    orders.addWorkflow(`workflow-${index}`, { stateMachine, notifyCompletion: true });
  }
  const rules = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
  expect(rules).toHaveLength(3);
  expect(Math.max(...rules.map(({ EventPattern }) => JSON.stringify(EventPattern).length))).toBeLessThanOrEqual(2048);
  expect(new Set(rules.map(({ Targets }) => JSON.stringify(Targets[0].Arn))).size).toBe(1);
});
