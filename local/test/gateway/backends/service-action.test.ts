import { ask, TestRoute, TestRun } from '../../support';
import { FakeReply, fakeEndpoint } from '../../tasks/forwarded/fake-endpoint';

const FORM = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };

function route(uri: string, template: string, integration: object = {}): TestRoute {
  return { integration: { IntegrationUri: `arn:aws:apigateway:eu-west-1:${uri}`, RequestTemplates: { $default: template }, ...integration } };
}

async function asked(service: string, testRoute: TestRoute, ...replies: FakeReply[]): ReturnType<typeof play> {
  return play(service, testRoute, {}, ...replies);
}

async function play(service: string, testRoute: TestRoute, message: object, ...replies: FakeReply[]): Promise<{ heard: string; run: TestRun; requests: Awaited<ReturnType<typeof fakeEndpoint>>['requests'] }> {
  const { url, requests } = await fakeEndpoint(...replies);
  const run = await TestRun.start({ routes: { $default: testRoute } }, { endpoints: { [service]: url } });
  const client = await run.connect();
  client.send(message);
  return { heard: await client.nextText(), run, requests };
}

test('a path of a service is called as its method and headers say, under the signature of the service', async () => {
  const { heard, requests } = await asked('sqs', route('sqs:path/123456789012/orders', 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)', {
    IntegrationMethod: 'POST', RequestParameters: FORM,
  }), { body: '<SendMessageResponse/>' });

  expect(requests).toEqual([expect.objectContaining({ method: 'POST', url: '/123456789012/orders', body: 'Action=SendMessage&MessageBody=%7B%7D' })]);
  expect(requests[0].headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' });
  expect(requests[0].headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=123456789012\/\d{8}\/eu-west-1\/sqs\/aws4_request, /);
  expect(heard).toBe('<SendMessageResponse/>');
});

test.each<[string, string, object, string, object]>([
  ['of a service that takes JSON, by a header', 'events:action/PutEvents', {}, '/', { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' }],
  ['of a service that takes forms, by the query string', 'sns:action/Publish', {}, '/?Action=Publish&Version=2010-03-31', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['by the query string where the integration sends a form', 'sqs:action/SendMessage', FORM, '/?Action=SendMessage&Version=2012-11-05', {}],
  ['with parameters of its own', 's3:action/GetObject&Bucket=b', {}, '/?Action=GetObject&Bucket=b', {}],
])('an action is called %s', async (_title, uri, RequestParameters, url, headers) => {
  const { requests } = await asked(uri.split(':')[0], route(uri, '{}', { RequestParameters }), {});

  expect(requests).toEqual([expect.objectContaining({ method: 'POST', url })]);
  expect(requests[0].headers).toMatchObject(headers);
  expect(requests[0].headers).not.toHaveProperty(Object.keys(headers).includes('x-amz-target') ? 'x-none' : 'x-amz-target');
});

test('request parameters come from the message, the context, stage variables and texts; a value cannot leave its part of the path', async () => {
  const { requests } = await play('s3', route('s3:path/{bucket}/{key}', '$input.body', {
    IntegrationMethod: 'PUT',
    RequestParameters: {
      'integration.request.path.bucket': "'uploads'",
      'integration.request.path.key': 'route.request.body.file.name',
      'integration.request.querystring.colour': 'stageVariables.colour',
      'integration.request.header.X-Route': 'context.routeKey',
      'integration.request.header.X-None': 'route.request.body.none',
    },
  }), { file: { name: '../a b' } }, {});

  expect(requests).toEqual([expect.objectContaining({ method: 'PUT', url: '/uploads/..%2Fa%20b?colour=red' })]);
  expect(requests[0].headers['x-route']).toBe('$default');
  expect(requests[0].headers).not.toHaveProperty('x-none');
});

test.each<[string, FakeReply, string]>([
  ['answers with a redirect', { status: 302, headers: { location: 'http://example.com/' } }, 'it answers 302 and sends on to http://example.com/, which is not followed'],
  ['answers more than can be read', { body: 'x'.repeat(17 * 1024 * 1024) }, 'its answer is longer than 16777216 bytes'],
])('an endpoint that %s is an error frame, and a line in the log', async (_title, reply, reason) => {
  const { heard, run } = await asked('sqs', route('sqs:path/1/q', '{}'), reply);

  expect(JSON.parse(heard)).toMatchObject({ message: 'Internal server error' });
  expect(run.entries('RequestFailed')).toEqual([expect.objectContaining({ reason: expect.stringContaining(reason) })]);
});

test('a service without an endpoint is a warning, and an error frame that the log explains; other routes play', async () => {
  const run = await TestRun.start({ routes: { publish: route('sns:action/Publish', '{}'), $default: {} } });
  const client = await run.connect();

  expect(await ask(client, { action: 'publish' })).toMatchObject({ message: 'Internal server error' });
  expect(await ask(client, {})).toHaveProperty('executionArn');
  const reason = "resource Integration0 (stack Test), property IntegrationUri: 'arn:aws:apigateway:eu-west-1:sns:action/Publish' is not played: "
    + 'the local run has no sns; give --endpoint sns=<url>';
  expect(run.entries('Warning')).toEqual([{
    type: 'Warning', message: `resource Route0 (stack Test): the route publish is not played and answers 'Internal server error': ${reason}`,
  }]);
  expect(run.entries('RequestFailed')).toEqual([expect.objectContaining({ reason })]);
});

test('a header that API Gateway sets itself fails the request', async () => {
  const { heard } = await asked('sqs', route('sqs:path/1/q', '{}', { RequestParameters: { 'integration.request.header.Authorization': "'mine'" } }));

  expect(JSON.parse(heard)).toMatchObject({ message: 'Internal server error' });
});
