import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeAll, folderOf, lambdaWith, nodeFunction } from './support';

afterEach(closeAll);

/** The project has esbuild: tests run in it. */
const PROJECT = join(__dirname, '..', '..', '..');

function orders(source: string, more = {}) {
  const path = folderOf({ 'orders.ts': source, 'names.ts': 'export const NAME: string = "jane";' });
  const sources = { Orders: { entryPoint: join(path, 'orders.ts'), project: PROJECT, moduleFolders: [] } };
  return { path, ...lambdaWith([nodeFunction('', { handler: 'dist/orders.handler' })], { sources, ...more }) };
}

test('TypeScript is bundled, and bundled anew when it changes', async () => {
  let reloaded!: () => void;
  const reload = new Promise<void>((resolve) => {
    reloaded = resolve;
  });
  const log = ({ type }: { type: string }): void => {
    if (type === 'FunctionReloaded') {
      reloaded();
    }
  };
  const { path, invoke } = orders('import { NAME } from "./names"; export const handler = async (): Promise<string> => NAME;', { log });
  expect((await invoke({})).payload).toBe('jane');
  writeFileSync(join(path, 'names.ts'), 'export const NAME = "joe";');
  await reload;
  expect((await invoke({})).payload).toBe('joe');
});

test('a change that does not compile leaves the code before it, for a process that starts anew, too', async () => {
  const heard: Record<string, () => void> = {};
  const next = (type: string): Promise<void> => new Promise((resolve) => {
    heard[type] = resolve;
  });
  const { path, invoke } = orders('export const handler = async () => 1;', { log: ({ type }: { type: string }) => heard[type]?.() });
  expect((await invoke({})).payload).toBe(1);
  const reload = next('FunctionReloaded');
  writeFileSync(join(path, 'orders.ts'), 'export const handler = async () => 2;');
  await reload;
  const warning = next('Warning');
  writeFileSync(join(path, 'orders.ts'), 'export const handler = (');
  await warning;
  expect((await invoke({})).payload).toBe(2);
});

test('what does not compile is an error of the invocation, with its place', async () => {
  const { invoke } = orders('export const handler = (');
  expect((await invoke({})).payload).toMatchObject({ errorMessage: expect.stringMatching(/orders\.ts:1: Unexpected end of file/) });
});

test('a project without esbuild is told how to get it', async () => {
  const path = folderOf({ 'orders.ts': '' });
  const { invoke } = lambdaWith([nodeFunction('')], { sources: { Orders: { entryPoint: 'orders.ts', project: path, moduleFolders: [] } } });
  expect((await invoke({})).payload.errorMessage).toContain(`esbuild is not in ${path}: npm install --save-dev esbuild`);
});

test('errors tell of the source; what is left out of the bundle is found where the source would find it', async () => {
  const path = folderOf({
    'orders.ts': `
      import { text } from "external";
      export const handler = async (): Promise<void> => { throw new Error(text); };`,
    'node_modules/external/index.js': 'exports.text = "from outside";',
  });
  const source = { entryPoint: 'orders.ts', project: path, external: ['external', 'esbuild'], moduleFolders: [join(path, 'node_modules')] };
  symlinkSync(join(PROJECT, 'node_modules', 'esbuild'), join(path, 'node_modules', 'esbuild'));
  const { payload } = await lambdaWith([nodeFunction('')], { sources: { Orders: source } }).invoke({});
  expect(payload).toMatchObject({ errorType: 'Error', errorMessage: 'from outside' });
  expect(payload.trace.join('\n')).toMatch(/orders\.ts:3:/);
});
