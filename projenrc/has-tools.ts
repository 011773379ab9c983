import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/*
 * Whether the tools that a language's package is made with are installed: `has-tools.ts java javac mvn`. Says what is missing, and fails.
 */

const [language, ...tools] = process.argv.slice(2);
const folders = (process.env.PATH ?? '').split(delimiter);

function isInstalled(tool: string): boolean {
  return folders.some((folder) => ['', '.exe', '.cmd'].some((extension) => {
    try {
      accessSync(join(folder, tool + extension), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }));
}

const missing = tools.filter((tool) => !isInstalled(tool));
if (missing.length > 0) {
  console.log(`${language}: skipped, for want of ${missing.join(' and ')}`);
  process.exitCode = 1;
}
