import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { MOCK_200, TestRun } from '../support';

function health(run: TestRun, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status?: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(new URL('/_local/health', run.httpUrl), { headers, method }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    }).on('error', reject).end();
  });
}

test('a run that has started says that it is ready', async () => {
  const run = await TestRun.start({ routes: { $default: MOCK_200 } });

  expect(await health(run)).toEqual({ status: 200, body: '{"status":"ready"}' });
  expect(await health(run, {}, 'HEAD')).toEqual({ status: 200, body: '' });
  expect((await health(run, {}, 'POST')).status).toBe(403);
});

test.each([
  ['a name that is not its own', { Host: 'stranger.example' }],
  ["a stranger's web page", { Origin: 'https://stranger.example' }],
])('it says nothing to %s', async (_title, headers) => {
  const run = await TestRun.start({ routes: { $default: MOCK_200 } });

  expect((await health(run, headers)).status).toBe(403);
});
