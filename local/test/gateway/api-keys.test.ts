import { ask, MOCK_200, refused, TestRun } from '../support';

const WHO = { TemplateSelectionExpression: 'x', ResponseTemplates: { x: '{"key":"$context.identity.apiKey","id":"$context.identity.apiKeyId"}' } };
const ROUTES = { $connect: { ...MOCK_200, route: { ApiKeyRequired: true } }, $default: { ...MOCK_200, responses: { $default: WHO } } };

/** A usage plan for a stage with one key. */
function plan(key: object, stage: unknown = { Ref: 'Stage' }): object {
  return {
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: key },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: stage }] } },
    PlanKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } } },
  };
}

test('a key of the stage\'s usage plan lets in, and is in the context', async () => {
  const run = await TestRun.start({ routes: ROUTES, resources: plan({ Enabled: true, Value: 'the-key-of-the-plan-0' }) });
  const client = await run.connect({ headers: { 'x-api-key': 'the-key-of-the-plan-0' } });
  expect(await ask(client, {})).toEqual({ key: 'the-key-of-the-plan-0', id: expect.stringMatching(/^\w{10}$/) });
  expect(run.entries('Warning')).toEqual([]);
});

test.each([
  ['no key', plan({ Value: 'the-key-of-the-plan-0' }), {}, /the header x-api-key is missing/],
  ['another key', plan({ Value: 'the-key-of-the-plan-0' }), { 'x-api-key': 'another' }, /the header x-api-key has none of the keys of the stage's usage plans/],
  ['a key that is disabled', plan({ Enabled: false, Value: 'k' }), { 'x-api-key': 'k' }, /no usage plan of the template has a key for the stage prod/],
  ['a key of another stage', plan({ Value: 'k' }, 'dev'), { 'x-api-key': 'k' }, /no usage plan of the template has a key for the stage prod/],
  ['a key, and there is no plan', {}, { 'x-api-key': 'k' }, /no usage plan of the template has a key for the stage prod/],
])('%s is refused with 403', async (_name, resources, headers, reason) => {
  const run = await TestRun.start({ routes: ROUTES, resources });
  const { status, body } = await refused(run.url, headers as Record<string, string>);
  expect({ status, message: JSON.parse(body).message }).toEqual({ status: 403, message: 'Forbidden' });
  expect(run.entries('ConnectionRefused')[0].reason).toMatch(reason);
});

test('of a key whose value API Gateway makes any is taken, which the start says', async () => {
  const run = await TestRun.start({ routes: ROUTES, resources: plan({ Enabled: true }) });
  await run.connect({ headers: { 'x-api-key': 'whatever' } });
  expect(await refused(run.url)).toMatchObject({ status: 403 });
  expect(run.entries('Warning').map(({ message }) => message)).toEqual([
    expect.stringMatching(/^resource Api \(stack Test\), stage prod: the template does not say the value of the API key \w+: any x-api-key is taken for it$/),
  ]);
});

test('where no key is required none is asked for', async () => {
  const run = await TestRun.start({ routes: { ...ROUTES, $connect: MOCK_200 }, resources: plan({ Value: 'k' }) });
  expect(await ask(await run.connect(), {})).toEqual({ key: '', id: '' });
});

test('a key may come from the authorizer', async () => {
  const run = await TestRun.start({
    routes: ROUTES,
    resources: {
      ...plan({ Value: 'k' }),
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action', ApiKeySelectionExpression: '$context.authorizer.usageIdentifierKey' } },
    },
  });
  await run.connect({ authorizerContext: { principalId: 'jane', usageIdentifierKey: 'k' } });
  await expect(run.connect({ headers: { 'x-api-key': 'k' } })).rejects.toMatchObject({ status: 403 });
});
