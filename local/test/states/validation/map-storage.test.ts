import { refusalOf, refusalOfJsonata, schema } from './refusal';

const WORKFLOW = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } }, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
const map = (fields: object): object => ({ Type: 'Map', ItemProcessor: WORKFLOW, End: true, ...fields });
const reader = (ReaderConfig?: object): object =>
  map({ ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { 'Bucket': 'b', 'Key.$': '$.k' }, ReaderConfig } });
const CONFIG = '/States/X/ItemReader/ReaderConfig';

describe('ItemReader', () => {
  test.each<[object | undefined]>([
    [undefined],
    [{ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter: 'PIPE', MaxItems: 100_000_000 }],
    [{ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', '{% b %}'] }],
    [{ InputType: 'JSON', ItemsPointer: '/a', MaxItemsPath: '$.n' }],
    [{ InputType: 'MANIFEST', ManifestType: 'ATHENA_DATA' }],
    [{ Transformation: 'LOAD_AND_FLATTEN' }],
  ])('accepts the configuration %j', (config) => {
    expect(refusalOf(reader(config))).toEqual([]);
  });

  test.each<[object, string]>([
    [{ InputType: 'XML' }, `Value should be one of the following: [CSV, JSON, JSONL, MANIFEST, PARQUET] at ${CONFIG}/InputType`],
    [{ InputType: 'CSV' }, `The field 'CSVHeaderLocation' is required but was missing at ${CONFIG}`],
    [{ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }, `These fields are required: [CSVHeaders] at ${CONFIG}`],
    [{ InputType: 'JSON', CSVHeaderLocation: 'FIRST_ROW' }, `Field 'CSVHeaderLocation' is not supported at ${CONFIG}`],
    [{ InputType: 'JSON', MaxItems: -1 }, `Minimum value is 0 at ${CONFIG}/MaxItems`],
    [{ InputType: 'JSON', MaxItems: 100_000_001 }, `Maximum value is 100000000 at ${CONFIG}/MaxItems`],
    [{ InputType: 'JSON', MaxItems: 1, MaxItemsPath: '$.n' }, `There should only be one of the following fields: [MaxItems, MaxItemsPath] at ${CONFIG}`],
    [{ InputType: 'JSON', MaxItem: 1 }, `Field 'MaxItem' is not supported at ${CONFIG}`],
  ])('fails for the configuration %j', (config, expected) => {
    expect(refusalOf(reader(config))).toEqual(schema(expected));
  });

  test('fails for another action, and without one', () => {
    expect(refusalOf(map({ ItemReader: { Resource: 'arn:aws:states:::s3:putObject' } })))
      .toEqual(schema("The field 'Resource' does not match any of the allowed values at /States/X/ItemReader/Resource"));
    expect(refusalOf(map({ ItemReader: { Parameters: {} } }))).toEqual(schema('These fields are required: [Resource] at /States/X/ItemReader'));
    expect(refusalOf(map({ ItemReader: {} }))).toEqual([]);
  });

  test('has arguments in JSONata, and no paths', () => {
    const Resource = 'arn:aws:states:::s3:listObjectsV2';
    expect(refusalOfJsonata(map({ ItemReader: { Resource, Arguments: '{% $states.input.from %}', ReaderConfig: { MaxItems: '{% $n %}' } } }))).toEqual([]);
    expect(refusalOfJsonata(map({ ItemReader: { Resource, Arguments: {}, ReaderConfig: { MaxItemsPath: '$.n' } } }))).toEqual(schema(
      `The QueryLanguage is set to 'JSONata', but field 'MaxItemsPath' is only supported for the 'JSONPath' QueryLanguage at ${CONFIG}`));
  });
});

describe('ResultWriter', () => {
  test('accepts a place, a format, or both', () => {
    const place = { Resource: 'arn:aws-cn:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } };
    const format = { WriterConfig: { OutputType: 'JSONL', Transformation: 'FLATTEN' } };
    for (const ResultWriter of [{}, place, format, { ...place, ...format }]) {
      expect(refusalOf(map({ ResultWriter }))).toEqual([]);
    }
  });

  test('fails for another action and an unknown format', () => {
    expect(refusalOf(map({ ResultWriter: { Resource: 'arn:aws:states:::s3:getObject', WriterConfig: { OutputType: 'CSV' } } }))).toEqual(schema(
      "The field 'Resource' does not match any of the allowed values at /States/X/ResultWriter/Resource",
      'Value should be one of the following: [JSON, JSONL] at /States/X/ResultWriter/WriterConfig/OutputType'));
  });
});
