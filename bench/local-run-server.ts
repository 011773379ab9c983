import { setTimeout } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { LocalRun } from '../local/src';

/** Serves until the parent goes away: the local run of a template, with rights checked or without, or a bare echo. Tells the parent its URL, and its memory when asked. */
async function main(kind: string, build: string, template: string): Promise<void> {
  process.on('message', () => void memory().then((used) => process.send!(used)));
  process.on('disconnect', () => process.exit());
  process.send!(kind === 'echo' ? await echo() : await localRun(build, template, { iam: kind !== 'without-rights', console: kind === 'with-console' }));
}

async function localRun(build: string, template: string, options: { readonly iam: boolean; readonly console: boolean }): Promise<string> {
  const library = await import(build) as { LocalRun: typeof LocalRun };
  const { urls } = await library.LocalRun.start({ template, ...options });
  return Object.values(urls)[0];
}

async function echo(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));
  await new Promise((resolve) => server.once('listening', resolve));
  return `ws://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** What the process holds once it has let go of what it does not need, in bytes. */
async function memory(): Promise<{ javaScript: number; resident: number }> {
  for (let i = 0; i < 3; i++) {
    await setTimeout(100);
    global.gc!();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { javaScript: heapUsed + external, resident: rss };
}

const [, , kind, build, template] = process.argv;
void main(kind, build, template);
