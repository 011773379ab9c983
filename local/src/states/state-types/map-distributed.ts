import { randomUUID } from 'node:crypto';
import { ChildInput, compileBatcher } from './item-batcher';
import { compileItemReader } from './item-reader';
import type { MapRunner } from './map';
import { eachItem } from './map-inline';
import { MapRun, MapRunLimits } from './map-run';
import { numberWithin } from './number-field';
import { ChildResult, compileResultWriter } from './result-writer';
import { Json } from '../../json';
import { seen } from '../dataflow/inspection';
import type { MapFields } from '../definition';
import { ErrorName, StateFailure } from '../errors';
import type { Program, StateDefinition } from '../program/program';
import { Cancellation } from '../runtime/cancellation';
import { Flow } from '../runtime/flow';
import type { InnerProgress } from '../runtime/inner-progress';
import { Trial } from '../runtime/trial';
import { Variables } from '../runtime/variables';
import { Visit } from '../runtime/visit';

/** How many child workflows the service runs at a time at most. */
const MAX_CONCURRENCY = 10_000;

/** A Map state whose iterations are executions of their own. */
export function compileDistributedMap(state: StateDefinition<MapFields>, program: Program, type: 'STANDARD' | 'EXPRESS'): MapRunner {
  const { fields, language } = state;
  const toleratedCount = language.field(fields, 'ToleratedFailureCount', 'number');
  const toleratedPercentage = language.field(fields, 'ToleratedFailurePercentage', 'number');
  const read = compileItemReader(state);
  const batch = compileBatcher(state);
  const write = compileResultWriter(state);
  return async (visit, items) => {
    const { flow } = visit;
    const progress = flow.startInner('MapStateStarted', { length: items.values.length });
    const limits = {
      maxConcurrency: items.maxConcurrency,
      toleratedFailureCount: await numberWithin(toleratedCount, 'ToleratedFailureCount', 'integer', visit,
        { least: 0, problem: 'ToleratedFailureCount cannot be negative.' }),
      toleratedFailurePercentage: await numberWithin(toleratedPercentage, 'ToleratedFailurePercentage', 'float', visit,
        { least: 0, most: 100, problem: 'ToleratedFailurePercentage must be between 0 and 100.' }),
    };
    inspectTolerance(visit, limits);
    const mapRun = startMapRun(visit, progress, limits, fields.Label);
    const output = await recordingFailure(visit, mapRun, async () => {
      mapRun.inputs ??= await batch(visit, read === undefined ? items : { ...items, values: await read(visit) });
      if (visit.trial !== undefined) {
        return triedChildren(visit.trial, mapRun.inputs, limits);
      }
      const children: ChildResult[] = [];
      try {
        await runChildren(program, visit, mapRun.inputs, { type, mapRun, progress }, children);
      } catch (error) {
        if (error instanceof StateFailure) {
          await write(visit, mapRun.arn, children.filter((child) => child !== undefined));
        }
        throw error;
      }
      return write(visit, mapRun.arn, children);
    });
    mapRun.end('SUCCEEDED', dateOf(visit));
    // Most recordings leave the state after MapRunSucceeded, the newest after MapRunStarted.
    flow.recordSuccess('MapStateSucceeded', flow.record('MapRunSucceeded', {}));
    return output;
  };
}

function inspectTolerance(visit: Visit, { toleratedFailureCount, toleratedFailurePercentage }: MapRunLimits): void {
  if (toleratedFailureCount !== undefined) {
    seen(visit, 'toleratedFailureCount', toleratedFailureCount);
  }
  if (toleratedFailurePercentage !== undefined) {
    seen(visit, 'toleratedFailurePercentage', toleratedFailurePercentage);
  }
}

/** A state that is played by itself is told what becomes of its children; only thresholds of its own are compared with how many have failed. */
function triedChildren(trial: Trial, inputs: readonly ChildInput[], limits: MapRunLimits): Json {
  const result = trial.innerResult(inputs.length);
  const hasThreshold = limits.toleratedFailureCount !== undefined || limits.toleratedFailurePercentage !== undefined;
  if (hasThreshold && isExceeded(limits, trial.failedIterations, inputs.length)) {
    throw thresholdExceeded();
  }
  return result;
}

/** The Map Run fails with what it does. */
async function recordingFailure<T>(visit: Visit, mapRun: MapRun, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const failure = visit.flow.asFailure(error, visit);
    mapRun.end(failure instanceof StateFailure ? 'FAILED' : 'ABORTED', dateOf(visit));
    if (failure instanceof StateFailure && !failure.isFatal) {
      visit.flow.record('MapRunFailed', { error: failure.error, cause: failure.causeText });
    }
    throw failure;
  }
}

