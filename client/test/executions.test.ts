import { all, API, FakeServer, outcomeOf, settle, started, type FakeSocket } from './support';
import type { Execution } from '../src';
import { delivery } from '../src/delivery';

const DATE = 1652716274.909;
const taken = { message: 'Execution Already Exists: \'arn:***\'', error: 'ExecutionAlreadyExists', connectionId: 'c', requestId: 'r' };

async function open(options: Parameters<FakeServer['connect']>[0] = {}): Promise<{ server: FakeServer; client: ReturnType<FakeServer['connect']>; socket: FakeSocket }> {
  const server = new FakeServer();
  const client = server.connect({ api: API, heartbeat: false, renewAfter: false, backoff: { min: 2, max: 2 }, ...options });
  await settle();
  return { server, client, socket: server.socket };
}

/** An order that is accepted. */
async function accepted(options: Parameters<FakeServer['connect']>[0] = {}, route = 'order'): Promise<Awaited<ReturnType<typeof open>> & { order: Execution; id: string }> {
  const opened = await open(options);
  const order = opened.client.start(route, { item: 7 }) as Execution;
  await settle();
  opened.socket.says(started(opened.socket.sent[0]));
  await settle();
  return { ...opened, order, id: order.executionId as string };
}

describe('an execution', () => {
  test('is accepted, sends updates, and ends', async () => {
    const { socket, order, id } = await accepted();
    expect(socket.sent).toEqual([{ action: 'order', requestId: order.requestId, item: 7 }]);
    expect(await order.accepted).toEqual({ executionId: `jane-${order.requestId}`, startDate: new Date(DATE * 1000) });
    socket.says({ executionId: id, progress: 0.5 }, { executionId: id, progress: 0.9 }, { executionId: id, status: 'SUCCEEDED', output: { total: 16 } });
    expect(await all(order)).toEqual([{ executionId: id, progress: 0.5 }, { executionId: id, progress: 0.9 }]);
    expect(await order.result).toEqual({ total: 16 });
  });

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('that ends with %s rejects with it', async (status) => {
    const { socket, order, id } = await accepted();
    socket.says({ executionId: id, status, error: 'OutOfStock', cause: 'none left' });
    await expect(order.result).rejects.toMatchObject({ code: 'ExecutionFailed', message: `${status} OutOfStock none left`, frame: { status, error: 'OutOfStock', cause: 'none left' } });
    expect(await all(order)).toEqual([]);
  });

  test('whose error is no text rejects all the same', async () => {
    const { socket, order, id } = await accepted();
    socket.says({ executionId: id, status: 'FAILED', error: { toString: 1 }, cause: 17 });
    await expect(order.result).rejects.toMatchObject({ code: 'ExecutionFailed', message: 'FAILED', frame: { cause: 17 } });
  });

  test('whose output is too large says so', async () => {
    const { socket, order, id } = await accepted();
    socket.says({ executionId: id, status: 'SUCCEEDED', outputTooLarge: true });
    expect(await outcomeOf(order.result)).toMatchObject({ code: 'PayloadUnavailable' });
  });

  test('that fails takes no program down that does not look', async () => {
    const { client } = await open();
    client.start('order', {});
    await client.close();
    await settle();
  });

  test('ends once: what comes after its end is heard by nobody', async () => {
    const { client, socket, order, id } = await accepted();
    const frames: unknown[] = [];
    client.on('frame', (frame) => frames.push(frame));
    socket.says({ executionId: id, status: 'SUCCEEDED', output: 1 }, { executionId: id, status: 'FAILED' }, { executionId: id, progress: 1 });
    expect(await order.result).toBe(1);
    await settle();
    expect(frames).toEqual([]);
  });

  test('hears what came before its acknowledgement', async () => {
    const { client, socket } = await open();
    const order = client.start('order', {});
    await settle();
    const executionId = `jane-${order.requestId}`;
    socket.says({ executionId, progress: 0.5 }, { executionId, status: 'SUCCEEDED', output: 16 });
    expect(await outcomeOf(order.result)).toBe('pending');
    socket.says(started(socket.sent[0]));
    expect(await all(order)).toEqual([{ executionId, progress: 0.5 }]);
    expect(await order.result).toBe(16);
  });

  test('whose failure comes before its acknowledgement was accepted all the same', async () => {
    const { client, socket } = await open();
    const order = client.start('order', {});
    await settle();
    socket.says({ executionId: `jane-${order.requestId}`, status: 'FAILED', error: 'OutOfStock' }, started(socket.sent[0]));
    expect(await outcomeOf(order.accepted)).toMatchObject({ value: { executionId: `jane-${order.requestId}` } });
    expect(await outcomeOf(order.result)).toMatchObject({ code: 'ExecutionFailed' });
  });

  test('hears nothing of another\'s, which goes to listeners when nobody else may be meant', async () => {
    const { client, socket } = await open();
    const frames: unknown[] = [];
    client.on('frame', ({ frame }) => frames.push(frame));
    const order = client.start('order', {});
    await settle();
    const stranger = { executionId: 'jane-other', progress: 1 };
    socket.says(stranger);
    await settle();
    expect(frames).toEqual([]);
    socket.says(started(socket.sent[0]));
    await settle();
    expect(frames).toEqual([stranger]);
    expect(await outcomeOf(order.result)).toBe('pending');
  });

  test('keeps the newest thousand of what nobody reads', async () => {
    const { socket, order, id } = await accepted();
    for (let number = 0; number < 1500; number++) {
      socket.says({ executionId: id, number });
    }
    socket.says({ executionId: id, status: 'SUCCEEDED' });
    const updates = await all(order) as { number: number }[];
    expect(updates).toHaveLength(1000);
    expect(updates[0].number).toBe(500);
  });

  test('is read as it goes', async () => {
    const { socket, order, id } = await accepted();
    const reader = order[Symbol.asyncIterator]();
    const first = reader.next();
    expect(await outcomeOf(first)).toBe('pending');
    socket.says({ executionId: id, progress: 1 });
    expect((await first).value).toEqual({ executionId: id, progress: 1 });
    const end = reader.next();
    socket.says({ executionId: id, status: 'ABORTED' });
    expect(await end).toEqual({ done: true, value: undefined });
  });

  test('whose end is not told ends with the update that is the result', async () => {
    const { client, socket } = await open();
    const order = client.start('express', {}, { until: ({ total }) => total !== undefined });
    await settle();
    const executionId = order.requestId;
    socket.says({ executionId, startDate: DATE }, { executionId, progress: 1 }, { executionId, total: 16 });
    expect(await order.result).toEqual({ executionId, total: 16 });
    expect(await all(order)).toEqual([{ executionId, progress: 1 }]);
  });
});

