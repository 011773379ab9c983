import { all, API, FakeServer, outcomeOf, settle, started, type FakeSocket } from './support';
import type { Client, Execution, Question } from '../src';
import { delivery } from '../src/delivery';

const api = { ...API, ack: 'ack', resume: 'resume' };
const acknowledge = ({ executionId, seq }: Record<string, unknown>, socket: FakeSocket) => void socket.says({ acknowledged: true, executionId, seq });

/** A server with a mailbox. */
function withMailbox(pages: readonly (readonly object[])[] = [[]]): FakeServer {
  const server = new FakeServer();
  server.answers = {
    ack: acknowledge,
    resume: ({ after }, socket) => {
      const page = Number(after ?? 0);
      socket.says({ messages: pages[page], next: page + 1 < pages.length ? String(page + 1) : null });
    },
  };
  return server;
}

const connectTo = (server: FakeServer) => server.connect({ api, delivery, heartbeat: false, renewAfter: false, backoff: { min: 2, max: 2 } });

/** An execution that the server has accepted. */
async function accepted(server: FakeServer, client: Client): Promise<{ order: Execution; executionId: string }> {
  const order = client.start('order', {}) as Execution;
  await settle();
  server.socket.says(started(server.heard.find(({ action }) => action === 'order') as never));
  await settle();
  return { order, executionId: order.executionId as string };
}

test('what was missed is read after every connect, page by page, before the client is open', async () => {
  const server = new FakeServer();
  const client = connectTo(server);
  await settle();
  expect(client.state).toBe('resuming');
  expect(server.heard).toEqual([{ action: 'resume' }]);
  server.socket.says({ messages: [], next: 'a' });
  await settle();
  expect(server.heard).toEqual([{ action: 'resume' }, { action: 'resume', after: 'a' }]);
  expect(client.state).toBe('resuming');
  server.socket.says({ messages: [], next: null });
  await settle();
  expect(client.state).toBe('open');
});

test('a cursor that leads nowhere is not followed for ever', async () => {
  const server = new FakeServer();
  server.answers.resume = (_, socket) => void socket.says({ messages: [], next: 'same' });
  const client = connectTo(server);
  await settle();
  expect(client.state).toBe('open');
  expect(server.heard).toHaveLength(2);
});

test('kept messages are acknowledged, and repeats are acknowledged and dropped', async () => {
  const server = withMailbox();
  const client = connectTo(server);
  const { order, executionId } = await accepted(server, client);
  server.socket.says({ executionId, seq: '1', progress: 1 }, { executionId, seq: '1', progress: 1 }, { executionId, seq: '2', status: 'SUCCEEDED', output: 16 }, { executionId, seq: '2', status: 'SUCCEEDED', output: 16 });
  expect(await all(order)).toEqual([{ executionId, seq: '1', progress: 1 }]);
  expect(await order.result).toBe(16);
  await settle();
  expect(server.heard.filter(({ action }) => action === 'ack').map(({ seq }) => seq)).toEqual(['1', '1', '2', '2']);
});

test('what came while the client was away is heard, and nothing twice', async () => {
  const server = withMailbox();
  const client = connectTo(server);
  const { order, executionId } = await accepted(server, client);
  server.socket.says({ executionId, seq: '1', progress: 1 });
  await settle();
  server.socket.ends();
  server.answers.resume = (_, socket) => void socket.says({
    messages: [{ executionId, seq: '1', progress: 1 }, { executionId, seq: '2', progress: 2 }, { executionId, seq: '3', status: 'SUCCEEDED', output: 16 }], next: null,
  });
  await server.timers.advance(2);
  expect(await order.result).toBe(16);
  expect(await all(order)).toMatchObject([{ progress: 1 }, { progress: 2 }]);
});

test('what an execution that is followed has sent meanwhile is heard before its end', async () => {
  const server = withMailbox([[{ executionId: 'jane-17', seq: '1', progress: 1 }]]);
  server.answers.status = (_, socket) => void socket.says({ executionId: 'jane-17', status: 'SUCCEEDED', startDate: 1, output: 16 });
  const order = connectTo(server).follow('order', '17');
  expect(await order.result).toBe(16);
  expect(await all(order)).toMatchObject([{ progress: 1 }]);
});

