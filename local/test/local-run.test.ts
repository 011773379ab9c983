import { request } from 'node:http';
import { LocalRun, LogEntry, ManualClock } from '../src';
import { MOCK_200, TestRun } from './support';
import type { StepFunctions } from '../src/step-functions/step-functions';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';
const WAIT = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } };

/** What a run answers to a request of Step Functions' API. */
async function call(
  { endpointUrl }: LocalRun, action: string, body: object = {}, headers: Record<string, string> = {},
): Promise<{ status: number; answer: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent: false, headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${action}`, ...headers } };
    request(endpointUrl, options, (response) => {
      response.toArray().then((chunks: Buffer[]) => {
        resolve({ status: response.statusCode!, answer: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> });
      }, reject);
    }).on('error', reject).end(JSON.stringify(body));
  });
}

const starting = async (run: LocalRun, input = '{}'): Promise<string> => (await call(run, 'StartExecution', { stateMachineArn: MACHINE, input })).answer.executionArn as string;

describe('executions of a run', () => {
  test('are there while they run; their end is waited for without asking', async () => {
    const clock = new ManualClock(1_800_000_000_000);
    const { run } = await TestRun.start({ routes: {}, definition: WAIT }, { clock });
    const arn = await starting(run, '{"n":1}');
    const start = { arn, name: expect.any(String) as string, stateMachineArn: MACHINE, startDate: new Date(1_800_000_000_000), input: { n: 1 } };

    expect(run.executions()).toEqual([{ ...start, status: 'RUNNING' }]);
    const ended = run.execution(arn);
    await clock.advance(60_000);

    expect(await ended).toEqual({ ...start, status: 'SUCCEEDED', output: { n: 1 }, stopDate: new Date(1_800_000_060_000) });
    expect(await run.execution(arn)).toEqual(await ended);
    expect(run.history(arn).map(({ type }) => type)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
  });

  test('tell why they failed', async () => {
    const { run } = await TestRun.start({ routes: {}, definition: { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'No', Cause: 'because' } } } });

    expect(await run.execution(await starting(run))).toMatchObject({ status: 'FAILED', error: 'No', cause: 'because', output: undefined });
  });

  test('that the end of the run cuts are aborted', async () => {
    const { run } = await TestRun.start({ routes: {}, definition: WAIT }, { clock: new ManualClock() });
    const ended = run.execution(await starting(run));

    await run.stop();

    expect(await ended).toMatchObject({ status: 'ABORTED', cause: 'The local run ends' });
  });

  test('that there are not say which there are', async () => {
    const { run } = await TestRun.start({ routes: {}, definition: WAIT });

    await expect(run.execution('other')).rejects.toThrow('the run keeps no execution other: it has none');
    const arn = await starting(run);
    await expect(run.execution('other')).rejects.toThrow(`the run keeps no execution other: ${arn}`);
    expect(() => run.history('other')).toThrow('the run keeps no events of other: ');
  });
});

describe('a run without a template', () => {
  test("has Step Functions' API, where the options say", async () => {
    const log: LogEntry[] = [];
    await using run = await LocalRun.start({ region: 'cn-north-1', account: '111122223333', timeScale: 1000, logger: (entry) => log.push(entry) });
    const definition = JSON.stringify({ StartAt: 'Ask', States: { Ask: { Type: 'Wait', Seconds: 60, Next: 'A' }, A: { Type: 'Pass', End: true } } });

    const { answer: { stateMachineArn } } = await call(run, 'CreateStateMachine', { name: 'M', definition, roleArn: 'arn:aws-cn:iam::111122223333:role/R' });
    const { answer: { executionArn } } = await call(run, 'StartExecution', { stateMachineArn, input: '1' });

    expect(stateMachineArn).toBe('arn:aws-cn:states:cn-north-1:111122223333:stateMachine:M');
    expect(await run.execution(executionArn as string)).toMatchObject({ status: 'SUCCEEDED', output: 1 });
    expect(run.urls).toEqual({});
    expect(log[0]).toEqual({ type: 'EndpointListening', url: run.endpointUrl, hasTemplate: false });
    await expect(run.connect()).rejects.toThrow('stage undefined is not one of this run');
  });

  test('fails a state whose service it does not have, saying so', async () => {
    await using run = await LocalRun.start();
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { QueueUrl: 'q', MessageBody: 'b' }, End: true } } });
    const { answer: { stateMachineArn } } = await call(run, 'CreateStateMachine', { name: 'M', definition, roleArn: 'arn:aws:iam::123456789012:role/R' });
    const { answer: { executionArn } } = await call(run, 'StartExecution', { stateMachineArn });

    expect(await run.execution(executionArn as string)).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining('--endpoint sqs=<url>') });
  });

  test('ends although a worker waits for a task', async () => {
    const run = await LocalRun.start();
    const { answer: { activityArn } } = await call(run, 'CreateActivity', { name: 'A' });
    const { activities } = (run as unknown as { parts: { deployments: { stepFunctions: StepFunctions } } }).parts.deployments.stepFunctions;
    const poll = jest.spyOn(activities, 'poll');
    const waiting = call(run, 'GetActivityTask', { activityArn }).catch((error: Error) => error.message);
    while (poll.mock.calls.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    await run.stop();

    expect(await waiting).toBe('socket hang up');
  });
});

test("a web page of a stranger's reaches no machine", async () => {
  const { run } = await TestRun.start({ routes: { $default: MOCK_200 }, definition: WAIT });

  for (const [name, value] of [['origin', 'https://stranger.example'], ['host', 'stranger.example'], ['sec-fetch-site', 'cross-site']]) {
    expect(await call(run, 'StartExecution', { stateMachineArn: MACHINE }, { [name]: value })).toMatchObject({ status: 403 });
  }
  expect(run.executions()).toEqual([]);
});

test('a machine that is deleted while it runs ends with its next transition, and its messages until then arrive', async () => {
  const clock = new ManualClock();
  const { run } = await TestRun.start({ routes: {}, definition: WAIT }, { clock });
  const arn = await starting(run);
  await clock.advance(1000);
  const ended = run.execution(arn);

  expect((await call(run, 'DeleteStateMachine', { stateMachineArn: MACHINE })).status).toBe(200);
  expect((await call(run, 'StartExecution', { stateMachineArn: MACHINE })).answer).toMatchObject({ message: `State Machine is being deleted: '${MACHINE}'` });
  await clock.advance(60_000);

  expect(await ended).toMatchObject({ status: 'ABORTED' });
  expect((await call(run, 'StartExecution', { stateMachineArn: MACHINE })).answer).toMatchObject({ message: `State Machine Does Not Exist: '${MACHINE}'` });
});

test('versions and aliases of a template start its machine, and say so', async () => {
  const resources = {
    Version: { Type: 'AWS::StepFunctions::StateMachineVersion', Properties: { StateMachineArn: { Ref: 'Machine' } } },
    Live: { Type: 'AWS::StepFunctions::StateMachineAlias', Properties: { Name: 'live', RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'Version' }, Weight: 100 }] } },
  };
  const { run } = await TestRun.start({ routes: {}, resources });
  const { answer: { executionArn } } = await call(run, 'StartExecution', { stateMachineArn: `${MACHINE}:live` });

  expect((await call(run, 'DescribeExecution', { executionArn })).answer).toMatchObject({
    stateMachineAliasArn: `${MACHINE}:live`, stateMachineArn: MACHINE, stateMachineVersionArn: `${MACHINE}:1`,
  });
});
