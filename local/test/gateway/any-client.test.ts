import { connect } from 'node:net';
import fc from 'fast-check';
import { MOCK_200, TestRun } from '../support';

const HANDSHAKE = [
  'GET /prod HTTP/1.1', 'Host: localhost', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '%', '%E0%A4', '__proto__', '[::1', '/[', '\u0000', 'x'.repeat(20_000), '-1', '1e9'));
const anyPath = fc.constantFrom('/prod', '/prod/', '//prod', '/prod/@connections/', '/prod/%40connections/', 'http://localhost/prod', '*', '/');
const anyTarget = fc.oneof(anyText, fc.tuple(anyPath, anyText).map(([path, rest]) => `${path}${rest}`));
const anyMethod = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'CONNECT', 'PRI', 'get', '');
const anyVersion = fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', '', 'HTTP/1.1 x');
const anyHeader = fc.tuple(fc.oneof(fc.constantFrom(
  'Host', 'Origin', 'Upgrade', 'Connection', 'Content-Length', 'Transfer-Encoding', 'Expect', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'Sec-WebSocket-Extensions',
  'Sec-WebSocket-Protocol', 'Sec-Fetch-Site', 'X-Forwarded-For', 'x-local-run-client', 'Cookie',
), anyText), fc.oneof(anyText, fc.constantFrom('localhost', 'websocket', 'Upgrade', 'chunked', '100-continue', 'permessage-deflate; server_max_window_bits=0')))
  .map(([name, value]) => `${name}: ${value}`);

/** A handshake with some lines that are wrong, doubled or missing, and a request of any other kind. */
const anyHead = fc.oneof(
  fc.tuple(fc.shuffledSubarray(HANDSHAKE.slice(1), { minLength: 3 }), fc.array(anyHeader, { maxLength: 4 }), fc.option(anyTarget))
    .map(([lines, more, target]) => [target === null ? HANDSHAKE[0] : `GET ${target} HTTP/1.1`, ...lines, ...more]),
  fc.tuple(anyMethod, anyTarget, anyVersion, fc.array(anyHeader, { maxLength: 6 }))
    .map(([method, target, version, headers]) => [`${method} ${target} ${version}`, 'Host: localhost', ...headers]),
).map((lines) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));

/** A frame whose header and payload are anything, masked or not. */
const anyFrame = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.boolean(), fc.uint8Array({ maxLength: 125 }))
  .map(([first, isMasked, payload]) => {
    const header = [first, payload.length + (isMasked ? 128 : 0), ...isMasked ? [0, 0, 0, 0] : []];
    return Buffer.concat([Buffer.from(header), payload]);
  });

const anyClient = fc.oneof(
  fc.tuple(anyHead, fc.uint8Array({ maxLength: 300 })).map((parts) => Buffer.concat(parts)),
  fc.array(anyFrame, { maxLength: 6 })
    .map((frames) => Buffer.concat([Buffer.from(`${HANDSHAKE.join('\r\n')}\r\n\r\n`), ...frames])),
);

test('whatever clients send, the run goes on, and others are answered', async () => {
  const answered = { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '$context.requestId' } } } };
  const routes = { $connect: {}, $default: answered, $disconnect: { isOneWay: true } };
  const run = await TestRun.start({ routes }, { limits: { idleTimeout: 2000 } });
  const { hostname, port } = new URL(run.url);
  const healthy = await run.connect();

  const property = fc.asyncProperty(fc.array(anyClient, { minLength: 1, maxLength: 8 }), async (clients) => {
    const sockets = clients.map((bytes) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      // In two pieces.
      socket.write(bytes.subarray(0, bytes.length / 2));
      setImmediate(() => socket.write(bytes.subarray(bytes.length / 2)));
      return socket;
    });
    healthy.send('x');
    await healthy.nextText();
    healthy.send('x');
    const answer = await healthy.nextText();
    sockets.forEach((socket, index) => (index % 2 === 0 ? socket.destroy() : socket.resetAndDestroy()));
    return answer.length === 16;
  });
  await fc.assert(property, { numRuns: 150 });

  expect(run.entries('UnexpectedError')).toEqual([]);
}, 60_000);