test('an end that a status tells waits for what is kept', async () => {
  const server = withMailbox();
  const client = connectTo(server);
  const { order, executionId } = await accepted(server, client);
  void order.status();
  await settle();
  server.socket.ends();
  delete server.answers.resume;
  await server.timers.advance(2);
  expect(server.socket.sent.map(({ action }) => action).sort()).toEqual(['resume', 'status']);
  server.socket.says({ executionId, status: 'SUCCEEDED', startDate: 1, output: 16 });
  expect(await outcomeOf(order.result)).toBe('pending');
  server.socket.says({ messages: [{ executionId, seq: '1', progress: 1 }], next: null });
  expect(await order.result).toBe(16);
  expect(await all(order)).toMatchObject([{ progress: 1 }]);
});

test.each(['error', 'gatewayError'])('a kept message that looks like %s is no reply, and keeps none from being heard', async (kind) => {
  const server = new FakeServer();
  const client = connectTo(server);
  const kinds: unknown[] = [];
  client.on('frame', (frame) => kinds.push(frame.kind));
  client.on('gatewayError', () => kinds.push('gatewayError'));
  await settle();
  const frame = { message: 'no', connectionId: 'c', seq: '1', ...kind === 'error' && { error: 'x' } };
  server.socket.says({ seq: '1' }, frame, { messages: [{}, frame, {}], next: null });
  await settle();
  expect(kinds).toEqual(['other', kind, 'other', 'other', kind]);
  expect(client.state).toBe('open');
});

test('replies to acknowledgements need not name what they are the replies to', async () => {
  const server = withMailbox();
  delete server.answers.ack;
  const client = connectTo(server);
  const frames: unknown[] = [];
  client.on('frame', (frame) => frames.push(frame));
  const { executionId } = await accepted(server, client);
  server.socket.says({ executionId, seq: '1' }, { executionId, seq: '2' });
  await settle();
  server.socket.says({ acknowledged: true }, { acknowledged: true, executionId, seq: '1' });
  await server.timers.advance(31_000);
  expect(frames).toEqual([]);
  expect(server.sockets).toHaveLength(1);
});

test('an end that comes while the mailbox is read waits for what was sent before it', async () => {
  const server = withMailbox();
  const client = connectTo(server);
  const { order, executionId } = await accepted(server, client);
  delete server.answers.resume;
  server.socket.ends();
  await server.timers.advance(2);
  server.socket.says({ executionId, seq: '2', status: 'SUCCEEDED', output: 16 });
  expect(await outcomeOf(order.result)).toBe('pending');
  server.socket.says({ messages: [{ executionId, seq: '1', progress: 1 }, { executionId, seq: '2', status: 'SUCCEEDED', output: 16 }], next: null });
  expect(await all(order)).toEqual([{ executionId, seq: '1', progress: 1 }]);
  expect(await order.result).toBe(16);
});

test('no gap is reported: what was sent is kept', async () => {
  const server = withMailbox();
  const client = connectTo(server);
  const gaps: unknown[] = [];
  client.on('gap', (gap) => gaps.push(gap));
  client.start('order', {});
  await settle();
  server.socket.says(started(server.heard.find(({ action }) => action === 'order') as never));
  await settle();
  server.socket.ends();
  await settle();
  expect(gaps).toEqual([]);
});

test('messages of other clients\' executions are left to them, unless a listener takes them', async () => {
  const server = withMailbox([[{ executionId: 'jane-other', seq: '1', progress: 1 }]]);
  const client = connectTo(server);
  const frames: { ack(): void }[] = [];
  client.on('frame', (frame) => frames.push(frame));
  await settle();
  expect(frames).toMatchObject([{ kind: 'update', frame: { executionId: 'jane-other' } }]);
  expect(server.heard.filter(({ action }) => action === 'ack')).toEqual([]);
  frames[0].ack();
  await settle();
  expect(server.heard.filter(({ action }) => action === 'ack')).toEqual([{ action: 'ack', executionId: 'jane-other', seq: '1' }]);
});

