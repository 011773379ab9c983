import { describeTemplate } from '../../src/api-description';
import { file } from '../files';
import { MOCK_200, template, TestRoute } from '../support';

const named = (name: string): TestRoute => ({
  integration: { RequestTemplates: { $default: { 'Fn::Sub': `{"stateMachineArn":"\${Machine}","name":"${name}","input":"{}"}` } } },
});

const typesOf = (routes: Readonly<Record<string, TestRoute>>, more: object = {}): string => describeTemplate('types', file(template({ routes, ...more })));

test.each<[string, string, RegExp]>([
  ['the message', '$input.path(\'$.requestId\')', /"order": \{ names: 'message' \}/],
  ['the connection', '$context.connectionId:$input.path(\'$.requestId\')', /"order": \{ names: 'connection' \}/],
  ['nobody', '$context.requestId', /routes: \{\n {2}\}/],
])('names that are made of %s are known, whoever wrote the template', (_title, name, expected) => {
  expect(typesOf({ order: named(name) })).toMatch(expected);
});

test('names that are made of the principal are known, where there is one', () => {
  const order = named("$context.authorizer.principalId:$input.path('$.requestId')");
  const $connect = { ...MOCK_200, route: { AuthorizationType: 'AWS_IAM' } };
  expect(typesOf({ $connect, order })).toContain("\"order\": { names: 'principal' }");
});

test('routes that start nothing, and templates that cannot be rendered, have no settings', () => {
  const broken = { integration: { RequestTemplates: { $default: '#if(' } } };
  const types = typesOf({ $connect: MOCK_200, ping: { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '{"pong":true}' } } } }, other: MOCK_200, broken });
  expect(types).toContain('  ping: "ping",\n  routes: {\n  },');
  expect(types).toContain('readonly "other": {');
  expect(types).not.toContain('$connect');
});

test('an Express workflow is known', () => {
  expect(typesOf({ order: {}, quote: { action: 'StartSyncExecution' } }, { type: 'EXPRESS' })).toContain('"order": { isExpress: true },\n    "quote": { isExpress: true },');
});

test('messages have the type of their schema, without what the client adds', () => {
  const Model = {
    Type: 'AWS::ApiGatewayV2::Model',
    Properties: {
      ApiId: { Ref: 'Api' },
      Name: 'Order',
      ContentType: 'application/json',
      Schema: { type: 'object', required: ['item'], additionalProperties: false, properties: { action: { type: 'string' }, item: { type: 'integer' } } },
    },
  };
  const types = typesOf({ order: { route: { ModelSelectionExpression: '\\$default', RequestModels: { $default: 'Order' } } } }, { resources: { Model } });
  expect(types).toContain('readonly "order": { readonly message: { readonly item: number } };');
  expect(types).toContain('"order": { hasRequestId: false }');
});

test.each([
  ['$request.body.head.kind', '{ ["head"]: { ["kind"]: route } }'],
  ['${request.body.service}/${request.body.action}', 'envelope: (_route, message, requestId) =>'],
])('routes that are chosen by %s are said to the client', (expression, expected) => {
  const given = template({ routes: { order: {} } });
  (given.Resources.Api as { Properties: Record<string, unknown> }).Properties.RouteSelectionExpression = expression;
  expect(describeTemplate('types', file(given))).toContain(expected);
});

test('one API of several is to be named', () => {
  const given = template({ routes: { order: {} } });
  const stage = { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Other' }, StageName: 'prod' } };
  const path = file({ Resources: { ...given.Resources, Other: given.Resources.Api, OtherStage: stage } });
  expect(() => describeTemplate('types', path)).toThrow('the template has several WebSocket APIs; name one by --api: Api, Other');
  expect(() => describeTemplate('types', path, { api: 'Third' })).toThrow('there is no WebSocket API Third: Api, Other');
  expect(describeTemplate('types', path, { api: 'Api' })).toContain('"order"');
});

describe('the AsyncAPI document', () => {
  const document = (routes: Readonly<Record<string, TestRoute>>): Record<string, Record<string, any>> => JSON.parse(describeTemplate('asyncapi', file(template({ routes }))));

  test('has the server, a message and an operation a route, and replies', () => {
    const { servers, operations, components } = document({ $connect: { ...MOCK_200, route: { AuthorizationType: 'AWS_IAM' } }, order: {}, note: { isOneWay: true } });
    expect(servers.prod).toMatchObject({ host: '{apiId}.execute-api.us-east-1.amazonaws.com', pathname: '/prod', protocol: 'wss' });
    expect(Object.keys(operations)).toEqual(['frames.workflows', 'order', 'note']);
    expect(operations.order.reply.messages).toEqual([{ $ref: '#/channels/api/messages/order.reply' }, { $ref: '#/channels/api/messages/frames.failure' }]);
    expect(operations.note).not.toHaveProperty('reply');
    expect(components.messages.order.payload.schema.allOf[0].properties).toEqual({ action: { enum: ['order'] } });
  });

  test('has the questions that an answer route is for, and no others', () => {
    const { operations, components } = document({ order: {}, answer: { action: 'SendTaskSuccess' } });
    expect(operations['frames.workflows'].messages).toContainEqual({ $ref: '#/channels/api/messages/frames.question' });
    expect(components.messages['frames.question'].payload.schema).toEqual({ type: 'object', properties: { taskToken: { type: 'string' } }, required: ['taskToken'] });
    expect(JSON.stringify(document({ order: {} }))).not.toContain('frames.question');
  });

  test('requires no empty list, which draft 4 does not have', () => {
    expect(JSON.stringify(document({ ping: MOCK_200, status: { action: 'DescribeExecution' } }))).not.toContain('"required":[]');
  });

  test('has no reference that leads nowhere, whatever routes are called', () => {
    const whole = document({ 'a b/ç': {}, 'frames.update': {}, 'update': {}, '$default': {}, 'answer': { action: 'SendTaskSuccess' } });
    const references = [...JSON.stringify(whole).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path);
    const missing = references.filter((path) => path.split('/').reduce<any>((value, part) => value?.[part], whole) === undefined);
    expect(missing).toEqual([]);
    expect(Object.keys(whole.operations)).toHaveLength(6);
  });
});
