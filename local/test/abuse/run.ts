import type { Attack } from './attacks/attack';
import { endpointAttacks } from './attacks/endpoints';
import { gatewayAttacks } from './attacks/gateway';
import { messageAttacks } from './attacks/messages';
import { Target } from './target';

/** A healthy client hears each answer within so many milliseconds, whatever others do. */
const LONGEST_ANSWER = 1000;
/** The process never takes more memory, in MB. */
const MOST_MEMORY = 700;

/** Plays an attack on a run of its own, with a healthy client beside it; gives what is wrong then. */
async function outcome(attack: Attack): Promise<{ problem?: string; figures: string }> {
  const target = await Target.start(attack);
  let problem: string | undefined;
  try {
    await attack.play(target);
  } catch (error) {
    problem = (error as Error).message;
  }
  const verdict = await target.verdict(LONGEST_ANSWER, MOST_MEMORY);
  await target.stop();
  return { problem: verdict.problem ?? problem, figures: `longest answer ${Math.round(verdict.worst)} ms, ${target.memory} MB` };
}

/** Plays all attacks, or those whose name has one of the words that were given, and prints how many the run has withstood. */
async function main(words: readonly string[]): Promise<number> {
  const attacks = [...gatewayAttacks, ...messageAttacks, ...await endpointAttacks()]
    .filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  let failed = 0;
  for (const attack of attacks) {
    // A machine that was busy with something else for a moment is not what is judged.
    const first = await outcome(attack);
    const { problem, figures } = first.problem === undefined ? first : await outcome(attack);
    failed += problem === undefined ? 0 : 1;
    process.stdout.write(`${problem === undefined ? 'withstood' : 'FAILED'}: ${attack.name} (${problem ?? figures})\n`);
  }
  process.stdout.write(`${attacks.length - failed} passed, ${failed} failed\n`);
  return failed;
}

main(process.argv.slice(2)).then((failed) => process.exit(failed === 0 ? 0 : 1), (error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
