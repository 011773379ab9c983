import { isObject, type Json, type JsonObject } from '../json';

const PRIMITIVES: Readonly<Record<string, string>> = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null' };

/** Schemas within schemas, at most: one that refers to itself has no end. */
const DEEPEST = 8;

/**
 * The TypeScript type of what a JSON schema of draft 4 allows. What a type cannot say, such as a range, is left out; what is not understood is `unknown`.
 *
 * @param leftOut members of the outermost object that are not the caller's to give
 */
export function schemaType(schema: JsonObject, leftOut: readonly string[] = []): string {
  return new SchemaTypes(schema).type(schema, DEEPEST, leftOut);
}

class SchemaTypes {
  constructor(private readonly root: JsonObject) {}

  public type(schema: Json | undefined, depth: number, leftOut: readonly string[] = []): string {
    if (!isObject(schema) || depth === 0) {
      return 'unknown';
    }
    const { $ref, enum: values, allOf, anyOf, oneOf } = schema;
    if (typeof $ref === 'string') {
      return this.type(this.referred($ref), depth - 1, leftOut);
    }
    if (Array.isArray(values)) {
      return union(values.map((value) => (isObject(value) || Array.isArray(value) ? 'unknown' : JSON.stringify(value))));
    }
    const parts = (list: Json | undefined, join: (types: string[]) => string): string[] => (
      Array.isArray(list) && list.length > 0 ? [join(list.map((part) => this.type(part, depth - 1, leftOut)))] : []
    );
    const all = [...this.ownType(schema, depth, leftOut), ...parts(anyOf, union), ...parts(oneOf, union), ...parts(allOf, intersection)];
    return intersection(all);
  }

  private ownType(schema: JsonObject, depth: number, leftOut: readonly string[]): string[] {
    const { type, properties, items } = schema;
    const implied = type ?? (properties !== undefined ? 'object' : items !== undefined ? 'array' : undefined);
    if (implied === undefined) {
      return [];
    }
    return [union([implied].flat().map((name) => {
      if (name === 'object') {
        return this.objectType(schema, depth, leftOut);
      }
      return name === 'array' ? `${grouped(this.itemType(items, depth))}[]` : PRIMITIVES[String(name)] ?? 'unknown';
    }))];
  }

  private itemType(items: Json | undefined, depth: number): string {
    return Array.isArray(items) ? union(items.map((item) => this.type(item, depth - 1))) : this.type(items, depth - 1);
  }

  private objectType({ properties, required, additionalProperties }: JsonObject, depth: number, leftOut: readonly string[]): string {
    const members = Object.entries(isObject(properties) ? properties : {}).filter(([name]) => !leftOut.includes(name)).map(([name, member]) => {
      const isRequired = Array.isArray(required) && required.includes(name);
      return `readonly ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}${isRequired ? '' : '?'}: ${this.type(member, depth - 1)}`;
    });
    if (additionalProperties !== false && members.length === 0) {
      return `{ readonly [name: string]: ${isObject(additionalProperties) ? this.type(additionalProperties, depth - 1) : 'unknown'} }`;
    }
    return members.length === 0 ? 'Record<string, never>' : `{ ${members.join('; ')} }`;
  }

  /** The schema that a reference within the document names. */
  private referred(reference: string): Json | undefined {
    return /^#\//.test(reference)
      ? reference.slice(2).split('/').reduce<Json | undefined>((value, part) => {
        const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
        return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
      }, this.root)
      : undefined;
  }
}

function union(types: readonly string[]): string {
  const different = [...new Set(types)];
  if (different.includes('unknown') || different.length === 0) {
    return 'unknown';
  }
  return different.length === 1 ? different[0] : different.map(grouped).join(' | ');
}

function intersection(types: readonly string[]): string {
  const known = [...new Set(types)].filter((type) => type !== 'unknown');
  return known.length === 0 ? 'unknown' : known.length === 1 ? known[0] : known.map(grouped).join(' & ');
}

function grouped(type: string): string {
  return /[|&]/.test(type) && !type.startsWith('{') ? `(${type})` : type;
}
