import { join } from 'node:path';
import { LocalRun } from '../../../src';
import { file, folder } from '../../files';
import { TestRun } from '../../support';
import { again, play, task } from '../play';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:approve';
const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

/** A mock configuration file for the state `Call` of the machine `Machine`. */
function mocks(outcomes: object, machine = 'Machine'): string {
  return file({ StateMachines: { [machine]: { TestCases: { Happy: { Call: 'Response' } } } }, MockedResponses: { Response: outcomes } }, 'mocks.json');
}

test('a mocked state gives the mocked output, and calls nothing', async () => {
  const { end, run } = await play(task(INVOKE, { Parameters: { FunctionName: 'f' } }), {}, { mocks: mocks({ 0: { Return: { Payload: 'hi' } } }) });

  expect(JSON.parse(end.output!)).toEqual({ Payload: 'hi' });
  expect(run.entries('Warning')).toEqual([]);
});

test('mocks come before what the run performs itself', async () => {
  const { end } = await play(task('arn:aws:states:::apigateway:invoke', { Parameters: {} }), {}, { mocks: mocks({ 0: { Return: 'mocked' } }) });

  expect(end.output).toBe('"mocked"');
});

test('errors go through Retry and Catch; retries count as attempts', async () => {
  const fields = { Parameters: { FunctionName: 'f' }, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 3 }] };
  const outcomes = { '0-1': { Throw: { Error: 'Busy', Cause: 'later' } }, '2': { Return: 'done' } };

  expect((await play(task(INVOKE, fields), {}, { mocks: mocks(outcomes) })).end.output).toBe('"done"');
  expect((await play(task(INVOKE, { Parameters: { FunctionName: 'f' } }), {}, { mocks: mocks(outcomes) })).end).toMatchObject({ status: 'FAILED', error: 'Busy', cause: 'later' });
});

test('iterations and later visits count as attempts, each execution from 0', async () => {
  const iterator = { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: INVOKE, Parameters: { FunctionName: 'f' }, End: true } } };
  const definition = { StartAt: 'Each', States: { Each: { Type: 'Map', ItemProcessor: iterator, MaxConcurrency: 1, ItemsPath: '$', End: true } } };
  const { end, run } = await play(definition, [0, 0, 0], { mocks: mocks({ '0': { Return: 'first' }, '1-2': { Return: 'later' } }) });

  expect(JSON.parse(end.output!)).toEqual(['first', 'later', 'later']);
  expect(JSON.parse((await again(run, [0])).output!)).toEqual(['first']);
});

test('fails past Retry and Catch when the outcomes have run out, saying what to add', async () => {
  const fields = { Parameters: { FunctionName: 'f' }, Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Call' }] };
  const { end } = await play(task(INVOKE, fields), {}, { mocks: mocks({ 1: { Return: 'x' } }) });

  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(end.cause).toContain('The mocked response \'Response\' of the state \'Call\' has no outcome for attempt 0: add "0" to MockedResponses.Response');
});

test.each<[string, object, object]>([
  ['gives its output', { Return: { answer: 42 } }, { status: 'SUCCEEDED', output: '{"answer":42}' }],
  ['fails', { Throw: { Error: 'Refused', Cause: 'no' } }, { status: 'FAILED', error: 'Refused', cause: 'no' }],
])('a mocked callback %s without anyone having the token', async (_title, outcome, expected) => {
  const fields = { Parameters: { 'QueueUrl': 'q', 'MessageBody.$': '$$.Task.Token' } };

  expect((await play(task(CALLBACK, fields), {}, { mocks: mocks({ 0: outcome }) })).end).toMatchObject(expected);
});

test.each<[string, object, object]>([
  ['gives its output', { Return: { ok: true } }, { status: 'SUCCEEDED', output: '{"ok":true}' }],
  ['fails', { Throw: { Error: 'Refused', Cause: 'no' } }, { status: 'FAILED', error: 'Refused', cause: 'no' }],
])('a mocked activity %s without a worker, and without a mock it waits for one', async (_title, outcome, expected) => {
  const { end, run } = await play(task(ACTIVITY), {}, { mocks: mocks({ 0: outcome }) });

  expect(end).toMatchObject(expected);
  expect(run.entries('Warning')).toEqual([]);
  expect((await TestRun.start({ routes: {}, definition: task(ACTIVITY) })).entries('Warning')).toEqual([]);
});

describe('the test case', () => {
  const configuration = (path: string): string => join(folder({
    [path]: {
      StateMachines: { Machine: { TestCases: { Happy: { Call: 'Yes' }, Sad: { Call: 'No' }, Real: {} } } },
      MockedResponses: { Yes: { 0: { Return: 'yes' } }, No: { 0: { Return: 'no' } } },
    },
  }), path);
  const definition = task(INVOKE, { Parameters: { FunctionName: 'f' } });

  test('is the first, or the one that is named', async () => {
    const path = configuration('mocks.json');

    expect((await play(definition, {}, { mocks: path })).end.output).toBe('"yes"');
    expect((await play(definition, {}, { mocks: `${path}#Sad` })).end.output).toBe('"no"');
    expect((await play(definition, {}, { mocks: configuration('mocks#1.json') })).end.output).toBe('"yes"');
  });

  test('leaves the states that it does not name to run as usual', async () => {
    const { end, run } = await play(definition, {}, { mocks: `${configuration('mocks.json')}#Real` });

    expect(end.cause).toContain(`cannot perform the resource '${INVOKE}' of the state 'Call'`);
    expect(run.entries('Warning')).toHaveLength(1);
  });

  test('fails when no machine has it', async () => {
    await expect(TestRun.start({ routes: {}, definition }, { mocks: `${configuration('mocks.json')}#Nope` })).rejects.toThrow(
      "mocks.json: $.StateMachines: no state machine has the test case 'Nope'; there are Machine#Happy, Machine#Sad, Machine#Real");
  });
});

test('a machine is found by its logical id too; one that the template lacks is a warning', async () => {
  const resources = { Other: { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition: task(INVOKE, { Parameters: { FunctionName: 'f' } }) } } };
  const run = await TestRun.start({ routes: {}, resources }, { mocks: mocks({ 0: { Return: 1 } }, 'Other') });
  const stray = await TestRun.start({ routes: {} }, { mocks: mocks({ 0: { Return: 1 } }, 'Nowhere') });

  expect(run.entries('Warning')).toEqual([]);
  expect(stray.entries('Warning')).toEqual([expect.objectContaining({
    message: expect.stringContaining('mocks.json: $.StateMachines.Nowhere: the template has no state machine of this name, logical id or construct path: it has Machine'),
  })]);
});

