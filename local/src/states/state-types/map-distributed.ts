import { FieldExpression } from '../dataflow/dataflow';
import { ErrorName, StateFailure, runtimeError } from '../errors';
import { Json, JsonObject, byteSize, isObject, ownMember } from '../json';
import type { MapItems, MapRunner } from './map';
import { eachItem } from './map-inline';
import { numberOf } from './number-field';
import type { Program, StateDefinition } from '../program/program';
import { Cancellation } from '../runtime/cancellation';
import { Flow } from '../runtime/flow';
import { Variables } from '../runtime/variables';
import { Visit } from '../runtime/visit';

/** How many child workflows the service runs at a time at most. */
const MAX_CONCURRENCY = 10_000;
const DEFAULT_MAX_BATCH_BYTES = 256 * 1024;

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
      count: within(await numberOf(toleratedCount, 'ToleratedFailureCount', 'integer', visit), 0, Infinity,
        'ToleratedFailureCount cannot be negative.'),
      percentage: within(await numberOf(toleratedPercentage, 'ToleratedFailurePercentage', 'float', visit), 0, 100,
        'ToleratedFailurePercentage must be between 0 and 100.'),
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

/** The input of one child, and how many items it stands for. */
interface ChildInput {
  readonly input: Json;
  readonly itemCount: number;
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

function within(value: number | undefined, least: number, most: number, problem: string): number | undefined {
  if (value !== undefined && (value < least || value > most)) {
    throw runtimeError(problem);
  }
  return value;
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

type Batcher = (visit: Visit, items: MapItems) => Promise<ChildInput[]>;

/** Without an ItemBatcher every item is a child's input. */
function compileBatcher({ fields, language }: StateDefinition): Batcher {
  const batcher = ownMember(fields, 'ItemBatcher');
  if (!isObject(batcher)) {
    return async (_, items) => {
      const inputs = await itemInputs(items);
      return inputs.map(input => ({ input, itemCount: 1 }));
    };
  }
  const maxItems = language.field(batcher, 'MaxItemsPerBatch', 'number', 'ItemBatcher/');
  const maxBytes = language.field(batcher, 'MaxInputBytesPerBatch', 'number', 'ItemBatcher/');
  const shared = ownMember(batcher, 'BatchInput');
  const batchInput = shared === undefined ? undefined : language.template(shared, 'ItemBatcher/BatchInput');
  return async (visit, items) => {
    const common = await batchInput?.(visit);
    const limits = { items: await limit(maxItems, 'MaxItemsPerBatch', visit), bytes: await limit(maxBytes, 'MaxInputBytesPerBatch', visit) };
    return batches(await itemInputs(items), limits, common);
  };
}

async function itemInputs(items: MapItems): Promise<Json[]> {
  const inputs: Json[] = [];
  for (const [index, value] of items.values.entries()) {
    inputs.push(await items.inputFor({ Index: index, Value: value }));
  }
  return inputs;
}

async function limit(field: FieldExpression | undefined, name: string, visit: Visit): Promise<number | undefined> {
  return within(await numberOf(field, name, 'integer', visit), 1, Infinity, `${name} must be a positive integer.`);
}

function batches(inputs: readonly Json[], limits: { items?: number; bytes?: number }, common: Json | undefined): ChildInput[] {
  const groups: Json[][] = [];
  let bytes = 0;
  for (const input of inputs) {
    const size = byteSize(JSON.stringify(input));
    const group = groups[groups.length - 1];
    if (group === undefined || group.length >= (limits.items ?? Infinity) || bytes + size > (limits.bytes ?? DEFAULT_MAX_BATCH_BYTES)) {
      groups.push([input]);
      bytes = size;
    } else {
      group.push(input);
      bytes += size;
    }
  }
  return groups.map((group): ChildInput => {
    const input: JsonObject = common === undefined ? { Items: group } : { BatchInput: common, Items: group };
    return { input, itemCount: group.length };
  });
}
