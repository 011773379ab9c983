import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { definitionOf, newStack } from './stacks';
import { SendToConnection, SendToConnectionJsonataProps, SendToConnectionJsonPathProps, SendToConnectionProps } from '../src';

const message = sfn.TaskInput.fromObject({ done: true, nothing: null });

function stateOf(make: (stack: Stack) => SendToConnection, queryLanguage?: sfn.QueryLanguage): any {
  const stack = newStack();
  new sfn.StateMachine(stack, 'StateMachine', { definitionBody: sfn.DefinitionBody.fromChainable(make(stack)), queryLanguage });
  return definitionOf(stack).States.Send;
}

const jsonPath = (props: Partial<SendToConnectionJsonPathProps> = {}) =>
  stateOf((stack) => SendToConnection.jsonPath(stack, 'Send', { message, ...props }));
const jsonata = (props: Partial<SendToConnectionJsonataProps> = {}) =>
  stateOf((stack) => SendToConnection.jsonata(stack, 'Send', { message, ...props }));

describe('to the connection that started the execution', () => {
  test('with JSONPath', () => {
    expect(jsonPath()).toMatchObject({
      Type: 'Task',
      Resource: 'arn:<AWS::Partition>:states:::apigateway:invoke',
      Parameters: {
        'ApiEndpoint.$': '$$.Execution.Input.connection.endpoint',
        'Method': 'POST',
        'Stage.$': '$$.Execution.Input.connection.stage',
        'Path.$': "States.Format('/@connections/{}', $$.Execution.Input.connection.id)",
        'RequestBody': { done: true }, // CDK drops null members from what it renders for JSONPath
        'AllowNullValues': true,
        'AuthType': 'IAM_ROLE',
      },
      ResultPath: null,
    });
  });

  test('with JSONata', () => {
    expect(jsonata()).toMatchObject({
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Arguments: {
        ApiEndpoint: '{% $states.context.Execution.Input.connection.endpoint %}',
        Method: 'POST',
        Stage: '{% $states.context.Execution.Input.connection.stage %}',
        Path: "{% '/@connections/' & ($states.context.Execution.Input.connection.id) %}",
        RequestBody: { done: true, nothing: null },
        AllowNullValues: true,
        AuthType: 'IAM_ROLE',
      },
      Output: '{% $states.input %}',
    });
    expect(jsonata()).not.toHaveProperty('ResultPath');
    expect(jsonata()).not.toHaveProperty('Parameters');
  });

  test('in the language of the state machine, by default', () => {
    const state = stateOf((stack) => new SendToConnection(stack, 'Send', { message }), sfn.QueryLanguage.JSONATA);
    expect(state).toHaveProperty('Arguments');
    expect(state).not.toHaveProperty('ResultPath');
  });
});

describe('to another connection', () => {
  const where = { endpoint: 'abc.execute-api.eu-west-1.amazonaws.com', stageName: 'prod' };

  test('with JSONPath', () => {
    expect(jsonPath({ ...where, connectionId: sfn.JsonPath.stringAt('$.other') }).Parameters).toMatchObject({
      'ApiEndpoint': where.endpoint, 'Stage': 'prod', 'Path.$': "States.Format('/@connections/{}', $.other)",
    });
  });

  test('with JSONata', () => {
    expect(jsonata({ ...where, connectionId: '{% $other.id %}' }).Arguments).toMatchObject({
      ApiEndpoint: where.endpoint, Stage: 'prod', Path: "{% '/@connections/' & ($other.id) %}",
    });
    expect(jsonata({ connectionId: 'SOqGjdZioAMCEeg=' }).Arguments.Path).toBe('/@connections/SOqGjdZioAMCEeg=');
  });
});

describe('output', () => {
  test.each<[string, Partial<SendToConnectionJsonPathProps>]>([
    ['resultPath', { resultPath: '$.sent' }],
    ['resultSelector', { resultSelector: { 'status.$': '$.StatusCode' } }],
    ['outputPath', { outputPath: '$.StatusCode' }],
  ])('is the user\'s with %s', (_, props) => {
    expect(jsonPath(props).ResultPath).not.toBeNull();
  });

  test('is the user\'s with outputs', () => {
    expect(jsonata({ outputs: { sent: true } }).Output).toEqual({ sent: true });
  });
});

