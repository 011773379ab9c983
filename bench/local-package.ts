import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const LOCAL = resolve(__dirname, '..', 'local');

/**
 * Builds the local run as it is published: what runs TypeScript directly slows it down.
 *
 * @returns the package's folder
 */
export function buildLocalRun(): string {
  const folder = resolve(__dirname, '..', '.bench', 'local');
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', join(LOCAL, 'tsconfig.json'), '--outDir', join(folder, 'lib')], { stdio: 'inherit' });
  for (const name of ['bootstraps', 'package.json']) {
    cpSync(join(LOCAL, name), join(folder, name), { recursive: true });
  }
  // What npm has put there and not at the root.
  if (existsSync(join(LOCAL, 'node_modules')) && !existsSync(join(folder, 'node_modules'))) {
    symlinkSync(join(LOCAL, 'node_modules'), join(folder, 'node_modules'), 'dir');
  }
  return folder;
}