test('a mailbox that fails keeps nobody from the conversation', async () => {
  const server = new FakeServer();
  server.answers.resume = (_, socket) => void socket.says({ message: 'no', error: 'ThrottlingException', connectionId: 'c', requestId: 'r' });
  const client = connectTo(server);
  await settle();
  expect(client.state).toBe('open');
});

test('a completion that was lost over a connection that lives is read when nothing is heard', async () => {
  const server = withMailbox();
  const client = connectTo(server);
  const { order, executionId } = await accepted(server, client);
  server.answers.resume = (_, socket) => void socket.says({ messages: [{ executionId, seq: '9', status: 'SUCCEEDED', output: 16 }], next: null });
  await server.timers.advance(60_000);
  expect(await order.result).toBe(16);
});

test('for many executions, the mailbox is read once', async () => {
  const server = withMailbox();
  const client = connectTo(server);
  Array.from({ length: 20 }, () => client.start('order', {}));
  await settle();
  server.heard.filter(({ action }) => action === 'order').forEach((message) => server.socket.says(started(message)));
  await settle();
  const reads = () => server.heard.filter(({ action }) => action === 'resume').length;
  expect(reads()).toBe(1);
  server.socket.ends();
  await server.timers.advance(1000);
  expect(reads()).toBe(2);
  expect(server.heard.filter(({ action }) => action === 'status')).toEqual([]);
  server.answers.status = ({ executionId }, socket) => void socket.says({ executionId, status: 'RUNNING', startDate: 1 });
  await server.timers.advance(6000);
  expect(reads()).toBe(3);
  expect(server.heard.filter(({ action }) => action === 'status')).toHaveLength(20);
});

describe('questions', () => {
  const acks = (server: FakeServer) => server.heard.filter(({ action }) => action === 'ack').map(({ seq }) => seq);

  /** A client whose execution has asked something. */
  async function asked(): Promise<{ server: FakeServer; order: Execution; question: Question; frame: { executionId: string } }> {
    const server = withMailbox();
    const { order, executionId } = await accepted(server, connectTo(server));
    const frame = { executionId, seq: '1', taskToken: 'token', price: 7 };
    server.socket.says(frame);
    const { value: question } = await order.questions[Symbol.asyncIterator]().next();
    await settle();
    return { server, order, question, frame };
  }

  test('are acknowledged when they are answered: whoever comes before may answer them', async () => {
    const { server, question, frame } = await asked();
    await Promise.race([question.wait(), settle()]);
    expect(acks(server)).toEqual([]);
    server.socket.says({ accepted: true, requestId: 'r' });
    const answered = question.answer(true);
    await settle();
    server.socket.says({ accepted: true, requestId: 'r' });
    await answered;
    await settle();
    expect(acks(server)).toEqual(['1']);
    server.socket.says(frame);
    await settle();
    expect(acks(server)).toEqual(['1', '1']);
  });

  test('that could not be answered stay', async () => {
    const { server, question } = await asked();
    const answered = outcomeOf(question.answer(true));
    server.socket.says({ message: 'over', error: 'TaskTimedOut', connectionId: 'c', requestId: 'r' });
    expect(await answered).toEqual({ code: 'Refused', error: 'TaskTimedOut' });
    expect(acks(server)).toEqual([]);
  });

  test('are told once, though they come again, and keep nothing else from being heard', async () => {
    const { server, order, frame } = await asked();
    server.socket.says(frame, { executionId: frame.executionId, progress: 1 }, { executionId: frame.executionId, taskToken: 'unkept' });
    await settle();
    expect((await order.questions[Symbol.asyncIterator]().next()).value.taskToken).toBe('unkept');
    expect((await order[Symbol.asyncIterator]().next()).value).toMatchObject({ progress: 1 });
    expect(acks(server)).toEqual([]);
  });

  test('are over with their execution', async () => {
    const { server, order, frame } = await asked();
    server.socket.says({ executionId: frame.executionId, seq: '2', status: 'TIMED_OUT' });
    expect(await outcomeOf(order.result)).toMatchObject({ code: 'ExecutionFailed' });
    await settle();
    expect(acks(server).sort()).toEqual(['1', '2']);
  });
});

