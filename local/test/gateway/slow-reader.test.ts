import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import WebSocket from 'ws';
import { MOCK_200, TestRun } from '../support';

const KB = 1024;
/** So large that the two sockets' buffers, of which the operating system has some megabytes, hold few of them. */
const LARGE = randomBytes(48 * KB).toString('hex');

/** A client that may stop reading. */
class SlowReader {
  public static async of(run: TestRun): Promise<SlowReader> {
    const socket = new WebSocket(run.url, { perMessageDeflate: false });
    sockets.push(socket);
    await once(socket, 'open');
    return new SlowReader(socket);
  }

  private readonly heard: string[] = [];

  private constructor(public readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.heard.push(data.toString()));
    socket.on('error', () => {});
  }

  public stopReading(): void {
    this.tcp.pause();
  }

  public read(): void {
    this.tcp.resume();
  }

  public send(message: string): void {
    this.socket.send(message);
  }

  public async hears(): Promise<string> {
    while (this.heard.length === 0) {
      await nextTurn();
    }
    return this.heard.shift()!;
  }

  private get tcp(): Socket {
    return (this.socket as unknown as { _socket: Socket })._socket;
  }
}

const sockets: WebSocket[] = [];

afterAll(() => sockets.forEach((socket) => socket.terminate()));

const answers = (template: string): Readonly<Record<string, object>> => ({ $default: { ResponseTemplates: { $default: template } } });

test('a client that does not read is posted to until as much waits as may, then the poster hears 429; others are served, and so is it when it reads', async () => {
  const run = await TestRun.start({ routes: { $default: { ...MOCK_200, responses: answers('$context.connectionId') } } }, { limits: { unreadBytes: 200 * KB } });
  const [slow, other] = [await SlowReader.of(run), await run.connect()];
  slow.send('x');
  const id = await slow.hears();
  const post = (): Promise<Response> => fetch(`${run.httpUrl}/@connections/${id}`, { method: 'POST', body: LARGE });
  slow.stopReading();

  let posted = 0;
  let answer = await post();
  for (; answer.status === 200; answer = await post()) {
    posted += 1;
  }

  expect([answer.status, answer.headers.get('x-amzn-errortype'), await answer.json()]).toEqual([429, 'LimitExceededException', { message: 'Limit Exceeded' }]);
  expect((await run.logged('Warning')).message).toContain(`connection ${id} does not read`);
  other.send('x');
  expect(await other.nextText()).toHaveLength(16);
  slow.read();
  for (let heard = 0; heard < posted; heard += 1) {
    expect(await slow.hears()).toBe(LARGE);
  }
  expect((await post()).status).toBe(200);
}, 30_000);

test('a client that asks without reading is not read any further; when it reads it hears every answer, in order', async () => {
  const run = await TestRun.start({
    routes: { $default: { ...MOCK_200, responses: answers(`$context.requestId ${LARGE}`) } },
  }, { limits: { unreadBytes: 200 * KB } });
  const client = await SlowReader.of(run);
  client.stopReading();
  const count = 300;
  for (let n = 0; n < count; n += 1) {
    client.send(JSON.stringify({ n }));
  }
  const { connectionId } = await run.logged('MessageReceived', 3);
  const other = await run.connect();
  other.send('x');
  expect((await other.nextText()).length).toBe(17 + LARGE.length);
  // The buffers of the operating system take less than this.
  expect(run.entries('MessageReceived').length).toBeLessThan(count);

  client.read();
  const heard: string[] = [];
  while (heard.length < count) {
    heard.push(await client.hears());
  }
  const sent = run.log.flatMap((entry) => (entry.type === 'MessageSent' && entry.connectionId === connectionId ? [entry.body] : []));
  expect(heard.map((frame) => frame.slice(0, 16))).toEqual(sent.map((body) => body.slice(0, 16)));
  expect(run.entries('MessageReceived').filter((entry) => entry.connectionId === connectionId).map(({ body }) => body))
    .toEqual(Array.from({ length: count }, (_, n) => JSON.stringify({ n })));
}, 30_000);

test('a client that pings without reading is cut off', async () => {
  const run = await TestRun.start({ routes: {} });
  const client = await SlowReader.of(run);
  client.stopReading();
  const timer = setInterval(() => {
    for (let index = 0; index < 5000 && client.socket.readyState === WebSocket.OPEN; index += 1) {
      client.socket.ping(Buffer.alloc(125));
    }
  }, 1);

  await run.logged('ConnectionClosed');
  clearInterval(timer);
}, 60_000);
