import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { constants, deflateRawSync } from 'node:zlib';
import WebSocket from 'ws';
import { MOCK_200, TestRun } from '../support';

const KB = 1024;
const ECHO = { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: '$input.body' } } } };

const sockets: Socket[] = [];

afterAll(() => sockets.forEach((socket) => socket.destroy()));

interface RawClient {
  /** What was answered to the extensions that it asks for. */
  readonly agreed: string | undefined;
  send(bytes: Buffer): void;
  answered(): Promise<Buffer>;
}

/** Opens a connection by hand. */
async function opened(run: TestRun, extensions: string): Promise<RawClient> {
  const { hostname, port } = new URL(run.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  socket.write('GET /prod HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
    + `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: ${extensions}\r\n\r\n`);
  const [head] = await once(socket, 'data') as [Buffer];
  // Otherwise the end of the run waits for it.
  socket.on('data', (data: Buffer) => closeCode(data) === undefined || socket.end());
  return {
    agreed: /^sec-websocket-extensions: (.*)\r$/im.exec(String(head))?.[1] ?? /^HTTP\/1.1 (?!101)\d+/.exec(String(head))?.[0],
    send: (bytes) => socket.write(bytes),
    answered: async () => (await once(socket, 'data') as [Buffer])[0],
  };
}

/** A masked frame of text; a mask of zeros leaves the payload as it is. */
function frame(payload: Buffer, { isFirst = true, isLast = true } = {}): Buffer {
  const header = Buffer.alloc(8);
  header[0] = (isLast ? 0x80 : 0) + (isFirst ? 0x41 : 0);
  header[1] = 0x80 + 126;
  header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

/** Deflates a message as a WebSocket does, without its last four bytes. */
const deflated = (text: string): Buffer => deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);

/** The code in a close frame. */
const closeCode = (data: Buffer): number | undefined => (data[0] === 0x88 ? data.readUInt16BE(2) : undefined);

test.each([
  ['permessage-deflate; client_max_window_bits', 'permessage-deflate; server_max_window_bits=12'],
  ['permessage-deflate; server_max_window_bits=12; client_max_window_bits=12', 'permessage-deflate; server_max_window_bits=12'],
  ['x-webkit-deflate-frame', undefined],
  ['permessage-deflate; server_max_window_bits=9', 'HTTP/1.1 400'],
  ['permessage-deflate; ;;', 'HTTP/1.1 400'],
])('asked for %s, API Gateway agrees to %s', async (asked, expected) => {
  const run = await TestRun.start({ routes: {} });

  expect((await opened(run, asked)).agreed).toBe(expected);
});

test('compressed messages are read, and long answers compressed', async () => {
  const answer = 'é'.repeat(10_000);
  const run = await TestRun.start({ routes: { $default: { ...MOCK_200, responses: { $default: { ResponseTemplates: { $default: answer } } } } } });
  const socket = new WebSocket(run.url, { perMessageDeflate: { threshold: 0 } });
  await once(socket, 'open');
  const text = JSON.stringify({ text: 'é'.repeat(1000) });
  socket.send(text);

  expect(String((await once(socket, 'message'))[0])).toBe(answer);
  expect(run.entries('MessageReceived').map(({ body }) => body)).toEqual([text]);
  expect((socket as unknown as { _socket: Socket })._socket.bytesRead).toBeLessThan(1000);
  socket.terminate();
});

test('a compressed message counts as it is when it is not: 32 KB a frame', async () => {
  const run = await TestRun.start({ routes: { $default: ECHO } });
  const taken = await opened(run, 'permessage-deflate');
  taken.send(frame(deflated('x'.repeat(32 * KB))));
  expect(closeCode(await taken.answered())).toBeUndefined();

  const tooLong = await opened(run, 'permessage-deflate');
  tooLong.send(frame(deflated('x'.repeat(32 * KB + 1))));
  expect(closeCode(await tooLong.answered())).toBe(1009);
});

test('a compressed message in several frames may have as many bytes as they', async () => {
  const run = await TestRun.start({ routes: { $default: ECHO } });
  const client = await opened(run, 'permessage-deflate');
  const data = deflated('x'.repeat(64 * KB));
  client.send(Buffer.concat([frame(data.subarray(0, 5), { isLast: false }), frame(data.subarray(5), { isFirst: false })]));

  expect(closeCode(await client.answered())).toBeUndefined();
  expect((await run.logged('MessageReceived')).body).toHaveLength(64 * KB);
});

test('a message that inflates to 30 MB is not inflated', async () => {
  const run = await TestRun.start({ routes: { $default: ECHO } });
  const client = await opened(run, 'permessage-deflate');
  client.send(frame(deflated('x'.repeat(30 * KB * KB))));

  expect(closeCode(await client.answered())).toBe(1009);
  expect(run.entries('MessageReceived')).toEqual([]);
});
