import { FieldExpression } from '../dataflow/dataflow';
import { Expression } from '../dataflow/expression';
import { EvaluationError, queryError, runtimeError } from '../errors';
import { Json, JsonObject, isObject, ownMember } from '../json';
import { compileDistributedMap } from './map-distributed';
import { compileInlineMap } from './map-inline';
import { nextState } from './next';
import { numberWithin } from './number-field';
import type { StateDefinition, StateType } from '../program/program';
import { MapItem, Visit } from '../runtime/visit';

/** Plays the iterations of a Map state: item inputs in, item outputs out. */
export type MapRunner = (visit: Visit, items: MapItems) => Promise<Json>;

/** The items of a Map state. */
export interface MapItems {
  readonly values: readonly Json[];
  /** How many iterations may run at a time; 0 leaves it to the service. */
  readonly maxConcurrency: number;
  /** What an iteration gets for an item. */
  readonly inputFor: (item: MapItem) => Json | Promise<Json>;
}

/** Runs the same states for each item of an array. */
export const MAP: StateType = {
  name: 'Map',
  handlesErrors: true,
  compile: state => {
    const { fields, language } = state;
    // In a Map state `Parameters` is the old name of `ItemSelector`, not a template for its input.
    const { Parameters: legacySelector, ...ownFields } = fields;
    const flow = language.dataFlow(ownFields);
    const next = nextState(fields);
    const selector = ownMember(fields, 'ItemSelector') ?? legacySelector;
    const select = selector === undefined ? undefined : language.template(selector, 'ItemSelector');
    const source = itemSource(state);
    const maxConcurrency = language.field(fields, 'MaxConcurrency', 'number');
    const run = compileProcessor(state);
    return async visit => {
      flow.enter(visit);
      const values = await itemsOf(visit, source);
      const items = { values, maxConcurrency: await concurrency(maxConcurrency, visit), inputFor: itemInput(select, visit) };
      return { next, ...await flow.leave(visit, await run(visit, items)) };
    };
  },
};

function compileProcessor(state: StateDefinition): MapRunner {
  const field = ownMember(state.fields, 'ItemProcessor') === undefined ? 'Iterator' : 'ItemProcessor';
  const processor = ownMember(state.fields, field);
  const program = state.compileProgram(processor, `${state.path}/${field}`);
  const config = ownMember(processor as JsonObject, 'ProcessorConfig');
  return isObject(config) && ownMember(config, 'Mode') === 'DISTRIBUTED'
    ? compileDistributedMap(state, program, config)
    : compileInlineMap(program);
}

function itemInput(select: Expression | undefined, visit: Visit): (item: MapItem) => Json | Promise<Json> {
  return select === undefined ? item => item.Value : item => select(visit.withItem(item));
}

/** How a Map state finds its items, and what it says where they are no array. */
interface ItemSource {
  readonly field: FieldExpression | undefined;
  readonly problem: (found: Json) => EvaluationError;
}

function itemSource({ fields, language }: StateDefinition): ItemSource {
  if (language.name === 'JSONata') {
    return {
      field: language.field(fields, 'Items', 'array'),
      problem: found => queryError(`Map state input must be an array but was: ${JSON.stringify(found)}`),
    };
  }
  const field = language.field(fields, 'Items', 'array');
  return { field, problem: () => runtimeError(`Reference path "${field?.path ?? '$'}" must point to array.`) };
}

async function itemsOf(visit: Visit, source: ItemSource): Promise<readonly Json[]> {
  const items = source.field === undefined ? visit.data : await source.field.evaluate(visit);
  if (!Array.isArray(items)) {
    throw source.problem(items);
  }
  return items;
}

async function concurrency(field: FieldExpression | undefined, visit: Visit): Promise<number> {
  return await numberWithin(field, 'MaxConcurrency', 'integer', visit, { least: 0, problem: 'MaxConcurrency cannot be negative.' }) ?? 0;
}
