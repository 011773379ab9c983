import { ManualClock, TaskFailure, TaskHandler } from '../../../src/states';
import { eventsOf, machineOf, outputOf, play, playJsonata, successOf, typesOf } from '../play';

const RESOURCE = 'arn:aws:states:::lambda:invoke';

/** Fails so many times with the errors given, then answers how often it was called. */
function failing(...errors: (string | undefined)[]): TaskHandler {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= errors.length) {
      throw new TaskFailure(errors[calls - 1], `call ${calls}`);
    }
    return calls;
  };
}

const task = (fields: object): object => ({ Type: 'Task', Resource: RESOURCE, Parameters: { FunctionName: 'f' }, End: true, ...fields });

describe('Retry', () => {
  test('tries again as often as the retrier says, then fails', async () => {
    expect(await outputOf({ A: task({ Retry: [{ ErrorEquals: ['E'] }] }) }, {}, { tasks: failing('E', 'E', 'E') })).toBe(4);
    expect(await play({ A: task({ Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] }) }, {}, { tasks: failing('E', 'E') }))
      .toEqual({ status: 'FAILED', error: 'E', cause: 'call 2' });
    expect(await play({ A: task({ Retry: [{ ErrorEquals: ['E'], MaxAttempts: 0 }] }) }, {}, { tasks: failing('E') }))
      .toEqual({ status: 'FAILED', error: 'E', cause: 'call 1' });
  });

  test('the first retrier that matches counts, each for itself', async () => {
    const retry = [{ ErrorEquals: ['E'], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    expect(await outputOf({ A: task({ Retry: retry }) }, {}, { tasks: failing('E', 'F') })).toBe(3);
    expect(await play({ A: task({ Retry: retry }) }, {}, { tasks: failing('E', 'E') })).toMatchObject({ status: 'FAILED', cause: 'call 2' });
  });

  test.each<[string, object, number[]]>([
    ['by default doubles from a second', {}, [1, 2, 4]],
    ['IntervalSeconds and BackoffRate', { IntervalSeconds: 3, BackoffRate: 1.5 }, [3, 4.5, 6.75]],
    ['MaxDelaySeconds', { IntervalSeconds: 3, MaxDelaySeconds: 5 }, [3, 5, 5]],
  ])('waits: %s', async (_, fields, delays) => {
    // GIVEN
    const clock = new ManualClock();
    const tasks = failing('E', 'E', 'E');
    const machine = machineOf({ A: task({ Retry: [{ ErrorEquals: ['E'], ...fields }] }) }, { tasks });

    // WHEN
    const execution = machine.start({}, { clock });
    await clock.advance(60_000);

    // THEN
    const attempts = execution.history.filter((event) => event.type === 'TaskScheduled').map((event) => event.timestamp.getTime());
    expect(attempts.slice(1).map((time, index) => (time - attempts[index]) / 1000)).toEqual(delays);
  });

  test('full jitter waits less than the delay', async () => {
    const retry = [{ ErrorEquals: ['E'], IntervalSeconds: 10_000_000, JitterStrategy: 'FULL', MaxAttempts: 1 }];
    jest.spyOn(Math, 'random').mockReturnValue(0);
    expect(await outputOf({ A: task({ Retry: retry }) }, {}, { tasks: failing('E') })).toBe(2);
    jest.restoreAllMocks();
  });

  test('the context object counts the retries', async () => {
    const seen: unknown[] = [];
    const tasks: TaskHandler = ({ parameters, retryCount }) => {
      seen.push([parameters, retryCount]);
      throw new TaskFailure('E');
    };
    await play({ A: task({ Parameters: { 'FunctionName': 'f', 'n.$': '$$.State.RetryCount' }, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }] }) }, {}, { tasks });
    expect(seen).toEqual([0, 1, 2].map((n) => [{ FunctionName: 'f', n }, n]));
  });
});

