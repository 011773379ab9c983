import { HeldItems } from './held-items';
import type { MapItems } from './map';
import { positiveInteger } from './number-field';
import { Json, JsonObject, byteSize } from '../../json';
import { seen } from '../dataflow/inspection';
import type { MapFields } from '../definition';
import type { StateDefinition } from '../program/program';
import { Visit } from '../runtime/visit';

/** How many bytes of items a batch may have where the state does not say: as many as an input. */
const DEFAULT_MAX_BATCH_BYTES = 256 * 1024;

/** The input of one child, and how many items it stands for. */
export interface ChildInput {
  readonly input: Json;
  readonly itemCount: number;
}

/** Makes the inputs of the children of a distributed Map from its items. */
export type Batcher = (visit: Visit, items: MapItems) => Promise<ChildInput[]>;

/** Compiles the state's `ItemBatcher`. Without one every item is a child's input. */
export function compileBatcher({ fields: { ItemBatcher: batcher }, language }: StateDefinition<MapFields>): Batcher {
  if (batcher === undefined) {
    return async (visit, items) => {
      const inputs = await itemInputs(visit, items);
      return inputs.map((input) => ({ input, itemCount: 1 }));
    };
  }
  const maxItems = language.field(batcher, 'MaxItemsPerBatch', 'number', 'ItemBatcher/');
  const maxBytes = language.field(batcher, 'MaxInputBytesPerBatch', 'number', 'ItemBatcher/');
  const batchInput = batcher.BatchInput === undefined ? undefined : language.template(batcher.BatchInput, 'ItemBatcher/BatchInput');
  return async (visit, items) => {
    const common = await batchInput?.(visit);
    const limits = { items: await positiveInteger(maxItems, 'MaxItemsPerBatch', visit), bytes: await positiveInteger(maxBytes, 'MaxInputBytesPerBatch', visit) };
    const inputs = batches(await itemInputs(visit, items), limits, common);
    seen(visit, 'afterItemBatcher', inputs.map(({ input }) => input));
    return inputs;
  };
}

/** What the state's `ItemSelector` makes of all items. */
export async function itemInputs(visit: Visit, { values, select }: MapItems): Promise<readonly Json[]> {
  if (select === undefined) {
    return values;
  }
  const held = new HeldItems();
  const inputs: Json[] = [];
  for (const [index, value] of values.entries()) {
    const input = await select({ Index: index, Value: value });
    held.add(input);
    inputs.push(input);
  }
  seen(visit, 'afterItemSelector', inputs);
  return inputs;
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
