import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { WebSocketStepFunctionsAsync } from '../../src';
import { passing } from '../stacks';

test('APIs of several stacks let one machine answer by policies of different names', () => {
  const app = new App();
  const machines = new Stack(app, 'Machines');
  const stateMachine = new sfn.StateMachine(machines, 'Machine', { definitionBody: passing(machines) });
  const parents = ['Blue', 'Green'].map((id) => new Stack(app, id));
  const stacks = [...parents, new NestedStack(parents[0], 'A'), new NestedStack(parents[0], 'B')];
  stacks.forEach((stack) => new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine }));

  app.synth();
  const names = stacks.map((stack) => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .map(({ Properties }) => Properties.PolicyName).filter((name) => name.includes('Reply')));
  expect(names.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  expect(new Set(names.flat()).size).toBe(4);
});

test.each([
  ['imported as immutable', 'arn:aws:iam::111111111111:role/reply', { mutable: false }],
  ['of another account', 'arn:aws:iam::222222222222:role/reply', {}],
])('a role %s is left alone, and warned of', (_, arn, options) => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const stateMachine = Object.assign(sfn.StateMachine.fromStateMachineName(stack, 'Machine', 'machine'), {
    grantPrincipal: iam.Role.fromRoleArn(stack, 'Role', arn, options),
  });
  new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine });

  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('add to that role: .*execute-api:ManageConnections'));
  expect(Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.Roles)).toEqual([
    [{ Ref: expect.stringMatching(/^OrdersWebSocketApiStepFunctionsRole/) }],
  ]);
});
