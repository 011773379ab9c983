import { gunzipSync } from 'node:zlib';
import { parse as parseCsv } from 'csv-parse/sync';
import { LONGEST_OBJECT } from './object-store';
import { Json, JsonObject, isObject, ownMember } from '../../json';
import type { ReaderConfig } from '../definition';

const DELIMITERS: Readonly<Record<string, string>> = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/** Reads the items of an object, no more than `most`; throws an error that says what is wrong. To add a format, add an entry. */
const FORMATS: ReadonlyMap<string, (body: Buffer, format: ReaderConfig, most: number) => Json[]> = new Map([
  ['CSV', csvItems],
  ['JSON', jsonItems],
  ['JSONL', jsonLines],
]);

/** The items in an object. */
export function readItems(body: Buffer, format: ReaderConfig, most: number): Json[] {
  const read = FORMATS.get(String(format.InputType));
  if (read === undefined) {
    throw new Error(`the local run does not read items of the type ${format.InputType}: it reads ${[...FORMATS.keys(), 'MANIFEST'].join(', ')}`);
  }
  return read(body, format, most).slice(0, most);
}

/** The objects that an S3 Inventory's manifest names, and the headers of their rows. */
export function readManifest(body: Buffer): { readonly bucket: string; readonly keys: readonly string[]; readonly format: ReaderConfig } {
  const manifest = JSON.parse(body.toString('utf8')) as Json;
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

function csvItems(body: Buffer, { CSVHeaderLocation, CSVHeaders, CSVDelimiter = 'COMMA' }: ReaderConfig, most: number): Json[] {
  const isGiven = CSVHeaderLocation === 'GIVEN';
  const rows = parseCsv(body, {
    bom: true,
    delimiter: DELIMITERS[CSVDelimiter],
    relax_column_count: true,
    skip_empty_lines: true,
    to: isGiven ? most : most + 1,
  }) as string[][];
  const headers = isGiven ? CSVHeaders ?? [] : rows.shift() ?? [];
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ''])));
}

function jsonItems(body: Buffer, { ItemsPointer }: ReaderConfig): Json[] {
  const value = pointedAt(JSON.parse(body.toString('utf8')) as Json, ItemsPointer ?? '');
  if (!Array.isArray(value)) {
    throw new Error('Attempting to map over non-iterable node.');
  }
  return value;
}

function jsonLines(body: Buffer, _: ReaderConfig, most: number): Json[] {
  return body.toString('utf8').split('\n').filter((line) => line.trim() !== '').slice(0, most).map((line) => JSON.parse(line) as Json);
}

/** @see https://www.rfc-editor.org/rfc/rfc6901 */
function pointedAt(value: Json, pointer: string): Json | undefined {
  const names = pointer.split('/').slice(1).map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~'));
  return names.reduce<Json | undefined>(
    (found, name) => Array.isArray(found) ? found[Number(name)] : isObject(found) ? ownMember(found, name) : undefined,
    value,
  );
}
