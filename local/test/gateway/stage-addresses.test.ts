import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { LocalClient } from '../../src/local-client';
import { ask, MOCK_200, post, refused, template, TestRun } from '../support';

const ANSWER_DOMAIN = {
  ...MOCK_200,
  responses: { $default: { TemplateSelectionExpression: 'x', ResponseTemplates: { x: '{"domainName":"$context.domainName","stage":"$context.stage"}' } } },
};

function api(path = ''): object {
  const { Resources } = template({ routes: { $default: ANSWER_DOMAIN } });
  Resources.Domain = { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'ws.example.org' } };
  Resources.Mapping = {
    Type: 'AWS::ApiGatewayV2::ApiMapping',
    Properties: { ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' }, DomainName: { Ref: 'Domain' }, ...(path && { ApiMappingKey: path }) },
  };
  return { Resources };
}

test.each<[string, string]>([['', '/'], ['chat', '/chat'], ['chat/v1', '/chat/v1/']])('under a custom domain a stage is at its mapping %j', async (mapping, path) => {
  const run = await TestRun.start(api(mapping));
  const url = `${new URL(run.url).origin.replace(/^http/, 'ws')}${path}`;
  const client = await LocalClient.open(url, { Host: 'WS.example.org:443' });

  expect(await ask(client, 'hello')).toEqual({ domainName: 'ws.example.org', stage: 'prod' });
  expect(await refused(run.url, { Host: 'ws.example.org' })).toMatchObject({ status: 403 });
});

test('connections are called back under a custom domain, too', async () => {
  const run = await TestRun.start(api('chat'));
  const client = await run.connect();
  const [{ connectionId }] = run.entries('ConnectionOpened');
  const { hostname, port } = new URL(run.httpUrl);
  const call = request({ hostname, port, method: 'POST', path: `/chat/@connections/${encodeURIComponent(connectionId)}`, headers: { host: 'ws.example.org' } });
  call.end('{"hello":"there"}');
  const [response] = await once(call, 'response') as [IncomingMessage];
  response.resume();

  expect(response.statusCode).toBe(200);
  expect(await client.next()).toEqual({ hello: 'there' });
});

test('under its host on AWS a stage has its own name only, with several APIs, too', async () => {
  const { Resources } = api() as { Resources: Record<string, { Properties: object }> };
  Resources.Other = { ...Resources.Api };
  Resources.OtherStage = { ...Resources.Stage, Properties: { ...Resources.Stage.Properties, ApiId: { Ref: 'Other' } } };
  const run = await TestRun.start({ Resources });
  const client = await run.connect({ stage: 'Stage' });
  const { domainName } = await ask(client, 'hello') as { domainName: string };

  const again = await LocalClient.open(`${new URL(run.run.urls.Stage).origin}/prod`, { Host: domainName });

  expect(new URL(run.run.urls.Stage).pathname).toBe('/Api/prod');
  expect(await ask(again, 'hello')).toEqual({ domainName, stage: 'prod' });
});

test('construct paths name stages and APIs as logical ids do', async () => {
  const { Resources } = template({ routes: { $default: ANSWER_DOMAIN }, definition: { StartAt: 'Send', States: { Send: post({}) } } }) as { Resources: Record<string, object> };
  Resources.Api = { ...Resources.Api, Metadata: { 'aws:cdk:path': 'Dev/Orders/Api/Resource' } };
  Resources.Stage = { ...Resources.Stage, Metadata: { 'aws:cdk:path': 'Dev/Orders/Stage/Resource' } };
  const run = await TestRun.start({ Resources });

  expect(run.run.urls['Dev/Orders/Stage']).toBe(run.run.urls.Stage);
  expect(Object.keys(run.run.urls)).toEqual(['Stage']);
  const client = await LocalClient.open(`${new URL(run.url).origin}/Dev/Orders/Api/prod`, {});
  expect(await ask(client, 'hello')).toMatchObject({ stage: 'prod' });
});
