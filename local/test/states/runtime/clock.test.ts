import { ScaledClock } from '../../../src/states/runtime/clock';

describe('clock', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('runs as many times faster as the scale says', () => {
    // GIVEN
    const clock = new ScaledClock(100);
    const called = jest.fn();
    clock.after(10_000, called);

    // THEN
    jest.advanceTimersByTime(99);
    expect(called).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(called).toHaveBeenCalledTimes(1);
    expect(clock.now()).toBe(1_010_000);
  });

  test('may start at another time', () => {
    const clock = new ScaledClock(1, 5);
    jest.advanceTimersByTime(10);
    expect(clock.now()).toBe(15);
  });

  test('waits longer than one timer can', () => {
    // GIVEN a wait of sixty days
    const days = 24 * 60 * 60 * 1000;
    const called = jest.fn();
    new ScaledClock().after(60 * days, called);

    // THEN
    jest.advanceTimersByTime(59 * days);
    expect(called).not.toHaveBeenCalled();
    jest.advanceTimersByTime(days);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('is never early, when a timer is', () => {
    // GIVEN a timer that fires before its time, by the clock that the time is read from
    const clock = new ScaledClock(100);
    const called = jest.fn();
    clock.after(10_000, called);
    const early = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 99.5);

    // THEN
    jest.advanceTimersByTime(100);
    expect(called).not.toHaveBeenCalled();
    early.mockRestore();
    jest.advanceTimersByTime(1);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('forgets a cancelled call', () => {
    const called = jest.fn();
    new ScaledClock().after(10, called).cancel();
    jest.advanceTimersByTime(100);
    expect(called).not.toHaveBeenCalled();
  });
});
