import { Stack, Token } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { sentBy } from './stacks';
import { ConnectionRegistry, SendToGroup, SendToGroupJsonPathProps } from '../src';

const message = sfn.TaskInput.fromObject({ done: true });
const connections = (stack: Stack) => new ConnectionRegistry(stack, 'Connections');

const jsonPath = (props: Partial<SendToGroupJsonPathProps> = {}) =>
  sentBy((stack) => SendToGroup.jsonPath(stack, 'Send', { message, group: 'room', connections: connections(stack), ...props }));
const jsonata = (group: string) => sentBy((stack) => SendToGroup.jsonata(stack, 'Send', { message, group, connections: connections(stack) }));

test('sends to a group, and goes on at once, with JSONPath', () => {
  expect(jsonPath({ includeExecutionId: true })).toMatchObject({
    Resource: 'arn:<AWS::Partition>:states:::states:startExecution',
    Parameters: {
      StateMachineArn: expect.stringMatching(/^<ConnectionsPostOfficeWorkflowStateMachine\w+>$/),
      Input: { to: { group: 'room' }, message: { 'done': true, 'executionId.$': '$$.Execution.Name' } },
    },
    ResultPath: null,
  });
  expect(jsonPath({ group: sfn.JsonPath.stringAt('$.room') }).Parameters.Input.to).toEqual({ 'group.$': '$.room' });
});

test('with JSONata', () => {
  expect(jsonata('{% $room %}')).toMatchObject({ Arguments: { Input: { to: { group: '{% $room %}' }, message: { done: true } } }, Output: '{% $states.input %}' });
});

test.each<[string, () => unknown, string]>([
  ['an empty group', () => jsonPath({ group: '' }), 'group: got a name of 0 bytes; allowed: 1 to 2046 bytes'],
  ['a group of 3,000 characters', () => jsonPath({ group: 'x'.repeat(3000) }), 'group: got a name of 3000 bytes; allowed: 1 to 2046 bytes'],
  ['a group of too many bytes', () => jsonata('ä'.repeat(1024)), 'group: got a name of 2048 bytes'],
  ['a question', () => jsonPath({ integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN }), 'integrationPattern: got WAIT_FOR_TASK_TOKEN; allowed: REQUEST_RESPONSE: many have no one answer'],
  ['JSONata in JSONPath', () => jsonPath({ group: '{% $room %}' }), 'group: got "{% $room %}"'],
])('fails with %s', (_, make, fault) => {
  expect(make).toThrow(fault);
});

test('takes a group that is known at deployment only, and the longest there is', () => {
  expect(() => jsonPath({ group: Token.asString({ Ref: 'Room' }) })).not.toThrow();
  expect(() => jsonPath({ group: 'x'.repeat(2046) })).not.toThrow();
});
