import { ask, TestApi, TestRun } from '../support';

const ORDER = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['amount'],
  properties: {
    amount: { type: 'integer', minimum: 0, exclusiveMinimum: true },
    kind: { enum: ['a', 'b'] },
    address: { $ref: '#/definitions/address' },
  },
  definitions: { address: { type: 'object', properties: { zip: { type: 'string', pattern: '^[0-9]{5}$' } } } },
};

function model(name: string, schema: unknown): object {
  return { Type: 'AWS::ApiGatewayV2::Model', Properties: { ApiId: { Ref: 'Api' }, Name: name, ContentType: 'application/json', Schema: schema } };
}

function api(models: Record<string, unknown>, requestModels: object, expression = '\\$default'): TestApi {
  const resources = Object.fromEntries(Object.entries(models).map(([name, schema]) => [`Model${name}`, model(name, schema)]));
  return { routes: { $default: { route: { ModelSelectionExpression: expression, RequestModels: requestModels } } }, resources };
}

describe('a message', () => {
  test.each<[string, unknown]>([
    ['that matches', { amount: 1 }],
    ['that matches with all members', { amount: 1, kind: 'a', address: { zip: '12345' } }],
    ['with more than the schema names', { amount: 1, constructor: 1, toString: 2 }],
  ])('%s starts the workflow', async (_title, message) => {
    const client = await (await TestRun.start(api({ Order: ORDER }, { $default: 'Order' }))).connect();

    expect(await ask(client, message as object)).toHaveProperty('executionArn');
  });

  test.each<[string, unknown, string]>([
    ['lacks a member', {}, 'Instance does not have required property "amount"'],
    ['has a member of another type', { amount: '1' }, 'Instance type "string" is invalid'],
    ['is at a bound that draft 4 excludes', { amount: 0 }, '0 is less than'],
    ['has a value that is none of those allowed', { amount: 1, kind: 'c' }, 'Instance does not match any of ["a","b"]'],
    ['does not match where the schema refers to', { amount: 1, address: { zip: 'x' } }, '#/address/zip'],
    ['is of another type', [1], 'Instance type "array" is invalid'],
    ['is not JSON', 'amount=1', 'the message is not JSON'],
    ['is empty', '', 'the message is not JSON'],
    ['tries to be a prototype', '{"__proto__":{"amount":1}}', 'required property "amount"'],
  ])('that %s hears so, and starts nothing', async (_title, message, reason) => {
    const run = await TestRun.start(api({ Order: ORDER }, { $default: 'Order' }));
    const client = await run.connect();

    client.send(message as string);

    expect(await client.nextText()).toMatch(/^\{"message": "Bad request body", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/);
    expect(run.entries('RequestFailed')).toEqual([expect.objectContaining({ reason: expect.stringContaining(reason) })]);
    expect(run.entries('ExecutionStarted')).toEqual([]);
  });
});

test.each<[string, object, unknown]>([
  ['a pattern that backtracks', { pattern: '^(a+)+$' }, `${'a'.repeat(60)}b`],
  ['a search for equal items', { uniqueItems: true }, Array.from({ length: 2800 }, (_, a) => ({ a }))],
])('a message that takes too long to check for %s hears so, and the next one is answered', async (_title, schema, value) => {
  const run = await TestRun.start(api({ Slow: { properties: { value: schema } } }, { $default: 'Slow' }));
  const client = await run.connect();

  expect(await ask(client, { value })).toMatchObject({ message: 'Bad request body' });
  expect(run.entries('RequestFailed')).toEqual([expect.objectContaining({ reason: expect.stringContaining('takes too long') })]);
  expect(await ask(client, {})).toHaveProperty('executionArn');
});

describe('the model', () => {
  const KINDS = { Small: { properties: { amount: { maximum: 10 } } }, Any: { type: 'object' } };

  test('is chosen by the expression, with $default for any other key', async () => {
    const run = await TestRun.start(api(KINDS, { small: 'Small', $default: 'Any' }, '$request.body.kind'));
    const client = await run.connect();

    expect(await ask(client, { kind: 'small', amount: 11 })).toMatchObject({ message: 'Bad request body' });
    expect(await ask(client, { kind: 'large', amount: 11 })).toHaveProperty('executionArn');
    expect(await ask(client, { kind: 'small', amount: 9 })).toHaveProperty('executionArn');
  });

  test('fails every message when none has the key, and there is no $default', async () => {
    const run = await TestRun.start(api(KINDS, { small: 'Small' }, '$request.body.kind'));

    expect(await ask(await run.connect(), { kind: 'toString' })).toMatchObject({ message: 'Bad request body' });
    expect(run.entries('RequestFailed')[0].reason).toBe("no request model has the key 'toString', and none has $default");
  });

  test('may be JSON in a text', async () => {
    const run = await TestRun.start(api({ Order: JSON.stringify(ORDER) }, { $default: 'Order' }));

    expect(await ask(await run.connect(), {})).toMatchObject({ message: 'Bad request body' });
  });

  test('is not used without an expression', async () => {
    const run = await TestRun.start({
      routes: { $default: { route: { RequestModels: { $default: 'Order' } } } }, resources: { Order: model('Order', ORDER) },
    });

    expect(await ask(await run.connect(), {})).toHaveProperty('executionArn');
  });
});

describe('loading fails', () => {
  test.each<[string, TestApi, RegExp]>([
    ['for a model that is not there', api({}, { $default: 'Order' }), /property RequestModels\.\$default: 'Order' is not the Name of an AWS::ApiGatewayV2::Model/],
    ['for a schema that is none', api({ Order: 5 }, { $default: 'Order' }), /resource ModelOrder .*, property Schema: expected a JSON schema, got 5/],
    ['for a reference that leads nowhere', api({ Order: { $ref: '#/definitions/none' } }, { $default: 'Order' }), /the schema refers to #\/definitions\/none, which it does not hold/],
    ['for keywords of later drafts, all at once', api({
      Order: { properties: { a: { const: 1 }, toString: { anyOf: [{ if: {} }] } }, dependencies: { a: { propertyNames: {} }, b: ['a'] } },
    }, { $default: 'Order' }), /draft 4 does not know, .*: \/properties\/a\/const, \/properties\/toString\/anyOf\/0\/if, \/dependencies\/a\/propertyNames$/],
    ['for a type that there is not', api({ Order: { items: [{ type: ['objekt', 'null'] }] } }, { $default: 'Order' }), /: \/items\/0\/type$/],
  ])('%s', async (_title, testApi, message) => {
    await expect(TestRun.start(testApi)).rejects.toThrow(message);
  });
});

test.each<[string, object]>([
  ['a pattern that is none', { properties: { a: { pattern: '(' } } }],
  ['a model of another API', { $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Order' }],
])('a schema with %s is named, and its route is not played', async (_title, schema) => {
  const run = await TestRun.start(api({ Order: schema }, { $default: 'Order' }));

  expect(run.entries('Warning')).toMatchObject([{ message: expect.stringContaining('property RequestModels.$default: the schema ') }]);
});
