import { compileItemReader } from './item-reader';
import { compileDistributedMap } from './map-distributed';
import { compileInlineMap } from './map-inline';
import { Json } from '../../json';
import type { MapFields, ProcessorDefinition } from '../definition';
import { EvaluationError, queryError, runtimeError } from '../errors';
import { numberWithin } from './number-field';
import { FieldExpression } from '../dataflow/dataflow';
import { EvaluationScope, Expression } from '../dataflow/expression';
import { seen } from '../dataflow/inspection';
import { quote } from '../dataflow/quote';
import { MaybePromise } from '../maybe-promise';
import type { StateDefinition, StateType } from '../program/program';
import { MapItem, Visit } from '../runtime/visit';

/** Plays the iterations of a Map state: item inputs in, item outputs out. */
export type MapRunner = (visit: Visit, items: MapItems) => Promise<Json>;

/** The items of a Map state. */
export interface MapItems {
  readonly values: readonly Json[];
  /** How many iterations may run at a time; 0 leaves it to the service. */
  readonly maxConcurrency: number;
  /** Makes an iteration's input from its item. @default - the item's value */
  readonly select: ItemSelection | undefined;
}

/** What the state's `ItemSelector` makes of an item. */
export type ItemSelection = (item: MapItem) => MaybePromise<Json>;

/** Runs the same states for each item of an array. */
export const MAP: StateType<MapFields> = {
  name: 'Map',
  failureEvent: 'MapStateFailed',
  handlesErrors: true,
  compile: (state) => {
    const { fields, language } = state;
    // In a Map state `Parameters` is the old name of `ItemSelector`, not a template for its input.
    const { Next: next } = fields;
    const flow = language.dataFlow({ ...fields, Parameters: undefined });
    const selector = fields.ItemSelector ?? fields.Parameters;
    const select = selector === undefined ? undefined : language.template(selector, 'ItemSelector');
    const source = itemSource(state);
    const maxConcurrency = language.field(fields, 'MaxConcurrency', 'number');
    const run = compileProcessor(state);
    const hasReader = compileItemReader(state) !== undefined;
    return async (visit) => {
      flow.enter(visit);
      const values = hasReader ? [] : await itemsOf(visit, source);
      const items = { values, maxConcurrency: await concurrency(maxConcurrency, visit), select: itemSelection(select, visit) };
      return { next, ...await flow.leave(visit, await run(visit, items)) };
    };
  },
};

function compileProcessor(state: StateDefinition<MapFields>): MapRunner {
  const { Iterator, ItemProcessor = Iterator, ItemReader, ResultWriter } = state.fields;
  const { ProcessorConfig = {}, ...workflow } = ItemProcessor as ProcessorDefinition;
  const program = state.compileProgram(workflow);
  if (ProcessorConfig.Mode === 'DISTRIBUTED') {
    return compileDistributedMap(state, program, ProcessorConfig.ExecutionType ?? 'STANDARD');
  }
  return ItemReader === undefined && ResultWriter === undefined ? compileInlineMap(program) : needsDistributed;
}

/** Such a definition is accepted, and nobody has said what it does. */
async function needsDistributed(): Promise<never> {
  throw runtimeError('ItemReader and ResultWriter need a Map state whose ProcessorConfig has the Mode DISTRIBUTED.');
}

function itemSelection(select: Expression | undefined, visit: Visit): ItemSelection | undefined {
  return select && ((item) => select(visit.withItem(item)));
}

/** How a Map state finds its items, and what it says where they are no array. */
interface ItemSource {
  readonly field: FieldExpression | undefined;
  readonly problem: (found: Json, scope: EvaluationScope) => EvaluationError;
}

function itemSource({ fields, language }: StateDefinition<MapFields>): ItemSource {
  if (language.name === 'JSONata') {
    return {
      field: language.field(fields, 'Items', 'array'),
      problem: (found, scope) => queryError(`Map state input must be an array but was: ${quote(found, scope)}`, 'Items'),
    };
  }
  const field = language.field(fields, 'Items', 'array');
  // Of a path into the context object the service names the path as if it were one into the data.
  const path = field?.path?.replace(/^\$\$/, '$') ?? '$';
  return { field, problem: () => runtimeError(`Reference path "${path}" must point to array.`) };
}

async function itemsOf(visit: Visit, source: ItemSource): Promise<readonly Json[]> {
  const items = source.field === undefined ? visit.data : await source.field.evaluate(visit);
  if (!Array.isArray(items)) {
    throw source.problem(items, visit);
  }
  seen(visit, 'afterItemsPath', items);
  return items;
}

async function concurrency(field: FieldExpression | undefined, visit: Visit): Promise<number> {
  const most = await numberWithin(field, 'MaxConcurrency', 'integer', visit, { least: 0, problem: 'MaxConcurrency cannot be negative.' }) ?? 0;
  seen(visit, 'maxConcurrency', most);
  return most;
}
