import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { DeliveryClient, Tally } from './delivery-client';
import { DeliveryStack, MESSAGES } from './delivery-stack';
import { LocalRun } from '../local/src';

/*
 * Clients whose connections are cut in the middle of executions, whose acknowledgements are lost and whose resumes are doubled:
 * `soak-delivery.ts [--clients <how many>] [--executions <of each>]`. Fails where a message is lost or goes to another client, where the order of `seq` is
 * not that of sending, and where two messages share one.
 */

/** Connections that are cut in the middle of each execution. */
const CUTS = 2;
/** Violations that are printed. */
const SHOWN = 10;

function option(name: string, otherwise: number): number {
  const index = process.argv.indexOf(name);
  const value = index < 0 ? otherwise : Number(process.argv[index + 1]);
  if (!(Number.isInteger(value) && value > 0)) {
    throw new Error(`${name} must be followed by a whole number above 0, got ${process.argv[index + 1] ?? 'nothing'}`);
  }
  return value;
}

async function play(): Promise<LocalRun> {
  const outdir = mkdtempSync(join(tmpdir(), 'soak-'));
  const app = new App({ outdir });
  new DeliveryStack(app, 'Delivery');
  app.synth();
  const run = await LocalRun.start({ template: outdir, logger: () => {} });
  rmSync(outdir, { recursive: true });
  return run;
}

async function live(url: string, id: number, executions: number, tally: Tally): Promise<void> {
  const client = new DeliveryClient(url, `client-${id}`, tally);
  try {
    await client.connect();
    for (let execution = 0; execution < executions; execution++) {
      await client.run(CUTS);
    }
    await client.settle();
  } catch (error) {
    tally.violations.push(String(error));
  }
}

async function main(): Promise<number> {
  const clients = option('--clients', 100);
  const executions = option('--executions', 10);
  const run = await play();
  const [url] = Object.values(run.urls);
  const tally: Tally = { messages: 0, repeats: 0, reconnects: 0, lostAcks: 0, violations: [] };

  const begin = performance.now();
  await Promise.all(Array.from({ length: clients }, (_, id) => live(url, id, executions, tally)));
  const seconds = (performance.now() - begin) / 1000;
  await run.stop();

  const { lostAcks, messages, reconnects, repeats, violations } = tally;
  const expected = clients * executions * MESSAGES;
  console.log(`${clients} clients, ${clients * executions} executions, ${reconnects} reconnects in the middle of them, ${lostAcks} acknowledgements lost, `
    + `in ${seconds.toFixed(0)} s`);
  console.log(`${messages} messages of ${expected} heard, ${repeats} repeats of them, ${violations.length} violations`);
  if (messages !== expected) {
    violations.push(`${expected - messages} messages lost`);
  }
  violations.slice(0, SHOWN).forEach((violation) => console.log(`✗ ${violation}`));
  return violations.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
