import { API, FakeServer, settle, started } from './support';

/** A page, as far as the client knows of it. */
class FakePage {
  public visibilityState = 'visible';
  public readonly listeners = new Map<string, (event: { persisted?: boolean }) => void>();

  public addEventListener(type: string, listener: () => void, { signal }: { signal: AbortSignal }): void {
    this.listeners.set(type, listener);
    signal.addEventListener('abort', () => this.listeners.delete(type));
  }

  public fires(type: string, event = {}): void {
    this.listeners.get(type)?.(event);
  }
}

const page = new FakePage();

beforeEach(() => {
  page.listeners.clear();
  page.visibilityState = 'visible';
  Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page), document: page });
});

afterEach(() => {
  for (const name of ['addEventListener', 'document']) {
    Reflect.deleteProperty(globalThis, name);
  }
});

test.each([['online', {}], ['pageshow', { persisted: true }]])('%s connects at once where a wait would have been', async (type, event) => {
  const server = new FakeServer();
  const client = server.connect();
  await settle();
  server.socket.ends(1001);
  page.fires(type, event);
  await settle();
  expect(client.state).toBe('open');
  expect(server.sockets).toHaveLength(2);
});

test.each([['online', {}], ['pageshow', { persisted: true }]])('%s replaces a connection that says it is open, and sends again what may be', async (type, event) => {
  const server = new FakeServer();
  const client = server.connect({ api: API });
  const order = client.start('order', {});
  await settle();
  page.fires(type, event);
  await settle();
  expect(server.sockets[1].sent).toContainEqual(server.sockets[0].sent[0]);
  server.sockets[1].says(started(server.sockets[0].sent[0]), { executionId: `jane-${order.requestId}`, status: 'SUCCEEDED', output: 7 });
  expect(await order.result).toBe(7);
});

test('online gives up a handshake that hangs', async () => {
  const server = new FakeServer();
  server.accepts = false;
  const client = server.connect();
  await settle();
  server.accepts = true;
  page.fires('online');
  await settle();
  expect(client.state).toBe('open');
  expect(server.sockets[0].closedWith).toBe(1000);
});

test('a page that is shown for the first time changes nothing', async () => {
  const server = new FakeServer();
  server.connect();
  await settle();
  page.fires('pageshow', { persisted: false });
  await settle();
  expect(server.sockets).toHaveLength(1);
});

test('a page that is seen again pings; one that is hidden does not', async () => {
  const server = new FakeServer();
  server.connect({ api: API });
  await settle();
  page.visibilityState = 'hidden';
  page.fires('visibilitychange');
  expect(server.heard).toEqual([]);
  page.visibilityState = 'visible';
  page.fires('visibilitychange');
  await settle();
  expect(server.heard).toEqual([{ action: 'ping' }]);
});

test('a closed client leaves the page alone', async () => {
  const server = new FakeServer();
  const client = server.connect();
  expect([...page.listeners.keys()]).toEqual(['online', 'pageshow', 'visibilitychange']);
  await client.close();
  expect([...page.listeners.keys()]).toEqual([]);
});
