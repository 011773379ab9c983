// No source of this name: the life of connections, over all files of the server.
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import WebSocket from 'ws';
import { LocalRun } from '../../src';
import { folder } from '../files';
import { ask, MOCK_200, refused, template, TestRun } from '../support';

const NOTE = {
  integration: {
    RequestTemplates: {
      $default: {
        'Fn::Sub': '{"stateMachineArn":"${Machine}","input":"{\\"event\\":\\"$context.eventType\\",'
  + '\\"code\\":\\"$context.disconnectStatusCode\\",\\"token\\":\\"$input.params(\'token\')\\",\\"agent\\":\\"$context.identity.userAgent\\"}"}',
      },
    },
  },
};

/** A socket whose frames a test makes itself. */
async function raw({ url }: TestRun): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  return socket;
}

describe('$connect', () => {
  test('is optional', async () => {
    const run = await TestRun.start({ routes: {} });

    await run.connect();

    expect(run.entries('ConnectionOpened')).toHaveLength(1);
  });

  test('as a MOCK lets clients in', async () => {
    const run = await TestRun.start({ routes: { $connect: MOCK_200 } });

    await expect(run.connect()).resolves.toBeDefined();
  });

  test('sees headers and query string', async () => {
    const run = await TestRun.start({ routes: { $connect: NOTE } });

    await run.connect({ query: { token: 't1' }, headers: { 'User-Agent': 'test' } });

    expect(JSON.parse((await run.logged('ExecutionStarted')).input)).toEqual({ event: 'CONNECT', code: '', token: 't1', agent: 'test' });
  });

  test('sees the names of headers as the client wrote them', async () => {
    const input = '{"input":"{\\"event\\":\\"$context.eventType\\",\\"tenant\\":\\"$input.params().header.get(\'X-Tenant\')\\",'
      + '\\"same\\":\\"$input.params(\'x-tenant\')\\",\\"proto\\":\\"$input.params(\'X-Forwarded-Proto\')\\",\\"host\\":\\"$input.params(\'Host\')\\"}",'
      + '"stateMachineArn":"${Machine}"}';
    const route = { integration: { RequestTemplates: { $default: { 'Fn::Sub': input } } } };
    const run = await TestRun.start({ routes: { $connect: route, $disconnect: { ...route, isOneWay: true } } });

    const client = await run.connect({ headers: { 'X-Tenant': 'blue' } });
    await client.close();

    const { host } = new URL(run.url);
    const inputs = [await run.logged('ExecutionStarted'), await run.logged('ExecutionStarted', 2)].map((entry) => JSON.parse(entry.input) as object);
    expect(inputs).toEqual([
      { event: 'CONNECT', tenant: 'blue', same: 'blue', proto: 'https', host },
      { event: 'DISCONNECT', tenant: '', same: '', proto: '', host },
    ]);
  });

  test.each<[string, object, number, string]>([
    ['a MOCK says another status', { ...MOCK_200, integration: { ...MOCK_200.integration, RequestTemplates: { 200: '{"statusCode": 403}' } } }, 403, 'Forbidden'],
    ['its response maps to another status', { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '{"statusCode":401}' } } } }, 401, 'Unauthorized'],
    ['a bare MOCK has no template', { ...MOCK_200, integration: { ...MOCK_200.integration, RequestTemplates: undefined } }, 500, 'Internal server error'],
    ['it has no integration response', { ...MOCK_200, responses: {} }, 500, 'Internal server error'],
    ['Step Functions refuses', { integration: { RequestTemplates: { $default: '{}' } } }, 400, 'Forbidden'],
  ])('refuses the handshake where %s', async (_title, route, status, message) => {
    const run = await TestRun.start({ routes: { $connect: route } });

    const answer = await refused(run.url);

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ message, connectionId: expect.any(String), requestId: expect.any(String) });
    expect(run.entries('ConnectionRefused')).toEqual([expect.objectContaining({ status })]);
  });

  test('with IAM lets clients in unsigned, and says so', async () => {
    const run = await TestRun.start({ routes: { $connect: { ...MOCK_200, route: { AuthorizationType: 'AWS_IAM' } } } });

    await run.connect();

    expect(run.entries('Warning')).toEqual([expect.objectContaining({ message: expect.stringContaining('who does not sign may connect here') })]);
  });

  test('with a Lambda authorizer needs its identity sources, and takes its context from outside', async () => {
    const run = await TestRun.start({
      routes: {
        $connect: { ...MOCK_200, route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } } },
        $default: { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '$context.authorizer.principalId' } } } },
      },
      resources: {
        Authorizer: {
          Type: 'AWS::ApiGatewayV2::Authorizer',
          Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', IdentitySource: ['route.request.header.X-Auth', 'route.request.querystring.user'] },
        },
      },
    }, { authorizerContext: { principalId: 'jane' } });

    expect((await refused(run.url)).status).toBe(401);
    expect((await refused(`${run.url}?user=x`)).status).toBe(401);
    const client = await run.connect({ query: { user: 'x' }, headers: { 'X-Auth': 'secret' } });
    client.send('who am I');
    expect(await client.nextText()).toBe('jane');
    expect(run.entries('Warning')[0].message).toContain('the authorizer does not run, so every client with its identity sources may connect: its URI names no function');
  });
});

