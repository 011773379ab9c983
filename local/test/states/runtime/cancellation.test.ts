import { Cancelled } from '../../../src/states/errors';
import { Cancellation } from '../../../src/states/runtime/cancellation';
import { ScaledClock } from '../../../src/states/runtime/clock';

describe('cancellation', () => {
  test('ends a sleep at once, and leaves no timer', async () => {
    // GIVEN
    const cancellation = new Cancellation();
    const clock = new ScaledClock();
    const cancelled = jest.fn();
    jest.spyOn(clock, 'after').mockReturnValue({ cancel: cancelled });

    // WHEN
    const sleep = cancellation.sleep(clock, 1_000_000);
    cancellation.cancel();

    // THEN
    await expect(sleep).rejects.toThrow(Cancelled);
    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  test('a sleep after it rejects at once', async () => {
    const cancellation = new Cancellation();
    cancellation.cancel();
    await expect(cancellation.sleep(new ScaledClock(), 1_000_000)).rejects.toThrow(Cancelled);
    expect(() => cancellation.check()).toThrow(Cancelled);
  });

  test('reaches what is inside, not what is outside', () => {
    // GIVEN
    const outer = new Cancellation();
    const [first, second] = [new Cancellation(outer), new Cancellation(outer)];

    // WHEN / THEN
    first.cancel();
    expect(() => first.check()).toThrow(Cancelled);
    expect(() => second.check()).not.toThrow();
    outer.cancel();
    expect(() => second.check()).toThrow(Cancelled);
  });

  test('tells each listener once, and none that stopped listening', () => {
    // GIVEN
    const cancellation = new Cancellation();
    const [kept, stopped] = [jest.fn(), jest.fn()];
    cancellation.onCancel(kept);
    cancellation.onCancel(stopped)();

    // WHEN
    cancellation.cancel();
    cancellation.cancel();

    // THEN
    expect(kept).toHaveBeenCalledTimes(1);
    expect(stopped).not.toHaveBeenCalled();
  });
});
