import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { parse as csvParser, Parser } from 'csv-parse';
import { LONGEST_OBJECT } from './object-store';
import { Json, JsonObject, isObject, ownMember } from '../../json';
import { parseJson } from '../../json-syntax/json-problem';
import type { ReaderConfig } from '../definition';

const DELIMITERS: Readonly<Record<string, string>> = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/** The most values that an object may hold, a dozen for each item that a Map state plays: these, more than its bytes, take time and memory. */
const MOST_VALUES = 3_000_000;
const TOO_MANY_VALUES = `the local run reads no objects of more than ${MOST_VALUES} values`;

/** So many bytes of rows are read, and so many values made of them, before others have their turn. */
const PIECE = 16 * 1024;
const TURN = 50_000;
/** The longest row, in bytes: the input of an iteration has 256 KiB at most. */
const LONGEST_ROW = 1024 * 1024;

const [COMMA, BRACKET, BRACE] = Buffer.from(',[{');

type Read = (body: Buffer, format: ReaderConfig, most: number) => Json[] | Promise<Json[]>;

/** Reads the items of an object, no more than `most`; throws an error that says what is wrong. To add a format, add an entry. */
const FORMATS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['CSV', csvItems],
  ['JSON', jsonItems],
  ['JSONL', jsonLines],
]);

/** The items in an object. */
export async function readItems(body: Buffer, format: ReaderConfig, most: number): Promise<Json[]> {
  const read = FORMATS.get(String(format.InputType));
  if (read === undefined) {
    throw new Error(`the local run does not read items of the type ${format.InputType}: it reads ${[...FORMATS.keys(), 'MANIFEST'].join(', ')}`);
  }
  return (await read(body, format, most)).slice(0, most);
}

/** The objects that an S3 Inventory's manifest names, and the headers of their rows. */
export function readManifest(body: Buffer): { readonly bucket: string; readonly keys: readonly string[]; readonly format: ReaderConfig } {
  const manifest = parseJson(boundedJson(body));
  const { destinationBucket, fileFormat, fileSchema, files } = isObject(manifest) ? manifest : {} as JsonObject;
  if (fileFormat !== 'CSV' || typeof destinationBucket !== 'string' || typeof fileSchema !== 'string' || !Array.isArray(files)) {
    throw new Error('the local run reads manifests of S3 Inventory whose fileFormat is CSV: this one is not');
  }
  return {
    bucket: destinationBucket.replace(/^arn:[^:]*:s3:::/, ''),
    keys: files.filter(isObject).map(({ key }) => String(key)),
    format: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: fileSchema.split(',').map((name) => name.trim()) },
  };
}

/** What was compressed with gzip, as inventories are. */
export function uncompressed(body: Buffer): Buffer {
  return body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body, { maxOutputLength: LONGEST_OBJECT }) : body;
}

async function csvItems(body: Buffer, { CSVHeaderLocation, CSVHeaders, CSVDelimiter = 'COMMA' }: ReaderConfig, most: number): Promise<Json[]> {
  const parser = csvParser({
    bom: true,
    delimiter: DELIMITERS[CSVDelimiter],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  Readable.from(pieces(body, parser)).pipe(parser);
  let headers = CSVHeaderLocation === 'GIVEN' ? CSVHeaders ?? [] : undefined;
  let values = 0;
  let turn = TURN;
  const items: Json[] = [];
  for await (const row of parser as AsyncIterable<string[]>) {
    if (items.length >= most) {
      break;
    }
    values += Math.max(row.length, headers?.length ?? 0);
    if (values > MOST_VALUES) {
      throw new Error(TOO_MANY_VALUES);
    }
    if (values > turn) {
      turn = values + TURN;
      await setImmediate();
    }
    if (headers) {
      items.push(Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ''])));
    } else {
      headers = row;
    }
  }
  return items;
}

/** What is read at once keeps everybody else waiting. The parser itself bounds a row's texts, not the number of its cells. */
async function* pieces(body: Buffer, parser: Parser): AsyncIterable<Buffer> {
  let lines = 0;
  let line = 0;
  for (let start = 0; start < body.length; start += PIECE) {
    if (parser.info.lines > lines) {
      lines = parser.info.lines;
      line = start;
    } else if (start - line > LONGEST_ROW) {
      parser.destroy(new Error(`the local run reads no rows of more than ${LONGEST_ROW} bytes`));
      return;
    }
    yield body.subarray(start, start + PIECE);
    await setImmediate();
  }
}

function jsonItems(body: Buffer, { ItemsPointer }: ReaderConfig): Json[] {
  const value = pointedAt(parseJson(boundedJson(body)), ItemsPointer ?? '');
  if (!Array.isArray(value)) {
    throw new Error('Attempting to map over non-iterable node.');
  }
  return value;
}

function jsonLines(body: Buffer, _: ReaderConfig, most: number): Json[] {
  const items: Json[] = [];
  for (const [line] of boundedJson(body).matchAll(/\S[^\n]*/g)) {
    if (items.length >= most) {
      break;
    }
    items.push(parseJson(line));
  }
  return items;
}

/** The text of an object in JSON. Each value but the first of a list or an object stands behind a comma, each of those begins with a bracket. */
function boundedJson(body: Buffer): string {
  let values = 0;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    values += byte === COMMA || byte === BRACKET || byte === BRACE ? 1 : 0;
  }
  if (values > MOST_VALUES) {
    throw new Error(TOO_MANY_VALUES);
  }
  return body.toString('utf8');
}

/** @see https://www.rfc-editor.org/rfc/rfc6901 */
function pointedAt(value: Json, pointer: string): Json | undefined {
  const names = pointer.split('/').slice(1).map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~'));
  return names.reduce<Json | undefined>(
    (found, name) => Array.isArray(found) ? found[Number(name)] : isObject(found) ? ownMember(found, name) : undefined,
    value,
  );
}
