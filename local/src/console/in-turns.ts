import { setImmediate } from 'node:timers/promises';
import type { MaybePromise } from '../states/maybe-promise';

/** Makes something of each, and lets others have their turn after it: to mask a long text takes some milliseconds. */
export async function inTurns<T, R>(items: Iterable<T>, make: (item: T) => MaybePromise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const item of items) {
    made.push(await make(item));
    await setImmediate();
  }
  return made;
}
