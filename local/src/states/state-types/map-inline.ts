import { Json } from '../../json';
import { StateFailure } from '../errors';
import { itemInputs } from './item-batcher';
import type { ItemSelection, MapItems, MapRunner } from './map';
import type { Program } from '../program/program';
import { InnerFlows } from '../runtime/inner-flows';
import { Trial } from '../runtime/trial';
import { MapItem, Visit } from '../runtime/visit';

/** How many iterations the service runs at a time at most. */
const MAX_CONCURRENCY = 40;

/** A Map state whose iterations are part of the execution that it is in. */
export function compileInlineMap(program: Program): MapRunner {
  return async (visit, items) => {
    const outputs = visit.trial === undefined ? await runIterations(program, visit, items) : await triedIterations(visit.trial, visit, items);
    visit.flow.recordSuccess('MapStateSucceeded', visit.flow.lastEventId);
    return outputs;
  };
}

/** A state that is played by itself makes its iterations' inputs, and is told what becomes of them. */
async function triedIterations(trial: Trial, visit: Visit, items: MapItems): Promise<Json> {
  const inputs = await itemInputs(visit, items);
  return trial.innerResult(inputs.length);
}

async function runIterations(program: Program, visit: Visit, items: MapItems): Promise<Json[]> {
  const progress = visit.flow.startInner('MapStateStarted', { length: items.values.length });
  const iterations = new InnerFlows(visit.flow, progress);
  const concurrency = Math.min(items.maxConcurrency || MAX_CONCURRENCY, MAX_CONCURRENCY);
  // The first iterations follow the start; each later one follows the last event of the one whose place it takes.
  const started = progress.startedEventId;
  let freed = started;
  try {
    return await eachItem(items.values, () => concurrency, async (index) => {
      const item = { Index: index, Value: items.values[index] };
      const after = index < concurrency ? started : freed;
      const isNew = !progress.results.has(index) && !progress.unfinished.get(index)?.hasBegun;
      const input = items.select === undefined || !isNew ? item.Value : await selectInput(visit, items.select, item, iterations);
      const iteration = { name: visit.stateName, index };
      return iterations.play(index, { after, mapItem: item, iteration }, async (flow) => {
        if (isNew) {
          flow.record('MapIterationStarted', iteration);
        }
        const output = await flow.run(program, input);
        freed = flow.lastEventId;
        flow.record('MapIterationSucceeded', iteration);
        return output;
      });
    });
  } finally {
    iterations.end();
  }
}

/** What an iteration gets for its item. Where that fails, no iteration has, and those that run are cut. */
async function selectInput(visit: Visit, select: ItemSelection, item: MapItem, iterations: InnerFlows): Promise<Json> {
  try {
    return await select(item);
  } catch (error) {
    // Whoever comes after the first failure has nothing to tell any more.
    iterations.checkCut();
    const failure = visit.flow.asFailure(error, visit);
    if (failure instanceof StateFailure) {
      iterations.cut(failure);
    }
    throw failure;
  }
}

/**
 * Does the work for every index, so many at a time, and gives the results in the order of the items. Stops at the first error.
 *
 * @param concurrency how many at a time, asked again after each item
 */
export async function eachItem<T>(values: readonly unknown[], concurrency: () => number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = new Array<T>(values.length);
  let taken = 0;
  let failed = false;
  let active = 0;
  let allowed = concurrency();
  const isLeft = (): boolean => taken < values.length && !failed;
  const worker = async (): Promise<void> => {
    while (isLeft() && active <= allowed) {
      const index = taken++;
      try {
        results[index] = await work(index);
      } catch (error) {
        failed = true;
        throw error;
      }
      const before = allowed;
      allowed = concurrency();
      if (allowed > before) {
        active--;
        await startWorkers();
        return;
      }
    }
    active--;
  };
  const startWorkers = async (): Promise<void> => {
    const workers: Promise<void>[] = [];
    while (active < allowed && isLeft()) {
      active++;
      workers.push(worker());
      // Items that need no wait are done by the workers there are: no more are started than have something to wait for.
      await undefined;
    }
    await Promise.all(workers);
  };
  await startWorkers();
  return results;
}
