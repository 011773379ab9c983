import { setTimeout } from 'node:timers/promises';
import WebSocket from 'ws';
import { waitedForProcessor } from './processor';

/**
 * A client in a process of its own, that asks ten times a second, and knows how long the longest answer has taken: in milliseconds, without those
 * for which it or the run has waited for a processor.
 */
async function main(url: string, pid: number): Promise<void> {
  const now = (): number => performance.now() - waitedForProcessor(pid) - waitedForProcessor(process.pid);
  let worst = 0;
  let asked: number | undefined;
  const answered = (): void => {
    worst = Math.max(worst, asked === undefined ? 0 : now() - asked);
  };
  process.on('message', () => {
    answered();
    process.send!(worst);
  });
  process.on('disconnect', () => process.exit());
  const socket = new WebSocket(url);
  socket.on('error', () => {});
  socket.on('close', () => worst = Infinity);
  socket.on('message', () => {
    answered();
    asked = undefined;
  });
  await new Promise((resolve) => socket.once('open', resolve));
  process.send!('connected');
  for (;;) {
    if (asked === undefined) {
      asked = now();
      socket.send('{"action":"healthy"}');
    }
    await setTimeout(100);
  }
}

void main(process.argv[2], Number(process.argv[3]));