test('$disconnect runs when a client has left, with its close code', async () => {
  const run = await TestRun.start({ routes: { $disconnect: { ...NOTE, isOneWay: true } } });
  const client = await run.connect();

  await client.close(3001, 'enough');

  expect(JSON.parse((await run.logged('ExecutionStarted')).input)).toMatchObject({ event: 'DISCONNECT', code: '3001' });
  expect(run.entries('ConnectionClosed')).toEqual([expect.objectContaining({ code: 3001, reason: 'enough' })]);
});

describe('handshakes', () => {
  test.each(['/', '/other', '/prod/more', '/prodx'])('on %s are refused with 403', async (path) => {
    const run = await TestRun.start({ routes: {} });

    const answer = await refused(run.url.replace('/prod', path));

    expect(answer).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
  });

  test('of no WebSocket are refused with 400, before $connect runs', async () => {
    const run = await TestRun.start({ routes: { $connect: NOTE } });
    const { hostname, port } = new URL(run.httpUrl);

    const upgrade = request({ hostname, port, path: '/prod', headers: { Connection: 'Upgrade', Upgrade: 'h2c' } }).end();
    const [response] = await once(upgrade, 'response') as [import('node:http').IncomingMessage];
    response.resume();

    expect(response.statusCode).toBe(400);
    expect(run.entries('ExecutionStarted')).toEqual([]);
  });

  test('get no sub-protocol, which the log explains', async () => {
    const run = await TestRun.start({ routes: {} });
    const socket = new WebSocket(run.url, ['graphql-ws']);
    socket.on('error', () => {});

    await new Promise((resolve) => socket.once('close', resolve));

    expect((await run.logged('Warning')).message).toContain('sub-protocol graphql-ws');
  });

  test.each<[string, object]>([['with $connect', { $connect: MOCK_200 }], ['without $connect', {}]])('%s take the messages that come in the same packet', async (_, routes) => {
    const run = await TestRun.start({ routes: { $default: {}, ...routes } });
    const { hostname, port } = new URL(run.url);
    const socket = connect(Number(port), hostname);
    const body = Buffer.from('{"first":1}');
    // A mask of zeros leaves the payload as it is.
    const frame = Buffer.concat([Buffer.from([0x81, 0x80 + body.length, 0, 0, 0, 0]), body]);
    socket.write(Buffer.concat([Buffer.from('GET /prod HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
      + 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'), frame, frame.subarray(0, 5)]));
    await run.logged('MessageReceived');
    socket.write(frame.subarray(5));

    expect((await run.logged('MessageReceived', 2)).body).toBe('{"first":1}');
    socket.destroy();
  });

  test('of a client that leaves at once do no harm', async () => {
    const run = await TestRun.start({ routes: { $connect: { ...MOCK_200 } } });
    const { hostname, port } = new URL(run.httpUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');

    socket.write('GET /prod HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
    socket.resetAndDestroy();

    await expect(run.connect()).resolves.toBeDefined();
  });
});

describe('closes a connection', () => {
  async function closedBy(act: (socket: WebSocket) => void, limits = {}): Promise<number> {
    const run = await TestRun.start({ routes: { $default: MOCK_200 } }, { limits });
    const socket = await raw(run);
    const frames: unknown[] = [];
    socket.on('message', (frame) => frames.push(frame));
    act(socket);
    const [code] = await once(socket, 'close') as [number];
    expect(frames).toEqual([]);
    return code;
  }

  test('with 1003 after a binary frame', async () => {
    expect(await closedBy((socket) => socket.send(Buffer.from('{}')))).toBe(1003);
  });

  test('with 1009 after a frame above 32 KB', async () => {
    expect(await closedBy((socket) => socket.send('x'.repeat(32 * 1024 + 1)))).toBe(1009);
  });

  test('with 1009 after a message above 128 KB in frames that are short enough', async () => {
    expect(await closedBy((socket) => {
      for (let index = 0; index < 5; index += 1) {
        socket.send('x'.repeat(30 * 1024), { fin: false });
      }
    })).toBe(1009);
  });

  test('with 1001 when it is idle', async () => {
    expect(await closedBy(() => {}, { idleTimeout: 20 })).toBe(1001);
  });

  test('with 1001 when it is idle, even if it pings, which the log explains', async () => {
    const run = await TestRun.start({ routes: {} }, { limits: { idleTimeout: 50 } });
    const socket = new WebSocket(run.url);
    await once(socket, 'open');
    const timer = setInterval(() => socket.ping(), 5);

    expect((await once(socket, 'close'))[0]).toBe(1001);
    clearInterval(timer);
    expect(run.entries('Warning').map(({ message }) => message)).toEqual([expect.stringContaining('its pings do not count')]);
  });

  test('with 1001 when it is old, even if it is not idle', async () => {
    expect(await closedBy(() => {}, { idleTimeout: 600_000, connectionDuration: 20 })).toBe(1001);
  });
});

test('a message of 128 KB in frames of 32 KB is taken', async () => {
  const run = await TestRun.start({ routes: { $default: { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: 'taken' } } } } } });
  const socket = await raw(run);
  const part = 'x'.repeat(32 * 1024);

  [1, 2, 3].forEach(() => socket.send(part, { fin: false }));
  socket.send(part, { fin: true });

  const [frame] = await once(socket, 'message') as [Buffer];
  expect(frame.toString()).toBe('taken');
});

describe('stop', () => {
  test('closes connections with 1001, ends executions, and frees the port', async () => {
    const run = await TestRun.start({
      routes: { $default: {}, $disconnect: { ...NOTE, isOneWay: true } },
      definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1_000_000, End: true } } },
    });
    const client = await run.connect();
    await ask(client, {});

    await run.stop();

    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
    await expect(run.connect()).rejects.toThrow('ECONNREFUSED');
    expect((await run.logged('ExecutionEnded', 2)).status).toBe('ABORTED');
  });

  test('does not wait for what $disconnect waits for', async () => {
    const run = await TestRun.start({
      routes: { $disconnect: { action: 'StartSyncExecution', isOneWay: true } },
      type: 'EXPRESS',
      definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 250, End: true } } },
    }, { timeScale: 1 });
    await run.connect();

    await run.stop();

    expect((await run.logged('ExecutionEnded')).status).toBe('ABORTED');
  });

  test('does not wait for a handshake that $connect holds up', async () => {
    const run = await TestRun.start({
      routes: { $connect: { action: 'StartSyncExecution' } },
      type: 'EXPRESS',
      definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 200, End: true } } },
    });
    const socket = new WebSocket(run.url);
    socket.on('error', () => {});
    await run.logged('StateEntered');

    await run.stop();

    expect(socket.readyState).not.toBe(WebSocket.OPEN);
  });
});

