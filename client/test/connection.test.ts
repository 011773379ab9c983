import { WebSocket } from 'ws';
import { API, FakeServer, ManualTimers, outcomeOf, settle, started } from './support';
import { connect, UnauthorizedError, type StateChange } from '../src';

function statesOf(client: { on(name: 'state', listener: (change: StateChange) => void): unknown }): StateChange[] {
  const changes: StateChange[] = [];
  client.on('state', (change) => changes.push(change));
  return changes;
}

describe('connecting', () => {
  test('goes through connecting, resuming and open', async () => {
    const server = new FakeServer();
    const client = server.connect();
    expect(client.state).toBe('connecting');
    const changes = statesOf(client);
    await settle();
    expect(changes.map(({ from, to }) => `${from} > ${to}`)).toEqual(['connecting > resuming', 'resuming > open']);
  });

  test('tries again when the first attempt fails', async () => {
    const server = new FakeServer();
    server.accepts = false;
    const client = server.connect();
    await settle();
    server.socket.ends();
    expect(client.state).toBe('suspended');
    server.accepts = true;
    await server.timers.advance(500);
    expect(client.state).toBe('open');
    expect(server.sockets).toHaveLength(2);
  });

  test('asks for the URL before every attempt', async () => {
    const server = new FakeServer();
    let count = 0;
    server.connect({ url: async () => `wss://api.example/prod?token=${++count}` });
    await settle();
    server.socket.ends();
    await server.timers.advance(1000);
    expect(server.sockets.map(({ url }) => url.at(-1))).toEqual(['1', '2']);
  });

  test('a URL that cannot be made, or is none, is a failed attempt', async () => {
    const server = new FakeServer();
    let count = 0;
    const client = server.connect({
      url() {
        count++;
        return Promise.reject(new Error('no token'));
      },
    });
    const changes = statesOf(client);
    await settle();
    expect(changes.at(-1)).toMatchObject({ to: 'suspended', retryIn: 250, error: new Error('no token') });
    await server.timers.advance(500);
    expect(count).toBe(2);
    expect(client.state).toBe('suspended');
  });

  test('a URL that is none closes the client: it would be none the next time', async () => {
    const client = connect({ url: 'https//api.example/prod', webSocket: WebSocket, timers: new ManualTimers() });
    const order = client.start('order', {});
    expect(await outcomeOf(order.accepted)).toMatchObject({ code: 'Closed' });
    await expect(order.accepted).rejects.toThrow('Invalid URL');
    expect(client.state).toBe('closed');
  });

  test('a handshake that takes too long is a failed attempt, and is left', async () => {
    const server = new FakeServer();
    server.accepts = false;
    const client = server.connect();
    await server.timers.advance(15_000);
    expect(client.state).toBe('suspended');
    expect(server.socket.closedWith).toBe(1000);
    const [late] = server.sockets;
    await server.timers.advance(1000);
    late.accept();
    expect(client.state).toBe('connecting');
  });

  test('a URL that is never made is a failed attempt', async () => {
    const server = new FakeServer();
    const client = server.connect({ url: () => new Promise<string>(() => {}) });
    await server.timers.advance(15_000);
    expect(client.state).toBe('suspended');
    expect(server.sockets).toEqual([]);
  });
});

describe('a refused handshake', () => {
  test.each([401, 403])('is not tried again with the same URL, %i', async (status) => {
    const server = new FakeServer();
    server.accepts = false;
    const client = server.connect();
    await settle();
    server.socket.refuses(status);
    await server.timers.advance(3_600_000);
    expect(client.state).toBe('closed');
    expect(server.sockets).toHaveLength(1);
  });

  test('is tried three times with fresh URLs', async () => {
    const server = new FakeServer();
    server.answers = {};
    const client = server.connect({ url: () => 'wss://api.example/prod?token=expired', backoff: { min: 10, max: 10 } });
    server.accepts = false;
    for (let attempt = 0; attempt < 3; attempt++) {
      await settle();
      server.socket.refuses(403);
      await server.timers.advance(10);
    }
    await server.timers.advance(3_600_000);
    expect(client.state).toBe('closed');
    expect(server.sockets).toHaveLength(3);
  });

  test('of which the status is hidden, as in browsers, is tried ever more slowly', async () => {
    const server = new FakeServer();
    server.accepts = false;
    server.connect();
    for (let second = 0; second < 3600; second++) {
      await server.timers.advance(1000);
      server.sockets.filter(({ closedWith }) => closedWith === undefined).forEach((socket) => socket.ends());
    }
    // Ten seconds on average, for an hour.
    expect(server.sockets.length).toBeLessThan(400);
    expect(server.sockets.length).toBeGreaterThan(100);
  }, 60_000);

  test('whose URL says that nothing would help closes the client', async () => {
    const server = new FakeServer();
    const client = server.connect({
      url: () => {
        throw new UnauthorizedError('logged out');
      },
    });
    const order = client.start('order', {});
    await settle();
    expect(client.state).toBe('closed');
    expect(await outcomeOf(order.result)).toMatchObject({ code: 'HandshakeRefused' });
    expect(server.sockets).toEqual([]);
  });

  test('more often than allowed closes the client', async () => {
    const server = new FakeServer();
    server.accepts = false;
    const client = server.connect({ backoff: { attempts: 2 } });
    await settle();
    server.socket.ends();
    await server.timers.advance(1000);
    server.socket.ends();
    expect(client.state).toBe('closed');
    expect(server.timers.pending).toBe(0);
  });
});

