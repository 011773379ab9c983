import { mappingTemplates } from './mapping-templates';
import { Figure } from './measure';
import { stateMachines } from './state-machines';

/** Measures everything, one after the other, and prints the figures: ratios within this run, and sizes. */
async function main(): Promise<void> {
  let misses = 0;
  for (const measure of [...stateMachines, ...mappingTemplates] as (() => Promise<Figure>)[]) {
    const { what, measured, goal, isMet } = await measure();
    misses += isMet ? 0 : 1;
    console.log(`${isMet ? '✓' : '✗'} ${what}: ${measured}, goal ${goal}`);
  }
  process.exitCode = misses > 0 ? 1 : 0;
}

void main();
