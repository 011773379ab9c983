import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Staleness } from '../../src/console/staleness';

const SYNTHESIZED = 1_700_000_000;

/** What is said of a project with a cdk.out folder and one file more. */
async function said(name: string, secondsLater: number): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'stale-'));
  for (const [path, time] of [['cdk.out/manifest.json', SYNTHESIZED], [name, SYNTHESIZED + secondsLater]] as const) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), '');
    utimesSync(join(folder, path), time, time);
  }
  const changed = jest.fn();
  const staleness = new Staleness(join(folder, 'cdk.out'), () => true, changed);
  await staleness.look();
  await staleness.look();
  expect(changed).toHaveBeenCalledTimes(staleness.reason === undefined ? 0 : 1);
  return staleness.reason?.replace(folder, '');
}

test('a source that is newer than what was synthesized is said, once', async () => {
  expect(await said('lib/stack.ts', 60)).toBe(`${join('lib', 'stack.ts')} is newer than /cdk.out: cdk synth it, so that what is played is what it says.`);
});

test.each([
  ['older', 'lib/stack.ts', -60], ['written while it was synthesized', 'app.py', 1], ['no source', 'README.md', 60], ['a declaration', 'lib/stack.d.ts', 60],
  ["another package's", 'node_modules/a/index.js', 60], ['a test', 'test/stack.ts', 60], ['what was synthesized', 'cdk.out/asset.1/index.js', 60],
])('what is %s is not: %s', async (_title, name, seconds) => {
  expect(await said(name, seconds)).toBeUndefined();
});

test('of a template alone nothing is known', async () => {
  const staleness = new Staleness(join(tmpdir(), 'nothing.template.json'), () => true, () => {});
  await staleness.look();
  expect(staleness.reason).toBeUndefined();
});
