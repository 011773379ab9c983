import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CheckRequest } from './measured';
import { HistoryEvent, StateMachine, TaskFailure } from '../src/states';
import { wireEvent } from '../src/step-functions/history-event';

type Check = (kind: string, recorded: unknown, product: object) => Promise<string[]>;

const DETAILS = /EventDetails$/;

/** The details of an event as GetExecutionHistory answers them; undefined where there are none. */
function details(event: HistoryEvent): unknown {
  return Object.entries(wireEvent(event, true) as object).find(([name]) => DETAILS.test(name))?.[1];
}

/** A child of the run of `measured.ts`: answers each request with the differences of one case. */
process.on('message', (request: CheckRequest) => {
  void differences(request).catch((error: unknown) => [`threw ${String(error)}`]).then((found) => process.send!(found));
});

async function differences({ folder, kind, index }: CheckRequest): Promise<string[]> {
  const cases = JSON.parse(await readFile(join(folder, `${kind}.json`), 'utf8')) as unknown[];
  const { check } = await import(pathToFileURL(join(folder, 'measured.mjs')).href) as { check: Check };
  return check(kind, cases[index], { StateMachine, TaskFailure, details });
}
