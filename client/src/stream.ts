import { defer } from './deferred';
import { MOST_UNREAD } from './limits';

/** Values that are read as they come. Of those that nobody reads, only the newest are kept. */
export interface Stream<T> extends AsyncIterable<T> {
  give(value: T): void;
  /** No more values come; those that wait are still given. */
  finish(): void;
}

export function createStream<T>(): Stream<T> {
  const values: T[] = [];
  let next = defer<void>();
  let hasEnded = false;
  const awaken = (): void => {
    next.fulfil();
    next = defer();
  };
  return {
    give(value) {
      values.push(value);
      if (values.length > MOST_UNREAD) {
        values.shift();
      }
      awaken();
    },
    finish() {
      hasEnded = true;
      awaken();
    },
    async* [Symbol.asyncIterator]() {
      while (true) {
        if (values.length > 0) {
          yield values.shift() as T;
        } else if (hasEnded) {
          return;
        } else {
          await next.promise;
        }
      }
    },
  };
}
