import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runMappingTemplates } from './mapping-templates';
import type { CaseReport } from './report';
import { runStateMachines } from './state-machines';

/** The kinds of recordings: the file of a kind, and what runs it. */
const KINDS: readonly { readonly file: string; readonly run: (folder: string) => Promise<CaseReport[]> }[] = [
  { file: 'state-machines.json', run: folder => runStateMachines(folder, 'state-machines.json') },
  { file: 'state-machines-with-tasks.json', run: folder => runStateMachines(folder, 'state-machines-with-tasks.json') },
  { file: 'mapping-templates.json', run: runMappingTemplates },
];

/** Cases known to differ: id to reason. */
type KnownDeviations = Readonly<Record<string, string>>;

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) {
    throw new Error('which folder? Usage: npm run conformance -- <folder with recorded cases>');
  }
  const reports: CaseReport[] = [];
  for (const kind of KINDS) {
    if (await exists(join(folder, kind.file))) {
      reports.push(...await kind.run(resolve(folder)));
    }
  }
  if (reports.length === 0) {
    throw new Error(`no recorded cases in ${resolve(folder)}: expected one of ${KINDS.map(kind => kind.file).join(', ')}`);
  }
  const known = JSON.parse(await readFile(join(__dirname, 'known-deviations.json'), 'utf8')) as KnownDeviations;
  return print(reports, known);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

/** Prints every difference and the counts; answers the exit code. */
function print(reports: readonly CaseReport[], known: KnownDeviations): number {
  const failed = reports.filter(report => report.differences.length > 0);
  for (const { id, differences } of failed) {
    console.log(`\n${id}\n  ${differences.join('\n').replace(/\n/g, '\n  ')}`);
    if (id in known) {
      console.log(`  known: ${known[id]}`);
    }
  }
  printCounts('category', reports, report => report.category);
  printCounts('language', reports, report => report.language);
  const overcome = reports.filter(report => report.differences.length === 0 && report.id in known);
  overcome.forEach(({ id }) => console.log(`passes, so take it off the known deviations: ${id}`));
  const unknown = failed.filter(({ id }) => !(id in known));
  console.log(`${reports.length - failed.length} passed, ${unknown.length} failed, ${failed.length - unknown.length} known to deviate`);
  return unknown.length === 0 ? 0 : 1;
}

function printCounts(title: string, reports: readonly CaseReport[], group: (report: CaseReport) => string): void {
  const counts = new Map<string, { passed: number; all: number }>();
  for (const report of reports) {
    const count = counts.get(group(report)) ?? { passed: 0, all: 0 };
    counts.set(group(report), { passed: count.passed + (report.differences.length === 0 ? 1 : 0), all: count.all + 1 });
  }
  console.log(`\nby ${title}`);
  for (const [name, { passed, all }] of [...counts].sort(([left], [right]) => left.localeCompare(right))) {
    console.log(`  ${name.padEnd(28)}${String(passed).padStart(5)} of ${all}`);
  }
  console.log('');
}

main(process.argv[2]).then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
