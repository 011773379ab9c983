// No source of this name: whatever comes, the client lives, and its own conversation goes on.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { API, FakeServer, outcomeOf, settle, started } from './support';
import { delivery } from '../src/delivery';
import { createPieces } from '../src/pieces';

const MEMBERS = [
  'executionId', 'executionArn', 'seq', 'status', 'startDate', 'message', 'messages', 'next', 'connectionId', 'error', 'piece', 'payloadRef', 'text', 'taskToken',
  'acknowledged', 'requestId', 'pong', 'cause', 'output', '__proto__', 'constructor', 'then',
];
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('__proto__', 'constructor', 'jane-other', 'SUCCEEDED', 'FAILED', { toString: 1 }),
  fc.record({ id: fc.jsonValue({ maxDepth: 1 }), index: fc.jsonValue({ maxDepth: 1 }), of: fc.constantFrom(1, 2, '1', 1e9, null) }),
);
const frame = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...MEMBERS), value).map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: fc.string() },
);

test('frames of any shape take nothing down', async () => {
  await fc.assert(fc.asyncProperty(fc.array(frame, { maxLength: 20 }), async (frames) => {
    const server = new FakeServer();
    const client = server.connect({ api: { ...API, ack: 'ack', resume: 'resume' }, delivery, fetchPayload: async () => frames[0] });
    client.on('frame', ({ ack }) => ack());
    await settle();
    const order = client.start('order', {}, { requestId: 'mine' });
    await settle();
    server.socket.says(started({ requestId: 'mine' }));
    frames.forEach((each) => server.socket.says(each));
    await settle();
    server.socket.says({ executionId: 'jane-mine', status: 'SUCCEEDED', output: 16 });
    expect(await outcomeOf(order.result)).toEqual({ value: 16 });
    expect(['open', 'resuming']).toContain(client.state);
    await client.close();
    expect(server.timers.pending).toBe(0);
  }), { numRuns: 200 });
});

test.each([
  ['deep', '['.repeat(60_000) + ']'.repeat(60_000)],
  ['deep, in a frame', `{"executionId":"jane-mine","x":${'['.repeat(60_000)}${']'.repeat(60_000)}}`],
  ['of many members', JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`m${index}`, index])))],
])('a frame that is %s takes nothing down', async (_, text) => {
  const server = new FakeServer();
  const client = server.connect();
  await settle();
  server.socket.says(text);
  await settle();
  expect(client.state).toBe('open');
});

test('pieces are put together over a reconnect, and the completion in them comes once', async () => {
  const server = new FakeServer();
  const client = server.connect({ api: API, delivery, backoff: { min: 2 } });
  const order = client.start('order', {});
  await settle();
  server.socket.says(started(server.heard[0]));
  await settle();
  const executionId = order.executionId;
  const piece = (index: number, text: string) => ({ executionId, text, piece: { id: `${executionId}/1`, index, of: 2 } });
  server.socket.says(piece(1, '"SUCCEEDED","output":16}')).ends();
  await server.timers.advance(10);
  server.socket.says(piece(1, '"SUCCEEDED","output":16}'), piece(0, '{"status":'), piece(0, '{"status":'), piece(1, '"SUCCEEDED","output":17}'));
  expect(await outcomeOf(order.result)).toEqual({ value: 16 });
});

test('pieces whose places are no whole numbers are not kept', async () => {
  setFlagsFromString('--expose-gc');
  const take = createPieces(new WeakMap());
  const kept = Array.from({ length: 1000 }, (_, each) => {
    const piece = { text: 'x', piece: { id: '1', index: each / 1000 + 0.0001, of: 2 } };
    take(piece);
    return new WeakRef(piece);
  });
  await settle();
  runInNewContext('gc')();
  expect(kept.filter((piece) => piece.deref()).length).toBeLessThan(10);
});

test('of a flood of messages that may be those of a start, the newest ten thousand are kept', async () => {
  const server = new FakeServer();
  const client = server.connect({ api: API });
  let unclaimed = 0;
  client.on('frame', () => unclaimed++);
  const order = client.start('order', {}, { requestId: 'mine' });
  await settle();
  for (let each = 0; each < 10_007; each++) {
    server.socket.says({ executionId: `jane-${each}`, progress: each });
  }
  await settle();
  server.socket.says(started({ requestId: 'mine' }), { executionId: 'jane-mine', status: 'SUCCEEDED', output: 16 });
  await settle();
  expect(await outcomeOf(order.result)).toEqual({ value: 16 });
  expect(unclaimed).toBeGreaterThan(9_000);
  expect(unclaimed).toBeLessThanOrEqual(10_000);
});

test('of a flood of messages that are to be fetched, no more than a thousand wait', async () => {
  const server = new FakeServer();
  const client = server.connect({ api: API, delivery, fetchPayload: () => new Promise(() => {}) });
  let unclaimed = 0;
  client.on('frame', () => unclaimed++);
  await settle();
  for (let each = 0; each < 1003; each++) {
    server.socket.says({ executionId: 'jane-mine', payloadRef: { bucket: 'b', key: `${each}` } });
  }
  await settle();
  expect(unclaimed).toBe(3);
});
