import { createServer, IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Target } from '../target';
import type { Attack } from './attack';

/** What an endpoint does on a connection, by the function that it is asked for. */
const ANSWERS: Readonly<Record<string, (socket: Socket, request: IncomingMessage) => void>> = {
  long: (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${600 * 1024 * 1024}\r\n\r\n"`);
    pour(socket, Buffer.alloc(1024 * 1024, 'x'));
  },
  endless: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    pour(socket, Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 'x'), Buffer.from('\r\n')]));
  },
  dense: (socket) => socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[${'{},'.repeat(5_000_000)}{}]`),
  switching: (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
  garbage: (socket) => socket.end('\u0000\u0001garbage\r\n\r\n'),
  redirect: (socket, { url }) => socket.end(`HTTP/1.1 302 Found\r\nLocation: ${url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`),
  headers: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    pour(socket, Buffer.from('X-A: 1\r\n'.repeat(1000)));
  },
  gone: (socket) => socket.resetAndDestroy(),
};

/** Writes until the other side has had enough, and only as fast as it takes it. */
function pour(socket: Socket, chunk: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

let server: Server;

/** Each task that asks an endpoint fails, soon. */
async function play(target: Target): Promise<void> {
  const client = await target.connect();
  for (const name of Object.keys(ANSWERS)) {
    target.send(client, { action: 'endpoint', name });
  }
  const failures = (): number => target.log.match(/"type":"ExecutionEnded".*"status":"FAILED"/g)?.length ?? 0;
  await target.until(() => failures() === Object.keys(ANSWERS).length, 'each task fails');
}

/** What endpoints of the user's do to tasks that call them. */
export async function endpointAttacks(): Promise<readonly Attack[]> {
  server = createServer();
  server.on('request', (request: IncomingMessage) => {
    const name = /functions\/(?:[^/]*%3A|[^/]*:)?(\w+)\/invocations/.exec(request.url ?? '')?.[1] ?? '';
    request.socket.on('error', () => {});
    ANSWERS[name]?.(request.socket, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const options = ['--endpoint', `lambda=http://127.0.0.1:${(server.address() as AddressInfo).port}`];
  return [{ name: `endpoints that answer: ${Object.keys(ANSWERS).join(', ')}`, options, play }];
}