describe('pieces', () => {
  const piece = (id: string, index: number, of: number, text: string, more = {}) => ({ piece: { id, index, of }, text, executionId: id.split('/')[0], ...more });

  test('are put together in any order, repeats and all, and each kept one is acknowledged', async () => {
    const server = withMailbox();
    const client = connectTo(server);
    const { order, executionId } = await accepted(server, client);
    server.socket.says(
      piece(`${executionId}/1`, 1, 2, '"output":16}', { seq: '1b' }),
      piece(`${executionId}/1`, 1, 2, '"output":16}', { seq: '1b' }),
      piece(`${executionId}/1`, 0, 2, '{"status":"SUCCEEDED",', { seq: '1a' }),
    );
    expect(await order.result).toBe(16);
    await settle();
    expect(server.heard.filter(({ action }) => action === 'ack').map(({ seq }) => seq)).toEqual(['1a', '1b']);
  });

  test('of which one comes again are not waited for: it is acknowledged again', async () => {
    const server = withMailbox();
    const client = connectTo(server);
    const { executionId } = await accepted(server, client);
    const [first, second] = [piece(`${executionId}/1`, 0, 2, '{"a"', { seq: '1a' }), piece(`${executionId}/1`, 1, 2, ':1}', { seq: '1b' })];
    server.socket.says(first, second, second);
    await settle();
    expect(server.heard.filter(({ action }) => action === 'ack').map(({ seq }) => seq)).toEqual(['1a', '1b', '1b']);
  });

  test('of another client\'s execution are left to it, each of them, unless a listener takes the message', async () => {
    const server = withMailbox([[0, 1].map((index) => piece('jane-other/1', index, 2, ['{"a"', ':1}'][index], { seq: `1/${index}` }))]);
    const client = connectTo(server);
    const frames: { ack(): void }[] = [];
    client.on('frame', (frame) => frames.push(frame));
    await settle();
    expect(frames).toMatchObject([{ frame: { executionId: 'jane-other', a: 1 } }]);
    expect(server.heard.filter(({ action }) => action === 'ack')).toEqual([]);
    frames[0].ack();
    await settle();
    expect(server.heard.filter(({ action }) => action === 'ack').map(({ seq }) => seq)).toEqual(['1/0', '1/1']);
  });

  test('that make no sense take nothing down', async () => {
    const server = new FakeServer();
    const client = server.connect({ delivery });
    await settle();
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
    server.socket.says(`{"piece":{"id":1,"index":0,"of":1},"text":"{\\"executionId\\":${deep}}","seq":"1"}`);
    for (const [index, of] of [[-1, 2], [2, 2], [0, 1e9], [0.5, 2], ['0', '1'], [null, null], [0, 0], ['__proto__', 2]]) {
      server.socket.says({ piece: { id: 'x', index, of }, text: '{}' });
    }
    server.socket.says({ piece: {}, text: 'x' }, { piece: { id: 'y', index: 0, of: 1 }, text: 'no JSON' });
    await settle();
    expect(client.state).toBe('open');
  });
});

