import { eventsOf, machineOf, outputOf, play, playJsonata, successOf, typesOf } from '../play';

let branches = 0;

/** A branch of one Pass state. The names of states are unique in a machine. */
function branch(fields: object): object {
  const name = `X${branches++}`;
  return { StartAt: name, States: { [name]: { Type: 'Pass', End: true, ...fields } } };
}

const FAILS = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E', Cause: 'C' } } };
const HANGS = { StartAt: 'H', States: { H: { Type: 'Wait', Seconds: 99_999_999, End: true } } };

describe('Parallel', () => {
  test('gives the outputs in the order of the branches', async () => {
    const slow = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 3600, Next: 'S' }, S: { Type: 'Pass', Result: 'slow', End: true } } };
    expect(await outputOf({ A: { Type: 'Parallel', Branches: [slow, branch({ Result: 'fast' })], End: true } })).toEqual(['slow', 'fast']);
  });

  test('its data flows like that of a task', async () => {
    expect(await outputOf({
      A: {
        Type: 'Parallel',
        InputPath: '$.in',
        Parameters: { 'x.$': '$.a' },
        Branches: [branch({}), branch({ OutputPath: '$.x' })],
        ResultSelector: { 'first.$': '$[0]', 'second.$': '$[1]' },
        ResultPath: '$.out',
        End: true,
      },
    }, { in: { a: 1 } })).toEqual({ in: { a: 1 }, out: { first: { x: 1 }, second: 1 } });
  });

  test('in JSONata branches get Arguments, and Output sees the result', async () => {
    expect(successOf(await playJsonata({
      A: { Type: 'Parallel', Arguments: { x: '{% $states.input.a %}' }, Branches: [branch({}), branch({ Output: 2 })], Output: '{% $states.result %}', End: true },
    }, { a: 1 }))).toEqual([{ x: 1 }, 2]);
  });

  test('branches read outer variables and keep their own', async () => {
    expect(await outputOf({
      A: { Type: 'Pass', Assign: { v: 1 }, Next: 'B' },
      B: { Type: 'Parallel', Branches: [branch({ Assign: { v: 2, w: 3 } }), branch({ OutputPath: '$v' })], Next: 'C' },
      C: { Type: 'Pass', Parameters: { 'in.$': '$', 'v.$': '$v' }, End: true },
    }, 'x')).toEqual({ in: ['x', 1], v: 1 });
  });

  test('fails with the first branch that fails, and cancels the others', async () => {
    // GIVEN a branch that would wait for years
    const machine = machineOf({ A: { Type: 'Parallel', Branches: [HANGS, FAILS], End: true } });

    // WHEN
    const execution = machine.start({});

    // THEN
    expect(await execution.result).toEqual({ status: 'FAILED', error: 'E', cause: 'C' });
    expect(typesOf(execution.history)).toEqual([
      'ExecutionStarted', 'ParallelStateEntered', 'ParallelStateStarted', 'WaitStateEntered', 'FailStateEntered',
      'WaitStateAborted', 'ParallelStateFailed', 'ExecutionFailed',
    ]);
  });

  test('catches and retries as a whole', async () => {
    const fields = { Type: 'Parallel', Branches: [FAILS], End: true };
    expect(await outputOf({ A: { ...fields, Catch: [{ ErrorEquals: ['E'], Next: 'B' }] }, B: { Type: 'Succeed' } })).toEqual({ Error: 'E', Cause: 'C' });
    const events = await eventsOf(machineOf({ A: { ...fields, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }] } }));
    expect(typesOf(events).filter((type) => type === 'ParallelStateStarted')).toHaveLength(3);
  });

  test('events of a branch follow the start, the state is left after the last of them', async () => {
    const events = await eventsOf(machineOf({ A: { Type: 'Parallel', Branches: [branch({})], End: true } }));
    expect(events.map(({ previousEventId, type }) => [previousEventId, type])).toEqual([
      [0, 'ExecutionStarted'], [0, 'ParallelStateEntered'], [2, 'ParallelStateStarted'], [3, 'PassStateEntered'], [4, 'PassStateExited'],
      [5, 'ParallelStateSucceeded'], [5, 'ParallelStateExited'], [7, 'ExecutionSucceeded'],
    ]);
  });

  test('fails where the input cannot be made', async () => {
    expect(await play({ A: { Type: 'Parallel', Parameters: { 'x.$': '$.x' }, Branches: [branch({})], End: true } })).toMatchObject({ error: 'States.Runtime' });
  });
});