interface ChildSettings {
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly mapRun: MapRun;
  readonly progress: InnerProgress;
}

/** Starts the Map Run, or the one that has failed again. */
function startMapRun(visit: Visit, progress: InnerProgress, limits: MapRunLimits, label = visit.stateName): MapRun {
  const { flow } = visit;
  if (progress.mapRun === undefined) {
    progress.mapRun = new MapRun(flow.execution, label, dateOf(visit), limits);
    flow.execution.mapRuns.push(progress.mapRun);
    flow.record('MapRunStarted', { mapRunArn: progress.mapRun.arn });
  } else {
    progress.mapRun.redrive(dateOf(visit));
    flow.record('MapRunRedriven', { mapRunArn: progress.mapRun.arn, redriveCount: progress.mapRun.redriveCount });
  }
  return progress.mapRun;
}

/** Runs the children, and gives how they ended, as far as the state does not fail before. */
async function runChildren(
  program: Program, visit: Visit, inputs: readonly ChildInput[], settings: ChildSettings, ended: ChildResult[],
): Promise<void> {
  const { progress, mapRun } = settings;
  const cancellation = new Cancellation(visit.flow.cancellation);
  const total = inputs.reduce((sum, child) => sum + child.itemCount, 0);
  let failedItems = 0;
  try {
    await eachItem(inputs, () => Math.min(mapRun.limits.maxConcurrency || MAX_CONCURRENCY, MAX_CONCURRENCY), async (index) => {
      const { input, itemCount } = inputs[index];
      ended[index] = progress.results.get(index) as ChildResult | undefined
        ?? await runChild(program, visit, { index, input, itemCount }, settings, cancellation);
      if (ended[index].status === 'FAILED') {
        failedItems += itemCount;
        if (isExceeded(mapRun.limits, failedItems, total)) {
          throw thresholdExceeded();
        }
      }
    });
  } finally {
    cancellation.cancel();
  }
}

interface ChildExecution extends ChildInput {
  readonly index: number;
}

async function runChild(
  program: Program, visit: Visit, { index, input, itemCount }: ChildExecution, { type, mapRun, progress: { results, unfinished } }: ChildSettings,
  cancellation: Cancellation,
): Promise<ChildResult> {
  // Express has no redrive: such a child starts anew. A child reads no variable of its parent.
  const begun = type === 'STANDARD' ? unfinished.get(index) : undefined;
  const name = begun?.execution.name ?? randomUUID();
  const execution = visit.flow.execution.child(mapRun.childArn(name, type), name, type, input);
  const { arn, stateMachineArn, clock } = execution;
  const startDate = new Date(clock.now());
  mapRun.childStarted(index, { arn, name, startDate, itemCount, status: 'RUNNING' });
  const ended = (status: 'SUCCEEDED' | 'FAILED'): Omit<ChildResult, 'status'> => {
    const stopDate = new Date(clock.now());
    mapRun.childEnded(index, status, stopDate);
    return { arn, name, stateMachineArn, input, startDate, stopDate };
  };
  const child = begun === undefined ? new Flow(execution, new Variables(), cancellation, 0) : Flow.after(begun, execution, cancellation);
  unfinished.set(index, child);
  try {
    const output = await child.run(program, input);
    const result: ChildResult = { ...ended('SUCCEEDED'), status: 'SUCCEEDED', output };
    results.set(index, result);
    unfinished.delete(index);
    return result;
  } catch (error) {
    if (!(error instanceof StateFailure)) {
      throw error;
    }
    return { ...ended('FAILED'), status: 'FAILED', error: error.error, cause: error.causeText };
  }
}

function thresholdExceeded(): StateFailure {
  return new StateFailure(ErrorName.EXCEED_TOLERATED_FAILURE_THRESHOLD, 'The specified tolerated failure threshold was exceeded');
}

/** A failure is too many as soon as one of the given thresholds is passed; without any, the first is. */
function isExceeded({ toleratedFailureCount: count, toleratedFailurePercentage: percentage }: MapRunLimits, failed: number, total: number): boolean {
  if (count === undefined && percentage === undefined) {
    return true;
  }
  return (count !== undefined && failed > count) || (percentage !== undefined && (failed / total) * 100 > percentage);
}

function dateOf({ flow }: Visit): Date {
  return new Date(flow.execution.clock.now());
}
