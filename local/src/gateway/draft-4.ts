import type { Schema } from '@cfworker/json-schema';

/** What a keyword's value is, where it holds schemas itself. */
type Holds = 'schema' | 'schemas' | 'members' | 'nothing';

/** The keywords of JSON schema draft 4, the only draft of API Gateway's models. */
const KEYWORDS: Readonly<Record<string, readonly Holds[]>> = {
  ...Object.fromEntries(['$schema', '$ref', 'id', 'title', 'description', 'default', 'format', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum',
    'exclusiveMinimum', 'maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'minProperties', 'required', 'enum',
    'type'].map((keyword) => [keyword, ['nothing']])),
  items: ['schema', 'schemas'],
  additionalItems: ['schema'],
  additionalProperties: ['schema'],
  not: ['schema'],
  allOf: ['schemas'],
  anyOf: ['schemas'],
  oneOf: ['schemas'],
  properties: ['members'],
  patternProperties: ['members'],
  definitions: ['members'],
  dependencies: ['members'],
};

const TYPES = new Set<unknown>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

/**
 * What API Gateway would refuse of a schema: keywords and types that are not in draft 4, by where they are.
 *
 * The validator knows those of later drafts as well, whichever draft it is told, and would hold messages to them.
 */
export function outsideDraft4(schema: Schema, at = ''): string[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const place = `${at}/${keyword}`;
    const holds = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : [];
    if (holds.length === 0 || (keyword === 'type' && ![value].flat().every((type) => TYPES.has(type)))) {
      return [place];
    }
    if (Array.isArray(value)) {
      return holds.includes('schemas') ? value.flatMap((item, index) => partsOutside(item, `${place}/${index}`)) : [];
    }
    if (holds.includes('members')) {
      return Object.entries(value ?? {}).flatMap(([name, member]) => partsOutside(member, `${place}/${name}`));
    }
    return holds.includes('schema') ? partsOutside(value, place) : [];
  });
}

function partsOutside(part: unknown, at: string): string[] {
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? outsideDraft4(part as Schema, at) : [];
}
