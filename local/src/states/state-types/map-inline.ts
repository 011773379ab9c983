import { StateFailure } from '../errors';
import { Json } from '../json';
import type { MapItems, MapRunner } from './map';
import type { Program } from '../program/program';
import { Cancellation } from '../runtime/cancellation';
import { Visit } from '../runtime/visit';

/** How many iterations the service runs at a time at most. */
const MAX_CONCURRENCY = 40;

/** A Map state whose iterations are part of the execution that it is in. */
export function compileInlineMap(program: Program): MapRunner {
  return async (visit, items) => {
    visit.flow.record('MapStateStarted', { length: items.values.length });
    const outputs = await runIterations(program, visit, items);
    visit.flow.record('MapStateSucceeded', {});
    return outputs;
  };
}

async function runIterations(program: Program, visit: Visit, items: MapItems): Promise<Json[]> {
  const cancellation = new Cancellation(visit.flow.cancellation);
  try {
    return await eachItem(items.values, Math.min(items.maxConcurrency || MAX_CONCURRENCY, MAX_CONCURRENCY),
      index => iterate(program, visit, cancellation, items, index));
  } catch (error) {
    if (error instanceof StateFailure) {
      visit.flow.record('MapStateFailed', { error: error.error, cause: error.causeText });
    }
    throw error;
  } finally {
    cancellation.cancel();
  }
}

async function iterate(program: Program, visit: Visit, cancellation: Cancellation, items: MapItems, index: number): Promise<Json> {
  const item = { Index: index, Value: items.values[index] };
  const about = { name: visit.stateName, index };
  const iteration = visit.flow.inner(cancellation, visit.flow.lastEventId, item);
  try {
    const input = await items.inputFor(item);
    iteration.record('MapIterationStarted', about);
    const output = await iteration.run(program, input);
    iteration.record('MapIterationSucceeded', about);
    return output;
  } catch (error) {
    if (error instanceof StateFailure) {
      iteration.record('MapIterationFailed', about);
    }
    throw error;
  } finally {
    visit.flow.lastEventId = iteration.lastEventId;
  }
}

/** Does the work for every index, so many at a time, and gives the results in the order of the items. Stops at the first error. */
export async function eachItem<T>(values: readonly Json[], concurrency: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = new Array<T>(values.length);
  let taken = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (taken < values.length && !failed) {
      const index = taken++;
      try {
        results[index] = await work(index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers: Promise<void>[] = [];
  while (workers.length < concurrency && taken < values.length && !failed) {
    workers.push(worker());
    // Items that need no wait are done by the workers there are: no more are started than have something to wait for.
    await undefined;
  }
  await Promise.all(workers);
  return results;
}
