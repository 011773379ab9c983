import type { LocalClient } from '../../src';
import { ask, MOCK_200, TestRun } from '../support';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';
const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:Machine';
const WAIT = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1_000_000, End: true } } };
const ASK = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::apigateway:invoke.waitForTaskToken',
      Parameters: {
        'ApiEndpoint': { 'Fn::Sub': '${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}' },
        'Method': 'POST',
        'Stage': 'prod',
        'Path.$': "States.Format('/@connections/{}', $.id)",
        'RequestBody': { 'token.$': '$$.Task.Token' },
        'AuthType': 'IAM_ROLE',
      },
      End: true,
    },
  },
};

/** A run whose route keys are actions, each passing the message on as the request. */
async function service(definition: object = WAIT, type = 'STANDARD'): Promise<{ run: TestRun; call: (action: string, request?: object) => Promise<Record<string, unknown>>; client: LocalClient }> {
  const actions = ['StartExecution', 'StartSyncExecution', 'DescribeExecution', 'GetExecutionHistory', 'StopExecution', 'SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'];
  const routes = Object.fromEntries(actions.map((action) => [action, { action, integration: { RequestTemplates: { $default: "$input.json('$.request')" } } }]));
  const whoAmI = { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '{"id":"$context.connectionId"}' } } } };
  const run = await TestRun.start({ routes: { ...routes, whoAmI }, definition, type });
  const client = await run.connect();
  return { run, client, call: (action, request) => ask(client, { action, request }) };
}

function serviceError(kind: string, message: string | RegExp): object {
  return { __type: `com.amazonaws.swf.service.v2.model#${kind}`, message: typeof message === 'string' ? message : expect.stringMatching(message) };
}