test('several APIs stand side by side, each under its logical id', async () => {
  const one = template({ routes: { $default: { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '$context.apiId' } } } } } }).Resources;
  const two = JSON.parse(JSON.stringify(one).replace(/"(Ref":")?(Api|Stage|Integration0|Response0x0|Route0|RouteResponse0|Machine)"/g, '"$1$2Two"')
    .replaceAll('"StateMachineName":"Machine"', '"StateMachineName":"MachineTwo"')) as object;

  const run = await TestRun.start({ Resources: { ...one, ...two } });

  expect(Object.values(run.run.urls).map((url) => new URL(url).pathname)).toEqual(['/Api/prod', '/ApiTwo/prod']);
  const ids = await Promise.all(Object.keys(run.run.urls).map(async (stage) => {
    const client = await run.connect({ stage });
    client.send('x');
    return client.nextText();
  }));
  expect(new Set(ids).size).toBe(2);
});

test('the same API in several stacks stands under the stack\'s name as well', async () => {
  const artifact = (name: string): object => ({
    type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: `${name}.json` },
  });
  const { Resources: { Machine, ...resources } } = template({ routes: { $default: MOCK_200 } });
  const path = folder({ 'manifest.json': { artifacts: { Dev: artifact('Dev'), Prod: artifact('Prod') } }, 'Dev.json': { Resources: resources }, 'Prod.json': { Resources: resources } });

  const run = await LocalRun.start({ template: path });
  await run.stop();

  expect(Object.entries(run.urls).map(([name, url]) => [name, new URL(url).pathname]))
    .toEqual([['Dev-Stage', '/Dev-Api/prod'], ['Prod-Stage', '/Prod-Api/prod']]);
});
