import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import WebSocket from 'ws';
import { buildLocalRun } from './local-package';
import { atMost, Figure, median } from './measure';
import { SoakStack } from './soak-stack';

const ROUNDS = 7;
const CONNECTIONS = 100;

interface Resources {
  readonly [id: string]: { readonly Type: string; readonly Properties: Record<string, unknown> };
}

/** A template of the library with a function beside; another version of the definitions or of the handler is another template. */
function template(resources: Resources, definition: number, handler: number): string {
  const DefinitionString = JSON.stringify({ Comment: `version ${definition}`, StartAt: 'End', States: { End: { Type: 'Succeed' } } });
  const machines = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')
    .map(([id, machine]) => [id, { ...machine, Properties: { ...machine.Properties, DefinitionString } }]);
  const code = { ZipFile: `exports.handler = async () => ${handler};` };
  const Handler = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::123456789012:role/r', Code: code } };
  return JSON.stringify({ Resources: { ...resources, ...Object.fromEntries(machines), Handler } });
}

/** From the change of the file until the run has reloaded, with clients connected. */
async function reloads(): Promise<Figure[]> {
  const cli = join(buildLocalRun(), 'lib', 'cli.js');
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const path = join(folder, 'Demo.template.json');
  const { Resources: resources } = Template.fromStack(new SoakStack(new App(), 'Demo')).toJSON() as { Resources: Resources };
  writeFileSync(path, template(resources, 0, 0));
  const child = spawn(process.execPath, [cli, path, '--port', '0', '--json', '--watch'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (type: string): Promise<{ url: string; changes: string[]; kept: number }> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) {
        throw new Error('the local run has ended');
      }
      const entry = JSON.parse(value) as { type: string; url: string; changes: string[]; kept: number };
      if (entry.type === type) {
        return entry;
      }
    }
  };
  try {
    const { url } = await next('Listening');
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      const socket = new WebSocket(url);
      await once(socket, 'open');
      return socket;
    }));
    let kept = CONNECTIONS;
    const measure = async (content: string): Promise<number> => {
      const begin = performance.now();
      writeFileSync(path, content);
      const entry = await next('Reloaded');
      if (entry.changes.length === 0) {
        throw new Error('nothing has changed');
      }
      kept = Math.min(kept, entry.kept, sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length);
      return performance.now() - begin;
    };
    const definitions: number[] = [];
    const handlers: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      definitions.push(await measure(template(resources, round, round - 1)));
      handlers.push(await measure(template(resources, round, round)));
    }
    sockets.forEach((socket) => socket.terminate());
    return [
      atMost('reload: milliseconds after a change of definitions', median(definitions), 300),
      atMost('reload: milliseconds after a change of a handler', median(handlers), 300),
      atMost(`reload: connections lost, of ${CONNECTIONS}`, CONNECTIONS - kept, 0),
    ];
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true });
  }
}

/** Reloads of the local run. */
export const reload: readonly (() => Promise<Figure[]>)[] = [reloads];