test('an update that `until` cannot take ends the execution with its error, and nothing else', async () => {
  const { client, socket } = await open();
  const order = client.start('order', {}, { until: (update) => (update.step as { name: string }).name === 'last' });
  const other = client.start('order', {});
  await settle();
  socket.says(started(socket.sent[0]), started(socket.sent[1]));
  await settle();
  expect(() => socket.says({ executionId: order.executionId ?? '', progress: 1 })).not.toThrow();
  await expect(order.result).rejects.toThrow(TypeError);
  socket.says({ executionId: other.executionId, status: 'SUCCEEDED', output: 1 });
  expect(await other.result).toBe(1);
});

describe('starts', () => {
  test('under way together are told apart by their ids, in any order', async () => {
    const { client, socket } = await open();
    const orders = [1, 2, 3].map((item) => client.start('order', { item }));
    await settle();
    [...socket.sent].reverse().forEach((message) => socket.says(started(message)));
    await settle();
    expect(orders.map(({ executionId }) => executionId)).toEqual(orders.map(({ requestId }) => `jane-${requestId}`));
  });

  test('whose ids end alike are told apart', async () => {
    const { client, socket } = await open();
    const [short, long] = [client.start('order', {}, { requestId: '7' }), client.start('order', {}, { requestId: 'a-7' })];
    await settle();
    socket.says({ executionId: 'jane-a-7', startDate: DATE }, { executionId: 'jane-7', startDate: DATE });
    await settle();
    expect([short.executionId, long.executionId]).toEqual(['jane-7', 'jane-a-7']);
  });

  test('whose ids end alike are told apart, though the name of one is not known', async () => {
    const { client, socket } = await open();
    const [short, long] = [client.follow('order', '7'), client.start('order', {}, { requestId: 'a-7' })];
    await settle();
    socket.says(
      { executionId: 'jane-a-7', progress: 1 }, { executionId: 'jane-a-7', startDate: DATE },
      { executionId: 'jane-7', status: 'RUNNING', startDate: DATE }, { executionId: 'jane-a-7', status: 'SUCCEEDED' },
    );
    expect(await all(long)).toEqual([{ executionId: 'jane-a-7', progress: 1 }]);
    expect([short.executionId, long.executionId]).toEqual(['jane-7', 'jane-a-7']);
  });

  test('without names go one after another', async () => {
    const { client, socket } = await open();
    const [first, second] = [client.start('plain', { item: 1 }), client.start('plain', { item: 2 })];
    await settle();
    expect(socket.sent).toHaveLength(1);
    socket.says({ executionArn: 'arn:aws:states:us-east-1:123456789012:execution:Orders:x1', startDate: DATE });
    await settle();
    socket.says({ executionId: 'x2', startDate: DATE });
    await settle();
    expect([first.executionId, second.executionId]).toEqual(['x1', 'x2']);
  });

  test('are sent again over another connection, with the same id, where names are made of ids', async () => {
    const { client, server, socket } = await open();
    const order = client.start('order', { item: 7 });
    await settle();
    socket.ends();
    await server.timers.advance(2);
    expect(server.socket.sent).toEqual(socket.sent);
    server.socket.says(started(server.socket.sent[0]));
    expect(await outcomeOf(order.accepted)).toMatchObject({ value: { executionId: `jane-${order.requestId}` } });
  });

  test.each(['express', 'plain'])('of %s are never sent again', async (route) => {
    const { client, server, socket } = await open();
    const order = client.start(route, {});
    await settle();
    socket.ends();
    await server.timers.advance(60_000);
    expect(await outcomeOf(order.accepted)).toMatchObject({ code: 'ConnectionLost' });
    expect(await outcomeOf(order.result)).toMatchObject({ code: 'ConnectionLost' });
    expect(server.heard.filter(({ action }) => action === route)).toHaveLength(1);
  });

  test('that wait for a connection are sent, whatever they start: nothing was sent before', async () => {
    const { client, server, socket } = await open();
    socket.ends();
    const order = client.start('express', {});
    await server.timers.advance(2);
    server.socket.says({ executionId: order.requestId, startDate: DATE });
    expect(await outcomeOf(order.accepted)).toMatchObject({ value: { executionId: order.requestId } });
  });

  test('that had come through the first time are followed, and not taken for refused', async () => {
    const { client, server, socket } = await open();
    const order = client.start('order', {});
    await settle();
    socket.ends();
    await server.timers.advance(2);
    server.socket.says(taken);
    await settle();
    expect(await outcomeOf(order.accepted)).toMatchObject({ value: {} });
    expect(server.socket.sent[1]).toEqual({ action: 'status', requestId: order.requestId });
    server.socket.says({ executionId: `jane-${order.requestId}`, status: 'SUCCEEDED', startDate: DATE, stopDate: DATE, output: 16 });
    expect(await order.result).toBe(16);
  });

  test('that had come through the first time are known by what they send', async () => {
    const { client, server, socket } = await open({ delivery, api: { ...API, status: undefined, resume: 'resume' } });
    const order = client.start('order', {});
    await settle();
    socket.ends();
    await server.timers.advance(2);
    server.socket.says({ messages: [], next: null }, taken, { executionId: `jane-${order.requestId}`, status: 'SUCCEEDED', output: 16 });
    expect(await order.result).toBe(16);
  });

  test('whose name is taken by another message are refused', async () => {
    const { client, socket } = await open();
    const order = client.start('order', {}, { requestId: '17' });
    await settle();
    socket.says(taken);
    expect(await outcomeOf(order.accepted)).toEqual({ code: 'Refused', error: 'ExecutionAlreadyExists' });
  });

  test('that nothing answers are sent again over another connection, five times at most', async () => {
    const { client, server } = await open();
    const order = client.start('order', {});
    await server.timers.advance(29_000);
    expect(server.heard).toHaveLength(1);
    await server.timers.advance(1002);
    expect(server.sockets).toHaveLength(2);
    expect(server.sockets[1].sent).toHaveLength(1);
    await server.timers.advance(600_000);
    expect(server.heard).toHaveLength(5);
    expect(await outcomeOf(order.accepted)).toMatchObject({ code: 'TimedOut' });
  });
});

