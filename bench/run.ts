import { construct } from './construct';
import { localRun } from './local-run';
import { mappingTemplates } from './mapping-templates';
import { Figure } from './measure';
import { stateMachines } from './state-machines';

/** Measures everything, one after the other, and prints the figures: ratios within this run, and sizes. */
async function main(): Promise<void> {
  let misses = 0;
  for (const measure of [...construct, ...stateMachines, ...mappingTemplates, ...localRun] as (() => Promise<Figure | Figure[]>)[]) {
    for (const { what, measured, goal, isMet } of [await measure()].flat()) {
      misses += isMet ? 0 : 1;
      console.log(`${isMet ? '✓' : '✗'} ${what}: ${measured}, goal ${goal}`);
    }
  }
  process.exitCode = misses > 0 ? 1 : 0;
}

void main();
