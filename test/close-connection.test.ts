import { Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { definitionOf, newStack } from './stacks';
import { CloseConnection, CloseConnectionProps, SendToConnection } from '../src';

function stateOf(make: (stack: Stack) => CloseConnection, queryLanguage?: sfn.QueryLanguage): any {
  const stack = newStack();
  new sfn.StateMachine(stack, 'StateMachine', { definitionBody: sfn.DefinitionBody.fromChainable(make(stack)), queryLanguage });
  return definitionOf(stack).States.Close;
}

test('closes the connection that started the execution, with JSONPath', () => {
  const state = stateOf((stack) => CloseConnection.jsonPath(stack, 'Close'));
  expect(state).toMatchObject({
    Type: 'Task',
    Resource: 'arn:<AWS::Partition>:states:::apigateway:invoke',
    ResultPath: null,
  });
  expect(state.Parameters).toEqual({
    'ApiEndpoint.$': '$$.Execution.Input.connection.endpoint',
    'Method': 'DELETE',
    'Stage.$': '$$.Execution.Input.connection.stage',
    'Path.$': "States.Format('/@connections/{}', $$.Execution.Input.connection.id)",
    'AuthType': 'IAM_ROLE',
  });
});

test('closes the connection that started the execution, with JSONata', () => {
  const state = stateOf((stack) => CloseConnection.jsonata(stack, 'Close'));
  expect(state.Arguments).toEqual({
    ApiEndpoint: '{% $states.context.Execution.Input.connection.endpoint %}',
    Method: 'DELETE',
    Stage: '{% $states.context.Execution.Input.connection.stage %}',
    Path: "{% '/@connections/' & ($states.context.Execution.Input.connection.id) %}",
    AuthType: 'IAM_ROLE',
  });
  expect(state.Output).toBe('{% $states.input %}');
});

test('closes another connection, and puts up with it being closed already', () => {
  const state = stateOf((stack) => new CloseConnection(stack, 'Close', {
    connectionId: '{% $other %}', endpoint: 'abc.execute-api.eu-west-1.amazonaws.com', stageName: 'dev', ignoreGone: true,
  }), sfn.QueryLanguage.JSONATA);
  expect(state.Arguments).toMatchObject({ ApiEndpoint: 'abc.execute-api.eu-west-1.amazonaws.com', Stage: 'dev', Path: "{% '/@connections/' & ($other) %}" });
  expect(state.Catch).toEqual([{ ErrorEquals: [SendToConnection.GONE], Next: 'Close: client has left', Output: '{% $states.input %}' }]);
});

test.each<sfn.IntegrationPattern>([sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, sfn.IntegrationPattern.RUN_JOB])('fails with %s', (integrationPattern) => {
  const props: CloseConnectionProps = { integrationPattern };
  expect(() => new CloseConnection(newStack(), 'Close', props))
    .toThrow(`Stack/Close: invalid props\n  integrationPattern: got ${integrationPattern}; allowed: REQUEST_RESPONSE: a connection that is closed answers nothing`);
});
