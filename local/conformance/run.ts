import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runMappingTemplates } from './mapping-templates';
import { runMeasured } from './measured';
import { CaseReport, KnownDeviations, summarize } from './report';
import { runStateMachines } from './state-machines';
import { runTestState } from './test-state';

/** The kinds of cases: the file of a kind, and what runs it. */
const KINDS: readonly { readonly kind: string; readonly run: (folder: string, kind: string) => Promise<CaseReport[]> }[] = [
  { kind: 'state-machines', run: runStateMachines },
  { kind: 'state-machines-with-tasks', run: runStateMachines },
  { kind: 'mapping-templates', run: runMappingTemplates },
  { kind: 'jsonata', run: runMeasured },
  { kind: 'definitions', run: runMeasured },
  { kind: 'histories', run: runMeasured },
  { kind: 'machines', run: runMeasured },
  { kind: 'test-state', run: runTestState },
];

/** @param only the kinds to run; all when there are none */
async function main(folder: string | undefined, only: readonly string[]): Promise<number> {
  if (folder === undefined) {
    throw new Error('which folder? Usage: npm run conformance -- <folder with cases> [kind …]');
  }
  const reports: CaseReport[] = [];
  for (const { kind, run } of KINDS) {
    if ((only.length === 0 || only.includes(kind)) && await exists(join(folder, `${kind}.json`))) {
      reports.push(...await run(resolve(folder), kind));
    }
  }
  if (reports.length === 0) {
    throw new Error(`no cases in ${resolve(folder)}: expected one of ${KINDS.map(({ kind }) => `${kind}.json`).join(', ')}`);
  }
  const known = JSON.parse(await readFile(join(__dirname, 'known-deviations.json'), 'utf8')) as KnownDeviations;
  const { lines, isGood } = summarize(reports, known);
  lines.forEach((line) => console.log(line));
  return isGood ? 0 : 1;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

main(process.argv[2], process.argv.slice(3)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
