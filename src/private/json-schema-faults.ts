import { Token } from 'aws-cdk-lib';
import { Fault } from './faults';

/**
 * What is wrong with a JSON schema: API Gateway takes draft 4, and refuses keywords that it does not know.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 * @see https://datatracker.ietf.org/doc/html/draft-fge-json-schema-validation-00
 */
export function faultsOfSchema(prop: string, schema: unknown): Fault[] {
  let json: string;
  try {
    json = JSON.stringify(schema) ?? '';
  } catch (error) {
    return [{ prop, got: `what is no JSON: ${(error as Error).message.split('\n')[0]}`, allowed: 'a JSON schema, an object' }];
  }
  const checks = new SchemaCheck(schema);
  checks.schema(prop, schema);
  return checks.faults.length === 0 && json.length > MAXIMUM_LENGTH
    ? [{ prop, got: `a schema of ${json.length} characters`, allowed: `at most ${MAXIMUM_LENGTH}; shorten it` }]
    : checks.faults;
}

/** API Gateway's limit, in characters of JSON. */
const MAXIMUM_LENGTH = 32_768;

const DRAFT_4 = /^https?:\/\/json-schema\.org\/draft-04\/schema#?$/;

/** Models of the same API, by their names. */
const MODEL = /^https:\/\/apigateway\.amazonaws\.com\/restapis\//;

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

type Check = (checks: SchemaCheck, at: string, value: any, schema: Record<string, unknown>) => void;

/** A check by a condition. What is known only at deployment is let through, here as everywhere. */
const is = (condition: (value: any) => boolean, allowed: string): Check =>
  (checks, at, value) => checks.require(condition(value), at, value, allowed);

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: any, isItem: (item: unknown) => boolean) => Array.isArray(value) && value.length > 0 && value.every(isItem)
  && new Set(value.map((item) => JSON.stringify(item))).size === value.length;
const isText = (value: unknown) => typeof value === 'string';

const TEXT = is(isText, 'a string');
const BOOLEAN = is((value) => typeof value === 'boolean', 'true or false');
const NUMBER = is(Number.isFinite, 'a number');
const COUNT = is((value) => Number.isInteger(value) && value >= 0, '0 or more, a whole number');
const NAMES = is((value) => isList(value, isText), 'a list of one or more different strings');

const PATTERN: Check = (checks, at, value) => checks.require(isText(value) && isPattern(value), at, value, 'a regular expression');

const SCHEMA: Check = (checks, at, value) => checks.schema(at, value);
const SCHEMAS: Check = (checks, at, value) => {
  if (checks.require(Array.isArray(value) && value.length > 0, at, value, 'a list of one or more schemas')) {
    value.forEach((schema: unknown, index: number) => checks.schema(`${at}[${index}]`, schema));
  }
};
const EITHER = (first: (value: unknown) => boolean, one: Check, other: Check): Check => (checks, at, value, schema) =>
  (first(value) ? one : other)(checks, at, value, schema);
const SCHEMA_OR_BOOLEAN = EITHER((value) => typeof value === 'boolean', BOOLEAN, SCHEMA);

const MEMBERS = (check: Check): Check => (checks, at, value, schema) => {
  if (checks.require(isObject(value), at, value, 'an object')) {
    Object.entries(value).forEach(([name, member]) => check(checks, memberOf(at, name), member, schema));
  }
};

/** In draft 4 a boolean beside the bound that it makes exclusive. */
const EXCLUSIVE = (bound: string): Check => (checks, at, value, schema) =>
  checks.require(typeof value === 'boolean' && bound in schema, at, value, `true or false, beside ${bound}`);

