import { realTimers } from '../src/environment';

test.each([Infinity, 3_000_000_000])('a timer of %d ms never falls due at once, as the platform would have it', (milliseconds) => {
  jest.useFakeTimers();
  const callback = jest.fn();
  const cancel = realTimers.set(callback, milliseconds);
  jest.advanceTimersByTime(24 * 60 * 60 * 1000);
  expect(callback).not.toHaveBeenCalled();
  cancel();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});
