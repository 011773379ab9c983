import { Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketStepFunctionsAsync } from '../../src';
import { faultsOfSchema } from '../../src/private/json-schema-faults';
import { newStack, passing } from '../stacks';

/** `prop: got …` of each fault. */
const found = (schema: unknown) => faultsOfSchema('schema', schema).map(({ got, prop }) => `${prop}: ${got}`);

test('every keyword of draft 4 is taken', () => {
  expect(found({
    $schema: 'http://json-schema.org/draft-04/schema#',
    id: 'http://example.com/order',
    title: 'Order',
    description: 'An order',
    type: ['object', 'null'],
    properties: {
      size: { type: 'integer', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false, multipleOf: 0.5 },
      name: { type: 'string', minLength: 1, maxLength: 9, pattern: '^[a-z]+$', format: 'email', default: 'x' },
      list: { items: { $ref: '#/definitions/item' }, minItems: 0, maxItems: 9, uniqueItems: true },
      tuple: { items: [{ type: 'number' }, {}], additionalItems: false },
      kind: { enum: ['a', 1, null] },
      any: { anyOf: [{}], oneOf: [{}], allOf: [{}], not: { type: 'boolean' } },
    },
    patternProperties: { '^x-': {} },
    additionalProperties: { type: 'string' },
    required: ['name'],
    minProperties: 1,
    maxProperties: 9,
    dependencies: { name: ['size'], size: { required: ['name'] } },
    definitions: { 'item': { type: 'array' }, 'a/b': {} },
    allOf: [{ $ref: '#/definitions/a~1b' }, { $ref: '#' }, { $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Order' }],
  })).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['a type that there is not', { properties: { order: { type: 'objekt' } } }, 'schema.properties.order.type: "objekt"'],
  ['another draft', { $schema: 'http://json-schema.org/draft-07/schema#' }, 'schema.$schema: "http://json-schema.org/draft-07/schema#"'],
  ['a keyword of a later draft', { properties: { kind: { const: 'a' } } }, 'schema.properties.kind.const: a keyword that is not in draft 4'],
  ['a keyword of OpenAPI', { items: { nullable: true } }, 'schema.items.nullable: a keyword that is not in draft 4'],
  ['a misspelt keyword', { anyOf: [{}, { propertys: {} }] }, 'schema.anyOf[1].propertys: a keyword that is not in draft 4'],
  ['a name of Object\'s own', { toString: {} }, 'schema.toString: a keyword that is not in draft 4'],
  ['a bound that is exclusive by a number', { exclusiveMinimum: 0 }, 'schema.exclusiveMinimum: 0'],
  ['an exclusive bound without the bound', { exclusiveMaximum: true }, 'schema.exclusiveMaximum: true'],
  ['required as draft 3 has it', { properties: { a: { required: true } } }, 'schema.properties.a.required: true'],
  ['nothing required', { required: [] }, 'schema.required: []'],
  ['a schema that is a boolean', { properties: { a: true } }, 'schema.properties.a: true'],
  ['a number as a text', { maxLength: '5' }, 'schema.maxLength: "5"'],
  ['a part of a length', { minItems: 1.5 }, 'schema.minItems: 1.5'],
  ['a pattern that is none', { patternProperties: { '(': { pattern: '[' } } }, 'schema.patternProperties["("].pattern: "["'],
  ['a reference to nothing', { $ref: '#/definitions/none' }, 'schema.$ref: "#/definitions/none"'],
  ['a reference to elsewhere', { $ref: 'order.json' }, 'schema.$ref: "order.json"'],
  ['the same type twice', { type: ['string', 'string'] }, 'schema.type: ["string","string"]'],
  ['an empty choice', { enum: [] }, 'schema.enum: []'],
  ['a list instead of an object', { properties: [] }, 'schema.properties: []'],
  ['a text', '{"type":"object"}', 'schema: "{\\"type\\":\\"object\\"}"'],
  ['nothing', null, 'schema: null'],
])('fails with %s', (_, schema, fault) => {
  expect(found(schema)).toContain(fault);
});

test('fails with all of them at once, each with what to do', () => {
  const stack = newStack();
  const messageSchema = { type: 'objekt', properties: { kind: { const: 'a' } } };
  expect(() => new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer: new apigwv2.WebSocketNoneAuthorizer(), messageSchema }))
    .toThrow([
      'Stack/Orders: invalid props',
      '  messageSchema.type: got "objekt"; allowed: array, boolean, integer, null, number, object, string',
      '  messageSchema.properties.kind.const: got a keyword that is not in draft 4; allowed: the keywords of JSON schema draft 4; use enum with one value',
    ].join('\n'));
});

test('fails with what is no JSON, or too much of it', () => {
  const round: Record<string, unknown> = {};
  round.not = round;
  expect(found(round)).toEqual([expect.stringMatching(/^schema: what is no JSON/)]);
  expect(found({ description: 'x'.repeat(33_000) })).toEqual([expect.stringMatching(/^schema: a schema of 33\d+ characters/)]);
});

test('lets through what is known at deployment only', () => {
  expect(found({ maxLength: Token.asNumber({ Ref: 'Length' }), enum: Token.asList({ Ref: 'Kinds' }), type: Token.asString({ Ref: 'Type' }) })).toEqual([]);
});
