import { once } from 'node:events';
import { connect } from 'node:net';
import { MOCK_200 } from '../support';
import { ConsoleRun } from './console-run';

const OWN = { 'x-local-console': '1' };

async function start(): Promise<{ run: ConsoleRun; origin: string }> {
  const run = await ConsoleRun.start({ routes: { $default: MOCK_200 } });
  return { run, origin: new URL(run.url).origin };
}

describe('who may look', () => {
  test('the page itself, and programs of this machine', async () => {
    const { run, origin } = await start();
    const given: Record<string, string>[] = [{}, { 'Sec-Fetch-Site': 'same-origin' }, { 'Sec-Fetch-Site': 'none' }, { Origin: origin }];
    expect(await Promise.all(given.map(async (headers) => (await run.ask('GET', 'api/changes', headers)).status))).toEqual([200, 200, 200, 200]);
  });

  test.each<[string, Record<string, string>]>([
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a page of another port', { 'Sec-Fetch-Site': 'same-site', 'Origin': 'http://127.0.0.1:5173' }],
    ['a page of another port, in an old browser', { Origin: 'http://localhost:5173' }],
    ['a sandboxed page', { Origin: 'null' }],
    ['a page under a name of its own', { Host: 'evil.example' }],
  ])('not %s: neither data nor the stream nor actions', async (_title, headers) => {
    const { run } = await start();
    const asked = [
      await run.ask('GET', 'api/changes', headers),
      await run.ask('GET', 'api/stream', headers),
      await run.ask('POST', 'api/time-scale', { ...headers, ...OWN }, '{"scale":7}'),
    ];
    expect(asked.map(({ status }) => status)).toEqual([403, 403, 403]);
    asked.forEach((answer) => expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]));
    expect((await run.changes()).general!.timeScale).toBe(100);
  });

  test('a link from anywhere opens the page, which has no data', async () => {
    const { run } = await start();
    const clicked = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    const page = await run.ask('GET', '', clicked);
    expect([200, 503]).toContain(page.status);
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect((await run.ask('GET', '', { ...clicked, Host: 'evil.example' })).status).toBe(403);
  });

  test('a change needs the header that no other page can send', async () => {
    const { run } = await start();
    expect((await run.ask('POST', 'api/time-scale', {}, '{"scale":7}')).status).toBe(403);
    expect((await run.changes()).general!.timeScale).toBe(100);
    expect((await run.ask('POST', 'api/time-scale', OWN, '{"scale":7}')).status).toBe(200);
    expect((await run.changes()).general!.timeScale).toBe(7);
  });

  test('a preflight is told nothing', async () => {
    const { run } = await start();
    const preflight = await run.ask('OPTIONS', 'api/time-scale', { 'Origin': 'http://evil.example', 'Access-Control-Request-Method': 'POST' });
    expect(preflight.status).toBe(403);
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });
});

test.each(['../../package.json', '..%2f..%2fpackage.json', 'console.js.map', 'api/nothing', 'api/rows/999', 'api/executions/arn', 'api/export/exe'])('%s is not there', async (path) => {
  const { run } = await start();
  expect([403, 404]).toContain((await run.ask('GET', path)).status);
});

test('a request that breaks off is no error of the run\'s', async () => {
  const { run, origin } = await start();
  const { port } = new URL(origin);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`POST /_console/api/connect HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Local-Console: 1\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n`);
  // It is asked for the rest.
  await once(socket, 'data');
  socket.resetAndDestroy();
  await once(socket, 'close');
  // Whoever asks afterwards is heard after it.
  await run.changes();
  await run.changes();
  expect(run.test.entries('UnexpectedError')).toEqual([]);
});

test('a client is connected to a stage of the run only, and not to more than there may be', async () => {
  const { run } = await start();
  await Promise.all(['nothing', '@example.com/', '0/prod'].map((stage) => run.act('connect', { stage })));
  expect((await run.changes()).general!.clients.map(({ end }) => end)).toEqual(['nothing', '@example.com/', '0/prod'].map((stage) => `the run has no stage ${stage}: Stage`));

  const answers = await Promise.all(Array.from({ length: 60 }, () => run.act('connect', { stage: 'Stage' })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
  expect(JSON.parse(answers.find(({ status }) => status === 409)!.body)).toEqual({ message: '50 clients are open already: close one' });
});

test('of clients that have not come to be the latest are kept', async () => {
  const { run } = await start();
  for (let index = 1; index <= 60; index++) {
    await run.act('connect', { stage: `stage ${index}` });
  }
  expect((await run.changes()).general!.clients.map(({ stage }) => stage)).toEqual(Array.from({ length: 50 }, (_, index) => `stage ${index + 11}`));
});

test('what is no JSON or too long is refused', async () => {
  const { run } = await start();
  expect((await run.ask('POST', 'api/connect', OWN, '[')).status).toBe(400);
  expect((await run.ask('POST', 'api/connect', OWN, `"${'x'.repeat(2 ** 20)}"`)).status).toBe(400);
  expect(JSON.parse((await run.act('time-scale', { scale: 'fast' })).body)).toEqual({ message: 'the scale "fast" is not allowed: a number from 0.001 to 1000000' });
});

test('@connections of a stage with the same name is not the console\'s, and without a console nothing is', async () => {
  const { run } = await start();
  expect((await run.ask('GET', '@connections/abc')).body).not.toContain('the console');
  const without = await ConsoleRun.start({ routes: { $default: MOCK_200 } }, { console: false });
  expect(without.test.run.consoleUrl).toBeUndefined();
  const answer = await fetch(`${without.test.httpUrl.replace('/prod', '')}/_console/`);
  expect(answer.status).toBe(403);
});
