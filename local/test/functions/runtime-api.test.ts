import { Agent, request, RequestOptions } from 'node:http';
import { Invocation } from '../../src/functions/invocation';
import { RuntimeApi } from '../../src/functions/runtime-api';

const agent = new Agent();
let api: RuntimeApi;
let address: string;
let answered: number;

beforeEach(async () => {
  answered = 0;
  api = new RuntimeApi({
    onReady: () => {},
    onInitError: () => {},
    onAnswered: () => {
      answered += 1;
    },
  });
  address = await api.listen();
});
afterEach(() => api.close());

interface Exchange {
  readonly status: Promise<number>;
  /** That the server has begun to read it; for requests that expect it to say so. */
  readonly isHeard: Promise<unknown>;
  readonly write: (text: string) => void;
  readonly end: (text?: string) => void;
}

/** A request whose body is written bit by bit. */
function exchange(method: string, path: string, options: RequestOptions = {}): Exchange {
  const [host, port] = address.split(':');
  const sent = request({ agent, host, port, method, path: `/2018-06-01/runtime/${path}`, ...options });
  const status = new Promise<number>((resolve, reject) => {
    sent.on('response', (response) => resolve(response.resume().statusCode!)).on('error', reject);
  });
  return { status, isHeard: new Promise((resolve) => sent.on('continue', resolve)), write: (text) => sent.write(text), end: (text) => sent.end(text) };
}

test('two answers to one event: the first that is whole counts, and the runtime is idle once', async () => {
  const invocation = new Invocation('{}');
  api.give(invocation, 'arn', Date.now() + 1000);
  const next = exchange('GET', 'invocation/next');
  next.end();
  await next.status;
  const slow = exchange('POST', `invocation/${invocation.requestId}/response`, { headers: { Expect: '100-continue' } });
  slow.write('"slow');
  await slow.isHeard;
  const quick = exchange('POST', `invocation/${invocation.requestId}/response`);
  quick.write('"quick"');
  quick.end();
  expect(await quick.status).toBe(202);
  slow.end('"');
  expect(await slow.status).toBe(400);
  expect(await invocation.result).toEqual({ payload: '"quick"', isError: false });
  expect(answered).toBe(1);
});

test.each([
  ['by another name', { headers: { Host: 'evil.example' } }],
  ['from a page', { headers: { Origin: 'http://evil.example' } }],
])('a stranger %s takes no event', async (_name, options) => {
  api.give(new Invocation('{}'), 'arn', Date.now() + 1000);
  const next = exchange('GET', 'invocation/next', options);
  next.end();
  expect(await next.status).toBe(403);
});

test.each([
  ['GET', 'nothing', 404],
  ['POST', 'invocation/unknown/response', 400],
])('%s %s is refused with %i', async (method, path, status) => {
  const wrong = exchange(method, path);
  wrong.end();
  expect(await wrong.status).toBe(status);
});
