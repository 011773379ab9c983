import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import WebSocket from 'ws';
import { file } from './files';
import { MOCK_200, template } from './gateway/support';

/** Runs the CLI; what it wrote so far is in `output`. */
function cli(...args: string[]): { child: ChildProcess; output: { out: string; err: string }; ended: Promise<number> } {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '..', 'src', 'cli.ts'), ...args]);
  const output = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => output.out += data.toString());
  child.stderr.on('data', (data: Buffer) => output.err += data.toString());
  return { child, output, ended: once(child, 'close').then(([code]) => code as number) };
}

const pathOf = (): string => file(template({ routes: { $default: MOCK_200 } }));

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('serves until %s, then closes connections with 1001 and ends with 0', async (signal) => {
  const { child, output, ended } = cli(pathOf(), '--port', '0', '--json', '--time-scale', '10');
  while (!output.out.includes('\n')) {
    await once(child.stdout!, 'data');
  }
  const [listening] = output.out.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { type: string; url: string });
  const socket = new WebSocket(listening.url);
  await once(socket, 'open');

  child.kill(signal);

  expect((await once(socket, 'close'))[0]).toBe(1001);
  expect(await ended).toBe(0);
  expect(listening.type).toBe('Listening');
  expect(output.err).toBe('');
}, 20_000);

test.each<[string, () => string[], string]>([
  ['without a template', () => [], "error: missing required argument 'template'"],
  ['for a file that does not exist', () => ['/nowhere.json'], 'error: cannot read /nowhere.json: no such file or folder'],
  ['for JSON that does not parse', () => [file('{"a" 1}')], 'is not JSON: '],
  ['for a template without a WebSocket API', () => [file({ Resources: {} })], 'error: no WebSocket API in '],
  ['for an option that is no number', () => [pathOf(), '--port', 'x'], "error: option '--port <number>' argument 'x' is invalid. a number is needed."],
  ['for a parameter without a value', () => [pathOf(), '--parameter', 'x'], 'Name=value is needed.'],
  ['for a parameter that the template has not', () => [pathOf(), '--parameter', 'x=y'], 'error: the template has no parameter x: it has none'],
  ['for a mock configuration that does not exist', () => [pathOf(), '--mocks', '/nowhere.json#Happy'], 'error: cannot read the mock configuration /nowhere.json: no such file'],
  ['for an endpoint of a service that it cannot speak to', () => [pathOf(), '--endpoint', 'lambda=http://127.0.0.1:1', '--endpoint', 's3=http://127.0.0.1:1'],
    "error: endpoint s3=http://127.0.0.1:1: the local run does not speak the protocol of 's3'"],
  ['for an unknown option', () => [pathOf(), '--prot', '1'], "error: unknown option '--prot'"],
])('fails %s, with one line and 1', async (_title, args, message) => {
  const { output, ended } = cli(...args());

  expect(await ended).toBe(1);
  expect(output.err).toContain(message);
  expect(output.err.trim().split('\n').filter((line) => !line.startsWith('(Did you mean'))).toHaveLength(1);
  expect(output.out).toBe('');
}, 20_000);