describe('a message in a bucket', () => {
  const ref = { bucket: 'b', key: 'k', bytes: 200_000, sha256: '00' };

  test('is fetched', async () => {
    const server = new FakeServer();
    const asked: unknown[] = [];
    const client = server.connect({
      api: API,
      delivery,
      fetchPayload: async (given) => {
        asked.push(given);
        return '{"status":"SUCCEEDED","output":16}';
      },
    });
    const order = client.start('order', {});
    await settle();
    server.socket.says(started(server.heard[0]), { payloadRef: ref, executionId: `jane-${order.requestId}` });
    expect(await order.result).toBe(16);
    expect(asked).toEqual([ref]);
  });

  test.each(['live', 'kept'])('is not overtaken by the end that was sent after it, %s', async (way) => {
    const executionId = 'jane-17';
    const frames = [
      { executionId, seq: '1', payloadRef: { bucket: 'b', key: '{"progress":1}' } },
      { executionId, seq: '2', payloadRef: { bucket: 'b', key: '{"progress":2}' } },
      { executionId, seq: '3', status: 'SUCCEEDED', output: 16 },
    ];
    const server = withMailbox([way === 'kept' ? frames : []]);
    const client = server.connect({
      api: { ...api, status: undefined },
      delivery,
      fetchPayload: async ({ key }) => {
        await settle();
        return key;
      },
    });
    const order = client.follow('order', '17');
    await settle();
    server.socket.says(...way === 'live' ? frames : []);
    expect(await all(order)).toMatchObject([{ progress: 1 }, { progress: 2 }]);
    expect(await order.result).toBe(16);
    await settle();
    expect(server.heard.filter(({ action }) => action === 'ack').map(({ seq }) => seq)).toEqual(['1', '2', '3']);
  });

  test('that is never there is waited for half a minute, and goes to listeners', async () => {
    const server = withMailbox();
    const client = server.connect({ api, delivery, fetchPayload: () => new Promise<string>(() => {}) });
    const kinds: unknown[] = [];
    client.on('frame', ({ kind }) => kinds.push(kind));
    const order = client.follow('order', '17');
    await settle();
    server.socket.says({ executionId: 'jane-17', payloadRef: ref }, { executionId: 'jane-17', status: 'SUCCEEDED', output: 16 });
    expect(await outcomeOf(order.result)).toBe('pending');
    await server.timers.advance(30_000);
    expect(await order.result).toBe(16);
    expect(kinds).toEqual(['payloadRef']);
  });

  test('that is a reference again is not fetched for ever', async () => {
    const server = new FakeServer();
    let count = 0;
    const client = server.connect({
      api: API,
      delivery,
      fetchPayload: async () => JSON.stringify({ payloadRef: ++count < 50 ? ref : undefined }),
    });
    const frames: unknown[] = [];
    client.on('frame', ({ kind }) => frames.push(kind));
    await settle();
    server.socket.says({ payloadRef: ref });
    await settle();
    await settle();
    expect(count).toBe(1);
    expect(frames).toEqual(['payloadRef']);
  });

  test.each([['without a fetcher', undefined], ['where it fails', () => Promise.reject(new Error('denied'))]])('goes to listeners %s, and is not acknowledged', async (_, fetchPayload) => {
    const server = withMailbox();
    const client = server.connect({ api, delivery, fetchPayload });
    const frames: unknown[] = [];
    client.on('frame', (frame) => frames.push(frame));
    await settle();
    server.socket.says({ payloadRef: ref, executionId: 'x', seq: '1' });
    await settle();
    expect(frames).toMatchObject([{ kind: 'payloadRef', frame: { payloadRef: ref } }]);
    expect(server.heard.filter(({ action }) => action === 'ack')).toEqual([]);
    expect(await outcomeOf(client.close())).toEqual({ value: undefined });
  });
});

describe('without it', () => {
  test('an API with a mailbox is refused', () => {
    expect(() => new FakeServer().connect({ api })).toThrow('a mailbox needs `delivery`');
  });

  test('a kept message is heard, and is not acknowledged', async () => {
    const server = new FakeServer();
    const client = server.connect({ api: API });
    const order = client.start('order', {});
    await settle();
    server.socket.says(started(server.heard[0]), { executionId: `jane-${order.requestId}`, seq: '1', status: 'SUCCEEDED', output: 16 });
    expect(await order.result).toBe(16);
    await settle();
    expect(server.heard.map(({ action }) => action)).toEqual(['order']);
  });

  test.each([['piece', { piece: { id: 'x', index: 0, of: 2 }, text: '{' }], ['payloadRef', { payloadRef: { bucket: 'b', key: 'k' } }]])(
    'a %s goes to listeners, though it is of an execution of the client\'s', async (kind, message) => {
      const server = new FakeServer();
      const client = server.connect({ api: API });
      const heard: unknown[] = [];
      client.on('frame', (frame) => heard.push(frame));
      const order = client.start('order', {});
      await settle();
      const frame = { ...message, executionId: `jane-${order.requestId}` };
      server.socket.says(started(server.heard[0]), frame);
      await settle();
      expect(heard).toMatchObject([{ kind, frame }]);
      expect(await outcomeOf(order.result)).toBe('pending');
    });
});