describe('a lost connection', () => {
  test('is a gap, after which the end is asked for', async () => {
    const { client, server, socket, order, id } = await accepted();
    const gaps: unknown[] = [];
    client.on('gap', (execution) => gaps.push(execution));
    socket.ends();
    await server.timers.advance(2);
    expect(gaps).toEqual([order]);
    expect(server.socket.sent).toEqual([{ action: 'status', executionId: id }]);
    server.socket.says({ executionId: id, status: 'SUCCEEDED', startDate: DATE, stopDate: DATE, output: 16 });
    expect(await order.result).toBe(16);
    expect(await all(order)).toEqual([]);
  });

  test('that lasts is followed by one question for the end, and not one for each that could not be asked', async () => {
    const { server, socket, id } = await accepted();
    server.answers.status = (_, to) => void to.says({ executionId: id, status: 'RUNNING', startDate: DATE });
    server.accepts = false;
    socket.ends();
    await server.timers.advance(8000);
    server.socket.accept();
    await settle();
    expect(server.heard.filter(({ action }) => action === 'status')).toHaveLength(1);
  });

  test('of an execution that still runs: its end is asked for again, ever more slowly', async () => {
    const { server, socket, id } = await accepted();
    server.answers.status = (_, to) => void to.says({ executionId: id, status: 'RUNNING', startDate: DATE });
    socket.ends();
    await server.timers.advance(3_600_000);
    const asked = server.heard.filter(({ action }) => action === 'status').length;
    expect(asked).toBeGreaterThan(7);
    expect(asked).toBeLessThan(12);
  });

  test.each([['nothing', { routes: API.routes }, 'order'], ['Express', API, 'express']])('ends what nobody can ask after: %s', async (_, api, route) => {
    const { client, socket } = await open({ api: api as never });
    const order = client.start(route, {});
    await settle();
    socket.says({ executionId: order.requestId, startDate: DATE });
    await settle();
    socket.ends();
    expect(await outcomeOf(order.result)).toMatchObject({ code: 'ConnectionLost' });
  });
});

