import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemplateWatcher } from '../../src/watch/template-watcher';
import { folder } from '../files';

const watchers: TemplateWatcher[] = [];

afterEach(() => {
  watchers.splice(0).forEach((watcher) => watcher.close());
});

/** Watches, and gives what the watcher says, one after the other. */
async function watch(
  template: string, files: readonly string[] = [], longestBuild = 60_000,
): Promise<{ watcher: TemplateWatcher; next: () => Promise<string>; said: string[] }> {
  const said: string[] = [];
  let hear = (): void => {};
  const say = (what: string): void => {
    said.push(what);
    hear();
  };
  const watcher = new TemplateWatcher({ template, files, longestBuild, onChange: () => say('changed'), onFault: say });
  watchers.push(watcher);
  await watcher.ready();
  const next = async (): Promise<string> => {
    while (said.length === 0) {
      await new Promise<void>((resolve) => {
        hear = resolve;
      });
    }
    return said.shift()!;
  };
  return { watcher, next, said };
}

const STACK = { 'manifest.json': { artifacts: { Demo: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Demo.template.json' } } } }, 'Demo.template.json': {} };
const STAGE = { 'manifest.json': { artifacts: { 'assembly-Dev': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Dev' } } } } };

test('a template is written anew, replaced, and written again', async () => {
  const project = folder({ 'template.json': '{}', 'other.json': '{}' });
  const { next } = await watch(join(project, 'template.json'));

  writeFileSync(join(project, 'template.json'), '{"a":1}');
  expect(await next()).toBe('changed');
  writeFileSync(join(project, 'new.json'), '{"a":2}');
  renameSync(join(project, 'new.json'), join(project, 'template.json'));
  expect(await next()).toBe('changed');
  writeFileSync(join(project, 'template.json'), '{"a":3}');
  expect(await next()).toBe('changed');
});

test('a build that replaces the folder of the template is one change', async () => {
  const project = folder({ 'build/template.json': '{}' });
  const { next, said } = await watch(join(project, 'build', 'template.json'));

  rmSync(join(project, 'build'), { recursive: true });
  mkdirSync(join(project, 'build'));
  writeFileSync(join(project, 'build', 'template.json'), '{"a":1}');

  expect(await next()).toBe('changed');
  expect(said).toEqual([]);
});

test('files that the template names count, and those of another template after it; no others do', async () => {
  const project = folder({ 'template.json': '{}', 'one.asl.json': '{}', 'two.asl.json': '{}' });
  const [one, two] = ['one', 'two'].map((name) => join(project, `${name}.asl.json`));
  const { watcher, next, said } = await watch(join(project, 'template.json'), [one]);

  writeFileSync(one, '{"a":1}');
  expect(await next()).toBe('changed');

  watcher.use([two]);
  await watcher.ready();
  writeFileSync(one, '{"a":2}');
  writeFileSync(join(project, 'unknown.json'), '{}');
  writeFileSync(two, '{"a":1}');
  expect(await next()).toBe('changed');
  expect(said).toEqual([]);
});

test.each([
  ['in place', (out: string) => out],
  ['and put in the place of the one before', (out: string) => `${out}.new`],
])('a cdk.out folder is read when all of it is there, written %s', async (_title, target) => {
  const project = folder({});
  const out = join(project, 'cdk.out');
  const write = (to: string, files: Record<string, object>): void => Object.entries(files).forEach(([name, content]) => {
    mkdirSync(join(to, name, '..'), { recursive: true });
    writeFileSync(join(to, name), JSON.stringify(content));
  });
  write(out, STACK);
  const { next, said } = await watch(out);

  const to = target(out);
  write(to, STAGE);
  write(to, { 'assembly-Dev/manifest.json': STACK['manifest.json'] });
  if (to !== out) {
    rmSync(out, { recursive: true });
    renameSync(to, out);
  }
  write(out, { 'assembly-Dev/Demo.template.json': {} });

  expect(await next()).toBe('changed');
  expect(said).toEqual([]);
  write(out, { 'assembly-Dev/Demo.template.json': { Resources: {} } });
  expect(await next()).toBe('changed');
});

test('assets are none of its matter, a lock of the CLI is', async () => {
  const out = join(folder({}), 'cdk.out');
  mkdirSync(join(out, 'asset.1'), { recursive: true });
  Object.entries(STACK).forEach(([name, content]) => writeFileSync(join(out, name), JSON.stringify(content)));
  writeFileSync(join(out, 'synth.lock'), String(process.pid));
  const { next, said } = await watch(out);

  writeFileSync(join(out, 'asset.1', 'index.json'), '');
  writeFileSync(join(out, 'Demo.template.json'), '{"a":1}');
  rmSync(join(out, 'synth.lock'));

  expect(await next()).toBe('changed');
  expect(said).toEqual([]);
});

test.each<[string, (out: string) => void, string]>([
  ['has gone', (out) => rmSync(out, { recursive: true }), ' is not there'],
  ['lacks a template', (out) => rmSync(join(out, 'Demo.template.json')), 'cdk.out is not complete: there is no '],
  ['has half a manifest', (out) => writeFileSync(join(out, 'manifest.json'), '{"art'), 'manifest.json is not JSON'],
  ['is being written by somebody who does not come to an end', (out) => writeFileSync(join(out, 'synth.lock'), String(process.pid)), 'is being written by another cdk'],
])('a folder that %s for long is said, and read when it is there again', async (_title, spoil, reason) => {
  const out = join(folder({}), 'cdk.out');
  const write = (): void => {
    mkdirSync(out, { recursive: true });
    rmSync(join(out, 'synth.lock'), { force: true });
    Object.entries(STACK).forEach(([name, content]) => writeFileSync(join(out, name), JSON.stringify(content)));
  };
  write();
  const { next } = await watch(out, [], 1);

  spoil(out);
  expect(await next()).toContain(reason);
  write();
  expect(await next()).toBe('changed');
});

test('a change is seen while the files of a changed template are taken in', async () => {
  const project = folder({ 'template.json': '{}', 'code/definition.json': '{}' });
  const { watcher, next } = await watch(join(project, 'template.json'));

  watcher.use([join(project, 'code', 'definition.json')]);
  writeFileSync(join(project, 'template.json'), '{"a":1}');

  expect(await next()).toBe('changed');
});
