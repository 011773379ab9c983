// No source of this name: routes that the run leaves out, from the template to the client.
import { ask, MOCK_200, refused, TestRoute, TestRun } from './support';

const LAMBDA: TestRoute = {
  integration: { IntegrationType: 'AWS_PROXY', IntegrationUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations', RequestTemplates: undefined },
};
const NOT_PLAYED = /^resource Route0 \(stack Test\): the route go is not played and answers 'Internal server error': /;

test.each<[string, TestRoute, string]>([
  ['calls a function', LAMBDA, 'resource Integration0 (stack Test), property IntegrationUri: f is no function of the template: give --endpoint lambda=<url>'],
  ['calls another service', { integration: { IntegrationUri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' } },
    "resource Integration0 (stack Test), property IntegrationUri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' is not played: the local run has no sqs; give --endpoint sqs=<url>"],
  ['performs another action', { action: 'DescribeStage' }, "property IntegrationUri: 'arn:aws:apigateway:us-east-1:states:action/DescribeStage' is not played"],
  ['has a request template that does not parse', { integration: { RequestTemplates: { $default: '#if(' } } },
    'resource Integration0 (stack Test), property RequestTemplates.$default: '],
  ['has a response template that does not parse', { ...MOCK_200, responses: { $default: { ResponseTemplates: { x: '#foreach(' } } } },
    'resource Response0x0 (stack Test), property ResponseTemplates.x: '],
  ['needs an export that is nowhere', { integration: { IntegrationUri: { 'Fn::ImportValue': 'elsewhere' } } },
    'resource Integration0 (stack Test), property IntegrationUri: no stack at hand exports elsewhere'],
])('a route that %s is named, and fails when it is called; the others play', async (_title, route, reason) => {
  const run = await TestRun.start({ routes: { go: route, other: { responses: { $default: {} } } } });
  const client = await run.connect();

  const error = await ask(client, { action: 'go' });
  const reply = await ask(client, { action: 'other' });

  const [{ message }] = run.entries('Warning');
  expect(message).toMatch(NOT_PLAYED);
  expect(message).toContain(reason);
  expect(error).toMatchObject({ message: 'Internal server error', connectionId: expect.any(String), requestId: expect.any(String) });
  expect(run.entries('RequestFailed')).toMatchObject([{ routeKey: 'go', reason: expect.stringContaining(reason) }]);
  expect(reply).toHaveProperty('executionArn');
});

test('a $connect that is not played refuses every handshake with 500, a $disconnect does nothing', async () => {
  const closed = await TestRun.start({ routes: { $connect: LAMBDA } });
  const open = await TestRun.start({ routes: { $disconnect: LAMBDA, $default: MOCK_200 } });

  expect(closed.entries('Warning')[0].message).toContain('the route $connect is not played and refuses every handshake with 500: ');
  expect(await refused(closed.url)).toMatchObject({ status: 500 });
  expect(closed.entries('ConnectionRefused')).toMatchObject([{ status: 500, reason: expect.stringContaining('f is no function of the template') }]);
  expect(open.entries('Warning')[0].message).toContain('the route $disconnect is not played and does nothing: ');
  const client = await open.connect();
  void client.close();
  expect((await open.logged('RequestFailed')).reason).toContain('f is no function of the template');
});

test('all of them are said at once, and strict makes errors of them', async () => {
  const api = { routes: { a: LAMBDA, b: LAMBDA, c: MOCK_200 } };
  const warnings = (await TestRun.start(api)).entries('Warning').map(({ message }) => message);

  expect(warnings).toHaveLength(2);
  await expect(TestRun.start(api, { strict: true })).rejects.toMatchObject({ findings: warnings });
  await expect(TestRun.start({ routes: { c: MOCK_200 } }, { strict: true })).resolves.toBeInstanceOf(TestRun);
});
