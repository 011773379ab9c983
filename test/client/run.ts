import { browser } from './browser';
import { faults } from './faults';
import { hasNodes, nodes } from './nodes';
import { storm } from './storm';

/** What the client is tried with; undefined when the machine has not what it takes. */
const PROOFS: Readonly<Record<string, () => Promise<string | undefined>>> = {
  'other versions of Node': async () => (hasNodes ? nodes() : undefined),
  'Chromium': browser,
  'a storm of reconnects': storm,
  'a network that fails': faults,
};

async function main(wanted: string | undefined): Promise<number> {
  let [passed, failed] = [0, 0];
  for (const [name, proof] of Object.entries(PROOFS).filter(([each]) => wanted === undefined || each.includes(wanted))) {
    try {
      const summary = await proof();
      console.log(summary === undefined ? `skipped: ${name} is not on this machine` : `✓ ${name}: ${summary}`);
      passed += summary === undefined ? 0 : 1;
    } catch (error) {
      failed++;
      console.log(`FAILED ${name}: ${(error as Error).message}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
}

main(process.argv[2]).then((failed) => process.exit(failed === 0 ? 0 : 1), (error: Error) => {
  console.error(error);
  process.exit(1);
});