describe('StartExecution', () => {
  test('with a name gives an ARN that ends in it; the same again is the same execution', async () => {
    const { call, run } = await service();
    const request = { stateMachineArn: MACHINE, name: 'a=b', input: '{"a":1}' };

    const first = await call('StartExecution', request);

    expect(first).toEqual({ executionArn: `${EXECUTION}:a=b`, startDate: expect.any(Number) });
    expect(await call('StartExecution', request)).toEqual(first);
    expect(run.entries('ExecutionStarted')).toHaveLength(1);
    expect(await call('StartExecution', { ...request, input: '{"a":2}' }))
      .toEqual(serviceError('ExecutionAlreadyExists', `Execution Already Exists: '${EXECUTION}:a=b'`));
  });

  test('fails for the name of an execution that has ended, even with the same input', async () => {
    const { call, run } = await service({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
    await call('StartExecution', { stateMachineArn: MACHINE, name: 'once' });
    await run.logged('ExecutionEnded');

    expect(await call('StartExecution', { stateMachineArn: MACHINE, name: 'once' })).toEqual(serviceError('ExecutionAlreadyExists', /^Execution Already Exists/));
  });

  test('of an Express machine is never idempotent', async () => {
    const { call } = await service(WAIT, 'EXPRESS');
    const request = { stateMachineArn: MACHINE, name: 'twice' };

    const [first, second] = [await call('StartExecution', request), await call('StartExecution', request)];

    expect(first.executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:express:Machine:twice:[0-9a-f-]{36}$/);
    expect(second.executionArn).not.toBe(first.executionArn);
  });

  test.each(['2', '"text"', 'null', '[]'])('takes the input %s', async (input) => {
    const { call, run } = await service();

    expect(await call('StartExecution', { stateMachineArn: MACHINE, input })).toHaveProperty('executionArn');
    expect(run.entries('ExecutionStarted')[0].input).toBe(input);
  });

  test('without an input starts with {}', async () => {
    const { call, run } = await service();

    await call('StartExecution', { stateMachineArn: MACHINE });

    expect(run.entries('ExecutionStarted')[0].input).toBe('{}');
  });

  test.each<[string, object, string, string | RegExp]>([
    ['an input that is not JSON', { input: 'not json' }, 'InvalidExecutionInput', /^Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting/],
    ['an input that ends early', { input: '{"a":' }, 'InvalidExecutionInput', /'Unexpected end-of-input/],
    ['an input with something after it', { input: '{}, "isAdmin": true' }, 'InvalidExecutionInput', /'Unexpected character \(',' \(code 44\)\)/],
    ['an empty input', { input: '' }, 'InvalidExecutionInput', "Invalid State Machine Execution Input: 'Invalid execution input.'"],
    ['a name with a forbidden character', { name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    ['a machine that does not exist', { stateMachineArn: `${MACHINE}2` }, 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${MACHINE}2'`],
    ['no ARN', { stateMachineArn: 'abcdef' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: abcdef'"],
  ])('fails for %s', async (_title, request, kind, message) => {
    const { call, run } = await service();

    expect(await call('StartExecution', { stateMachineArn: MACHINE, ...request })).toEqual(serviceError(kind, message));
    expect(run.entries('ExecutionStarted')).toEqual([]);
  });

  test.each([...'<>{}[]?*"#%\\^|~`$&,;:/\u0000\u007f\ufffe\ud800'].map((character) => [character.charCodeAt(0).toString(16), character]))('fails for U+%s in a name', async (_code, character) => {
    const { call } = await service();

    expect(await call('StartExecution', { stateMachineArn: MACHINE, name: `a${character}` })).toMatchObject({ __type: expect.stringMatching(/InvalidName$/) });
  });

  test('fails for members that break the model, naming each', async () => {
    const { call } = await service();

    expect(await call('StartExecution', {})).toEqual({
      __type: 'com.amazon.coral.validate#ValidationException',
      message: "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null",
    });
    expect(await call('StartExecution', { stateMachineArn: '', name: 'x'.repeat(81) })).toEqual({
      __type: 'com.amazon.coral.validate#ValidationException',
      message: "2 validation errors detected: Value '' at 'stateMachineArn' failed to satisfy constraint: Member must have length greater than or equal to 1; "
        + `Value '${'x'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
    });
  });

  test('fails for an input that is no text, without a message', async () => {
    const { call } = await service();

    expect(await call('StartExecution', { stateMachineArn: MACHINE, input: { a: 1 } })).toEqual({ __type: 'com.amazon.coral.service#SerializationException' });
  });
});

test('StartSyncExecution fails for a Standard machine', async () => {
  const { call } = await service();

  expect(await call('StartSyncExecution', { stateMachineArn: MACHINE }))
    .toEqual(serviceError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine'));
});

describe('DescribeExecution, GetExecutionHistory and StopExecution', () => {
  test('tell of an execution, end it, and tell of its end', async () => {
    const { call } = await service();
    const { executionArn } = await call('StartExecution', { stateMachineArn: MACHINE, name: 'one', input: '{"a":1}' });

    const running = await call('DescribeExecution', { executionArn });
    const stopped = await call('StopExecution', { executionArn, error: 'Enough', cause: 'for now' });
    const ended = await call('DescribeExecution', { executionArn });

    expect(running).toMatchObject({ executionArn, name: 'one', stateMachineArn: MACHINE, status: 'RUNNING', input: '{"a":1}' });
    expect(running).not.toHaveProperty('stopDate');
    expect(stopped).toEqual({ stopDate: expect.any(Number) });
    expect(ended).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'for now', stopDate: stopped.stopDate });
    expect(await call('StopExecution', { executionArn })).toEqual(stopped);
  });

  test.each<[string, string, string, string]>([
    ['an execution that does not exist', `${EXECUTION}:no`, 'ExecutionDoesNotExist', `Execution Does Not Exist: '${EXECUTION}:no'`],
    ['an Express execution', 'arn:aws:states:us-east-1:123456789012:express:Machine:a:b', 'InvalidArn', "Invalid Arn: 'Resource type not valid in this context: express'"],
    ['no ARN', 'x', 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x'"],
  ])('fail for %s', async (_title, executionArn, kind, message) => {
    const { call } = await service();

    expect(await call('DescribeExecution', { executionArn })).toEqual(serviceError(kind, message));
    expect(await call('GetExecutionHistory', { executionArn })).toEqual(serviceError(kind, message));
    expect(await call('StopExecution', { executionArn })).toEqual(serviceError(kind, message));
  });

  test('tell what has happened, while the execution runs and when it has ended', async () => {
    const { call } = await service();
    const { executionArn } = await call('StartExecution', { stateMachineArn: MACHINE, input: '{"a":1}' });

    const running = await call('GetExecutionHistory', { executionArn, reverseOrder: true, includeExecutionData: false });
    await call('StopExecution', { executionArn, error: 'Enough' });
    const first = await call('GetExecutionHistory', { executionArn, maxResults: 2 });
    const last = await call('GetExecutionHistory', { executionArn, maxResults: 2, nextToken: first.nextToken });

    const [entered, started] = [{ id: 2, previousEventId: 0, type: 'WaitStateEntered' }, { id: 1, previousEventId: 0, type: 'ExecutionStarted' }];
    expect(running).toEqual({
      events: [
        { ...entered, timestamp: expect.any(Number), stateEnteredEventDetails: { name: 'Wait' } },
        {
          ...started,
          timestamp: expect.any(Number),
          executionStartedEventDetails: { roleArn: expect.any(String) },
        },
      ],
    });
    expect(first).toMatchObject({ events: [{ ...started, executionStartedEventDetails: { input: '{"a":1}' } }, entered] });
    expect(last).toEqual({
      events: [{ id: 3, previousEventId: 0, type: 'ExecutionAborted', timestamp: expect.any(Number), executionAbortedEventDetails: { error: 'Enough' } }],
    });
  });

  test('fail for a page that there is not', async () => {
    const { call } = await service();
    const { executionArn } = await call('StartExecution', { stateMachineArn: MACHINE });

    expect(await call('GetExecutionHistory', { executionArn, nextToken: 'x' })).toEqual(serviceError('InvalidToken', "Invalid Token: 'Invalid token'"));
    expect(await call('GetExecutionHistory', { executionArn, maxResults: 1001 })).toMatchObject({ __type: 'com.amazon.coral.validate#ValidationException' });
  });
});

describe('task tokens', () => {
  async function asked(): Promise<Awaited<ReturnType<typeof service>> & { taskToken: string }> {
    const result = await service(ASK);
    const { id } = await result.call('whoAmI');
    result.client.send({ action: 'StartExecution', request: { stateMachineArn: MACHINE, input: JSON.stringify({ id }) } });
    const frames = [await result.client.next<Record<string, unknown>>(), await result.client.next<Record<string, unknown>>()];
    return { ...result, taskToken: String(frames.find(({ token }) => token !== undefined)!.token) };
  }

  test('let a client answer its workflow', async () => {
    const { call, run, taskToken } = await asked();

    expect(await call('SendTaskHeartbeat', { taskToken })).toEqual({});
    expect(await call('SendTaskSuccess', { taskToken, output: '{"yes":true}' })).toEqual({});

    expect(await run.logged('ExecutionEnded')).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
    expect(await call('SendTaskSuccess', { taskToken, output: '{}' })).toEqual(serviceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'"));
  });

  test('let a client fail its workflow', async () => {
    const { call, run, taskToken } = await asked();

    expect(await call('SendTaskFailure', { taskToken, error: 'No', cause: 'not now' })).toEqual({});

    expect(await run.logged('ExecutionEnded')).toMatchObject({ status: 'FAILED', error: 'No', cause: 'not now' });
  });

  test('fail when they are malformed, or the answer is', async () => {
    const { call, taskToken } = await asked();

    expect(await call('SendTaskSuccess', { taskToken: 'x', output: '{}' })).toEqual(serviceError('InvalidToken', "Invalid Token: 'Invalid token'"));
    expect(await call('SendTaskSuccess', { taskToken, output: 'nope' })).toMatchObject({ __type: expect.stringMatching(/#InvalidOutput$/) });
    expect(await call('SendTaskSuccess', { taskToken })).toMatchObject({
      message: "1 validation error detected: Value at 'output' failed to satisfy constraint: Member must not be null",
    });
  });
});
