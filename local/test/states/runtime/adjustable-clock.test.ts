import { AdjustableClock } from '../../../src/states';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('goes on to what is due next when it is told to, and the rest is so much nearer', () => {
  const clock = new AdjustableClock(1);
  const [start, calls] = [clock.now(), [] as string[]];
  clock.after(60_000, () => calls.push('minute'));
  clock.after(90_000, () => calls.push('later'));

  clock.skip();
  jest.advanceTimersByTime(1);
  expect(calls).toEqual(['minute']);
  expect(clock.now() - start).toBeGreaterThanOrEqual(60_000);
  expect(clock.nextDue! - clock.now()).toBeLessThanOrEqual(30_000);

  jest.advanceTimersByTime(30_001);
  expect(calls).toEqual(['minute', 'later']);
  expect(clock.nextDue).toBeUndefined();
  clock.skip();
});

test('what waits goes at the new pace', () => {
  const clock = new AdjustableClock(1);
  const call = jest.fn();
  clock.after(60_000, call);
  clock.setScale(60);
  jest.advanceTimersByTime(500);
  expect(call).not.toHaveBeenCalled();
  jest.advanceTimersByTime(600);
  expect(call).toHaveBeenCalledTimes(1);
});

test('what is cancelled does not happen, whenever that is', () => {
  const clock = new AdjustableClock(1);
  const call = jest.fn();
  const alarm = clock.after(1000, call);
  clock.setScale(2);
  alarm.cancel();
  clock.skip();
  jest.advanceTimersByTime(5000);
  expect(call).not.toHaveBeenCalled();
});