describe('Catch', () => {
  const states = (fields: object, errorEquals: string[] = ['States.ALL']): Record<string, object> => ({
    A: task({ Catch: [{ ErrorEquals: ['Other'], Next: 'Wrong' }, { ErrorEquals: errorEquals, Next: 'B', ...fields }] }),
    B: { Type: 'Pass', End: true },
    Wrong: { Type: 'Pass', Result: 'wrong', End: true },
  });

  test('gives error and cause on', async () => {
    expect(await outputOf(states({}), { a: 1 }, { tasks: failing('E') })).toEqual({ Error: 'E', Cause: 'call 1' });
    expect(await outputOf(states({ ResultPath: '$.e' }), { a: 1 }, { tasks: failing('E') })).toEqual({ a: 1, e: { Error: 'E', Cause: 'call 1' } });
    expect(await outputOf(states({ ResultPath: null }), { a: 1 }, { tasks: failing('E') })).toEqual({ a: 1 });
  });

  test('an error that has no name is null, and States.ALL catches it', async () => {
    expect(await outputOf(states({}), {}, { tasks: () => Promise.reject(new TaskFailure(undefined)) })).toEqual({ Error: null, Cause: null });
  });

  test('any other error of a handler is States.TaskFailed', async () => {
    expect(await outputOf(states({}), {}, { tasks: () => Promise.reject(new Error('boom')) })).toEqual({ Error: 'States.TaskFailed', Cause: 'boom' });
  });

  test('States.TaskFailed catches every error but a timeout', async () => {
    expect(await outputOf(states({}, ['States.TaskFailed']), {}, { tasks: failing('E') })).toMatchObject({ Error: 'E' });
    const timedOut = { A: task({ TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'B' }] }), B: { Type: 'Succeed' } };
    expect(await play(timedOut, {}, { tasks: () => new Promise(() => undefined) })).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('a timeout has an empty cause', async () => {
    const timedOut = { A: task({ TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'B' }] }), B: { Type: 'Succeed' } };
    expect(await outputOf(timedOut, {}, { tasks: () => new Promise(() => undefined) })).toEqual({ Error: 'States.Timeout', Cause: '' });
  });

  test('fails past every catcher for States.Runtime', async () => {
    expect(await play({ ...states({}), A: { ...states({}).A, InputPath: '$.x', Retry: [{ ErrorEquals: ['States.ALL'] }] } }, {}, { tasks: failing() }))
      .toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('Assign sees the error', async () => {
    expect(await outputOf({
      ...states({ Assign: { 'e.$': '$.Error' } }),
      B: { Type: 'Pass', Parameters: { 'e.$': '$e' }, End: true },
    }, {}, { tasks: failing('E') })).toEqual({ e: 'E' });
  });

  test('in JSONata Output sees input and error, and evaluation errors are caught', async () => {
    const catcher = { ErrorEquals: ['States.ALL'], Next: 'B', Assign: { e: '{% $states.errorOutput.Error %}' }, Output: '{% $merge([$states.input, $states.errorOutput]) %}' };
    const play2 = (fields: object): Promise<unknown> => playJsonata({
      A: task({ Parameters: undefined, Arguments: { FunctionName: 'f' }, Catch: [catcher], ...fields }),
      B: { Type: 'Pass', Output: { e: '{% $e %}', in: '{% $states.input %}' }, End: true },
    }, { a: 1 }, { tasks: failing('E') }).then(successOf);

    expect(await play2({})).toEqual({ e: 'E', in: { a: 1, Error: 'E', Cause: 'call 1' } });
    expect(await play2({ Arguments: '{% $x %}' })).toMatchObject({ e: 'States.QueryEvaluationError', in: { a: 1 } });
  });

  test('an evaluation error is an event of its own', async () => {
    const events = await eventsOf(machineOf({ A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $x %}', End: true } }));
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
    expect(events[2].details).toMatchObject({ state: 'A', location: 'Output', error: 'States.QueryEvaluationError' });
  });
});
