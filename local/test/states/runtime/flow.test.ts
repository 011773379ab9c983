import { ManualClock } from '../../../src/states';
import { eventsOf, machineOf, play, playJsonata } from '../play';

const LARGE = 'x'.repeat(256 * 1024 - 1);

const LOOP = {
  A: { Type: 'Pass', Next: 'B' },
  B: { Type: 'Choice', Choices: [{ Variable: '$.end', IsPresent: true, Next: 'C' }], Default: 'A' },
  C: { Type: 'Succeed' },
};

describe('flow', () => {
  test('fails a state whose output is too large', async () => {
    expect(await play({ A: { Type: 'Pass', Result: LARGE, End: true } })).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    expect(await play({ A: { Type: 'Pass', Result: LARGE.slice(1), End: true } })).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('fails a state that assigns variables that are too large together, and keeps none', async () => {
    const half = 'x'.repeat(140_000);
    expect(await play({ A: { Type: 'Pass', Assign: { v: half, w: half }, End: true } })).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(await play({ A: { Type: 'Pass', Assign: { v: half }, Next: 'B' }, B: { Type: 'Pass', Assign: { w: half }, End: true } })).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('fails a state that assigns a variable that is too large', async () => {
    expect(await play({ A: { Type: 'Pass', Assign: { v: LARGE }, End: true } })).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('fails an endless loop in Standard at 25,000 events', async () => {
    // GIVEN
    const machine = machineOf(LOOP);

    // WHEN
    const execution = machine.start({});

    // THEN
    expect(await execution.result).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(execution.history).toHaveLength(25_000);
    expect(execution.history[24_999].type).toBe('ExecutionFailed');
  });

  test('an endless loop in Express ends when its time is over, and lets others run', async () => {
    // GIVEN
    const clock = new ManualClock();
    const loop = machineOf(LOOP, { type: 'EXPRESS' }).start({}, { clock });
    const other = machineOf({ A: { Type: 'Wait', Seconds: 1, End: true } }).start({}, { clock });

    // THEN
    await clock.advance(1_000);
    expect(await other.result).toMatchObject({ status: 'SUCCEEDED' });
    expect(loop.status).toBe('RUNNING');
    await clock.advance(299_000);
    expect(await loop.result).toEqual({ status: 'TIMED_OUT' });
    expect(loop.history).toHaveLength(1_000);
  });

  test('causes name the event at which the state was entered', async () => {
    const result = await playJsonata({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Output: '{% $x %}', End: true } });
    expect(result).toMatchObject({ cause: expect.stringMatching(/^An error occurred while executing the state 'B' \(entered at the event id #4\)\. /) as string });
  });

  test('the last event of a failure follows the state that failed', async () => {
    const events = await eventsOf(machineOf({ A: { Type: 'Fail', Error: 'E', Cause: 'C' } }));
    expect(events[2]).toMatchObject({ id: 3, previousEventId: 2, type: 'ExecutionFailed', details: { error: 'E', cause: 'C' } });
  });
});
