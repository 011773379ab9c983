import { ApiGatewayManagementApiClient, DeleteConnectionCommand, GetConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import type { LocalClient } from '../../src';
import { MOCK_200, post, TestRun } from '../support';

async function connected(): Promise<{ run: TestRun; client: LocalClient; id: string; sdk: ApiGatewayManagementApiClient }> {
  const run = await TestRun.start({ routes: { $default: { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '$context.connectionId' } } } } } });
  const client = await run.connect();
  client.send('x');
  const sdk = new ApiGatewayManagementApiClient({
    endpoint: run.httpUrl, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1,
  });
  return { run, client, id: await client.nextText(), sdk };
}

describe('the AWS SDK', () => {
  test('sends to a connection, describes it, closes it', async () => {
    const { client, id, sdk } = await connected();

    await sdk.send(new PostToConnectionCommand({ ConnectionId: id, Data: '{"héllo":1}' }));
    expect(await client.nextText()).toBe('{"héllo":1}');
    const description = await sdk.send(new GetConnectionCommand({ ConnectionId: id }));
    expect(description).toMatchObject({ ConnectedAt: expect.any(Date), LastActiveAt: expect.any(Date), Identity: { SourceIp: '127.0.0.1' } });
    await sdk.send(new DeleteConnectionCommand({ ConnectionId: id }));
    expect(await client.closed).toMatchObject({ code: 1000 });
  });

  test('fails by kind: gone, too large, malformed', async () => {
    const { id, sdk } = await connected();
    const send = (ConnectionId: string, Data: string): Promise<unknown> => sdk.send(new PostToConnectionCommand({ ConnectionId, Data }));

    await expect(send('AAAAAAAAAAAAAAA=', 'x')).rejects.toMatchObject({ name: 'GoneException', $metadata: { httpStatusCode: 410 } });
    await expect(send(id, 'x'.repeat(128 * 1024 + 1))).rejects.toMatchObject({ name: 'PayloadTooLargeException', $metadata: { httpStatusCode: 413 } });
    await expect(send('nonsense', 'x')).rejects.toMatchObject({ name: 'BadRequestException', message: 'Invalid connectionId: nonsense' });
  });
});

describe('plain HTTP', () => {
  test('takes the path percent-encoded or not, and behind an endpoint that ends with a slash', async () => {
    const { run, client, id } = await connected();

    for (const path of [`/@connections/${id}`, `/%40connections/${encodeURIComponent(id)}`, `//@connections/${id}`]) {
      const response = await fetch(`${run.httpUrl}${path}`, { method: 'POST', body: path });

      expect([response.status, await response.text()]).toEqual([200, '']);
      expect(await client.nextText()).toBe(path);
    }
  });

  test.each<[string, string, string, number]>([
    ['another method', 'PUT', '/prod/@connections/AAAAAAAAAAAAAAA=', 403],
    ['another path', 'POST', '/prod/connections/AAAAAAAAAAAAAAA=', 403],
    ['another stage', 'POST', '/dev/@connections/AAAAAAAAAAAAAAA=', 403],
    ['no id', 'POST', '/prod/@connections/', 403],
    ['a broken percent-encoding', 'POST', '/prod/@connections/%E0%A4', 400],
    ['a member of Object as id', 'GET', '/prod/@connections/constructor', 400],
  ])('fails for %s', async (_title, method, path, status) => {
    const { run } = await connected();

    const response = await fetch(new URL(path, run.httpUrl), { method });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message: expect.any(String) });
  });
});

test('a connection is gone after its client has left', async () => {
  const { run, client, id } = await connected();
  await client.close();
  await run.logged('ConnectionClosed');

  expect((await fetch(`${run.httpUrl}/@connections/${id}`)).status).toBe(410);
});

test('a connection is gone until $connect has finished', async () => {
  const run = await TestRun.start({
    routes: {
      $connect: {
        action: 'StartSyncExecution',
        integration: { RequestTemplates: { $default: { 'Fn::Sub': '{"stateMachineArn":"${Machine}","input":"{\\"connectionId\\":\\"$context.connectionId\\"}"}' } } },
      },
    },
    type: 'EXPRESS',
    definition: {
      StartAt: 'Greet',
      States: { Greet: post({}, { End: true, Catch: [{ ErrorEquals: ['ApiGateway.410'], Next: 'Early' }] }), Early: { Type: 'Pass', End: true } },
    },
  });

  const client = await run.connect();

  expect(run.entries('StateEntered').map(({ state }) => state)).toEqual(['Greet', 'Early']);
  expect(client.frames).toEqual([]);
});
