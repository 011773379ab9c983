import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SourceWatcher } from '../../src/cdk-app/source-watcher';
import { folder } from '../files';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** Watches a project; `changed` resolves with the next change, and there are as many as `count` says. */
async function watch(
  project: string, include: readonly string[], exclude: readonly string[], isOwn: (path: string) => boolean = () => false,
): Promise<{ changed: () => Promise<void>; count: () => number }> {
  let count = 0;
  let hear = (): void => {};
  const watcher = new SourceWatcher(project, { include, exclude }, isOwn, () => {
    count += 1;
    hear();
  }, () => {});
  closers.push(() => watcher.close());
  await watcher.ready();
  return {
    changed: () => new Promise((resolve) => {
      hear = resolve;
    }),
    count: () => count,
  };
}

function write(project: string, name: string, content: string): void {
  mkdirSync(dirname(join(project, name)), { recursive: true });
  writeFileSync(join(project, name), content);
}

test('what is included counts, whatever its depth; what is excluded does not', async () => {
  const project = folder({ 'lib/app.ts': '', 'test/app.ts': '', 'lib/.cache/x.ts': '', 'lib/node_modules/a/index.ts': '', 'README.md': '' });
  const { changed, count } = await watch(project, ['lib'], ['**/*.js', '**/.*', '**/.*/**', '**/node_modules/**']);

  const first = changed();
  ['test/app.ts', 'lib/app.js', 'lib/.cache/x.ts', 'lib/node_modules/a/index.ts', 'README.md', 'lib/deep/er/new.ts'].forEach((name) => write(project, name, '1'));
  await first;
  const second = changed();
  rmSync(join(project, 'lib/app.ts'));
  await second;

  expect(count()).toBe(2);
});

test('what the run itself writes is no change', async () => {
  const project = folder({ 'app.ts': '' });
  let hear = (): void => {};
  const asked = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const { changed, count } = await watch(project, ['**'], [], (path) => {
    const isOwn = path === join(project, 'run.txt');
    if (isOwn) {
      hear();
    }
    return isOwn;
  });

  write(project, 'run.txt', '1');
  await asked;
  const next = changed();
  write(project, 'app.ts', '1');
  await next;

  expect(count()).toBe(1);
});