describe('a lost connection', () => {
  test('is replaced, after a wait that doubles up to its limit', async () => {
    const server = new FakeServer();
    const client = server.connect({ backoff: { min: 1000, max: 3000 } });
    const waits: (number | undefined)[] = [];
    client.on('state', ({ retryIn }) => retryIn !== undefined && waits.push(retryIn));
    await settle();
    server.accepts = false;
    for (let attempt = 0; attempt < 4; attempt++) {
      server.socket.ends();
      await settle();
      await server.timers.advance(waits[attempt] ?? 0);
    }
    expect(waits).toEqual([500, 1000, 1500, 1500]);
  });

  test('that lasted long is no failure', async () => {
    const server = new FakeServer();
    const client = server.connect({ backoff: { min: 1000 } });
    const waits: unknown[] = [];
    client.on('state', ({ retryIn }) => retryIn !== undefined && waits.push(retryIn));
    for (let connection = 0; connection < 3; connection++) {
      await server.timers.advance(6000);
      server.socket.ends();
      await settle();
    }
    expect(waits).toEqual([500, 500, 500]);
  });

  test.each([1001, 1011, 1012])('that the server has closed with %i is replaced at any time of 15 seconds', async (code) => {
    const server = new FakeServer();
    const client = server.connect({ random: () => 0.9 });
    const changes = statesOf(client);
    await settle();
    server.socket.ends(code, 'Going away');
    await settle();
    expect(changes.at(-1)).toEqual({ from: 'open', to: 'suspended', code, reason: 'Going away', retryIn: 13_500 });
  });
});

test('a server that is not back after its close is not besieged', async () => {
  const server = new FakeServer();
  const client = server.connect({ random: () => 1 });
  const waits: unknown[] = [];
  client.on('state', ({ retryIn }) => retryIn !== undefined && waits.push(retryIn));
  await settle();
  server.accepts = false;
  server.socket.ends(1012);
  await server.timers.advance(15_000);
  server.socket.ends();
  await server.timers.advance(4000);
  server.socket.ends();
  await settle();
  expect(waits).toEqual([15_000, 4000, 8000]);
});

describe('a heartbeat', () => {
  const answers = { ping: (_: unknown, socket: { says(frame: object): unknown }) => void socket.says({ pong: true }) };

  test('pings after nine minutes of silence', async () => {
    const server = new FakeServer();
    server.answers = answers;
    const client = server.connect({ api: API, renewAfter: false });
    await server.timers.advance(539_000);
    expect(server.heard).toEqual([]);
    server.socket.says({ hello: 'client' });
    await server.timers.advance(539_000);
    expect(server.heard).toEqual([]);
    await server.timers.advance(3_600_000);
    expect(server.heard.length).toBe(7);
    expect(client.state).toBe('open');
    expect(server.sockets).toHaveLength(1);
  });

  test('notices a connection that says it is open and over which nothing comes, and does not wait for its close', async () => {
    const server = new FakeServer();
    const client = server.connect({ api: API });
    await server.timers.advance(540_000);
    expect(server.heard).toEqual([{ action: 'ping' }]);
    await server.timers.advance(10_000);
    expect(client.state).toBe('suspended');
    await server.timers.advance(500);
    expect(client.state).toBe('open');
    // What the dead one says late is heard by nobody.
    const frames: unknown[] = [];
    client.on('frame', ({ frame }) => frames.push(frame));
    server.sockets[0].says({ late: true }).ends(1006);
    await settle();
    expect(frames).toEqual([]);
    expect(client.state).toBe('open');
  });

  test('pings at once when a machine wakes that has slept', async () => {
    const server = new FakeServer();
    server.connect({ api: API });
    await settle();
    await server.timers.sleep(7_000_000);
    expect(server.heard).toEqual([{ action: 'ping' }]);
  });

  test('is silent where no route is named that answers: the message would start a workflow', async () => {
    const server = new FakeServer();
    server.connect({ heartbeat: { every: 1000 } });
    await server.timers.advance(600_000);
    expect(server.heard).toEqual([]);
  });

  test('is silent when it is switched off', async () => {
    const server = new FakeServer();
    server.connect({ api: API, heartbeat: false });
    await server.timers.advance(600_000);
    expect(server.heard).toEqual([]);
  });
});

