import { on, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { App } from 'aws-cdk-lib';
import { WebSocket } from 'ws';
import { DemoStack } from './demo-stack';
import { LocalRun } from '../../local/src';
import { readableLine } from '../../local/src/log-format';

/** One message of the client, and what it is to hear. */
interface Exchange {
  readonly says: unknown;
  readonly hears: readonly { readonly after: number; readonly isExpected: (frame: any) => boolean }[];
}

const acknowledgement = { after: 0, isExpected: (frame: any) => /^arn:.*:execution:/.test(frame.executionArn) && typeof frame.startDate === 'number' };
const exactly = (expected: unknown) => (frame: unknown) => isDeepStrictEqual(frame, expected);

/** A frame of the execution that was acknowledged before, with its id. */
const ofExecution = (expected: object) => ({ executionId, ...frame }: any) => /^[\w-]{36}$/.test(executionId) && isDeepStrictEqual(frame, expected);

const ORDER = [{ price: 3, quantity: 2 }, { price: 10, quantity: 1 }];

const EXCHANGES: readonly Exchange[] = [
  {
    says: { first_name: 'Jane', last_name: 'Doe' },
    hears: [acknowledgement, { after: 5, isExpected: exactly({ Message: 'Hello from asynchronous workflow execution!' }) }],
  },
  {
    says: { action: 'report', order: ORDER },
    hears: [
      acknowledgement,
      { after: 0, isExpected: ofExecution({ progress: 0.5, doing: 'counting 2 items' }) },
      { after: 2, isExpected: ofExecution({ progress: 0.9, doing: 'adding up' }) },
      { after: 3, isExpected: ofExecution({ items: 2, total: 16 }) },
      { after: 3, isExpected: ofExecution({ status: 'SUCCEEDED', output: ORDER }) },
    ],
  },
];

/** How much later than it should a frame may come, in seconds: machines have other work, too. */
const PATIENCE = 5;

/** Holds one exchange, and prints it. Fails where the client hears anything else, or hears it too early or too late. */
async function converse(client: WebSocket, frames: AsyncIterator<unknown[]>, { says, hears }: Exchange): Promise<void> {
  const start = performance.now();
  client.send(JSON.stringify(says));
  console.log(`client > ${JSON.stringify(says)}`);
  for (const { after, isExpected } of hears) {
    const next = await Promise.race([frames.next(), setTimeout((after + PATIENCE) * 1000, undefined, { ref: false })]);
    const seconds = (performance.now() - start) / 1000;
    if (!next || next.done) {
      throw new Error(`${next ? 'the connection was closed' : `nothing came within ${seconds.toFixed()} s`} in answer to ${JSON.stringify(says)}`);
    }
    const text = String(next.value[0]);
    console.log(`client < ${text}   ${seconds < 1 ? 'at once' : `after ${seconds.toFixed(1)} s`}`);
    if (!isExpected(JSON.parse(text))) {
      throw new Error(`not the frame that was expected: ${text}`);
    }
    if (seconds < after - 0.1) {
      throw new Error(`the frame came after ${seconds.toFixed(1)} s, expected after ${after} s: ${text}`);
    }
  }
  console.log();
}

/** On a terminal the demo goes on serving, on a port that is easy to type, so that others can join. */
const staysUp = process.stdout.isTTY === true;

async function main(): Promise<void> {
  const outdir = mkdtempSync(join(tmpdir(), 'demo-'));
  const app = new App({ outdir });
  new DemoStack(app, 'Demo');
  app.synth();

  let isTalking = true;
  const local = await LocalRun.start({
    template: outdir,
    port: staysUp ? 4510 : 0,
    logger: (entry) => isTalking || console.log(readableLine(entry, new Date(), true)),
  });
  rmSync(outdir, { recursive: true });
  const [url] = Object.values(local.urls);
  try {
    console.log(`${url} plays the synthesized demo stack\n`);
    const client = new WebSocket(url);
    const frames = on(client, 'message', { close: ['close'] });
    await once(client, 'open');
    for (const exchange of EXCHANGES) {
      await converse(client, frames, exchange);
    }
    client.close();
    await once(client, 'close');
  } catch (error) {
    await local.stop();
    throw error;
  }
  isTalking = false;
  if (staysUp) {
    console.log(`Still serving; Ctrl-C stops it. Join the conversation:  npx wscat -c ${url}`);
    process.once('SIGINT', () => void local.stop().then(() => process.exit(0)));
  } else {
    await local.stop();
  }
}

main().catch((error: Error) => {
  console.error(`the demo failed: ${error.message}`);
  process.exit(1);
});
