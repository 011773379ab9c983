import { App, Fn, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { isExpress, isSameStateMachine, mayBeSameStateMachine } from '../../src/private/state-machine-identity';
import { passing } from '../stacks';

const app = new App();
const stack = new Stack(app, 'Stack');
const abroad = new Stack(app, 'Abroad', { env: { account: '123456789012', region: 'us-east-1' } });
const ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:';
let ids = 0;

const machine = (scope: Stack, stateMachineName?: string, stateMachineType?: sfn.StateMachineType) =>
  new sfn.StateMachine(scope, `Machine${++ids}`, { definitionBody: passing(scope, `Pass${ids}`), stateMachineName, stateMachineType });
const byArn = (arn: string, scope = stack) => sfn.StateMachine.fromStateMachineArn(scope, `Import${++ids}`, arn);
const byName = (name: string, scope = stack) => sfn.StateMachine.fromStateMachineName(scope, `Import${++ids}`, name);

const made = machine(stack);
const named = machine(stack, 'orders');
const version = new sfn.CfnStateMachineVersion(stack, 'Version', { stateMachineArn: made.stateMachineArn });
const alias = new sfn.CfnStateMachineAlias(stack, 'Alias', { routingConfiguration: [{ stateMachineVersionArn: version.attrArn, weight: 100 }] });
const gradual = new sfn.CfnStateMachineAlias(stack, 'Gradual', { deploymentPreference: { stateMachineVersionArn: version.attrArn, type: 'ALL_AT_ONCE' } });

test.each([
  ['itself', made, made],
  ['its ARN', made, byArn(made.stateMachineArn)],
  ['its ARN in another stack', made, byArn(made.stateMachineArn, abroad)],
  ['a qualified ARN', made, byArn(`${made.stateMachineArn}:live`)],
  ['a version', made, byArn(version.attrArn)],
  ['an alias', made, byArn(alias.attrArn)],
  ['an alias that is deployed gradually', made, byArn(gradual.attrArn)],
  ['two imports of a value', byArn(Fn.importValue('Machine')), byArn(Fn.importValue('Machine'))],
  ['two imports of an ARN', byArn(`${ARN}a`), byArn(`${ARN}a`)],
])('knows a state machine by %s', (_, one, other) => {
  expect([isSameStateMachine(one, other), isSameStateMachine(other, one), mayBeSameStateMachine(one, other)]).toEqual([true, true, true]);
});

test.each([
  ['its name', named, byName('orders')],
  ['its name, of which the region is not known', named, byArn(`${ARN}orders`)],
  ['an ARN and one with a version', byArn(`${ARN}a`), byArn(`${ARN}a:1`)],
])('takes for one by %s', (_, one, other) => {
  expect([mayBeSameStateMachine(one, other), mayBeSameStateMachine(other, one)]).toEqual([true, true]);
});

test.each([
  ['two of one app', made, named],
  ['two of one name in two stacks', named, machine(abroad, 'orders')],
  ['one of another name', named, byName('order')],
  ['one of another region', machine(abroad, 'there'), byArn(`${ARN}there`)],
  ['two imports of different values', byArn(Fn.importValue('One')), byArn(Fn.importValue('Other'))],
  ['two imported ARNs', byArn(`${ARN}a`), byArn(`${ARN}b`)],
  ['one that is made and one of whose ARN nothing is known', made, byArn(Fn.importValue('Machine'))],
])('tells apart %s', (_, one, other) => {
  expect([isSameStateMachine(one, other), mayBeSameStateMachine(one, other), mayBeSameStateMachine(other, one)]).toEqual([false, false, false]);
});

test('knows an Express one by any object of it', () => {
  const express = machine(stack, undefined, sfn.StateMachineType.EXPRESS);
  expect([express, byArn(express.stateMachineArn), made, byArn(`${ARN}a`)].map(isExpress)).toEqual([true, true, false, false]);
});
