import { ManualClock } from '../../../src/states';
import { machineOf } from '../play';

describe('manual clock', () => {
  test('stands still until time passes, and calls what falls due in its order', async () => {
    // GIVEN
    const clock = new ManualClock(1000);
    const calls: [string, number][] = [];
    const call = (name: string) => () => calls.push([name, clock.now()]);
    clock.after(30, call('third'));
    clock.after(10, () => {
      call('first')();
      clock.after(10, call('second'));
    });
    clock.after(20, call('never')).cancel();
    clock.after(41, call('later'));

    // THEN
    await clock.advance(0);
    expect(calls).toEqual([]);
    await clock.advance(40);
    expect(calls).toEqual([['first', 1010], ['second', 1020], ['third', 1030]]);
    expect(clock.now()).toBe(1040);
  });

  test('drives executions: their states, and what waits in them', async () => {
    // GIVEN
    const clock = new ManualClock(Date.parse('2030-01-01T00:00:00Z'));
    const wait = { Type: 'Wait', Seconds: 3600 };
    const execution = machineOf({ A: { ...wait, Next: 'B' }, B: { ...wait, End: true } }, {}, { TimeoutSeconds: 5400 }).start({}, { clock });

    // THEN
    await clock.advance(5_399_999);
    expect(execution.status).toBe('RUNNING');
    await clock.advance(10_000);
    expect(await execution.result).toEqual({ status: 'TIMED_OUT' });
    expect(execution.stopDate).toEqual(new Date('2030-01-01T01:30:00Z'));
  });
});
