import { HandshakeError, LocalRun } from '../src';
import { file } from './files';
import { MOCK_200, template, TestApi, TestRoute } from './support';

/** Answers with what the template renders, which finds the message in `$body`. */
function echo(text: string): TestRoute {
  return {
    integration: {
      ...MOCK_200.integration,
      RequestTemplates: { 200: '#set($context.requestOverride.path.body = $input.body){"statusCode":200}' },
    },
    responses: { $default: { ResponseTemplates: { 200: `#set($body = $context.requestOverride.path.body)${text}` }, TemplateSelectionExpression: '200' } },
  };
}

async function start(routes: TestApi['routes'], options: object = {}): Promise<LocalRun> {
  return LocalRun.start({ template: file(template({ routes })), ...options });
}

test('a client sends, and hears JSON, in order or as it fits', async () => {
  await using local = await start({ $default: echo('$body') });
  await using client = await local.connect();

  client.send({ kind: 'a', n: 1 });
  client.send({ kind: 'b', n: 2 });
  client.send({ kind: 'a', n: 3 });

  expect(await client.next<{ kind: string }>(({ kind }) => kind === 'b')).toEqual({ kind: 'b', n: 2 });
  expect(await client.next()).toEqual({ kind: 'a', n: 1 });
  expect(await client.next()).toEqual({ kind: 'a', n: 3 });
});

test('a text goes as it is, and comes as it is when it is no JSON', async () => {
  await using local = await start({ $default: echo('got $body.length()') });
  const client = await local.connect();

  client.send('not JSON');

  expect(await client.next()).toBe('got 8');
  expect(client.frames).toEqual(['got 8']);
});

test('the text of a frame is there, too', async () => {
  await using local = await start({ $default: echo('{"a": 1}') });
  const client = await local.connect();

  client.send('x');

  expect(await client.nextText()).toBe('{"a": 1}');
  expect(client.frames).toEqual([{ a: 1 }]);
});

test.each([0, 32 * 1024, 32 * 1024 + 1, 120 * 1024])('a message of %d bytes arrives', async (length) => {
  await using local = await start({ $default: echo('$body.length()') });
  const client = await local.connect();

  client.send('x'.repeat(length));

  expect(await client.next()).toBe(length || 2);
});

test('query string and headers are those of the handshake, and each client may be somebody else', async () => {
  const seen: string[] = [];
  const routes = {
    $connect: {
      integration: {
        RequestTemplates: {
          $default: {
            'Fn::Sub': '{"stateMachineArn":"${Machine}","input":"{\\"who\\":\\"$context.authorizer.principalId\\",\\"all\\":\\"$util.base64Encode($input.params().toString())\\"}"}',
          },
        },
      },
    },
    $default: echo('$context.authorizer.principalId'),
  };
  const logger = (entry: { type: string; input?: string }): unknown => entry.type === 'ExecutionStarted' && seen.push(entry.input!);
  await using local = await start(routes, { authorizerContext: { principalId: 'anybody' }, logger });

  const jane = await local.connect({ query: { token: 'a b&c' }, headers: { 'X-One': 'two' }, authorizerContext: { principalId: 'jane' } });
  const other = await local.connect();
  jane.send('who');
  other.send('who');

  expect([await jane.next(), await other.next()]).toEqual(['jane', 'anybody']);
  const [ofJane] = seen.map((input) => JSON.parse(input) as { who: string; all: string });
  const parameters = Buffer.from(ofJane.all, 'base64').toString();
  expect(ofJane.who).toBe('jane');
  expect(parameters).toContain('token=a b&c');
  expect(parameters).toContain('X-One=two');
  expect(parameters).not.toContain('x-local-run');
});

test('a client that makes up the mark of another is anybody', async () => {
  await using local = await start({ $default: echo('$context.authorizer.principalId') }, { authorizerContext: { principalId: 'anybody' } });

  const client = await local.connect({ headers: { 'x-local-run-client': 'constructor' } });
  client.send('who');

  expect(await client.next()).toBe('anybody');
});

test('a handshake that is refused says how', async () => {
  await using local = await start({ $connect: { ...MOCK_200, integration: { ...MOCK_200.integration, RequestTemplates: { 200: '{"statusCode":403}' } } } });

  const refused = local.connect();

  await expect(refused).rejects.toThrow(HandshakeError);
  await expect(refused).rejects.toMatchObject({ status: 403, message: expect.stringContaining('the handshake was refused with 403: {"message": "Forbidden"') });
});

test('a stage is chosen by its name, or is the only one', async () => {
  await using local = await start({ $default: MOCK_200 });

  await expect(local.connect({ stage: 'Stage' })).resolves.toBeDefined();
  await expect(local.connect({ stage: 'toString' })).rejects.toThrow('stage toString is not one of this run: Stage');
});

describe('when the connection ends', () => {
  test('whoever waits hears so, with the frames so far', async () => {
    await using local = await start({ $default: echo('ack') });
    const client = await local.connect();
    client.send('x');
    const never = client.next((frame) => frame === 'never');
    await client.next();

    expect(await client.close(3001, 'enough')).toEqual({ code: 3001, reason: 'enough' });
    await expect(never).rejects.toThrow('the connection was closed with 3001 enough before such a frame came; frames so far: ack');
    await expect(client.next()).rejects.toThrow('before such a frame came');
  });

  test('frames that have come can still be read', async () => {
    await using local = await start({ $default: echo('ack') });
    const client = await local.connect();
    client.send('x');
    await client.next((frame) => frame === 'ack');
    client.send('x');
    const second = client.next();
    await second;
    await client.close();

    expect(client.frames).toEqual(['ack', 'ack']);
  });
});

test('a predicate that throws fails its own call only', async () => {
  await using local = await start({ $default: echo('1') });
  const client = await local.connect();
  const fails = client.next((frame) => (frame as { a: { b: number } }).a.b === 1);
  const waits = client.next();

  client.send('x');

  await expect(fails).rejects.toThrow(TypeError);
  expect(await waits).toBe(1);
});

test('clients are closed with the run', async () => {
  const local = await start({});
  const client = await local.connect();

  await local.stop();

  expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
});