/** The keywords of draft 4. */
const KEYWORDS: Record<string, Check> = {
  $schema: is((value) => DRAFT_4.test(value), 'http://json-schema.org/draft-04/schema#, or leave it out'),
  $ref: (checks, at, value) => checks.require(isText(value) && (MODEL.test(value) || checks.holds(value)), at, value,
    'a JSON pointer to a part of this schema, such as #/definitions/item'),
  id: TEXT,
  title: TEXT,
  description: TEXT,
  format: TEXT,
  default: () => {},
  multipleOf: is((value) => Number.isFinite(value) && value > 0, 'a number above 0'),
  maximum: NUMBER,
  exclusiveMaximum: EXCLUSIVE('maximum'),
  minimum: NUMBER,
  exclusiveMinimum: EXCLUSIVE('minimum'),
  maxLength: COUNT,
  minLength: COUNT,
  pattern: PATTERN,
  items: EITHER(Array.isArray, SCHEMAS, SCHEMA),
  additionalItems: SCHEMA_OR_BOOLEAN,
  maxItems: COUNT,
  minItems: COUNT,
  uniqueItems: BOOLEAN,
  maxProperties: COUNT,
  minProperties: COUNT,
  required: NAMES,
  properties: MEMBERS(SCHEMA),
  patternProperties: (checks, at, value, schema) => {
    MEMBERS(SCHEMA)(checks, at, value, schema);
    Object.keys(isObject(value) ? value : {}).forEach((pattern) => PATTERN(checks, memberOf(at, pattern), pattern, schema));
  },
  additionalProperties: SCHEMA_OR_BOOLEAN,
  definitions: MEMBERS(SCHEMA),
  dependencies: MEMBERS(EITHER(Array.isArray, NAMES, SCHEMA)),
  enum: is((value) => isList(value, () => true), 'a list of one or more different values'),
  type: EITHER(Array.isArray,
    is((value) => isList(value, (type) => TYPES.includes(type as string)), `different ones of ${TYPES.join(', ')}`),
    is((value) => TYPES.includes(value), TYPES.join(', '))),
  allOf: SCHEMAS,
  anyOf: SCHEMAS,
  oneOf: SCHEMAS,
  not: SCHEMA,
};

/** What says in draft 4 what later drafts have other keywords for. */
const INSTEAD: Record<string, string> = {
  const: 'enum with one value',
  $id: 'id',
  $defs: 'definitions',
  $comment: 'description',
  example: 'description',
  examples: 'description',
  if: 'anyOf, with not',
  then: 'anyOf, with not',
  else: 'anyOf, with not',
  dependentRequired: 'dependencies',
  dependentSchemas: 'dependencies',
  prefixItems: 'items, a list',
  nullable: 'type, a list with "null"',
};

class SchemaCheck {
  public readonly faults: Fault[] = [];

  constructor(private readonly root: any) {}

  public schema(at: string, schema: unknown): void {
    if (!this.require(isObject(schema), at, schema, 'a JSON schema, an object') || Token.isUnresolved(schema)) {
      return;
    }
    for (const [keyword, value] of Object.entries(schema as Record<string, unknown>).filter(([, member]) => member !== undefined)) {
      const check = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
      if (check) {
        check(this, memberOf(at, keyword), value, schema as Record<string, unknown>);
      } else {
        const instead = Object.hasOwn(INSTEAD, keyword) ? `; use ${INSTEAD[keyword]}` : '';
        this.faults.push({ prop: memberOf(at, keyword), got: 'a keyword that is not in draft 4', allowed: `the keywords of JSON schema draft 4${instead}` });
      }
    }
  }

  /** @returns whether it is so */
  public require(condition: boolean, at: string, value: unknown, allowed: string): boolean {
    const isFine = condition || Token.isUnresolved(value);
    if (!isFine) {
      this.faults.push({ prop: at, got: excerpt(value), allowed });
    }
    return isFine;
  }

  /** Whether the schema holds what a JSON pointer points to. */
  public holds(pointer: string): boolean {
    if (!/^#(\/|$)/.test(pointer)) {
      return false;
    }
    const names = pointer.split('/').slice(1).map((name) => decode(name).replace(/~1/g, '/').replace(/~0/g, '~'));
    const part = names.reduce((value, name) => typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? value[name] : undefined, this.root);
    return isObject(part);
  }
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function isPattern(text: string): boolean {
  try {
    return !!new RegExp(text);
  } catch {
    return false;
  }
}

function memberOf(at: string, name: string): string {
  return /^[$\w]+$/.test(name) ? `${at}.${name}` : `${at}[${JSON.stringify(name)}]`;
}

/** The beginning of a value, for a message. */
function excerpt(value: unknown): string {
  const text = isObject(value) ? 'an object' : JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
