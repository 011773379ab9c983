/** A value that may still be to come. JSONPath answers at once, and states in it need not wait a turn of the event loop. */
export type MaybePromise<T> = T | Promise<T>;

/** Goes on with a value: at once if it is there, when it comes otherwise. */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
