import { excerpt, isObject, Json, JsonObject, objectsIn } from '../json';
import type { PlainResource } from '../template';

/** A table of the template. */
export interface TableDefinition {
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** What `CreateTable` takes. */
  readonly request: JsonObject;
  /** The attribute that holds the rows' time to live. @default - rows stay */
  readonly ttlAttribute?: string;
}

export interface TableDefinitions {
  readonly tables: readonly TableDefinition[];
  /** What is wrong with tables, which are not there then, and what of tables is not played: one line each. */
  readonly warnings: readonly string[];
}

const INDEXES = ['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'];
const ON_DEMAND = { BillingMode: 'PAY_PER_REQUEST' };
const NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

/** Reads the tables of a template. */
export function tableDefinitions(resources: readonly PlainResource[]): TableDefinitions {
  const warnings: string[] = [];
  const tables: TableDefinition[] = [];
  for (const resource of resources) {
    const faults = faultsOf(resource, tables);
    if (faults.length > 0) {
      warnings.push(...faults.map((fault) => `${resource.label}, ${fault}; so the table is not there`));
    } else {
      warnings.push(...notices(resource));
      tables.push(definition(resource));
    }
  }
  return { tables, warnings };
}

/** Whether a table that is there has the keys and indexes that a request would give it. */
export function hasSameKeys(table: JsonObject, request: JsonObject): boolean {
  const keysOf = ({ KeySchema, LocalSecondaryIndexes = [], GlobalSecondaryIndexes = [] }: JsonObject): string => JSON.stringify([
    KeySchema,
    ...[LocalSecondaryIndexes, GlobalSecondaryIndexes].map((indexes) => (indexes as JsonObject[]).map((each) => [each.IndexName, each.KeySchema])),
  ]);
  return keysOf(table) === keysOf(request);
}

function definition({ label, ref, region, accountId, properties }: PlainResource): TableDefinition {
  const { AttributeDefinitions, KeySchema, TimeToLiveSpecification: timeToLive } = properties;
  // Capacity is not played, so that no throughput needs to be given for it.
  const indexes = INDEXES.flatMap((name) => objectsIn(properties[name]).length > 0 ? [[name, objectsIn(properties[name]).map(index)] as const] : []);
  return {
    label,
    name: ref,
    region,
    accountId,
    request: { TableName: ref, AttributeDefinitions, KeySchema, ...ON_DEMAND, ...Object.fromEntries(indexes) },
    ttlAttribute: isObject(timeToLive) && String(timeToLive.Enabled) === 'true' ? String(timeToLive.AttributeName) : undefined,
  };
}

function index({ IndexName, KeySchema, Projection }: JsonObject): JsonObject {
  return { IndexName, KeySchema, Projection };
}

/** What DynamoDB refuses, each beginning with the property. */
function faultsOf({ ref, properties }: PlainResource, others: readonly TableDefinition[]): string[] {
  const taken = others.find(({ name }) => name === ref);
  if (taken) {
    return [`property TableName: ${taken.label} has the name '${ref}', too: give it another`];
  }
  if (!NAME.test(ref)) {
    return [`property TableName: '${ref}' is not allowed: 3 to 255 letters, digits, '_', '-' and '.'`];
  }
  const attributes = objectsIn(properties.AttributeDefinitions).map(({ AttributeName }) => String(AttributeName));
  const keys = [
    { property: 'KeySchema', schema: properties.KeySchema },
    ...INDEXES.flatMap((name) => objectsIn(properties[name]).map(({ KeySchema }, position) => ({ property: `${name}[${position}].KeySchema`, schema: KeySchema }))),
  ];
  const used = new Set(keys.flatMap(({ schema }) => namesOf(schema)));
  return [
    ...keys.flatMap(({ property, schema }) => keyFaults(schema, attributes).map((fault) => `property ${property}: ${fault}`)),
    ...attributeFaults(properties.AttributeDefinitions, used),
    ...INDEXES.flatMap((name) => objectsIn(properties[name]).flatMap((item, position) => indexFaults(item).map((fault) => `property ${name}[${position}]${fault}`))),
    ...localIndexFaults(properties),
  ];
}

function keyFaults(schema: Json | undefined, attributes: readonly string[]): string[] {
  if (schema === undefined) {
    return ['is required: a table and each index have a HASH key'];
  }
  const types = objectsIn(schema).map(({ KeyType }) => KeyType);
  if (!Array.isArray(schema) || types[0] !== 'HASH' || (types.length > 1 && types[1] !== 'RANGE') || types.length > 2) {
    return [`${excerpt(schema)} is not allowed: a HASH key, and a RANGE key after it if need be`];
  }
  const names = namesOf(schema);
  const unknown = names.filter((name) => !attributes.includes(name));
  return [
    ...unknown.map((name) => `'${name}' is not in AttributeDefinitions: ${attributes.join(', ') || 'none'}`),
    ...names[0] === names[1] ? [`'${names[0]}' cannot be both keys`] : [],
  ];
}

function attributeFaults(definitions: Json | undefined, used: ReadonlySet<string>): string[] {
  if (!Array.isArray(definitions) || definitions.length === 0) {
    return ['property AttributeDefinitions: is required: a list with the type of each key'];
  }
  return objectsIn(definitions).flatMap(({ AttributeName: name, AttributeType: type }, position) => [
    ...type === 'S' || type === 'N' || type === 'B' ? [] : [`property AttributeDefinitions[${position}].AttributeType: ${excerpt(type ?? null)} is not allowed: S, N or B`],
    ...used.has(String(name)) ? [] : [`property AttributeDefinitions[${position}]: '${String(name)}' is no key of the table or of an index: leave it out`],
  ]);
}

function indexFaults({ IndexName: name, Projection: projection }: JsonObject): string[] {
  const type = isObject(projection) ? projection.ProjectionType : undefined;
  return [
    ...typeof name === 'string' && NAME.test(name) ? [] : [`.IndexName: ${excerpt(name ?? null)} is not allowed: 3 to 255 letters, digits, '_', '-' and '.'`],
    ...type === 'ALL' || type === 'KEYS_ONLY' || type === 'INCLUDE' ? [] : [`.Projection.ProjectionType: ${excerpt(type ?? null)} is not allowed: ALL, KEYS_ONLY or INCLUDE`],
  ];
}

function localIndexFaults({ KeySchema, LocalSecondaryIndexes }: PlainResource['properties']): string[] {
  const [hash, range] = namesOf(KeySchema);
  return objectsIn(LocalSecondaryIndexes).flatMap((item, position) => {
    const [first, second] = namesOf(item.KeySchema);
    const isFit = range !== undefined && first === hash && second !== undefined;
    return isFit ? [] : [`property LocalSecondaryIndexes[${position}].KeySchema: does not fit a local index: `
      + "it has the table's HASH key and a RANGE key of its own, as the table has"];
  });
}

function notices({ label, properties: { StreamSpecification: stream } }: PlainResource): string[] {
  return isObject(stream)
    ? [`${label}, property StreamSpecification: DynamoDB streams are not played, so nothing hears of the table's changes`] : [];
}

function namesOf(schema: Json | undefined): string[] {
  return objectsIn(schema).map(({ AttributeName }) => String(AttributeName));
}