test('a ping waits for nothing, however many replies are awaited', async () => {
  const server = new FakeServer();
  const client = server.connect({ api: API, heartbeat: { every: 1000 } });
  await settle();
  Array.from({ length: 64 }, () => client.start('order', {}));
  await server.timers.advance(1000);
  expect(server.heard.at(-1)).toEqual({ action: 'ping' });
});

describe('a planned renewal', () => {
  test('while a start is under way sends it again, if the old connection is lost before the reply', async () => {
    const server = new FakeServer();
    const client = server.connect({ api: API, heartbeat: false, renewAfter: 1000 });
    await server.timers.advance(990);
    const order = client.start('order', {});
    await server.timers.advance(10);
    const [old, fresh] = server.sockets;
    old.ends();
    await settle();
    expect(fresh.sent).toEqual([{ action: 'order', requestId: order.requestId }]);
  });

  test('leaves the old connection, though a ping over it had another answer than its own', async () => {
    const server = new FakeServer();
    server.connect({ api: API, renewAfter: 600_000 });
    await server.timers.advance(540_000);
    expect(server.heard).toEqual([{ action: 'ping' }]);
    server.socket.says({ hello: 'client' });
    await server.timers.advance(60_000);
    expect(server.sockets).toHaveLength(2);
    expect(server.sockets[0].closedWith).toBe(1000);
  });

  test('opens another connection before it leaves the old one', async () => {
    const server = new FakeServer();
    const client = server.connect();
    const changes = statesOf(client);
    await server.timers.advance(6_599_000);
    expect(server.sockets).toHaveLength(1);
    await server.timers.advance(1000);
    expect(server.sockets).toHaveLength(2);
    expect(server.sockets[0].closedWith).toBe(1000);
    expect(client.state).toBe('open');
    expect(changes.map(({ to }) => to)).toEqual(['resuming', 'open']);
    void client.send('note', { text: 'over the new one' });
    await settle();
    expect(server.sockets[1].sent).toHaveLength(1);
  });

  test('comes earlier for some than for others', async () => {
    const server = new FakeServer();
    server.connect({ random: () => 0 });
    await server.timers.advance(6_303_000);
    expect(server.sockets).toHaveLength(2);
  });

  test('leaves the old connection only when what it carries has ended', async () => {
    const server = new FakeServer();
    server.answers.status = ({ executionId }, socket) => void socket.says({ executionId, status: 'RUNNING', startDate: 1 });
    const client = server.connect({ api: API, heartbeat: false });
    const order = client.start('order', {});
    await settle();
    const [old] = server.sockets;
    old.says(started(old.sent[0]));
    await server.timers.advance(6_600_000);
    expect(old.closedWith).toBeUndefined();
    const update = order[Symbol.asyncIterator]().next();
    old.says({ executionId: order.executionId, progress: 1 }, { executionId: order.executionId, status: 'SUCCEEDED', output: 1 });
    expect((await update).value).toMatchObject({ progress: 1 });
    expect(await order.result).toBe(1);
    expect(old.closedWith).toBe(1000);
  });

  test('that fails is tried again, over the connection that lives', async () => {
    const server = new FakeServer();
    const client = server.connect();
    await settle();
    server.accepts = false;
    await server.timers.advance(6_600_000);
    server.socket.ends();
    expect(client.state).toBe('open');
    server.accepts = true;
    await server.timers.advance(1000);
    expect(server.sockets).toHaveLength(3);
    expect(server.sockets[0].closedWith).toBe(1000);
  });
});