test('an execution of which nothing is heard is asked after', async () => {
  const { server, order, id } = await accepted();
  server.answers.status = (_, to) => void to.says({ executionId: id, status: 'SUCCEEDED', startDate: DATE, output: 16 });
  await server.timers.advance(59_000);
  expect(await outcomeOf(order.result)).toBe('pending');
  await server.timers.advance(1000);
  expect(await order.result).toBe(16);
});

describe('status and stop', () => {
  test('name the execution, and its workflow', async () => {
    const { socket, order, id } = await accepted({ api: { ...API, routes: { order: { names: 'principal', workflow: 'report' } } } });
    const status = order.status();
    await settle();
    expect(socket.sent[1]).toEqual({ action: 'status', workflow: 'report', executionId: id });
    socket.says({ executionId: id, status: 'RUNNING', startDate: DATE });
    expect(await status).toMatchObject({ status: 'RUNNING' });
    const stopped = order.stop();
    await settle();
    expect(socket.sent[2]).toEqual({ action: 'stop', workflow: 'report', executionId: id });
    socket.says({ stopDate: DATE });
    await stopped;
  });

  test('that nobody has started reject', async () => {
    const { client, socket } = await open();
    const order = client.follow('order', '17');
    await settle();
    expect(socket.sent).toEqual([{ action: 'status', requestId: '17' }]);
    socket.says({ message: 'Execution Does Not Exist', error: 'ExecutionDoesNotExist', connectionId: 'c', requestId: 'r' });
    expect(await outcomeOf(order.result)).toEqual({ code: 'Refused', error: 'ExecutionDoesNotExist' });
  });
});

