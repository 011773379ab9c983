import { Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { sentBy } from './stacks';
import { Broadcast, ConnectionRegistry } from '../src';

const message = sfn.TaskInput.fromObject({ done: true });
const props = (stack: Stack) => ({ message, connections: new ConnectionRegistry(stack, 'Connections') });

test('sends to everybody, and goes on at once, with JSONPath', () => {
  expect(sentBy((stack) => Broadcast.jsonPath(stack, 'Send', props(stack)))).toMatchObject({
    Resource: 'arn:<AWS::Partition>:states:::states:startExecution',
    Parameters: { Input: { to: { everybody: true }, message: { done: true } } },
    ResultPath: null,
  });
});

test('with JSONata', () => {
  expect(sentBy((stack) => Broadcast.jsonata(stack, 'Send', props(stack)))).toMatchObject({
    Arguments: { Input: { to: { everybody: true }, message: { done: true } } }, Output: '{% $states.input %}',
  });
});

test('fails with a question', () => {
  expect(() => sentBy((stack) => new Broadcast(stack, 'Send', { ...props(stack), integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN })))
    .toThrow('integrationPattern: got WAIT_FOR_TASK_TOKEN; allowed: REQUEST_RESPONSE: many have no one answer; ask by SendToPrincipal');
});
