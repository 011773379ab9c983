/** A promise, and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  fulfil(value: T): void;
  fail(error: unknown): void;
}

/** As `Promise.withResolvers`, which Node before 22 has not. Whoever does not look at its failure need not hear of it. */
export function defer<T>(): Deferred<T> {
  let settle!: [Deferred<T>['fulfil'], Deferred<T>['fail']];
  const promise = new Promise<T>((...functions) => {
    settle = functions;
  });
  promise.catch(() => {});
  return { promise, fulfil: settle[0], fail: settle[1] };
}