describe('following', () => {
  test('hears of the end, and of what comes', async () => {
    const { client, socket } = await open();
    const order = client.follow('order', '17');
    await settle();
    socket.says({ executionId: 'jane-17', status: 'RUNNING', startDate: DATE }, { executionId: 'jane-17', progress: 1 }, { executionId: 'jane-17', status: 'SUCCEEDED', output: 16 });
    expect(await order.result).toBe(16);
    expect(await all(order)).toHaveLength(1);
  });

  test('asks again soon: what the workflow sends goes to the connection that was left', async () => {
    const { client, server } = await open();
    server.answers.status = (_, to) => void to.says({ executionId: 'jane-17', status: 'RUNNING', startDate: DATE });
    client.follow('order', '17');
    await server.timers.advance(36_000);
    expect(server.heard).toHaveLength(3);
  });

  test('before there is a connection asks once, of however many', async () => {
    const server = new FakeServer();
    server.answers.status = ({ requestId }, to) => void to.says({ executionId: `jane-${requestId}`, status: 'SUCCEEDED', startDate: DATE, output: requestId });
    const client = server.connect({ api: API });
    const ids = Array.from({ length: 150 }, (_, index) => `${index}-x`);
    const followed = ids.map((id) => client.follow('order', id).result);
    expect(await Promise.all(followed)).toEqual(ids);
    expect(server.heard).toHaveLength(150);
  });

  test('what is aborted already asks nothing', async () => {
    const { client, socket } = await open();
    expect(await outcomeOf(client.follow('order', '17', { signal: AbortSignal.abort() }).result)).toMatchObject({ code: 'Aborted' });
    expect(socket.sent).toEqual([]);
  });

  test('hears again of what was left by an abort', async () => {
    const controller = new AbortController();
    const { client, socket } = await open();
    const left = client.start('order', {}, { signal: controller.signal });
    await settle();
    socket.says(started(socket.sent[0]));
    await settle();
    controller.abort();
    const order = client.follow('order', left.requestId);
    await settle();
    socket.says({ executionId: left.executionId, status: 'RUNNING', startDate: DATE });
    await settle();
    socket.says({ executionId: left.executionId, progress: 1 }, { executionId: left.executionId, status: 'SUCCEEDED', output: 16 });
    expect(await outcomeOf(order.result)).toEqual({ value: 16 });
    expect(await all(order)).toHaveLength(1);
  });

  test('once the client is closed rejects, and takes no timer', async () => {
    const { client, server } = await open({ delivery, api: { resume: 'resume', routes: API.routes } });
    await client.close();
    expect(await outcomeOf(client.follow('order', '17').result)).toMatchObject({ code: 'Closed' });
    expect(server.timers.pending).toBe(0);
  });

  test('gives what is followed already', async () => {
    const { client, order } = await accepted();
    expect(client.follow('order', order.requestId)).toBe(order);
  });
});

