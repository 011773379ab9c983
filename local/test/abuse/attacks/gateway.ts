import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { constants, deflateRawSync } from 'node:zlib';
import type WebSocket from 'ws';
import type { Target } from '../target';
import type { Attack } from './attack';

const KB = 1024;
const HANDSHAKE = 'GET /prod HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
  + 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

const tcpOf = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket;

/** Writes for some seconds, and only as fast as the other side takes it. */
async function write(socket: Socket, chunk: Buffer | string, seconds: number): Promise<void> {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
  await setTimeout(seconds * 1000);
  socket.off('drain', more);
}

async function statusOf(url: string, method: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    }).on('error', reject).end(body);
  });
}

async function idOf(client: WebSocket): Promise<string> {
  client.send('{}');
  return String((await once(client, 'message') as [Buffer])[0]);
}

function expectAll(expected: number, statuses: readonly number[]): void {
  if (statuses.some((status) => status !== expected)) {
    throw new Error(`expected ${expected}, got ${[...new Set(statuses)].join(', ')}`);
  }
}

/** Connections of which each writes something again and again, without reading. */
const flood = (count: number, head: string, chunk: Buffer | string, seconds = 3) => async (target: Target): Promise<void> => {
  await Promise.all(Array.from({ length: count }, async () => {
    const socket = target.tcp();
    socket.write(head);
    await write(socket, chunk, seconds);
    socket.destroy();
  }));
};

/** A masked frame, whose mask leaves the payload as it is. */
function frame(first: number, payload: Buffer): Buffer {
  const header = payload.length < 126
    ? Buffer.from([first, 128 + payload.length])
    : Buffer.from([first, 128 + 126, Math.floor(payload.length / 256), payload.length % 256]);
  return Buffer.concat([header, Buffer.alloc(4), payload]);
}

const text = (message: string): Buffer => frame(0x81, Buffer.from(message));
const many = (part: Buffer): Buffer => Buffer.concat(Array.from({ length: Math.ceil(64 * KB / part.length) }, () => part));
const bomb = deflateRawSync(Buffer.alloc(30 * KB * KB), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);

/** What strangers do to the port. */
export const gatewayAttacks: readonly Attack[] = [
  {
    name: 'a web page gives its name this machine\'s address, or comes from elsewhere',
    play: async (target) => {
      const id = await idOf(await target.connect());
      const page = { Origin: 'https://evil.example' };
      const url = `${target.httpUrl}/@connections/${id}`;
      expectAll(403, [
        await statusOf(url, 'POST', page, '{}'), await statusOf(url, 'POST', { Host: 'rebind.example' }, '{}'), await statusOf(url, 'DELETE', { Origin: 'null' }, ''),
        await statusOf(url, 'GET', { 'Sec-Fetch-Site': 'cross-site' }, ''),
      ]);
      const upgrade = { 'Upgrade': 'websocket', 'Connection': 'Upgrade', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' };
      expectAll(403, [await statusOf(target.httpUrl, 'GET', { ...upgrade, ...page }, ''), await statusOf(target.httpUrl, 'GET', { ...upgrade, Host: 'rebind.example' }, '')]);
    },
  },
  { name: 'clients send messages as fast as they can, and read nothing', play: flood(5, `${HANDSHAKE}\r\n`, many(text('{}')), 2) },
  { name: 'clients start executions as fast as they can, and read nothing', play: flood(5, `${HANDSHAKE}\r\n`, many(text('{"action":"start"}')), 2) },
  { name: 'clients ask for what takes long, as fast as they can', play: flood(5, `${HANDSHAKE}\r\n`, many(text('{"action":"sync"}')), 2) },
  { name: 'clients send large messages to what takes long', play: flood(5, `${HANDSHAKE}\r\n`, text(JSON.stringify({ action: 'sync', text: 'x'.repeat(30_000) })), 2) },
  { name: 'clients ask for large answers, and read nothing', play: flood(10, `${HANDSHAKE}\r\n`, many(text('{"action":"large"}'))) },
  { name: 'clients ping as fast as they can, and read nothing', play: flood(5, `${HANDSHAKE}\r\n`, many(frame(0x89, Buffer.alloc(125))), 2) },
  { name: 'clients send a message in frames without end, or of one byte', play: flood(5, `${HANDSHAKE}\r\n`, many(frame(0x01, Buffer.from('x'))), 1) },
  { name: 'clients send frames that are none', play: flood(20, `${HANDSHAKE}\r\n`, Buffer.from(Array.from({ length: 4096 }, (_, index) => index * 7 % 256)), 1) },
  { name: 'compressed messages inflate to 30 MB', play: flood(20, `${HANDSHAKE}Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n`, frame(0xc1, bomb.subarray(0, 31 * KB)), 2) },
  {
    name: 'a client that does not read is posted 75 MB',
    play: async (target) => {
      const client = await target.connect();
      const id = await idOf(client);
      tcpOf(client).pause();
      const body = Buffer.from(Array.from({ length: 128 * KB }, () => 33 + Math.floor(Math.random() * 90))).toString('latin1');
      const statuses: number[] = [];
      for (let posted = 0; posted < 600; posted += 1) {
        statuses.push(await statusOf(`${target.httpUrl}/@connections/${id}`, 'POST', {}, body));
      }
      expectAll(429, statuses.slice(-100));
    },
  },
  {
    name: 'a thousand handshakes at once',
    play: async (target) => {
      await Promise.all(Array.from({ length: 10 }, async () => {
        for (let round = 0; round < 10; round += 1) {
          (await Promise.all(Array.from({ length: 10 }, () => target.connect()))).forEach((client) => client.terminate());
        }
      }));
    },
  },
  { name: 'handshakes that never end', play: flood(300, HANDSHAKE, 'X-A: 1\r\n', 1) },
  { name: 'requests without end', play: flood(5, 'POST /prod/@connections/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n', `10000\r\n${'x'.repeat(64 * KB)}\r\n`, 2) },
  {
    name: 'more connections than the process may have files',
    openFiles: 120,
    play: async (target) => {
      const sockets = Array.from({ length: 400 }, () => target.tcp());
      await setTimeout(1000);
      sockets.forEach((socket) => socket.destroy());
      await setTimeout(500);
      (await target.connect()).terminate();
    },
  },
];
