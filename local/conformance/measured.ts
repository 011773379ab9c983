import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BoundedChild } from './bounded-child';
import type { CaseReport, Certainty } from './report';

/** A case of `jsonata.json`, `definitions.json`, `histories.json` or `machines.json`, as far as it is looked at here. */
interface MeasuredCase {
  readonly id?: string;
  readonly expression?: string;
  readonly where?: string;
  readonly certainty: Certainty;
}

/** What the child is asked for. */
export interface CheckRequest {
  readonly folder: string;
  readonly kind: string;
  readonly index: number;
}

/** Nothing takes so long but what hangs: real milliseconds. */
const PATIENCE = 20_000;

/** Twice what an expression may take, and the interpreter. */
const MEGABYTES = 512;

/**
 * Runs the cases of one of the kinds that `measured.mjs` knows, each in a child process: what hangs or takes all memory fails alone.
 *
 * @param folder where the kind's file and `measured.mjs` are
 */
export async function runMeasured(folder: string, kind: string): Promise<CaseReport[]> {
  const cases = JSON.parse(await readFile(join(folder, `${kind}.json`), 'utf8')) as MeasuredCase[];
  const child = new BoundedChild<CheckRequest, readonly string[]>(join(__dirname, 'check-measured.ts'), { patience: PATIENCE, megabytes: MEGABYTES });
  const reports: CaseReport[] = [];
  try {
    for (const [index, { id, expression, where, certainty }] of cases.entries()) {
      const answer = await child.ask({ folder, kind, index });
      reports.push({
        id: `${kind}: ${id ?? expression ?? where ?? index}`,
        kind,
        certainty,
        differences: 'failure' in answer ? [answer.failure] : answer.value,
      });
    }
  } finally {
    child.end();
  }
  return reports;
}