describe('an abort', () => {
  test('ends the waiting, and not the execution', async () => {
    const controller = new AbortController();
    const { client, socket } = await open();
    const order = client.start('order', {}, { signal: controller.signal });
    await settle();
    socket.says(started(socket.sent[0]));
    await settle();
    controller.abort();
    expect(await outcomeOf(order.result)).toMatchObject({ code: 'Aborted' });
    expect(await all(order)).toEqual([]);
    expect(socket.sent).toHaveLength(1);
  });

  test('stops the execution, if it is to', async () => {
    const controller = new AbortController();
    const { client, socket } = await open();
    const order = client.start('order', {}, { signal: controller.signal, stopOnAbort: true });
    await settle();
    socket.says(started(socket.sent[0]));
    await settle();
    controller.abort();
    await settle();
    expect(socket.sent[1]).toEqual({ action: 'stop', executionId: order.executionId });
  });

  test('by the time of a signal is a time-out', async () => {
    const { client } = await open();
    const timeout = AbortSignal.abort(new DOMException('', 'TimeoutError'));
    expect(await outcomeOf(client.start('order', {}, { signal: timeout }).result)).toMatchObject({ code: 'TimedOut' });
  });

  test('before the start sends nothing', async () => {
    const { client, socket } = await open();
    expect(await outcomeOf(client.start('order', {}, { signal: AbortSignal.abort() }).accepted)).toMatchObject({ code: 'Aborted' });
    expect(socket.sent).toEqual([]);
  });
});

test.each([['that is aborted from the first', true], ['that waits for a connection', false]])('a start %s stops nothing: nothing has started', async (_, isAborted) => {
  const controller = new AbortController();
  const server = new FakeServer();
  server.accepts = false;
  const client = server.connect({ api: API, heartbeat: false });
  await settle();
  if (isAborted) {
    controller.abort();
  }
  const order = client.start('order', {}, { signal: controller.signal, stopOnAbort: true, requestId: '17' });
  await settle();
  controller.abort();
  server.socket.accept();
  expect(await outcomeOf(order.result)).toMatchObject({ code: 'Aborted' });
  expect(server.heard).toEqual([]);
});

describe('questions', () => {
  test('are answered, refused, and waited for', async () => {
    const { server, socket, order, id } = await accepted();
    const questions = order.questions[Symbol.asyncIterator]();
    server.answers = Object.fromEntries(['answer', 'refuse', 'wait'].map((action) => [action, (_, to) => void to.says({ accepted: true, requestId: 'r' })]));
    socket.says({ executionId: id, question: 'Approve?', taskToken: 't' });
    const { value: question } = await questions.next();
    expect(question.message).toEqual({ executionId: id, question: 'Approve?', taskToken: 't' });
    await question.wait();
    await question.refuse('Declined', 'too dear');
    await question.answer({ approved: true });
    expect(socket.sent.slice(1)).toEqual([
      { action: 'wait', taskToken: 't' },
      { action: 'refuse', taskToken: 't', error: 'Declined', cause: 'too dear' },
      { action: 'answer', taskToken: 't', output: { approved: true } },
    ]);
  });

  test('that are over reject', async () => {
    const { server, socket, order, id } = await accepted();
    server.answers.answer = (_, to) => void to.says({ message: 'Task Timed Out', error: 'TaskTimedOut', connectionId: 'c', requestId: 'r' });
    socket.says({ executionId: id, taskToken: 't' });
    const { value: question } = await order.questions[Symbol.asyncIterator]().next();
    expect(await outcomeOf(question.answer(1))).toEqual({ code: 'Refused', error: 'TaskTimedOut' });
  });

  test('of workflows that name no execution go to listeners', async () => {
    const { client, socket } = await open();
    const asked: { answer(output: unknown): Promise<void> }[] = [];
    client.on('question', (question) => asked.push(question));
    socket.says({ question: 'Approve?', taskToken: 't' });
    await settle();
    void asked[0].answer(true);
    await settle();
    expect(socket.sent).toEqual([{ action: 'answer', taskToken: 't', output: true }]);
  });

  test('end with the execution', async () => {
    const { socket, order, id } = await accepted();
    socket.says({ executionId: id, status: 'SUCCEEDED' });
    expect(await all(order.questions)).toEqual([]);
  });
});
