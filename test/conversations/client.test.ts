// No source of this name: the client's conversations with the construct, played in the local run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import WebSocket from 'ws';
import { PROTOCOL_API, protocolApi } from './protocol-api';
import { connect, type Client, type ClientOptions, type WebSocketConstructor } from '../../client/src';
import { LocalRun } from '../../local/src';

let outdir: string;
let run: LocalRun;
const clients: Client[] = [];

beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'client-'));
  const app = new App({ outdir });
  protocolApi(new Stack(app, 'Stack'));
  app.synth();
  run = await LocalRun.start({ template: outdir, timeScale: 50 });
});

afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

afterAll(async () => {
  await run.stop();
  rmSync(outdir, { recursive: true });
});

function connectTo(options: Partial<ClientOptions> = {}): Client {
  const [url] = Object.values(run.urls);
  const client = connect({ url, api: PROTOCOL_API, webSocket: WebSocket, backoff: { min: 10, max: 50, spread: 50 }, ...options });
  clients.push(client);
  return client;
}

/** A socket that a test can cut: the client's newest. */
function cuttable(): { readonly webSocket: WebSocketConstructor; cut(): void } {
  let newest: WebSocket | undefined;
  const Cuttable = class extends WebSocket {
    constructor(url: string) {
      super(url);
      newest = this;
    }
  };
  return { webSocket: Cuttable, cut: () => newest?.terminate() };
}

async function allOf<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of iterable) {
    values.push(value);
  }
  return values;
}

test('an order, from its start to its end', async () => {
  const order = connectTo().start('order', { item: 'bread' });
  expect(await order.result).toEqual({ total: 16 });
  expect(await allOf(order)).toEqual([{ executionId: order.requestId, progress: 0.5 }]);
  expect(await order.accepted).toEqual({ executionId: order.requestId, startDate: expect.any(Date) });
});

test('a question, answered', async () => {
  const approval = connectTo().start('approve', {});
  for await (const question of approval.questions) {
    await question.answer({ approved: true });
  }
  expect(await approval.result).toEqual({ approved: true });
});

test('a workflow that fails', async () => {
  await expect(connectTo().start('fail', {}).result).rejects.toMatchObject({ code: 'ExecutionFailed', frame: { error: 'OutOfStock', cause: 'none left' } });
});

test('a synchronous workflow', async () => {
  expect(await connectTo().request('quote', {})).toEqual({ price: 12 });
});

test('status and stop', async () => {
  const order = connectTo().start('slow', {});
  await order.accepted;
  expect(await order.status()).toMatchObject({ status: 'RUNNING' });
  await order.stop();
  await expect(order.result).rejects.toMatchObject({ frame: { status: 'ABORTED' } });
});

test('a connection that is lost in mid-execution: the end is heard all the same', async () => {
  const { webSocket, cut } = cuttable();
  const [url] = Object.values(run.urls);
  let meanwhile: Promise<unknown> = Promise.resolve();
  const client = connectTo({ webSocket, url: () => meanwhile.then(() => url) });
  const gaps: unknown[] = [];
  client.on('gap', (execution) => gaps.push(execution));
  const order = client.start('slow', {});
  await order.accepted;
  meanwhile = run.execution(run.executions().find(({ name }) => name === order.requestId)!.arn);
  cut();
  expect(await order.result).toEqual({ total: 16 });
  expect(gaps).toEqual([order]);
});

test('two clients, as two tabs are: each hears its own', async () => {
  const [one, other] = [connectTo(), connectTo()];
  const strange: unknown[] = [];
  [one, other].forEach((client) => client.on('frame', (frame) => strange.push(frame)));
  const orders = [one, other].flatMap((client) => Array.from({ length: 10 }, () => client.start('order', {})));
  expect(await Promise.all(orders.map(({ result }) => result))).toEqual(orders.map(() => ({ total: 16 })));
  expect(strange).toEqual([]);
});

test('a message above 32 KB goes in frames, with ws', async () => {
  expect(await connectTo().start('order', { text: 'x'.repeat(100_000) }).result).toEqual({ total: 16 });
});

test('no route, as API Gateway says it', async () => {
  await expect(connectTo().start('nowhere', {}).accepted).rejects.toMatchObject({ code: 'GatewayError', frame: { message: 'Forbidden' } });
});

test('a ping is answered', async () => {
  const client = connectTo({ heartbeat: { every: 20, timeout: 5000 } });
  const changes: string[] = [];
  client.on('state', ({ to }) => changes.push(to));
  await client.start('slow', {}).result;
  expect(changes).toEqual(['resuming', 'open']);
});
