import { ask, TestRoute, TestRun } from '../../support';
import { fakeEndpoint } from '../../tasks/forwarded/fake-endpoint';

function route(uri: string, integration: object = {}): TestRoute {
  return { integration: { IntegrationType: 'HTTP_PROXY', IntegrationUri: uri, RequestTemplates: undefined, TemplateSelectionExpression: undefined, ...integration }, responses: {} };
}

test('HTTP_PROXY passes the message and the answer as they are, with the parameters that are mapped', async () => {
  const { url, requests } = await fakeEndpoint({ status: 404, body: 'nothing here' });
  const RequestParameters = { 'integration.request.header.connectionId': 'context.connectionId', 'integration.request.path.id': 'route.request.body.id' };
  const run = await TestRun.start({ routes: { $default: route(`${url}/orders/{id}`, { IntegrationMethod: 'PUT', RequestParameters }) } });
  const client = await run.connect();

  client.send('{"id": 7}');

  expect(await client.nextText()).toBe('nothing here');
  expect(requests).toEqual([expect.objectContaining({ method: 'PUT', url: '/orders/7', body: '{"id": 7}' })]);
  expect(requests[0].headers.connectionid).toMatch(/^[\w-]{15}=$/);
});

test('HTTP maps both', async () => {
  const { url, requests } = await fakeEndpoint({ body: '{"colour":"red"}' });
  const run = await TestRun.start({
    routes: {
      $default: {
        integration: { IntegrationType: 'HTTP', IntegrationUri: `${url}/`, RequestTemplates: { $default: '{"asked":$input.json("$.q")}' } },
        responses: { $default: { ResponseTemplates: { 'application/json': '{"answer":$input.json("$.colour")}' } } },
      },
    },
  });

  expect(await ask(await run.connect(), { q: 1 })).toEqual({ answer: 'red' });
  expect(requests[0].body).toBe('{"asked":1}');
});

test('a redirect is an answer, and is not followed', async () => {
  const { url, requests } = await fakeEndpoint({ status: 302, headers: { location: '/elsewhere' }, body: 'moved' }, { body: 'elsewhere' });
  const run = await TestRun.start({ routes: { $default: route(`${url}/`) } });
  const client = await run.connect();

  client.send('{}');

  expect(await client.nextText()).toBe('moved');
  expect(requests).toHaveLength(1);
});

test.each([
  ['an address that hands out credentials', 'http://169.254.169.254/latest', 'is AWS itself: give --allow-aws if that is meant'],
  ["AWS's own domain", 'https://abc.execute-api.eu-west-1.amazonaws.com/prod', 'is AWS itself: give --allow-aws if that is meant'],
  ['what is no URL', 'file:///etc/passwd', 'it is no HTTP URL'],
])('%s is not called', async (_title, uri, reason) => {
  const run = await TestRun.start({ routes: { $default: route(uri) } });

  expect(await ask(await run.connect(), {})).toMatchObject({ message: 'Internal server error' });
  expect(run.entries('Warning')).toEqual([{ type: 'Warning', message: expect.stringContaining(reason) }]);
});

test('an endpoint that is slow is given up in time', async () => {
  const { url } = await fakeEndpoint({ isSilent: true });
  const run = await TestRun.start({ routes: { $default: route(url, { TimeoutInMillis: 50 }) } });

  expect(await ask(await run.connect(), {})).toMatchObject({ message: 'Endpoint request timed out' });
});
