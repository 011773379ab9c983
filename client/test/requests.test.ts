import { API, FakeServer, outcomeOf, settle, started, type FakeSocket } from './support';

const refusal = (error: string) => ({ message: 'no', error, connectionId: 'c', requestId: 'r' });
const forbidden = { message: 'Forbidden', connectionId: 'c', requestId: 'r' };

/** A client that is open. */
async function open(options: Parameters<FakeServer['connect']>[0] = {}): Promise<{ server: FakeServer; client: ReturnType<FakeServer['connect']>; socket: FakeSocket }> {
  const server = new FakeServer();
  const client = server.connect({ api: API, ...options });
  await settle();
  return { server, client, socket: server.socket };
}

describe('while there is no connection', () => {
  test('messages wait, and go in their order', async () => {
    const server = new FakeServer();
    const client = server.connect();
    for (const number of [1, 2, 3]) {
      void client.send('note', { number });
    }
    await settle();
    expect(server.heard.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test('more than may wait are refused at once', async () => {
    const server = new FakeServer();
    server.accepts = false;
    const client = server.connect({ queue: { messages: 2 } });
    const sent = [1, 2, 3].map((number) => client.send('note', { number }));
    expect(await Promise.all(sent.map(outcomeOf))).toEqual(['pending', 'pending', { code: 'QueueFull', error: undefined }]);
  });

  test('more bytes than may wait are refused at once', async () => {
    const server = new FakeServer();
    server.accepts = false;
    const client = server.connect({ queue: { bytes: 1000 } });
    expect(await outcomeOf(client.send('note', { text: 'x'.repeat(600) }))).toBe('pending');
    expect(await outcomeOf(client.send('note', { text: 'x'.repeat(600) }))).toMatchObject({ code: 'QueueFull' });
  });

  test('a message that is aborted is never sent', async () => {
    const server = new FakeServer();
    server.accepts = false;
    const client = server.connect();
    const controller = new AbortController();
    const sent = client.send('note', {}, { signal: controller.signal });
    await settle();
    controller.abort();
    expect(await outcomeOf(sent)).toMatchObject({ code: 'Aborted' });
    server.socket.accept();
    await settle();
    expect(server.heard).toEqual([]);
  });
});

describe('sizes', () => {
  test('a browser sends no message larger than a frame', async () => {
    const { client, server } = await open();
    expect(await outcomeOf(client.send('note', { text: 'x'.repeat(32 * 1024) }))).toMatchObject({ code: 'MessageTooLarge' });
    expect(server.heard).toEqual([]);
  });

  test('bytes count, and not characters', async () => {
    const { client } = await open({ messageBytes: 1000 });
    expect(await outcomeOf(client.send('note', { text: 'x'.repeat(500) }))).toEqual({ value: undefined });
    expect(await outcomeOf(client.send('note', { text: '€'.repeat(400) }))).toMatchObject({ code: 'MessageTooLarge' });
  });

  test.each([1009, 1003])('a message that API Gateway has closed the connection for is not sent again: %i', async (code) => {
    const { client, server, socket } = await open();
    const [large, small] = [client.start('order', { text: 'x'.repeat(1000) }), client.start('order', {})];
    await settle();
    socket.ends(code);
    await server.timers.advance(15_000);
    expect(await outcomeOf(large.accepted)).toMatchObject({ code: 'MessageTooLarge' });
    expect(server.socket.sent).toEqual([{ action: 'order', requestId: small.requestId }]);
  });
});

describe('one-way messages', () => {
  test('are done when they are handed to the socket', async () => {
    const { client, socket } = await open();
    expect(await outcomeOf(client.send('note', { text: 'hi' }))).toEqual({ value: undefined });
    expect(socket.sent).toEqual([{ action: 'note', requestId: expect.any(String), text: 'hi' }]);
  });

  test('are never sent twice', async () => {
    const { client, server, socket } = await open();
    await client.send('note', {});
    socket.ends();
    await server.timers.advance(60_000);
    expect(server.heard).toHaveLength(1);
  });
});

describe('synchronous workflows', () => {
  test('answer with what they put out', async () => {
    const { client, socket } = await open();
    const quote = client.request('quote', { item: 7 });
    await settle();
    socket.says({ price: 12 });
    expect(await quote).toEqual({ price: 12 });
  });

  test.each([['text', '"12"', '12'], ['number', '12', 12], ['nothing', 'null', null]])('may put out %s', async (_, text, value) => {
    const { client, socket } = await open();
    const quote = client.request('quote', {});
    await settle();
    socket.says(text);
    expect(await quote).toBe(value);
  });

  test('are asked one after another, as an output names nothing', async () => {
    const { client, socket } = await open();
    const [first, second] = [client.request('quote', { item: 1 }), client.request('quote', { item: 2 })];
    await settle();
    expect(socket.sent).toHaveLength(1);
    socket.says({ price: 1 });
    await settle();
    expect(socket.sent).toHaveLength(2);
    socket.says({ price: 2 });
    expect(await Promise.all([first, second])).toEqual([{ price: 1 }, { price: 2 }]);
  });

  test('are not answered by what is an execution\'s', async () => {
    const { client, socket } = await open();
    const quote = client.request('quote', {});
    await settle();
    socket.says({ executionId: 'x', progress: 1 }, { question: '?', taskToken: 't' }, { pong: true });
    expect(await outcomeOf(quote)).toBe('pending');
  });

  test('are never asked twice: Express would start twice', async () => {
    const { client, server, socket } = await open();
    const quote = client.request('quote', {});
    await settle();
    socket.ends();
    await server.timers.advance(60_000);
    expect(await outcomeOf(quote)).toMatchObject({ code: 'ConnectionLost' });
    expect(server.heard.filter(({ action }) => action === 'quote')).toHaveLength(1);
  });

  test('that fail reject with the workflow\'s error', async () => {
    const { client, socket } = await open();
    const quote = client.request('quote', {});
    await settle();
    socket.says(refusal('OutOfStock'));
    expect(await outcomeOf(quote)).toEqual({ code: 'Refused', error: 'OutOfStock' });
  });

  test('that nothing answers end with their connection: a late answer is not taken for that of the next', async () => {
    const { client, server, socket } = await open();
    const late = client.request('quote', { item: 1 });
    await server.timers.advance(30_000);
    expect(await outcomeOf(late)).toMatchObject({ code: 'TimedOut' });
    const next = client.request('quote', { item: 2 });
    await server.timers.advance(500);
    expect(server.socket).not.toBe(socket);
    socket.says({ price: 1 });
    server.socket.says({ price: 2 });
    expect(await next).toEqual({ price: 2 });
  });

  test('an answer that nobody waits for any more is not taken for that of the next', async () => {
    const { client, socket } = await open();
    const controller = new AbortController();
    const first = client.request('quote', { item: 1 }, { signal: controller.signal });
    await settle();
    controller.abort();
    expect(await outcomeOf(first)).toMatchObject({ code: 'Aborted' });
    const second = client.request('quote', { item: 2 });
    await settle();
    socket.says({ price: 1 });
    await settle();
    socket.says({ price: 2 });
    expect(await second).toEqual({ price: 2 });
  });
});

describe('errors', () => {
  test('of the library belong to the only message that waits', async () => {
    const { client, socket } = await open();
    const order = client.start('order', {});
    await settle();
    socket.says(refusal('ExecutionLimitExceeded'));
    expect(await outcomeOf(order.result)).toEqual({ code: 'Refused', error: 'ExecutionLimitExceeded' });
  });

  test('that may belong to several are told when the others are answered, and until then nothing more is sent', async () => {
    const { client, socket } = await open();
    const [one, other] = [client.start('order', {}), client.start('order', {})];
    await settle();
    socket.says(refusal('ExecutionAlreadyExists'));
    const third = client.start('order', {});
    expect(await outcomeOf(one.accepted)).toBe('pending');
    expect(socket.sent).toHaveLength(2);
    socket.says(started(socket.sent[0]));
    expect(await outcomeOf(one.accepted)).toMatchObject({ value: { executionId: `jane-${one.requestId}` } });
    expect(await outcomeOf(other.accepted)).toEqual({ code: 'Refused', error: 'ExecutionAlreadyExists' });
    expect(await outcomeOf(third.accepted)).toBe('pending');
    expect(socket.sent).toHaveLength(3);
  });

  test('that belong to nobody are heard as frames', async () => {
    const { client, socket } = await open();
    const frames: unknown[] = [];
    client.on('frame', (frame) => frames.push(frame));
    socket.says(refusal('States.Timeout'));
    await settle();
    expect(frames).toMatchObject([{ kind: 'error', frame: refusal('States.Timeout') }]);
  });

  test('that a link has ended with are heard as frames: whose they were is not known any more', async () => {
    const { client, socket } = await open();
    const frames: unknown[] = [];
    client.on('frame', ({ frame }) => frames.push(frame));
    const executions = [client.start('express', {}), client.start('express', {})];
    await settle();
    socket.says(refusal('ExecutionLimitExceeded')).ends();
    expect(await Promise.all(executions.map(({ accepted }) => outcomeOf(accepted)))).toMatchObject([{ code: 'ConnectionLost' }, { code: 'ConnectionLost' }]);
    expect(frames).toEqual([refusal('ExecutionLimitExceeded')]);
  });

  test('of a name that is taken belong to a start, where a status is refused beside it', async () => {
    const { client, server, socket } = await open({ heartbeat: false });
    client.start('order', {});
    await settle();
    socket.says(started(socket.sent[0]));
    const order = client.start('order', {});
    await settle();
    socket.ends();
    await server.timers.advance(500);
    expect(server.socket.sent.map(({ action }) => action).sort()).toEqual(['order', 'status']);
    server.socket.says(refusal('ThrottlingException'), refusal('ExecutionAlreadyExists'));
    expect(await outcomeOf(order.accepted)).toMatchObject({ value: {} });
  });

  test('of API Gateway belong to the only message that waits, and are told to listeners', async () => {
    const { client, socket } = await open();
    const heard: unknown[] = [];
    client.on('gatewayError', (frame) => heard.push(frame));
    const order = client.start('order', {});
    await settle();
    socket.says(forbidden);
    expect(await outcomeOf(order.accepted)).toMatchObject({ code: 'GatewayError' });
    expect(heard).toEqual([forbidden]);
  });

  test.each(['one-way message', 'ping'])('of API Gateway that may be those of a %s are told to nobody else', async (message) => {
    const { client, server, socket } = await open({ heartbeat: { every: 1000 } });
    if (message === 'ping') {
      await server.timers.advance(1000);
    } else {
      await client.send('note', {});
    }
    const order = client.start('order', {});
    await settle();
    socket.says(forbidden);
    expect(await outcomeOf(order.accepted)).toBe('pending');
  });

  test('of a message that is none', async () => {
    const { client, server } = await open();
    for (const message of ['text', 17, null, [1]]) {
      expect(await outcomeOf(client.send('note', message))).toMatchObject({ code: 'InvalidMessage' });
    }
    expect(server.heard).toEqual([]);
  });

  test('of a message that JSON has no text for', async () => {
    const { client } = await open();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const message of [{ big: 1n }, circle]) {
      expect(await outcomeOf(client.send('note', message))).toMatchObject({ code: 'InvalidMessage' });
      expect(await outcomeOf(client.start('order', message).accepted)).toMatchObject({ code: 'InvalidMessage' });
    }
  });

  test('of a route that is not named: the message would start a workflow', async () => {
    const { client, server } = await open({ api: {} });
    const order = client.start('order', {});
    expect(await outcomeOf(order.stop())).toMatchObject({ code: 'NoRoute' });
    expect(await outcomeOf(order.status())).toMatchObject({ code: 'NoRoute' });
    expect(server.heard.map(({ action }) => action)).toEqual(['order']);
  });
});

describe('messages', () => {
  const text = { '~standard': { validate: (value: unknown) => ((value as { text?: unknown }).text ? {} : { issues: [{ message: 'text is missing' }] }) } };

  test('are checked by the route\'s schema', async () => {
    const { client, server } = await open({ api: { routes: { note: { schema: text } } } });
    expect(await outcomeOf(client.send('note', {}))).toMatchObject({ code: 'InvalidMessage' });
    await expect(client.send('note', {})).rejects.toThrow('note: text is missing');
    await client.send('note', { text: 'hi' });
    expect(server.heard).toHaveLength(1);
  });

  test('to $default have no key, and those to a route that allows no id have none', async () => {
    const { client, server } = await open({ api: { routes: { note: { hasRequestId: false } } } });
    await client.send('$default', { text: 1 });
    await client.send('note', { text: 2, action: 'mine' });
    expect(server.heard).toEqual([{ text: 1, requestId: expect.any(String) }, { text: 2, action: 'note' }]);
  });

  test('have their key and id where the API reads them', async () => {
    const { client, server } = await open({ api: { envelope: (route, message, id) => ({ body: message, head: { route, id } }) } });
    await client.send('note', { text: 1 });
    expect(server.heard).toEqual([{ body: { text: 1 }, head: { route: 'note', id: expect.any(String) } }]);
  });

  test('await at most 64 replies at once', async () => {
    const { client, socket } = await open();
    Array.from({ length: 100 }, () => client.start('order', {}));
    await settle();
    expect(socket.sent).toHaveLength(64);
    socket.says(started(socket.sent[0]));
    await settle();
    expect(socket.sent).toHaveLength(65);
  });
});