describe('errors', () => {
  test('of a throttled or failing API are tried again', () => {
    expect(jsonPath().Retry).toEqual([{
      ErrorEquals: ['ApiGateway.429', 'ApiGateway.500', 'ApiGateway.502', 'ApiGateway.503', 'ApiGateway.504'],
      IntervalSeconds: 1,
      MaxAttempts: 6,
      BackoffRate: 2,
      JitterStrategy: 'FULL',
    }]);
  });

  test('are not tried again if not wanted', () => {
    expect(jsonPath({ retryOnServiceExceptions: false })).not.toHaveProperty('Retry');
  });

  test('of a client that has left can be caught by name', () => {
    const state = stateOf((stack) => {
      const send = SendToConnection.jsonPath(stack, 'Send', { message });
      send.addCatch(new sfn.Succeed(stack, 'Left'), { errors: [SendToConnection.GONE] });
      return send;
    });
    expect(state.Catch).toEqual([{ ErrorEquals: ['ApiGateway.410'], Next: 'Left' }]);
  });

  test('are caught with what the user makes of them, in either language', () => {
    const caught = (queryLanguage: sfn.QueryLanguage, props: sfn.CatchProps) => stateOf((stack) => {
      const send = new SendToConnection(stack, 'Send', { message });
      send.addCatch(new sfn.Succeed(stack, 'Any'), props);
      send.addCatch(new sfn.Succeed(stack, 'Left'), { ...props, errors: [SendToConnection.GONE] });
      return send;
    }, queryLanguage).Catch;
    expect(caught(sfn.QueryLanguage.JSON_PATH, { resultPath: '$.error' })).toEqual([
      { ErrorEquals: ['ApiGateway.410'], ResultPath: '$.error', Next: 'Left' }, { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Any' },
    ]);
    const inJsonata = { Output: '{% $states.errorOutput %}', Assign: { gone: true } };
    expect(caught(sfn.QueryLanguage.JSONATA, { outputs: inJsonata.Output, assign: inJsonata.Assign })).toEqual([
      { ErrorEquals: ['ApiGateway.410'], ...inJsonata, Next: 'Left' }, { ErrorEquals: ['States.ALL'], ...inJsonata, Next: 'Any' },
    ]);
  });
});

describe('WAIT_FOR_TASK_TOKEN', () => {
  const integrationPattern = sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN;

  test('puts the token in the message', () => {
    const state = jsonPath({ integrationPattern });
    expect(state.Resource).toBe('arn:<AWS::Partition>:states:::apigateway:invoke.waitForTaskToken');
    expect(state.Parameters.RequestBody).toEqual({ 'done': true, 'taskToken.$': '$$.Task.Token' });
    expect(jsonata({ integrationPattern }).Arguments.RequestBody).toEqual({ done: true, nothing: null, taskToken: '{% $states.context.Task.Token %}' });
  });

  test('leaves a token alone that the user has put there', () => {
    expect(jsonPath({ integrationPattern, message: sfn.TaskInput.fromObject({ answerTo: sfn.JsonPath.taskToken }) }).Parameters.RequestBody)
      .toEqual({ 'answerTo.$': '$$.Task.Token' });
    expect(jsonata({ integrationPattern, message: sfn.TaskInput.fromObject({ answerTo: '{% $states.context.Task.Token %}' }) }).Arguments.RequestBody)
      .toEqual({ answerTo: '{% $states.context.Task.Token %}' });
  });
});

describe('includeExecutionId', () => {
  test('puts the id into the message, whatever the message says', () => {
    const own = sfn.TaskInput.fromObject({ progress: 1, executionId: 'mine' });
    expect(jsonPath({ includeExecutionId: true, message: own }).Parameters.RequestBody).toEqual({ 'progress': 1, 'executionId.$': '$$.Execution.Name' });
    expect(jsonata({ includeExecutionId: true, message: own }).Arguments.RequestBody)
      .toEqual({ progress: 1, executionId: '{% $states.context.Execution.Name %}' });
  });

  test('goes with a task token', () => {
    expect(jsonPath({ includeExecutionId: true, integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN }).Parameters.RequestBody)
      .toEqual({ 'done': true, 'executionId.$': '$$.Execution.Name', 'taskToken.$': '$$.Task.Token' });
  });

  test('is not there if not wanted', () => {
    expect(jsonPath().Parameters.RequestBody).toEqual({ done: true });
  });
});

describe('ignoreGone', () => {
  test('names the state after the client has left by the name of the one before, within the limit of 80 characters', () => {
    const stack = newStack();
    const sends = ['A', 'B'.repeat(80)].map((stateName) => new SendToConnection(new Construct(stack, stateName[0]), 'Send', { message, ignoreGone: true, stateName }));
    new sfn.StateMachine(stack, 'StateMachine', { definitionBody: sfn.DefinitionBody.fromChainable(sends[0].next(sends[1])) });
    expect(Object.keys(definitionOf(stack).States)).toEqual(expect.arrayContaining(['A: client has left', `${'B'.repeat(63)}: client has left`]));
  });

  function statesOf(queryLanguage: sfn.QueryLanguage, stateLanguage?: sfn.QueryLanguage): any {
    const stack = newStack();
    const send = new SendToConnection(stack, 'Send', { message, ignoreGone: true, queryLanguage: stateLanguage });
    new sfn.StateMachine(stack, 'StateMachine', { definitionBody: sfn.DefinitionBody.fromChainable(send.next(new sfn.Succeed(stack, 'Next'))), queryLanguage });
    return definitionOf(stack).States;
  }

  test('goes on to the same state with the same input, with JSONPath', () => {
    const states = statesOf(sfn.QueryLanguage.JSON_PATH);
    expect(states.Send.Catch).toEqual([{ ErrorEquals: ['ApiGateway.410'], ResultPath: null, Next: 'Send: client has left' }]);
    expect(states['Send: client has left']).toEqual({ Type: 'Pass', Next: 'Next' });
  });

  test.each([
    ['of the state machine', sfn.QueryLanguage.JSONATA, undefined],
    ['of the state', sfn.QueryLanguage.JSON_PATH, sfn.QueryLanguage.JSONATA],
  ])('goes on to the same state with the same input, with JSONata %s', (_, machine, state) => {
    const states = statesOf(machine, state);
    expect(states.Send.Catch).toEqual([{ ErrorEquals: ['ApiGateway.410'], Output: '{% $states.input %}', Next: 'Send: client has left' }]);
    expect(states['Send: client has left']).toMatchObject({ Type: 'Pass', Next: 'Next' });
    expect(states['Send: client has left']).not.toHaveProperty('Output');
  });

  test('is not there if not wanted', () => {
    expect(jsonPath()).not.toHaveProperty('Catch');
    expect(jsonata()).not.toHaveProperty('Catch');
  });
});

test('has no rights of its own: whoever starts the machine grants them', () => {
  const stack = newStack();
  new sfn.StateMachine(stack, 'StateMachine', {
    definitionBody: sfn.DefinitionBody.fromChainable(SendToConnection.jsonPath(stack, 'Send', { message })),
  });
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
});

describe('bad input', () => {
  const make = (props: Partial<SendToConnectionProps>) => () => new SendToConnection(newStack(), 'Send', { message, ...props });

  test('fails with RUN_JOB', () => {
    expect(make({ integrationPattern: sfn.IntegrationPattern.RUN_JOB }))
      .toThrow('Stack/Send: invalid props\n  integrationPattern: got RUN_JOB; allowed: REQUEST_RESPONSE and WAIT_FOR_TASK_TOKEN; a message is no job');
  });

  test('fails with a message that has no place for the task token', () => {
    expect(make({ integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, message: sfn.TaskInput.fromText('answer me') }))
      .toThrow('message: got text or a path, and WAIT_FOR_TASK_TOKEN; allowed: an object, which members can be added to; use sfn.TaskInput.fromObject');
  });

  test('fails with a message that has no place for the execution\'s id', () => {
    expect(make({ includeExecutionId: true, message: sfn.TaskInput.fromJsonPathAt('$.message') }))
      .toThrow('message: got text or a path, and includeExecutionId; allowed: an object, which members can be added to; use sfn.TaskInput.fromObject');
    expect(make({ includeExecutionId: true, message: sfn.TaskInput.fromObject([1, 2]) })).toThrow('message: got a list, and includeExecutionId');
  });
});
