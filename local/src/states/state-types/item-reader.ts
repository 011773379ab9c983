import { readItems, readManifest, uncompressed } from './item-formats';
import { numberOf } from './number-field';
import { LONGEST_OBJECT, ObjectStore, TOO_LONG } from './object-store';
import { Json, JsonObject } from '../../json';
import { FieldExpression } from '../dataflow/dataflow';
import { seen } from '../dataflow/inspection';
import type { MapFields, ReaderConfig } from '../definition';
import { Cancelled, ErrorName, StateFailure, runtimeError } from '../errors';
import type { StateDefinition } from '../program/program';
import { Visit } from '../runtime/visit';

/** The most items that the service reads. */
const MOST_ITEMS = 100_000_000;

/** The most that a run can hold, with what becomes of them. */
const MOST_PLAYED = 250_000;

/** Reads the items of a Map state. */
export type ItemReader = (visit: Visit) => Promise<readonly Json[]>;

/** Compiles the state's `ItemReader`; undefined where it has none. */
export function compileItemReader({ fields: { ItemReader: reader }, language }: StateDefinition<MapFields>): ItemReader | undefined {
  if (reader?.Resource === undefined) {
    return undefined;
  }
  const parameters = language.template(reader.Parameters ?? reader.Arguments ?? {}, 'ItemReader/Arguments');
  const format = reader.ReaderConfig ?? {};
  const maxItems = language.field(format, 'MaxItems', 'number', 'ItemReader/ReaderConfig/');
  const lists = reader.Resource.endsWith(':listObjectsV2');
  return async (visit) => {
    const most = await itemLimit(maxItems, visit);
    const { Bucket, Key, Prefix } = await parameters(visit) as JsonObject;
    return reading(async () => {
      const limit = Math.min(most, MOST_PLAYED + 1);
      const given = visit.trial?.itemReaderData;
      if (given !== undefined) {
        return givenItems(visit, given, lists ? { InputType: 'JSON' } : format, limit);
      }
      const objects = storeOf(visit);
      const items = lists
        ? await listedItems(objects, text(Bucket), text(Prefix ?? ''), format, limit)
        : await objectItems(objects, text(Bucket), text(Key), format, limit);
      if (items.length > MOST_PLAYED) {
        throw new Error(`the local run plays no more than ${MOST_PLAYED} items of a Map state: say fewer with MaxItems`);
      }
      return items;
    });
  };
}

/** The items in what was read already: text of the format, of a manifest's or a list's objects the rows or the list themselves. */
async function givenItems(visit: Visit, data: string, format: ReaderConfig, most: number): Promise<Json[]> {
  const items = await readItems(Buffer.from(data), { ...format, InputType: format.InputType === 'MANIFEST' ? 'CSV' : format.InputType }, most);
  if (format.ItemsPointer !== undefined) {
    seen(visit, 'afterItemsPointer', items);
  }
  return items;
}

async function listedItems(objects: ObjectStore, bucket: string, prefix: string, format: ReaderConfig, most: number): Promise<Json[]> {
  return format.Transformation === 'LOAD_AND_FLATTEN' ? itemsIn(listedBodies(objects, bucket, prefix), format, most) : listItems(objects, bucket, prefix, most);
}

async function* listedBodies(objects: ObjectStore, bucket: string, prefix: string): AsyncIterable<Buffer> {
  for await (const { key } of objects.list(bucket, prefix)) {
    yield objects.get(bucket, key);
  }
}

async function listItems(objects: ObjectStore, bucket: string, prefix: string, most: number): Promise<Json[]> {
  const items: Json[] = [];
  for await (const { key, size, lastModified, etag } of objects.list(bucket, prefix)) {
    if (items.length >= most) {
      break;
    }
    items.push({ Etag: etag, Key: key, LastModified: Math.floor(lastModified.getTime() / 1000), Size: size, StorageClass: 'STANDARD' });
  }
  return items;
}

async function objectItems(objects: ObjectStore, bucket: string, key: string, format: ReaderConfig, most: number): Promise<Json[]> {
  const body = await objects.get(bucket, key);
  if (format.InputType !== 'MANIFEST') {
    return readItems(body, format, most);
  }
  const manifest = readManifest(body);
  return itemsIn(namedBodies(objects, manifest.bucket, manifest.keys), manifest.format, most);
}

async function* namedBodies(objects: ObjectStore, bucket: string, keys: readonly string[]): AsyncIterable<Buffer> {
  for (const key of keys) {
    yield uncompressed(await objects.get(bucket, key));
  }
}

/** The items in several objects, one after another. */
async function itemsIn(bodies: AsyncIterable<Buffer>, format: ReaderConfig, most: number): Promise<Json[]> {
  const items: Json[] = [];
  let bytes = 0;
  for await (const body of bodies) {
    bytes += body.length;
    if (bytes > LONGEST_OBJECT) {
      throw new Error(`${TOO_LONG}, taken together`);
    }
    // A spread of so many arguments exhausts the stack.
    (await readItems(body, format, most - items.length)).forEach((item) => items.push(item));
    if (items.length >= most) {
      break;
    }
  }
  return items;
}

/** `MaxItems`: 0 means all. */
async function itemLimit(field: FieldExpression | undefined, visit: Visit): Promise<number> {
  // A value that is no number is an error of the state's, in JSONata as well.
  const number = await numberOf(field && { ...field, problem: runtimeError }, 'MaxItems', 'integer', visit) ?? 0;
  if (number < 0) {
    throw new StateFailure(ErrorName.ITEM_READER_FAILED, 'field MaxItems must be positive');
  }
  return number === 0 ? MOST_ITEMS : Math.min(number, MOST_ITEMS);
}

/** The run's objects. */
export function storeOf({ flow }: Visit): ObjectStore {
  const { objects } = flow.execution;
  if (objects === undefined) {
    throw new Error('the local run has no Amazon S3: give it a folder of buckets or an endpoint with --endpoint s3=<folder or URL>');
  }
  return objects;
}

/** A parameter that names something in Amazon S3. */
export function text(value: Json | undefined): string {
  if (typeof value !== 'string') {
    throw new Error('Bucket, Key and Prefix must be texts');
  }
  return value;
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof Cancelled ? error : new StateFailure(ErrorName.ITEM_READER_FAILED, (error as Error).message);
  }
}
