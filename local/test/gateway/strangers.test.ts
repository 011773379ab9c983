import { request } from 'node:http';
import { MOCK_200, refused, TestRun } from '../support';

const ROUTES = { routes: { $default: { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '$context.connectionId' } } } } } };

/** Sends a request as a web page would. */
async function asPage(url: string, method: string, headers: Record<string, string>): Promise<{ status: number; headers: object }> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode!, headers: response.headers });
    }).on('error', reject).end(method === 'POST' ? '{}' : undefined);
  });
}

test.each<[string, Record<string, string>, string]>([
  ['has its own name for this machine', { Host: 'rebind.example' }, '--allow-host rebind.example'],
  ['comes from elsewhere', { Origin: 'https://evil.example' }, '--allow-origin https://evil.example'],
  ['is in a sandbox', { Origin: 'null' }, '--allow-origin'],
])('a web page of a stranger\'s that %s gets neither a connection nor an answer, and the log says which option allows it', async (_title, headers, option) => {
  const run = await TestRun.start(ROUTES);
  const client = await run.connect();
  client.send('x');
  const id = await client.nextText();

  expect(await refused(run.url, headers)).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
  for (const method of ['POST', 'GET', 'DELETE', 'OPTIONS']) {
    const answer = await asPage(`${run.httpUrl}/@connections/${id}`, method, headers);
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }

  expect(run.entries('ConnectionRefused')).toEqual([expect.objectContaining({ status: 403, reason: expect.stringContaining(option) })]);
  expect(run.entries('Warning').filter(({ message }) => message.includes(option))).toHaveLength(4);
  expect(client.frames).toHaveLength(1);
});

test('a front end on another port of this machine, and what is allowed, are let in', async () => {
  const run = await TestRun.start(ROUTES, { allowedHosts: ['dev.example'], allowedOrigins: ['https://app.example'] });

  await expect(run.connect({ headers: { Origin: 'http://localhost:5173' } })).resolves.toBeDefined();
  await expect(run.connect({ headers: { Host: 'dev.example', Origin: 'https://app.example' } })).resolves.toBeDefined();
});
