import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lambdaWith, nodeFunction } from './functions/support';

/** Whether a process is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

(process.platform === 'win32' ? test.skip : test)('functions end with the run, also when it is killed in the middle of their work', async () => {
  const script = `
    const { lambdaWith, nodeFunction } = require(${JSON.stringify(join(__dirname, 'functions/support.ts'))});
    const { lambda } = lambdaWith([nodeFunction('console.log(process.pid); exports.handler = () => { for (;;); };', { timeout: 900 })], {
      log: ({ type, line }) => type === 'FunctionOutput' && process.stdout.write(line + '\\n'),
    });
    void lambda.invoke('orders', '{}');`;
  const run = spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [pid] = (await once(run.stdout.setEncoding('utf8'), 'data')) as [string];
  expect(isAlive(Number(pid))).toBe(true);
  run.kill('SIGKILL');
  while (isAlive(Number(pid))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

/** Ends when no process has a text in its command line. */
async function gone(text: string): Promise<void> {
  while (execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(text)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

(process.platform === 'win32' ? test.skip : test)('a function that is starting or at work ends with the run, and so do its own children', async () => {
  // Sizes and times that nobody else has, to be found by.
  const memorySize = 2000 + process.pid % 1000;
  const sleep = `98765${process.pid}`;
  const text = `require('child_process').spawn('sleep', ['${sleep}'], { stdio: 'ignore' }); exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60000));`;
  const results = [0, 20, 100, 300].map(async (time) => {
    const { lambda, invoke } = lambdaWith([nodeFunction(text, { memorySize })]);
    setTimeout(() => lambda.close(), time);
    return (await Promise.all([invoke({}), invoke({})])).map(({ payload }) => payload.errorType);
  });
  expect((await Promise.all(results)).flat()).toEqual(Array(8).fill('Runtime.ExitError'));
  await gone(`--max-old-space-size=${Math.floor(memorySize * 0.9)}`);
  await gone(`sleep ${sleep}`);
});

(process.platform === 'win32' ? test.skip : test)('what a run has made goes with it, also when it is killed', async () => {
  const script = `
    const { Reaper } = require(${JSON.stringify(join(__dirname, '..', 'src', 'reaper.ts'))});
    const { writeFileSync } = require('node:fs');
    const folder = new Reaper().makeFolder();
    writeFileSync(folder + '/file', '');
    console.log(folder);
    process.kill(process.pid, 'SIGKILL');`;
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], { encoding: 'utf8' });
  expect(stdout).toContain(tmpdir());
  while (existsSync(stdout.trim())) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

test('what a run has removed itself may be made again by another', async () => {
  const [kept, removed] = ['kept', 'removed'].map((name) => join(mkdtempSync(join(tmpdir(), 'reaper-')), name));
  [kept, removed].forEach((path) => writeFileSync(path, ''));

  const input = [`+${JSON.stringify(kept)}`, `+${JSON.stringify(removed)}`, `-${JSON.stringify(removed)}`, ''].join('\n');
  spawnSync(process.execPath, [join(__dirname, '..', 'bootstraps', 'reaper.mjs')], { input });

  expect([kept, removed].map((path) => existsSync(path))).toEqual([false, true]);
});
