import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LocalRun } from '../local/src';

/**
 * Starts a run for every template with a WebSocket API under a folder of fetched repositories, and says which start, with how many
 * warnings, and which do not, and why.
 *
 *     npm run bench:published-templates -- <folder>
 */
async function main([folder]: string[]): Promise<void> {
  if (folder === undefined || !existsSync(folder)) {
    console.log('skipped: give a folder of fetched repositories');
    return;
  }
  const paths = templates(folder);
  let started = 0;
  for (const path of paths) {
    const { reason, warnings, parameters } = await start(path);
    started += reason === undefined ? 1 : 0;
    const given = parameters.length > 0 ? `, with example values for ${parameters.join(', ')}` : '';
    console.log(`${reason === undefined ? '✓' : '✗'} ${relative(folder, path)}: ${reason ?? `${warnings.length} warnings`}${given}`);
    if (process.env.VERBOSE) {
      warnings.forEach((warning) => console.log(`    ${warning}`));
    }
  }
  console.log(`${started} of ${paths.length} start`);
  process.exitCode = started < paths.length ? 1 : 0;
}

interface Outcome {
  readonly reason?: string;
  readonly warnings: readonly string[];
  /** Parameters without a default, which got an example value. */
  readonly parameters: readonly string[];
}

async function start(template: string, parameters: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const warnings: string[] = [];
  try {
    const run = await LocalRun.start({ template, parameters, logger: (entry) => entry.type === 'Warning' && warnings.push(entry.message) });
    await run.stop();
    return { warnings, parameters: Object.keys(parameters) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [, missing] = /the parameter (\w+) has no default/.exec(reason) ?? [];
    return missing === undefined || Object.hasOwn(parameters, missing)
      ? { reason, warnings, parameters: Object.keys(parameters) }
      : start(template, { ...parameters, [missing]: 'example' });
  }
}

/** Files that look like templates of a WebSocket API. */
function templates(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name === '.git') {
      return [];
    }
    const stats = statSync(path, { throwIfNoEntry: false }); // a repository may have a link that leads nowhere
    if (!stats?.isFile()) {
      return stats?.isDirectory() ? templates(path) : [];
    }
    const isTemplate = /\.(ya?ml|json|template)$/.test(name) && name !== 'package-lock.json' && /^\s*"?Resources"?\s*:/m.test(readFileSync(path, 'utf8'));
    return isTemplate && /ProtocolType["']?\s*:\s*["']?WEBSOCKET|Serverless::WebSocketApi/.test(readFileSync(path, 'utf8')) ? [path] : [];
  });
}

void main(process.argv.slice(2));
