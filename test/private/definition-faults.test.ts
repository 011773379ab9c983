import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { StepFunctionsInvokeActivity } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Invocation, SendToConnection, WebSocketStepFunctionsAsync, WorkflowOptions } from '../../src';
import { newStack, passing } from '../stacks';

const EXPRESS = sfn.StateMachineType.EXPRESS;
const task = (resource: string) => ({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, End: true });
const definition = (state: object, more: object = {}) => JSON.stringify({ StartAt: 'Ask', States: { Ask: state }, ...more });
const inFile = (text: string) => {
  const file = join(mkdtempSync(join(tmpdir(), 'definition-')), 'definition.asl.json');
  writeFileSync(file, text);
  return sfn.DefinitionBody.fromFile(file);
};
const { fromString, fromChainable } = sfn.DefinitionBody;
const asking = (stack: Stack) => fromChainable(SendToConnection.jsonPath(stack, 'Ask', {
  message: sfn.TaskInput.fromObject({ a: 1 }), integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
}));

function synthesize(options: (stack: Stack) => Partial<WorkflowOptions>): Stack {
  const stack = newStack();
  new WebSocketStepFunctionsAsync(stack, 'Orders', { workflowType: EXPRESS, ...options(stack) });
  return stack;
}

test.each<[string, string, (stack: Stack) => sfn.DefinitionBody]>([
  ['SendToConnection', 'waits for a task token', asking],
  ['a task that waits for its token', 'waits for a task token', () => fromString(definition(task('sqs:sendMessage.waitForTaskToken')))],
  ['a job', 'waits for a job to end (.sync)', () => fromString(definition(task('states:startExecution.sync:2')))],
  ['a job in a branch', 'waits for a job to end (.sync)', () => fromString(definition(
    { Type: 'Parallel', End: true, Branches: [{ StartAt: 'Ask', States: { Ask: task('glue:startJobRun.sync') } }] }))],
  ['an activity', 'is an activity', () => fromString(definition({ ...task(''), Resource: 'arn:aws:states:us-east-1:111111111111:activity:ask' }))],
  ['an activity of the app', 'is an activity', (stack) => fromChainable(new StepFunctionsInvokeActivity(stack, 'Ask', { activity: new sfn.Activity(stack, 'Activity') }))],
  ['a distributed map', 'is a distributed map', () => fromString(definition(
    { Type: 'Map', End: true, ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'A', States: { A: { Type: 'Pass', End: true } } } }))],
  ['a definition in a file', 'waits for a task token', () => inFile(definition(task('sqs:sendMessage.waitForTaskToken')))],
])('fails at synthesis with %s in an Express workflow', (_, what, definitionBody) => {
  expect(() => Template.fromStack(synthesize((stack) => ({ definitionBody: definitionBody(stack) }))))
    .toThrow(`state "Ask" of Stack/Orders/Workflow/StateMachine ${what}, which Express workflows do not have; make it a Standard workflow`);
});

test('fails with an Express machine of the user\'s, too', () => {
  expect(() => Template.fromStack(synthesize((stack) => ({
    workflowType: undefined, stateMachine: new sfn.StateMachine(stack, 'Mine', { stateMachineType: EXPRESS, definitionBody: asking(stack) }),
  })))).toThrow('state "Ask" of Stack/Mine waits for a task token');
  expect(() => Template.fromStack(synthesize((stack) => {
    const { stateMachineArn } = new sfn.StateMachine(stack, 'Mine', { stateMachineType: EXPRESS, definitionBody: asking(stack) });
    return { workflowType: undefined, stateMachine: sfn.StateMachine.fromStateMachineArn(stack, 'Same', stateMachineArn) };
  }))).toThrow('state "Ask" of Stack/Same waits for a task token');
});

