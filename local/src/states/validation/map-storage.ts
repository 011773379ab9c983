import { Check } from './context';
import { integerWithPath } from './map-fields';
import { payload } from './paths';
import { FieldTable, Rule, Shape, atMostOneOf, checkShape, inJsonPath, inJsonata, listOf, object, required, shape } from './shape';
import { anything, oneOf, string } from './values';
import { RECORDED } from './wording';
import { Json, isObject } from '../../json';

/** The most items that are read. */
const MAX_ITEMS = 100_000_000;

/** Parameters of the action that reads or writes. */
const PARAMETERS: FieldTable = { Arguments: inJsonata(payload), Comment: anything, Parameters: inJsonPath(payload) };

/** One of the actions of Amazon S3 that only Map states know. */
function s3Action(...actions: string[]): Check {
  const pattern = new RegExp(`^arn:aws(-[a-z]+)*:states:::s3:(${actions.join('|')})$`);
  return (value, path, context) => {
    if (typeof value !== 'string') {
      string(value, path, context);
    } else if (!pattern.test(value)) {
      context.findings.schema(RECORDED.notAnAllowedValue('Resource'), path);
    }
  };
}

/** Only CSV has a header, and only a given one is written down. */
const csvHeader: Rule = (fields, path, { findings }) => {
  const [type, location] = [fields.InputType, fields.CSVHeaderLocation];
  const has = (name: string): boolean => fields[name] !== undefined;
  if (type !== 'CSV') {
    ['CSVDelimiter', 'CSVHeaderLocation', 'CSVHeaders'].filter((name) => typeof type === 'string' && type !== 'MANIFEST' && has(name))
      .forEach((name) => findings.schema(RECORDED.unsupportedField(name), path));
  } else if (location === undefined) {
    findings.schema(RECORDED.missingField('CSVHeaderLocation'), path);
  }
  if (location === 'GIVEN' && !has('CSVHeaders')) {
    findings.schema(RECORDED.required(['CSVHeaders']), path);
  }
};

const READER_CONFIG: Shape = shape({
  Comment: anything,
  CSVDelimiter: oneOf('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'),
  CSVHeaderLocation: oneOf('FIRST_ROW', 'GIVEN'),
  CSVHeaders: listOf(string),
  InputType: oneOf('CSV', 'JSON', 'JSONL', 'MANIFEST', 'PARQUET'),
  ItemsPointer: string,
  ManifestType: oneOf('S3_INVENTORY', 'ATHENA_DATA'),
  ...integerWithPath('MaxItems', MAX_ITEMS),
  Transformation: oneOf('NONE', 'LOAD_AND_FLATTEN'),
}, atMostOneOf('MaxItems', 'MaxItemsPath'), csvHeader);

const READER: Shape = shape({
  ...PARAMETERS,
  ReaderConfig: object(READER_CONFIG),
  Resource: required(s3Action('getObject', 'listObjectsV2')),
});

const WRITER: Shape = shape({
  ...PARAMETERS,
  Resource: s3Action('putObject'),
  WriterConfig: object(shape({ Comment: anything, OutputType: oneOf('JSON', 'JSONL'), Transformation: oneOf('NONE', 'COMPACT', 'FLATTEN') })),
});

/** `ItemReader`: items from Amazon S3. */
export const itemReader: Check = unlessEmpty(READER);

/** `ResultWriter`: results to Amazon S3. */
export const resultWriter: Check = unlessEmpty(WRITER);

/** An empty object is like none. */
function unlessEmpty(of: Shape): Check {
  const isEmpty = (value: Json): boolean => isObject(value) && Object.keys(value).length === 0;
  return (value, path, context) => isEmpty(value) ? undefined : checkShape(value, path, of, context);
}
