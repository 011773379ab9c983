// Bundles each entry, and gives its types to `import`, too. The compiler has written the types already.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle';

const LIB = join(__dirname, 'lib');

async function main(): Promise<void> {
  await bundle(LIB);
  for (const file of readdirSync(LIB).filter((name) => name.endsWith('.d.ts'))) {
    const types = readFileSync(join(LIB, file), 'utf8').replace(/(from '\.\/[\w-]+)'/g, "$1.mjs'");
    writeFileSync(join(LIB, file.replace('.d.ts', '.d.mts')), types);
  }
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