test('a planned renewal that fails as often as attempts may closes no connection that lives', async () => {
  const server = new FakeServer();
  const client = server.connect({ backoff: { attempts: 1 } });
  await settle();
  server.accepts = false;
  await server.timers.advance(6_600_000);
  server.socket.ends();
  await settle();
  expect(client.state).toBe('open');
  server.sockets[0].ends();
  await server.timers.advance(20_000);
  server.socket.ends();
  expect(client.state).toBe('closed');
});

test('attempts that failed before a connection that lived do not count, though it ends while another is opened', async () => {
  const server = new FakeServer();
  server.accepts = false;
  const client = server.connect({ backoff: { attempts: 2 }, renewAfter: 10_000 });
  await settle();
  server.socket.ends();
  server.accepts = true;
  await server.timers.advance(1000);
  expect(client.state).toBe('open');
  server.accepts = false;
  await server.timers.advance(10_000);
  const [, old, fresh] = server.sockets;
  old.ends();
  fresh.ends();
  expect(client.state).toBe('suspended');
});

describe('closing', () => {
  test('while a handshake is under way leaves nothing behind', async () => {
    const server = new FakeServer();
    server.accepts = false;
    const client = server.connect();
    await settle();
    await client.close();
    expect(server.socket.closedWith).toBe(1000);
    server.socket.accept().says({ hello: 1 });
    await server.timers.advance(60_000);
    expect(client.state).toBe('closed');
    expect(server.sockets).toHaveLength(1);
    expect(server.timers.pending).toBe(0);
  });

  test('while the URL is made opens no socket', async () => {
    const server = new FakeServer();
    let give!: (url: string) => void;
    const client = server.connect({
      url: () => new Promise<string>((resolve) => {
        give = resolve;
      }),
    });
    await client.close();
    give('wss://api.example/prod');
    await settle();
    expect(server.sockets).toEqual([]);
  });

  test('twice, as where React mounts twice, leaves the second client alone', async () => {
    const server = new FakeServer();
    const first = server.connect();
    void first.close();
    const second = server.connect();
    await settle();
    expect([first.state, second.state]).toEqual(['closed', 'open']);
    expect(server.sockets.filter(({ isOpen }) => isOpen)).toHaveLength(1);
    await first.close();
    expect(second.state).toBe('open');
  });

  test('takes no timer, ends what waits, and says why', async () => {
    const server = new FakeServer();
    const client = server.connect({ api: API });
    const order = client.start('order', {});
    await settle();
    await client.close();
    expect(server.timers.pending).toBe(0);
    expect(await outcomeOf(order.accepted)).toMatchObject({ code: 'Closed' });
    expect(await outcomeOf(order.result)).toMatchObject({ code: 'Closed' });
    expect(await outcomeOf(client.send('note', {}))).toMatchObject({ code: 'Closed' });
  });

  test('is what the end of a block does', async () => {
    const server = new FakeServer();
    {
      await using client = server.connect();
      await settle();
      expect(client.state).toBe('open');
    }
    expect(server.socket.closedWith).toBe(1000);
  });
});

test('a listener hears once, however often the connection is replaced, until it is taken back', async () => {
  const server = new FakeServer();
  const client = server.connect({ backoff: { min: 1 } });
  const frames: unknown[] = [];
  const off = client.on('frame', ({ frame }) => frames.push(frame));
  for (let connection = 0; connection < 3; connection++) {
    await server.timers.advance(6000);
    server.socket.ends();
  }
  await server.timers.advance(6000);
  server.socket.says({ once: true });
  await settle();
  expect(frames).toEqual([{ once: true }]);
  off();
  server.socket.says({ twice: true });
  await settle();
  expect(frames).toHaveLength(1);
});

test('a listener that has been taken back hears nothing, even of what had come before', async () => {
  const server = new FakeServer();
  const client = server.connect();
  const frames: unknown[] = [];
  const off = client.on('frame', ({ frame }) => frames.push(frame));
  await settle();
  server.socket.says({ late: true });
  off();
  await settle();
  expect(frames).toEqual([]);
});

test('each new connection is told of, a planned one too', async () => {
  const server = new FakeServer();
  const client = server.connect({ backoff: { min: 1 } });
  let count = 0;
  client.on('connected', () => count++);
  await server.timers.advance(6000);
  server.socket.ends();
  await server.timers.advance(1);
  expect(count).toBe(2);
  await server.timers.advance(6_600_000);
  expect(count).toBe(3);
});

test('a platform without WebSocket is told what to give', () => {
  expect(() => new FakeServer().connect({ webSocket: undefined })).toThrow('webSocket');
});