test.each([['EXPRESS', true], ['STANDARD', false]])('sees what the children of a map in a Standard workflow may not have: %s', (ExecutionType, isRefused) => {
  const States = { Each: task('sqs:sendMessage.waitForTaskToken') };
  const map = { Type: 'Map', End: true, ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, StartAt: 'Each', States } };
  const synth = expect(() => Template.fromStack(synthesize(() => ({ workflowType: undefined, definitionBody: fromString(definition(map)) }))));
  (isRefused ? synth : synth.not).toThrow('state "Each" of Stack/Orders/Workflow/StateMachine waits for a task token, which Express workflows do not have; make the children');
});

test('the type of a machine that is given by its ARN counts as well', () => {
  const byArn = (stack: Stack, stateMachineType: sfn.StateMachineType) => sfn.StateMachine.fromStateMachineArn(
    stack, 'Same', new sfn.StateMachine(stack, 'Mine', { stateMachineType, definitionBody: passing(stack) }).stateMachineArn);
  const make = (stateMachineType: sfn.StateMachineType, options: Partial<WorkflowOptions>) => () => synthesize((stack) => ({
    workflowType: undefined, stateMachine: byArn(stack, stateMachineType), ...options,
  }));
  expect(make(EXPRESS, { notifyCompletion: true })).toThrow('notifyCompletion: got true for an Express workflow');
  expect(make(sfn.StateMachineType.STANDARD, { invocation: Invocation.SYNCHRONOUS }))
    .toThrow('invocation: got SYNCHRONOUS for a Standard workflow');
});

test.each([
  ['a timeout of 60 seconds', definition({ Type: 'Pass', End: true }, { TimeoutSeconds: 60 })],
  ['a wait of 30 seconds in state "Ask"', definition({ Type: 'Wait', Seconds: 30, End: true })],
])('warns of %s in a synchronous definition, for which API Gateway does not wait', (what, text) => {
  const warningsOf = (invocation: Invocation) => Annotations.fromStack(synthesize(() => ({ definitionBody: fromString(text), invocation })))
    .findWarning('*', Match.stringLikeRegexp(`has ${what}.*\\[ack: cdk-websocket-step-functions:overlongSynchronous\\]`));
  expect(warningsOf(Invocation.SYNCHRONOUS)).toHaveLength(1);
  expect(warningsOf(Invocation.ASYNCHRONOUS)).toEqual([]);
});

test.each<[string, (stack: Stack) => Partial<WorkflowOptions>]>([
  ['a question in a Standard workflow', (stack) => ({ workflowType: undefined, definitionBody: asking(stack) })],
  ['a plain call in an Express one', () => ({ definitionBody: fromString(definition(task('apigateway:invoke'))) })],
  ['what is no JSON', () => ({ definitionBody: fromString('StartAt: Ask') })],
  ['what is not shaped like a definition', () => ({ definitionBody: fromString('{"States":{"A":null,"B":{"Branches":3,"Retry":{}}}}') })],
  ['an imported machine', (stack) => ({ workflowType: undefined, stateMachine: sfn.StateMachine.fromStateMachineName(stack, 'Imported', 'imported') })],
])('takes %s', (_, options) => {
  expect(() => Template.fromStack(synthesize(options))).not.toThrow();
});

test('fails with more time than there is, by whatever prop it is given', () => {
  expect(() => synthesize((stack) => ({ definitionBody: passing(stack), timeout: Duration.minutes(10) })))
    .toThrow('timeout: got 10 minutes; allowed: at most 300 seconds for an Express workflow');
  expect(() => synthesize((stack) => ({ definitionBody: passing(stack), timeout: Duration.minutes(5) }))).not.toThrow();
});

test.each([
  ['a timeout of 600 seconds', definition({ Type: 'Pass', End: true }, { TimeoutSeconds: 600 })],
  ['a wait of 301 seconds in state "Ask"', definition({ Type: 'Wait', Seconds: 301, End: true })],
])('warns of %s in an Express definition, once however often it is synthesized', (what, text) => {
  const stack = synthesize(() => ({ definitionBody: fromString(text) }));
  Annotations.fromStack(stack);
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(`has ${what}.*\\[ack: cdk-websocket-step-functions:overlongExpress\\]`));
  expect(warnings).toHaveLength(1);
});
