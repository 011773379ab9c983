import { spawnSync } from 'node:child_process';
import { broadcast } from './broadcast';
import { construct } from './construct';
import { functions } from './functions';
import { localRun } from './local-run';
import { mappingTemplates } from './mapping-templates';
import { Figure } from './measure';
import { reload } from './reload';
import { services } from './services';
import { stateMachines } from './state-machines';

const KINDS: Readonly<Record<string, readonly (() => Promise<Figure | Figure[]>)[]>> = {
  construct, stateMachines, mappingTemplates, localRun, functions, services, broadcast, reload,
};

/** Measures one kind, and prints its figures: ratios within this run, and sizes. */
async function measure(kind: string): Promise<void> {
  for (const figures of KINDS[kind]) {
    for (const { what, measured, goal, isMet } of [await figures()].flat()) {
      console.log(`${isMet ? '✓' : '✗'} ${what}: ${measured}, goal ${goal}`);
      process.exitCode = isMet ? process.exitCode : 1;
    }
  }
}

/** Measures each kind in a process of its own: what one leaves in memory, such as the CDK's trees of constructs, slows down the next. */
function main(kinds: readonly string[]): void {
  const unknown = kinds.filter((kind) => !Object.hasOwn(KINDS, kind));
  if (unknown.length > 0) {
    throw new Error(`there is no ${unknown.join(', ')}; there are ${Object.keys(KINDS).join(', ')}`);
  }
  for (const kind of kinds) {
    const { status } = spawnSync(process.execPath, [...process.execArgv, __filename, '--only', kind], { stdio: 'inherit' });
    process.exitCode = status === 0 ? process.exitCode : 1;
  }
}

const [first, ...others] = process.argv.slice(2);
if (first === '--only') {
  void measure(others[0]);
} else {
  main(first === undefined ? Object.keys(KINDS) : [first, ...others]);
}
