import { broadcast } from './broadcast';
import { construct } from './construct';
import { functions } from './functions';
import { localRun } from './local-run';
import { mappingTemplates } from './mapping-templates';
import { Figure } from './measure';
import { reload } from './reload';
import { services } from './services';
import { stateMachines } from './state-machines';

/** Measures everything, one after the other, and prints the figures: ratios within this run, and sizes. */
async function main(): Promise<void> {
  let misses = 0;
  const kinds = [construct, stateMachines, mappingTemplates, localRun, functions, services, broadcast, reload];
  const all = kinds.flat() as (() => Promise<Figure | Figure[]>)[];
  for (const measure of all) {
    for (const { what, measured, goal, isMet } of [await measure()].flat()) {
      misses += isMet ? 0 : 1;
      console.log(`${isMet ? '✓' : '✗'} ${what}: ${measured}, goal ${goal}`);
    }
  }
  process.exitCode = misses > 0 ? 1 : 0;
}

void main();
