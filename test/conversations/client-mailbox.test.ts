// No source of this name: the client with a mailbox, in the local run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import WebSocket from 'ws';
import { orders } from './conversation';
import { connect, type Api, type Client } from '../../client/src';
import { delivery } from '../../client/src/delivery';
import { LocalRun } from '../../local/src';
import { describeTemplate } from '../../local/src/api-description';
import { ClientResponse, ConnectionRegistry, ExecutionName, SendToPrincipal } from '../../src';

const API = {
  ack: 'ack', resume: 'resume', routes: { order: { names: 'message' } },
} as const satisfies Api;

/** Three messages that are kept, with time between them. */
function build(stack: Stack): void {
  const connections = new ConnectionRegistry(stack, 'Connections', { principal: 'identity.userAgent', mailbox: {} });
  const send = (number: number) => new SendToPrincipal(stack, `Send ${number}`, { connections, message: sfn.TaskInput.fromObject({ number }) });
  const wait = (number: number) => new sfn.Wait(stack, `Wait ${number}`, { time: sfn.WaitTime.duration(Duration.seconds(20)) });
  const api = orders(stack, {
    connections,
    routeKeys: ['order'],
    executionName: ExecutionName.fromMessage(),
    response: ClientResponse.executionId(),
    notifyCompletion: true,
    definitionBody: sfn.DefinitionBody.fromChainable(send(1).next(wait(1)).next(send(2)).next(wait(2)).next(send(3))
      .next(new sfn.Pass(stack, 'Total', { result: sfn.Result.fromObject({ total: 16 }) }))),
  });
  api.addMailboxRoutes();
}

let outdir: string;
let run: LocalRun;
const clients: Client[] = [];

beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'client-mailbox-'));
  const app = new App({ outdir });
  build(new Stack(app, 'Stack'));
  app.synth();
  run = await LocalRun.start({ template: outdir, timeScale: 50 });
});

afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

afterAll(async () => {
  await run.stop();
  rmSync(outdir, { recursive: true });
});

/** A client of a person's, whose connection a test can cut. */
function connectAs(person: string): { readonly client: Client; cut(): void } {
  let newest: WebSocket | undefined;
  const Socket = class extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { 'User-Agent': person } });
      newest = this;
    }
  };
  const client = connect({ url: Object.values(run.urls)[0], api: API, delivery, webSocket: Socket, backoff: { min: 200, max: 400 } });
  clients.push(client);
  return { client, cut: () => newest?.terminate() };
}

async function numbersOf(updates: AsyncIterable<unknown>): Promise<unknown[]> {
  const numbers: unknown[] = [];
  for await (const update of updates) {
    numbers.push((update as { number: unknown }).number);
  }
  return numbers;
}

test('everything is heard once, in order, though the connection is lost again and again, and nothing is left', async () => {
  const { client, cut } = connectAs('jane');
  const gaps: unknown[] = [];
  client.on('gap', (gap) => gaps.push(gap));
  const order = client.start('order', {});
  await order.accepted;
  cut();
  const cuts = setInterval(cut, 300);
  const numbers = await numbersOf(order);
  clearInterval(cuts);
  expect(numbers).toEqual([1, 2, 3]);
  expect(await order.result).toEqual({ total: 16 });
  expect(gaps).toEqual([]);

  const later = connectAs('jane');
  const frames: unknown[] = [];
  later.client.on('frame', ({ frame }) => frames.push(frame));
  await later.client.start('order', {}).result;
  expect(frames).toEqual([]);
});

test('what one tab has started, another leaves to it', async () => {
  const [one, other] = [connectAs('joe').client, connectAs('joe').client];
  const frames: unknown[] = [];
  other.on('frame', ({ frame }) => frames.push(frame));
  const order = one.start('order', {});
  expect(await numbersOf(order)).toEqual([1, 2, 3]);
  expect(frames.length).toBeGreaterThan(2);
  expect(await order.result).toEqual({ total: 16 });
});

test('a page that is loaded again hears what was sent meanwhile', async () => {
  const { client } = connectAs('jack');
  const before = client.start('order', {});
  const heard = numbersOf(before);
  await before.accepted;
  await client.close();
  const order = connectAs('jack').client.follow('order', before.requestId);
  // What the first page has heard and not acknowledged comes again.
  expect([...new Set([...await heard, ...await numbersOf(order)])]).toEqual([1, 2, 3]);
  expect(await order.result).toEqual({ total: 16 });
});

test('the routes of the mailbox are found in the template', () => {
  const types = describeTemplate('types', outdir);
  expect(types).toContain('ack: "ack",');
  expect(types).toContain('resume: "resume",');
  expect(types).toContain('give `connect` the `delivery` of websocket-step-functions-client/delivery');
});
