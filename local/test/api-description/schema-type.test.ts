import { schemaType } from '../../src/api-description/schema-type';

test.each<[string, object, string]>([
  ['nothing', {}, 'unknown'],
  ['a text', { type: 'string' }, 'string'],
  ['a whole number', { type: 'integer', minimum: 1 }, 'number'],
  ['several types', { type: ['string', 'null'] }, 'string | null'],
  ['a choice', { enum: ['a', 'b', 3, null] }, '"a" | "b" | 3 | null'],
  ['a list', { type: 'array', items: { type: 'string' } }, 'string[]'],
  ['a list of a choice', { type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
  ['a list by place', { type: 'array', items: [{ type: 'string' }, { type: 'number' }] }, '(string | number)[]'],
  ['a list of anything', { type: 'array' }, 'unknown[]'],
  ['an object', { type: 'object', properties: { 'a': { type: 'string' }, 'b-c': {} }, required: ['a'] }, '{ readonly a: string; readonly "b-c"?: unknown }'],
  ['an object that is not said to be one', { properties: { a: { type: 'boolean' } } }, '{ readonly a?: boolean }'],
  ['any object', { type: 'object' }, '{ readonly [name: string]: unknown }'],
  ['an object of numbers', { type: 'object', additionalProperties: { type: 'number' } }, '{ readonly [name: string]: number }'],
  ['an empty object', { type: 'object', additionalProperties: false }, 'Record<string, never>'],
  ['one of several', { oneOf: [{ type: 'string' }, { type: 'number' }] }, 'string | number'],
  ['all of several', { allOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }, '{ readonly a?: unknown } & { readonly b?: unknown }'],
  ['a definition', { definitions: { id: { type: 'string' } }, type: 'object', properties: { a: { $ref: '#/definitions/id' } } }, '{ readonly a?: string }'],
  ['a definition that is not there', { $ref: '#/definitions/constructor' }, 'unknown'],
  ['a document elsewhere', { $ref: 'other.json#/a' }, 'unknown'],
  ['a type that is none', { type: 'date' }, 'unknown'],
  ['a name that would end the type', { properties: { 'a": never }; evil(); //': { enum: ['"; evil(); //'] } } }, '{ readonly "a\\": never }; evil(); //"?: "\\"; evil(); //" }'],
])('of %s', (_title, schema, type) => {
  expect(schemaType(schema as never)).toBe(type);
});

test('of a schema that holds itself ends', () => {
  expect(schemaType({ definitions: { tree: { properties: { left: { $ref: '#/definitions/tree' } } } }, $ref: '#/definitions/tree' })).toContain('unknown');
});

test('leaves out members of the outermost object', () => {
  const properties = { action: { type: 'string' }, item: { properties: { action: { type: 'string' } } } };
  expect(schemaType({ properties } as never, ['action'])).toBe('{ readonly item?: { readonly action?: string } }');
});
