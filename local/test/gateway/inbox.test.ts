import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inbox } from '../../src/gateway/inbox';
import { Turns } from '../../src/gateway/turns';

const KB = 1024;

/** An inbox for two messages of 4 KB, beside what each takes, whose messages are in work until they are ended. */
function inbox(turns = new Turns(() => 0)) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const client = { isBlocked: false, isRead: true };
  const under = new Inbox({
    turns,
    bytesInWork: 16 * KB,
    isBlocked: () => client.isBlocked,
    pause: () => client.isRead = false,
    resume: () => client.isRead = true,
  });
  const add = (name: string, bytes = 4 * KB): void => under.add(bytes, () => {
    started.push(name);
    return new Promise((resolve) => ends.set(name, resolve));
  });
  const end = async (name: string): Promise<void> => {
    ends.get(name)!();
    await nextTurn();
  };
  return { under, started, client, add, end };
}

test('messages start at once, as long as there is room', () => {
  const { add, started, client } = inbox();
  ['a', 'b'].forEach((name) => add(name));
  expect([started, client.isRead]).toEqual([['a', 'b'], true]);
});

test('without room they wait, in order, and the client is not read; with room they go on', async () => {
  const { add, end, started, client } = inbox();
  ['a', 'b', 'c', 'd'].forEach((name) => add(name));
  expect([started, client.isRead]).toEqual([['a', 'b'], false]);

  await end('b');
  expect([started, client.isRead]).toEqual([['a', 'b', 'c'], false]);
  await end('a');
  expect([started, client.isRead]).toEqual([['a', 'b', 'c', 'd'], true]);
});

test('small messages take room, too', () => {
  const { add, started } = inbox();
  Array.from('abcdef').forEach((name) => add(name, 0));
  expect(started).toEqual(['a', 'b', 'c', 'd']);
});

test('a message larger than the room there is starts when it is the only one', async () => {
  const { add, end, started } = inbox();
  ['a', 'b'].forEach((name) => add(name, 100 * KB));
  expect(started).toEqual(['a']);
  await end('a');
  expect(started).toEqual(['a', 'b']);
});

test('a client that does not read is not read; when it reads, all goes on', () => {
  const { under, add, started, client } = inbox();
  client.isBlocked = true;
  add('a');
  expect([started, client.isRead]).toEqual([[], false]);

  client.isBlocked = false;
  under.goOn();
  expect([started, client.isRead]).toEqual([['a'], true]);
});

describe('clients take turns', () => {
  /** Three clients whose messages take so long; in which order those are done that have come in the order of their names. */
  async function order(messages: readonly (readonly [client: number, name: string])[], milliseconds: number): Promise<string[]> {
    let now = 0;
    const turns = new Turns(() => now);
    const done: string[] = [];
    const options = { turns, bytesInWork: 1000 * KB, isBlocked: () => false, pause: () => {}, resume: () => {} };
    const clients = [new Inbox(options), new Inbox(options), new Inbox(options)];
    messages.forEach(([client, name]) => clients[client].add(1, async () => {
      done.push(name);
      now += name.startsWith('quick') ? 1 : milliseconds;
    }));
    while (done.length < messages.length) {
      await nextTurn();
    }
    return done;
  }

  test('one message each', async () => {
    expect(await order([[0, 'a1'], [0, 'a2'], [0, 'a3'], [0, 'a4'], [1, 'b1']], 6)).toEqual(['a1', 'a2', 'a3', 'b1', 'a4']);
  });

  test('and those whose messages take long let others go first', async () => {
    expect(await order([[0, 'a1'], [1, 'b1'], [0, 'a2'], [1, 'b2'], [2, 'quick']], 100)).toEqual(['a1', 'b1', 'a2', 'quick', 'b2']);
  });
});
