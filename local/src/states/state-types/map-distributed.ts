import { ErrorName, StateFailure } from '../errors';
import { Json, JsonObject, isObject, ownMember } from '../json';
import { ChildInput, compileBatcher } from './item-batcher';
import type { MapRunner } from './map';
import { eachItem } from './map-inline';
import { numberWithin } from './number-field';
import type { Program, StateDefinition } from '../program/program';
import { Cancellation } from '../runtime/cancellation';
import { Flow } from '../runtime/flow';
import { Variables } from '../runtime/variables';
import { Visit } from '../runtime/visit';

/** How many child workflows the service runs at a time at most. */
const MAX_CONCURRENCY = 10_000;

/** A Map state whose iterations are executions of their own. */
export function compileDistributedMap(state: StateDefinition, program: Program, config: JsonObject): MapRunner {
  const { fields, language } = state;
  rejectStorage(state);
  const toleratedCount = language.field(fields, 'ToleratedFailureCount', 'number');
  const toleratedPercentage = language.field(fields, 'ToleratedFailurePercentage', 'number');
  const batch = compileBatcher(state);
  const type = ownMember(config, 'ExecutionType') === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
  return async (visit, items) => {
    const tolerance = {
      count: await numberWithin(toleratedCount, 'ToleratedFailureCount', 'integer', visit,
        { least: 0, problem: 'ToleratedFailureCount cannot be negative.' }),
      percentage: await numberWithin(toleratedPercentage, 'ToleratedFailurePercentage', 'float', visit,
        { least: 0, most: 100, problem: 'ToleratedFailurePercentage must be between 0 and 100.' }),
    };
    visit.flow.record('MapStateStarted', { length: items.values.length });
    const mapRunArn = mapRun(visit, ownMember(fields, 'Label'));
    visit.flow.record('MapRunStarted', { mapRunArn });
    const inputs = await batch(visit, items);
    const outputs = await runChildren(program, visit, inputs, { type, maxConcurrency: items.maxConcurrency, tolerance });
    visit.flow.record('MapRunSucceeded', {});
    visit.flow.record('MapStateSucceeded', {});
    return outputs;
  };
}

interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

interface ChildSettings {
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
}

function rejectStorage({ fields, path }: StateDefinition): void {
  for (const field of ['ItemReader', 'ResultWriter']) {
    const value = ownMember(fields, field);
    if (isObject(value) && Object.keys(value).length > 0) {
      throw new SyntaxError(`${field} is not supported by the local run, which has no Amazon S3 (${path}): ` +
        'give the items with ItemsPath or Items, and take the results from the state\'s output');
    }
  }
}

function mapRun(visit: Visit, label: Json | undefined): string {
  const { stateMachineArn, name } = visit.flow.execution;
  return `${stateMachineArn.replace(':stateMachine:', ':mapRun:')}/${typeof label === 'string' ? label : visit.stateName}:${name}`;
}

async function runChildren(program: Program, visit: Visit, inputs: readonly ChildInput[], settings: ChildSettings): Promise<Json[]> {
  const cancellation = new Cancellation(visit.flow.cancellation);
  const total = inputs.reduce((sum, child) => sum + child.itemCount, 0);
  const outputs: Json[] = [];
  let failedItems = 0;
  try {
    await eachItem(inputs.map(child => child.input), Math.min(settings.maxConcurrency || MAX_CONCURRENCY, MAX_CONCURRENCY), async index => {
      const { input, itemCount } = inputs[index];
      const execution = visit.flow.execution.child(`${visit.stateName}-${index}`, settings.type, input);
      // A child reads no variable of its parent.
      const child = new Flow(execution, new Variables(), cancellation, 0);
      try {
        outputs[index] = await child.run(program, input);
      } catch (error) {
        if (!(error instanceof StateFailure)) {
          throw error;
        }
        failedItems += itemCount;
        if (isExceeded(settings.tolerance, failedItems, total)) {
          throw new StateFailure(ErrorName.EXCEED_TOLERATED_FAILURE_THRESHOLD, 'The specified tolerated failure threshold was exceeded');
        }
      }
    });
    return outputs.filter(output => output !== undefined);
  } catch (error) {
    if (error instanceof StateFailure) {
      visit.flow.record('MapRunFailed', { error: error.error, cause: error.causeText });
      visit.flow.record('MapStateFailed', { error: error.error, cause: error.causeText });
    }
    throw error;
  } finally {
    cancellation.cancel();
  }
}

/** A failure is too many as soon as one of the given thresholds is passed; without any, the first is. */
function isExceeded({ count, percentage }: Tolerance, failed: number, total: number): boolean {
  if (count === undefined && percentage === undefined) {
    return true;
  }
  return (count !== undefined && failed > count) || (percentage !== undefined && (failed / total) * 100 > percentage);
}
