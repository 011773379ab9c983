import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { newStack, sentBy } from './stacks';
import { ConnectionRegistry, SendToPrincipal, SendToPrincipalJsonataProps, SendToPrincipalJsonPathProps } from '../src';

const message = sfn.TaskInput.fromObject({ done: true });
const connections = (stack: Stack) => new ConnectionRegistry(stack, 'Connections');

const jsonPath = (props: Partial<SendToPrincipalJsonPathProps> = {}) =>
  sentBy((stack) => SendToPrincipal.jsonPath(stack, 'Send', { message, connections: connections(stack), ...props }));
const jsonata = (props: Partial<SendToPrincipalJsonataProps> = {}) =>
  sentBy((stack) => SendToPrincipal.jsonata(stack, 'Send', { message, connections: connections(stack), ...props }));

const POST_OFFICE = expect.stringMatching(/^<ConnectionsPostOfficeWorkflowStateMachine\w+>$/);
const asking = { integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN };

describe('to whoever has started the execution', () => {
  test('with JSONPath', () => {
    expect(jsonPath()).toMatchObject({
      Type: 'Task',
      Resource: 'arn:<AWS::Partition>:states:::aws-sdk:sfn:startSyncExecution',
      Parameters: {
        StateMachineArn: POST_OFFICE,
        Input: {
          to: { 'principal.$': '$$.Execution.Input.connection.principal', 'connectionId.$': '$$.Execution.Input.connection.id' }, message: { done: true },
        },
      },
      ResultPath: null,
    });
  });

  test('with JSONata', () => {
    expect(jsonata()).toMatchObject({
      QueryLanguage: 'JSONata',
      Arguments: {
        StateMachineArn: POST_OFFICE,
        Input: {
          to: { principal: '{% $states.context.Execution.Input.connection.principal %}', connectionId: '{% $states.context.Execution.Input.connection.id %}' },
          message: { done: true },
        },
      },
      Output: '{% $states.input %}',
    });
  });

  test('in the language of the state machine, by default', () => {
    const state = sentBy((stack) => new SendToPrincipal(stack, 'Send', { message, connections: connections(stack) }), sfn.QueryLanguage.JSONATA);
    expect(state).toHaveProperty('Arguments');
  });
});

describe('to somebody else', () => {
  test.each([
    ['literal', jsonPath({ principal: 'jane' }).Parameters, { principal: 'jane' }],
    ['by a path', jsonPath({ principal: sfn.JsonPath.stringAt('$.user') }).Parameters, { 'principal.$': '$.user' }],
    ['literal in JSONata', jsonata({ principal: 'jane' }).Arguments, { principal: 'jane' }],
    ['by an expression', jsonata({ principal: '{% $user %}' }).Arguments, { principal: '{% $user %}' }],
  ])('%s, and never to a connection instead', (_, { Input }, to) => {
    expect(Input.to).toEqual(to);
  });
});

describe('asks', () => {
  test('with JSONPath, and does not wait for the post', () => {
    expect(jsonPath({ ...asking, includeExecutionId: true })).toMatchObject({
      Resource: 'arn:<AWS::Partition>:states:::states:startExecution.waitForTaskToken',
      Parameters: { Input: { message: { 'done': true, 'executionId.$': '$$.Execution.Name', 'taskToken.$': '$$.Task.Token' } } },
    });
    // The answer is the result.
    expect(jsonPath(asking)).not.toHaveProperty('ResultPath');
  });

  test('with JSONata', () => {
    const state = jsonata({ ...asking, includeExecutionId: true });
    expect(state.Arguments.Input.message).toEqual({
      done: true, executionId: '{% $states.context.Execution.Name %}', taskToken: '{% $states.context.Task.Token %}',
    });
    expect(state).not.toHaveProperty('Output');
  });
});

describe('the output', () => {
  test('is what the user says', () => {
    expect(jsonPath({ resultPath: '$.sent' }).ResultPath).toBe('$.sent');
    expect(jsonata({ outputs: '{% $parse($states.result.Output).reached %}' }).Output).toBe('{% $parse($states.result.Output).reached %}');
  });

  test('of a catch, too', () => {
    const state = sentBy((stack) => SendToPrincipal.jsonata(stack, 'Send', { message, connections: connections(stack) })
      .addCatch(new sfn.Succeed(stack, 'Done'), { outputs: '{% $states.input %}' }) as SendToPrincipal);
    expect(state.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'Done', Output: '{% $states.input %}' }]);
  });
});

test('tries again when Step Functions is throttled, and not when a client\'s answer is a failure', () => {
  const [retry, ...others] = jsonPath(asking).Retry;
  expect(others).toEqual([]);
  expect(retry).toMatchObject({ IntervalSeconds: 1, MaxAttempts: 6, BackoffRate: 2, JitterStrategy: 'FULL' });
  expect(retry.ErrorEquals).toEqual(expect.arrayContaining(['StepFunctions.ThrottlingException', 'Sfn.ThrottlingException']));
  expect(retry.ErrorEquals.every((error: string) => /^(StepFunctions|Sfn)\./.test(error))).toBe(true);
  expect(jsonPath({ retryOnServiceExceptions: false })).not.toHaveProperty('Retry');
});

describe('fails with', () => {
  test.each<[string, () => unknown, string]>([
    ['an empty principal', () => jsonPath({ principal: '' }), 'principal: got ""; allowed: a principal; or leave it out'],
    ['a principal that is longer than a key', () => jsonPath({ principal: 'x'.repeat(2047) }), 'principal: got a name of 2047 bytes; allowed: 1 to 2046 bytes'],
    ['a job', () => jsonPath({ integrationPattern: sfn.IntegrationPattern.RUN_JOB }), 'integrationPattern: got RUN_JOB; allowed: REQUEST_RESPONSE and WAIT_FOR_TASK_TOKEN'],
    ['a question that no token can be added to', () => jsonata({ ...asking, message: sfn.TaskInput.fromText('What?') }), 'message: got text or a path, and WAIT_FOR_TASK_TOKEN'],
    ['JSONata in JSONPath', () => jsonPath({ principal: '{% $user %}' }), 'principal: got "{% $user %}"; allowed: a JSONPath by sfn.JsonPath.stringAt'],
    ['JSONPath in JSONata', () => jsonata({ principal: sfn.JsonPath.stringAt('$.user') }), 'principal: got a JSONPath in JSONata'],
    ['a message of JSONPath in JSONata', () => jsonata({ message: sfn.TaskInput.fromObject({ a: sfn.JsonPath.stringAt('$.a') }) }), 'message: got JSONPath in JSONata: $.a'],
  ])('%s', (_, make, fault) => {
    expect(make).toThrow(`invalid props\n  ${fault}`);
  });
});

test('warns of an expression that is sent as it is', () => {
  const stack = newStack();
  const send = SendToPrincipal.jsonPath(stack, 'Send', { connections: connections(stack), message: sfn.TaskInput.fromObject({ a: '{% $a %}' }) });
  new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(send) });
  Annotations.fromStack(stack).hasWarning('/Stack/Send', Match.stringLikeRegexp('message holds .*JSONata is for the factory jsonata.*unevaluatedExpression'));
});
