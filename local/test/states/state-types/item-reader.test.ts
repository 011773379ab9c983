import { gzipSync } from 'node:zlib';
import { MemoryObjects, distributed } from './objects';
import { ExecutionResult, LONGEST_OBJECT } from '../../../src/states';
import { eventsOf, machineOf, play, typesOf } from '../play';

const object = (InputType: string, ReaderConfig: object = {}): object => ({
  ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'items' }, ReaderConfig: { InputType, ...ReaderConfig } },
});

const FIRST_ROW = { CSVHeaderLocation: 'FIRST_ROW' };

/** How a Map ends whose items are in the object `items`. */
async function read(body: string | Buffer, reader: object, input: unknown = {}): Promise<ExecutionResult> {
  return play(distributed(reader), input, { objects: new MemoryObjects(new Map([['b/items', body]])) });
}

const succeeded = (output: unknown): ExecutionResult => ({ status: 'SUCCEEDED', output });

describe('ItemReader', () => {
  test.each<[string, string, object, unknown]>([
    ['JSON', '[1,{"a":2}]', object('JSON'), [1, { a: 2 }]],
    ['JSON at a pointer', '{"a/b":[[3]]}', object('JSON', { ItemsPointer: '/a~1b/0' }), [3]],
    ['JSON lines', `{"a":"\u2028"}\r\n\n${' '.repeat(100_000)}\n 2\n`, object('JSONL'), [{ a: '\u2028' }, 2]],
    ['CSV', '\ufeffid,"na,me"\n1,"x ""y"""\n2,\n', object('CSV', FIRST_ROW), [{ 'id': '1', 'na,me': 'x "y"' }, { 'id': '2', 'na,me': '' }]],
    ['CSV with given headers and a delimiter', '1|x\n2|y',
      object('CSV', { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['id', 'name'], CSVDelimiter: 'PIPE' }), [{ id: '1', name: 'x' }, { id: '2', name: 'y' }]],
    ['no more than MaxItems', 'id\n1\n2\n3', object('CSV', { ...FIRST_ROW, MaxItems: 2 }), [{ id: '1' }, { id: '2' }]],
    ['all, where MaxItems is 0', '[1,2]', object('JSON', { MaxItems: 0 }), [1, 2]],
  ])('reads %s', async (_, body, reader, items) => {
    expect(await read(body, reader)).toEqual(succeeded(items));
  });

  test('reads the inventory that a manifest names', async () => {
    const manifest = { destinationBucket: 'arn:aws:s3:::inventory', fileFormat: 'CSV', fileSchema: 'Bucket, Key', files: [{ key: 'a.csv.gz' }, { key: 'b.csv' }] };
    const objects = new MemoryObjects(new Map<string, string | Buffer>([
      ['b/items', JSON.stringify(manifest)], ['inventory/a.csv.gz', gzipSync('"b","k1"\n"b","k2"')], ['inventory/b.csv', '"b","k3"'],
    ]));
    const keys = ['k1', 'k2', 'k3'].map((Key) => ({ Bucket: 'b', Key }));
    expect(await play(distributed(object('MANIFEST')), {}, { objects })).toEqual(succeeded(keys));
    expect(await play(distributed(object('MANIFEST', { MaxItems: 2 })), {}, { objects })).toEqual(succeeded(keys.slice(0, 2)));
  });

  test('reads many rows of an inventory, but no more bytes of one that is compressed than an object may have', async () => {
    const manifest = { destinationBucket: 'inventory', fileFormat: 'CSV', fileSchema: 'Key', files: [{ key: 'a' }] };
    const inventory = (body: Buffer): MemoryObjects => new MemoryObjects(new Map<string, string | Buffer>([['b/items', JSON.stringify(manifest)], ['inventory/a', body]]));
    const countOf = (body: Buffer): Promise<ExecutionResult> => play({
      ...distributed({ ...object('MANIFEST'), ItemBatcher: { MaxItemsPerBatch: 200_000, MaxInputBytesPerBatch: 262_144 }, ResultSelector: { 'n.$': 'States.ArrayLength($)' } }, {
        StartAt: 'Count', States: { Count: { Type: 'Pass', Parameters: { 'n.$': 'States.ArrayLength($.Items)' }, OutputPath: '$.n', End: true } },
      }),
    }, {}, { objects: inventory(body) });
    expect(await countOf(gzipSync('1\n'.repeat(200_000)))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await countOf(gzipSync(Buffer.alloc(LONGEST_OBJECT + 1, 'a')))).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
  });

  test('fails for more items than a run can hold', async () => {
    expect(await read(`[${'1,'.repeat(250_000)}1]`, object('JSON')))
      .toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed', cause: expect.stringContaining('250000 items') as string });
  });

  test.each<[string, string, object, string]>([
    ['JSON of more values than a run can hold', `[${'{},'.repeat(1_500_000)}1]`, object('JSON'), 'no objects of more than 3000000 values'],
    ['lines of more values', '[1]\n'.repeat(3_000_001), object('JSONL'), 'no objects of more than 3000000 values'],
    ['few rows under many headers', 'x\n'.repeat(2000), object('CSV', { CSVHeaderLocation: 'GIVEN', CSVHeaders: Array.from({ length: 2000 }, (_, index) => `h${index}`) }),
      'no objects of more than 3000000 values'],
    ['a row that has more cells than any item', `id\n${','.repeat(1_200_000)}`, object('CSV', FIRST_ROW), 'no rows of more than 1048576 bytes'],
    ['a row that is longer than any item', `id\n"${'a\n'.repeat(600_000)}"`, object('CSV', FIRST_ROW), 'Max Record Size'],
  ])('fails for %s', async (_, body, reader, cause) => {
    expect(await read(body, reader)).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed', cause: expect.stringContaining(cause) as string });
  });

  test('reads what is in the objects of a list', async () => {
    const objects = new MemoryObjects(new Map([['b/in/1', '{"a":1}\n{"a":2}'], ['b/in/2', '{"a":3}'], ['b/out', '0']]));
    const reader = (ReaderConfig: object): object => ({
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b', Prefix: 'in/' }, ReaderConfig: { InputType: 'JSONL', Transformation: 'LOAD_AND_FLATTEN', ...ReaderConfig } },
    });
    expect(await play(distributed(reader({})), {}, { objects })).toEqual(succeeded([{ a: 1 }, { a: 2 }, { a: 3 }]));
    expect(await play(distributed(reader({ MaxItems: 1 })), {}, { objects })).toEqual(succeeded([{ a: 1 }]));
  });

  test('lists objects', async () => {
    const objects = new MemoryObjects(new Map([['b/in/2', 'xx'], ['b/in/1', 'x'], ['b/out', ''], ['c/in/3', '']]));
    const reader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { 'Bucket': 'b', 'Prefix.$': '$.prefix' } };
    const item = (Key: string, Size: number): object => ({ Etag: '"e"', Key, LastModified: 1_789_180_622, Size, StorageClass: 'STANDARD' });
    expect(await play(distributed({ ItemReader: reader }), { prefix: 'in/' }, { objects })).toEqual(succeeded([item('in/1', 1), item('in/2', 2)]));
    const first = { ItemReader: { ...reader, ReaderConfig: { MaxItems: 1 } } };
    expect(await play(distributed(first), { prefix: '' }, { objects })).toEqual(succeeded([item('in/1', 1)]));
  });

  test.each<[unknown, Partial<Record<'status' | 'error' | 'cause' | 'output', unknown>>]>([
    ['2', { status: 'SUCCEEDED', output: [1, 2] }],
    ['2.0', { status: 'FAILED', error: 'States.Runtime' }],
    [{}, { status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining('The MaxItemsPath field refers to value "{}" which is not a valid integer: $.in.max') }],
    [-1, { status: 'FAILED', error: 'States.ItemReaderFailed', cause: 'field MaxItems must be positive' }],
    [100_000_001, { status: 'SUCCEEDED', output: [1, 2, 3] }],
  ])('MaxItemsPath to %j', async (max, expected) => {
    expect(await read('[1,2,3]', object('JSON', { MaxItemsPath: '$.in.max' }), { in: { max } })).toMatchObject(expected);
  });

  test.each<[string, string, object, RegExp]>([
    ['an object that is not there', '', {
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'no' }, ReaderConfig: { InputType: 'JSON' } },
    }, /does not exist/],
    ['what is no array', '{}', object('JSON'), /^Attempting to map over non-iterable node\.$/],
    ['what is no JSON', '[', object('JSON'), /^Unexpected end-of-input: expected close marker for Array/],
    ['a line that is no JSON', '1\nx', object('JSONL'), /^Unrecognized token 'x': was expecting/],
    ['a format that is not played', '', object('PARQUET'), /does not read items of the type PARQUET/],
  ])('fails for %s', async (_, body, reader, cause) => {
    expect(await read(body, reader)).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed', cause: expect.stringMatching(cause) as string });
  });

  test('without objects the state fails, and says what to do; the history tells of the Map Run', async () => {
    const events = await eventsOf(machineOf(distributed(object('JSON'))));
    expect(typesOf(events).slice(2)).toEqual(['MapStateStarted', 'MapRunStarted', 'MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
    expect(events.at(-1)!.details).toMatchObject({ cause: expect.stringContaining('--endpoint s3=<folder or URL>') as string });
  });
});