test('fails for states that cannot be mocked, naming all of them', async () => {
  const definition = {
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 1, Next: 'Ask' }, Ask: { Type: 'Task', Resource: ACTIVITY, End: true } },
  };
  const path = file({
    StateMachines: { Machine: { TestCases: { T: { Wait: 'R', Ask: 'R', Nope: 'R', toString: 'R' } } } }, MockedResponses: { R: {} },
  }, 'mocks.json');

  await expect(TestRun.start({ routes: {}, definition }, { mocks: path })).rejects.toThrow('mocks.json: '
    + '$.StateMachines.Machine.TestCases.T.Wait: a Wait state cannot be mocked: only Task states call anything; '
    + '$.StateMachines.Machine.TestCases.T.Nope: the state machine has no state of this name; '
    + '$.StateMachines.Machine.TestCases.T.toString: the state machine has no state of this name');
});

test.each<[string, () => string, RegExp]>([
  ['that does not exist', () => '/nowhere/mocks.json#Happy', /^cannot read the mock configuration \/nowhere\/mocks\.json: no such file$/],
  ['that is no JSON', () => file('{', 'mocks.json'), /^the mock configuration .*mocks\.json is not JSON: /],
])('fails for a file %s', async (_title, path, message) => {
  await expect(TestRun.start({ routes: {} }, { mocks: path() })).rejects.toThrow(message);
});

describe('the test case behind the ARN of StartExecution', () => {
  const cases = (): string => file({
    StateMachines: { Orders: { TestCases: { Happy: { Call: 'Good' }, Busy: { Call: 'Bad' } } } },
    MockedResponses: { Good: { 0: { Return: 'good' } }, Bad: { 0: { Throw: { Error: 'Busy', Cause: 'later' } } } },
  }, 'mocks.json');

  interface Orders {
    readonly run: LocalRun;
    readonly call: (action: string, request: object) => Promise<Record<string, unknown>>;
    readonly stateMachineArn: string;
  }

  /** A run without a template, and a machine in it that was made by a request. */
  async function orders(): Promise<Orders> {
    const run = await LocalRun.start({ mocks: cases() });
    runs.push(run);
    const call = async (action: string, request: object): Promise<Record<string, unknown>> => {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${action}` };
      return (await fetch(run.endpointUrl, { method: 'POST', headers, body: JSON.stringify(request) })).json() as Promise<Record<string, unknown>>;
    };
    const definition = JSON.stringify(task(INVOKE, { Parameters: { FunctionName: 'f' } }));
    const { stateMachineArn } = await call('CreateStateMachine', { name: 'Orders', definition, roleArn: 'arn:aws:iam::123456789012:role/R' });
    return { run, call, stateMachineArn: stateMachineArn as string };
  }

  const runs: LocalRun[] = [];
  afterEach(() => Promise.all(runs.splice(0).map((run) => run.stop())));

  test('is played by that execution; without one the first is', async () => {
    const { run, call, stateMachineArn } = await orders();
    const end = async (arn: string): Promise<object> => run.execution((await call('StartExecution', { stateMachineArn: arn })).executionArn as string);

    expect(await end(`${stateMachineArn}#Busy`)).toMatchObject({ status: 'FAILED', error: 'Busy', cause: 'later', stateMachineArn });
    expect(await end(`${stateMachineArn}#Happy`)).toMatchObject({ status: 'SUCCEEDED', output: 'good' });
    expect(await end(stateMachineArn)).toMatchObject({ output: 'good' });
  });

  test('must be one of the machine', async () => {
    const { run, call, stateMachineArn } = await orders();

    expect(await call('StartExecution', { stateMachineArn: `${stateMachineArn}#Sad` }))
      .toMatchObject({ message: `There is no test case 'Sad' of ${stateMachineArn}: ${stateMachineArn}#Happy, ${stateMachineArn}#Busy` });
    expect(await call('StartExecution', { stateMachineArn: `${stateMachineArn}2#Happy` }))
      .toMatchObject({ message: `There is no test case 'Happy' of ${stateMachineArn}2: --mocks names none` });
    expect(run.executions()).toEqual([]);
  });
});
