import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { App } from 'aws-cdk-lib';
import { SoakClient, Violation } from './soak-client';
import { SoakStack } from './soak-stack';
import { LocalRun, LogEntry } from '../local/src';

/*
 * Many clients, all actions, for a while: `soak.ts [--seconds <how long>]`, with `--expose-gc`. Fails where a frame is lost or goes to
 * another client, where an execution goes on that should have ended, and where memory grows.
 */

const CLIENTS = 1000;
const EXECUTIONS = 20_000;
/** Each client's executions; one in five leaves in the middle of its last. */
const TURNS = EXECUTIONS / CLIENTS;
const leaves = (client: number) => client % 5 === 0;
/** How much the heap may grow from the middle of the run to shortly before its end. */
const LARGEST_GROWTH = 0.15;
/** Violations that are printed. */
const SHOWN = 10;

/** Counts what the run does. */
class Observer {
  public readonly running = new Set<string>();
  public started = 0;
  public notifications = 0;
  public lost = 0;

  public readonly hear = (entry: LogEntry): void => {
    if (entry.type === 'ExecutionStarted') {
      this.running.add(entry.executionArn);
      const isNotification = entry.executionArn.includes('Completion');
      this.started += isNotification ? 0 : 1;
      this.notifications += isNotification ? 1 : 0;
    } else if (entry.type === 'ExecutionEnded') {
      this.running.delete(entry.executionArn);
    } else if (entry.type === 'MessageLost') {
      this.lost++;
    }
  };
}

function heapInMegabytes(): number {
  globalThis.gc!();
  return process.memoryUsage().heapUsed / 1e6;
}

function secondsAsked(): number {
  const index = process.argv.indexOf('--seconds');
  const seconds = index < 0 ? 120 : Number(process.argv[index + 1]);
  if (!(seconds > 0)) {
    throw new Error(`--seconds must be followed by a number above 0, got ${process.argv[index + 1] ?? 'nothing'}`);
  }
  return seconds;
}

async function play(observer: Observer): Promise<LocalRun> {
  const outdir = mkdtempSync(join(tmpdir(), 'soak-'));
  const app = new App({ outdir });
  new SoakStack(app, 'Soak');
  app.synth();
  const run = await LocalRun.start({ template: outdir, timeScale: 100, logger: observer.hear });
  rmSync(outdir, { recursive: true });
  return run;
}

/** One client's life. Its turns are spread over the time that there is. */
async function live(url: string, id: number, milliseconds: number): Promise<{ frames: number; violations: string[] }> {
  const client = await SoakClient.connect(url, id);
  const violations: string[] = [];
  const begin = performance.now() + milliseconds / TURNS * (id / CLIENTS);
  try {
    for (let turn = 0; turn < TURNS; turn++) {
      await setTimeout(Math.max(0, begin + milliseconds / TURNS * turn - performance.now()));
      await (leaves(id) && turn === TURNS - 1 ? client.leaveMidway() : client.run(turn));
    }
  } catch (error) {
    violations.push(error instanceof Violation ? error.message : `client ${id}: ${String(error)}`);
  }
  client.close();
  return { frames: client.frames, violations };
}

/** Waits until every execution has ended. Those of clients that have left take less than five seconds: timeouts are scaled, too. */
async function settled(observer: Observer): Promise<void> {
  for (const end = performance.now() + 10_000; observer.running.size > 0 && performance.now() < end;) {
    await setTimeout(50);
  }
}

async function main(): Promise<number> {
  if (!globalThis.gc) {
    throw new Error('run it with node --expose-gc --import tsx, so that memory can be measured');
  }
  const milliseconds = secondsAsked() * 1000;
  const observer = new Observer();
  const run = await play(observer);
  const [url] = Object.values(run.urls);

  const begin = performance.now();
  const heaps = Promise.all([0.5, 0.95].map(async (part) => setTimeout(milliseconds * part).then(heapInMegabytes)));
  const lives = await Promise.all(Array.from({ length: CLIENTS }, (_, id) => live(url, id, milliseconds)));
  const seconds = (performance.now() - begin) / 1000;
  await settled(observer);
  const [before, after] = await heaps;
  const violations = lives.flatMap((life) => life.violations);
  const unended = observer.running.size;
  await run.stop();

  const frames = lives.reduce((sum, life) => sum + life.frames, 0);
  console.log(`${CLIENTS} clients, ${observer.started} executions and ${observer.notifications} notifications of their ends in ${seconds.toFixed(0)} s, `
    + `${(observer.started / seconds).toFixed(0)} a second`);
  console.log(`${frames} frames heard, ${violations.length} lost or another client's; ${observer.lost} to clients that had left`);
  console.log(`${unended} executions left running`);
  console.log(`heap ${before.toFixed(0)} MB in the middle, ${after.toFixed(0)} MB at the end`);

  if (observer.started !== EXECUTIONS) {
    violations.push(`${observer.started} executions instead of ${EXECUTIONS}`);
  }
  if (unended > 0) {
    violations.push(`left running: ${[...observer.running].slice(0, SHOWN).join(', ')}`);
  }
  if (after > before * (1 + LARGEST_GROWTH)) {
    violations.push(`the heap has grown by more than ${LARGEST_GROWTH * 100} %`);
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
