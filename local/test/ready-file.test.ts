import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MOCK_200, TestRun } from './support';
import { LocalRun } from '../src';
import { file } from './files';

const folder = (): string => mkdtempSync(join(tmpdir(), 'ready-'));

test('it has the URLs while the run runs, and goes with it', async () => {
  const readyFile = join(folder(), 'ready.json');
  const run = await TestRun.start({ routes: { $default: MOCK_200 } }, { readyFile });

  expect(JSON.parse(readFileSync(readyFile, 'utf8'))).toEqual({ type: 'Listening', stage: 'Stage', url: run.url, urls: run.run.urls, pid: process.pid });
  expect(readdirSync(join(readyFile, '..'))).toEqual(['ready.json']);
  await run.stop();
  expect(existsSync(readyFile)).toBe(false);
});

test('what an earlier run has left there is not taken for this one', async () => {
  const readyFile = join(folder(), 'ready.json');
  writeFileSync(readyFile, '{"url":"ws://127.0.0.1:1/prod"}');

  await expect(LocalRun.start({ template: file({ Resources: {} }), readyFile })).rejects.toThrow('no WebSocket API');

  expect(existsSync(readyFile)).toBe(false);
});

test('one that cannot be written ends the start', async () => {
  await expect(TestRun.start({ routes: { $default: MOCK_200 } }, { readyFile: '/nowhere/ready.json' }))
    .rejects.toThrow('the ready file /nowhere/ready.json cannot be written: ENOENT');
});
