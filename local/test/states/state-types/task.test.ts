import { ManualClock, StateMachine, TaskFailure, TaskHandler, TaskRequest, TaskTokens } from '../../../src/states';
import { eventsOf, machineOf, outputOf, play, playJsonata, typesOf } from '../play';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const task = (fields: object = {}): Record<string, object> => ({ A: { Type: 'Task', Resource: INVOKE, Parameters: { FunctionName: 'f' }, End: true, ...fields } });
const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:a';
const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const never: TaskHandler = () => new Promise(() => undefined);

describe('Task', () => {
  test('tells the handler all that there is to know', async () => {
    // GIVEN
    const seen: TaskRequest[] = [];
    const machine = machineOf(task({
      Parameters: { 'FunctionName': 'f', 'Payload.$': '$.a' },
      TimeoutSeconds: 60,
      HeartbeatSecondsPath: '$.h',
      Credentials: { 'RoleArn.$': '$.role' },
    }), { name: 'M', tasks: (request) => seen.push(request) });

    // WHEN
    const execution = machine.start({ a: 1, h: 10, role: 'r' }, { name: 'run' });
    await execution.result;

    // THEN
    expect(seen).toEqual([{
      state: 'A',
      resource: 'arn:aws:states:::lambda:invoke',
      parameters: { FunctionName: 'f', Payload: 1 },
      credentials: { RoleArn: 'r' },
      timeoutSeconds: 60,
      heartbeatSeconds: 10,
      retryCount: 0,
      signal: expect.any(AbortSignal) as AbortSignal,
      submitted: expect.any(Function) as () => void,
      queued: expect.any(Function) as () => () => void,
      execution: expect.any(Object) as object,
      executionArn: execution.arn,
      executionName: 'run',
      stateMachineArn: machine.arn,
      taskToken: undefined,
    }]);
  });

  test('without Parameters or Arguments the task gets the input', async () => {
    const echo: TaskHandler = ({ parameters }) => parameters;
    const bare = { Resource: LAMBDA, Parameters: undefined };
    expect(await outputOf(task({ ...bare, InputPath: '$.a' }), { a: 1 }, { tasks: echo })).toBe(1);
    expect(await playJsonata(task({ ...bare, Output: '{% [$states.input, $states.result] %}' }), { a: 1 }, { tasks: echo }))
      .toEqual({ status: 'SUCCEEDED', output: [{ a: 1 }, { a: 1 }] });
  });

  test('the result flows through ResultSelector, ResultPath, Assign and OutputPath', async () => {
    const states = {
      A: { ...task().A, ResultSelector: { 'x.$': '$.Payload' }, Assign: { 'v.$': '$.x' }, ResultPath: '$.r', OutputPath: '$.r', End: undefined, Next: 'B' },
      B: { Type: 'Pass', Parameters: { 'in.$': '$', 'v.$': '$v' }, End: true },
    };
    expect(await outputOf(states, {}, { tasks: () => ({ Payload: 5 }) })).toEqual({ in: { x: 5 }, v: 5 });
  });

  test('the output is a copy as JSON, and nothing is null', async () => {
    expect(await outputOf(task(), {}, { tasks: () => ({ at: new Date(0), none: undefined }) })).toEqual({ at: '1970-01-01T00:00:00.000Z' });
    expect(await outputOf(task(), {}, { tasks: () => undefined })).toBeNull();
  });

  test('fails with what the handler throws', async () => {
    const throwing = (error: unknown): TaskHandler => () => {
      throw error;
    };
    expect(await play(task(), {}, { tasks: throwing(new TaskFailure('E', 'C')) })).toEqual({ status: 'FAILED', error: 'E', cause: 'C' });
    expect(await play(task(), {}, { tasks: throwing(new TaskFailure('E')) })).toEqual({ status: 'FAILED', error: 'E' });
    expect(await play(task(), {}, { tasks: throwing(new Error('boom')) })).toEqual({ status: 'FAILED', error: 'States.TaskFailed', cause: 'boom' });
    expect(await play(task(), {}, { tasks: throwing(new TaskFailure('States.Runtime', 'bad.')) })).toEqual({
      status: 'FAILED', error: 'States.Runtime', cause: "An error occurred while executing the state 'A' (entered at the event id #2). bad.",
    });
  });

  test('fails for an answer that is not JSON', async () => {
    expect(await play(task(), {}, { tasks: () => BigInt(1) })).toMatchObject({ error: 'States.TaskFailed', cause: expect.stringContaining('not JSON') as string });
  });

  test('fails where nothing performs tasks, and says so', async () => {
    expect(await play(task())).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining("Nothing performs the resource 'arn:aws:states:::lambda:invoke'") as string });
  });

  test.each([['arn:aws:states:::lambda:invoke', 'lambda'], [LAMBDA, LAMBDA], ['arn:aws:states:::aws-sdk:s3:getObject', 'aws-sdk:s3']])(
    'fails for too large an output of %s', async (resource, label) => {
      expect(await play(task({ Resource: resource, Parameters: { Bucket: 'b', Key: 'k', FunctionName: 'f' } }), {}, { tasks: () => 'x'.repeat(300_000) })).toEqual({
        status: 'FAILED',
        error: 'States.DataLimitExceeded',
        cause: `The state/task '${label}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      });
    });

  test('times out, and tells the handler that nobody waits', async () => {
    // GIVEN
    let signal: AbortSignal | undefined;
    const tasks: TaskHandler = (request) => {
      signal = request.signal;
      return never(request);
    };

    // THEN
    expect(await play(task({ TimeoutSeconds: 60 }), {}, { tasks })).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(signal?.aborted).toBe(true);
  });

  test('the end of the execution ends the task', async () => {
    let signal: AbortSignal | undefined;
    const tasks: TaskHandler = (request) => {
      signal = request.signal;
      return never(request);
    };
    const execution = machineOf(task(), { tasks }).start({});
    await new Promise(setImmediate);
    execution.stop();
    await execution.result;
    expect(signal?.aborted).toBe(true);
  });

  test.each<[object, unknown, string]>([
    [{ TimeoutSecondsPath: '$.t' }, { t: 'x' }, 'The TimeoutSecondsPath field refers to value "x" which is not a valid integer: $.t'],
    [{ TimeoutSecondsPath: '$.t' }, { t: 0 }, 'TimeoutSeconds must be a positive integer.'],
    [{ TimeoutSecondsPath: '$.t' }, {}, "The JSONPath '$.t' specified for the field 'TimeoutSecondsPath' could not be found in the input '{}'"],
  ])('fails: %j with %j', async (fields, input, problem) => {
    expect(await play(task(fields), input, { tasks: never })).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining(problem) as string });
  });

  test.each<[string, string, object]>([
    ['arn:aws:states:::lambda:invoke', 'Task', { resource: 'invoke', resourceType: 'lambda' }],
    [LAMBDA, 'LambdaFunction', { resource: LAMBDA }],
    [ACTIVITY, 'Activity', { resource: ACTIVITY }],
  ])('records %s as %s…', async (resource, prefix, about) => {
    const events = await eventsOf(machineOf(task({ Resource: resource, Parameters: { FunctionName: 'f' } }), { tasks: () => 1 }));
    expect(typesOf(events)).toEqual([
      'ExecutionStarted', 'TaskStateEntered', `${prefix}Scheduled`, `${prefix}Started`, `${prefix}Succeeded`, 'TaskStateExited', 'ExecutionSucceeded',
    ]);
    expect(events[4].details).toEqual({ ...about, output: '1' });
    const failed = await eventsOf(machineOf(task({ Resource: resource, Parameters: { FunctionName: 'f' } }), { tasks: () => Promise.reject(new TaskFailure('E', 'C')) }));
    expect(failed[4]).toMatchObject({ type: `${prefix}Failed`, details: { ...about, error: 'E', cause: 'C' } });
  });

  test('a job is recorded as submitted', async () => {
    const states = task({ Resource: 'arn:aws:states:::states:startExecution.sync:2', Parameters: { StateMachineArn: 'x' } });
    expect(typesOf(await eventsOf(machineOf(states, { tasks: () => 1 })))).toContain('TaskSubmitted');
  });

  test('fails before anything is sent for headers that are no lists', async () => {
    const tasks = jest.fn();
    const parameters = { 'ApiEndpoint': 'a.execute-api.us-east-1.amazonaws.com', 'Method': 'GET', 'Headers.$': '$.h' };
    expect(await play(task({ Resource: 'arn:aws:states:::apigateway:invoke', Parameters: parameters }), { h: { a: 'b' } }, { tasks })).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: "An error occurred while executing the state 'A' (entered at the event id #2). The value of the field 'Headers' has an invalid format",
    });
    expect(tasks).not.toHaveBeenCalled();
  });
});

describe('callbacks', () => {
  const states = (fields: object = {}): Record<string, object> =>
    task({ Resource: CALLBACK, Parameters: { QueueUrl: 'q', MessageBody: { 't.$': '$$.Task.Token' } }, ...fields });

  /** A machine whose task's token is given to `use` once the request was sent. */
  function machineWith(use: (token: string, tokens: TaskTokens) => void, fields: object = {}): StateMachine {
    const taskTokens = new TaskTokens();
    return machineOf(states(fields), {
      taskTokens,
      tasks: ({ taskToken }) => {
        setImmediate(() => use(taskToken as string, taskTokens));
        return 'sent';
      },
    });
  }

  test('the output comes by the token, which the context object holds', async () => {
    let parameters: unknown;
    const taskTokens = new TaskTokens();
    const machine = machineOf(states(), {
      taskTokens,
      tasks: (request) => {
        parameters = request.parameters;
        taskTokens.success(request.taskToken as string, '{"a":1}');
      },
    });
    expect(await machine.execute({})).toEqual({ status: 'SUCCEEDED', output: { a: 1 } });
    expect(parameters).toEqual({ QueueUrl: 'q', MessageBody: { t: expect.any(String) as string } });
  });

  test('the request is recorded as submitted', async () => {
    const events = await eventsOf(machineWith((token, tokens) => tokens.success(token, '1')));
    expect(typesOf(events).slice(2, -1)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded', 'TaskStateExited']);
    expect(events[4].details.output).toBe('"sent"');
  });

  test('fails by the token, with or without an error', async () => {
    expect(await machineWith((token, tokens) => tokens.failure(token, 'E', 'C')).execute({})).toEqual({ status: 'FAILED', error: 'E', cause: 'C' });
    expect(await machineWith((token, tokens) => tokens.failure(token)).execute({})).toEqual({ status: 'FAILED' });
  });

  test('a retry has another token', async () => {
    const seen = new Set<string>();
    await machineWith((token, tokens) => {
      seen.add(token);
      tokens.failure(token, 'E');
    }, { Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1, IntervalSeconds: 1 }] }).execute({}, { timeScale: 1000 });
    expect(seen.size).toBe(2);
  });

  test('times out without a heartbeat, by either name', async () => {
    expect(await machineWith(() => undefined, { HeartbeatSeconds: 10 }).execute({}, { timeScale: 1000 })).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    const caught = machineOf({
      A: { ...states({ HeartbeatSeconds: 10, Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'B' }] }).A },
      B: { Type: 'Pass', End: true },
    }, { tasks: () => 'sent' });
    expect(await caught.execute({}, { timeScale: 1000 })).toEqual({ status: 'SUCCEEDED', output: { Error: 'States.Timeout', Cause: '' } });
  });

  test('heartbeats keep a task alive', async () => {
    // GIVEN
    const clock = new ManualClock();
    const taskTokens = new TaskTokens();
    let token = '';
    const machine = machineOf(states({ HeartbeatSeconds: 50 }), {
      taskTokens,
      tasks: (request) => {
        token = request.taskToken as string;
      },
    });
    const execution = machine.start({}, { clock });

    // WHEN
    for (let beats = 0; beats < 5; beats++) {
      await clock.advance(49_999);
      taskTokens.heartbeat(token);
    }
    expect(execution.status).toBe('RUNNING');
    await clock.advance(50_000);

    // THEN
    expect(await execution.result).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('an activity may be settled by its token', async () => {
    const taskTokens = new TaskTokens();
    const machine = machineOf(task({ Resource: ACTIVITY }), {
      taskTokens,
      tasks: (request) => {
        setImmediate(() => taskTokens.success(request.taskToken as string, '1'));
        return never(request);
      },
    });
    expect(await machine.execute({})).toEqual({ status: 'SUCCEEDED', output: 1 });
  });

  test('fails where the request cannot be sent', async () => {
    expect(await play(states(), {}, { tasks: () => Promise.reject(new TaskFailure('SQS.X', 'no')) })).toEqual({ status: 'FAILED', error: 'SQS.X', cause: 'no' });
  });
});
