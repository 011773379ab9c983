// No source of this name: what a user gets.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import * as ts from 'typescript';
import { all, API, FakeServer, settle, started } from './support';
import { bundle, INTERNAL_MEMBERS } from '../bundle';
import conversations from '../protocol/conversations.json';
import frames from '../protocol/frames.json';
import type * as client from '../src';
import type * as deliveries from '../src/delivery';
import { isObject } from '../src/protocol';

const SRC = join(__dirname, '..', 'src');

let lib: string;

beforeAll(async () => {
  lib = mkdtempSync(join(tmpdir(), 'client-lib-'));
  await bundle(lib);
});

afterAll(() => rmSync(lib, { recursive: true }));

/** Bytes that the client and other entries add to a page: all that they export, minified and compressed. */
async function sizeOf(...entries: string[]): Promise<number> {
  const contents = ['index.browser', ...entries].map((entry) => `export * from ${JSON.stringify(join(lib, `${entry}.mjs`))};`).join('');
  const { outputFiles: [{ text }] } = await build({
    stdin: { contents, resolveDir: lib }, bundle: true, minify: true, format: 'esm', target: 'es2022', platform: 'browser', write: false,
  });
  return gzipSync(text, { level: 9 }).length;
}

test('is small', async () => {
  expect(await sizeOf()).toBeLessThanOrEqual(6 * 1024);
  expect(await sizeOf('delivery')).toBeLessThanOrEqual(7 * 1024);
  expect(await sizeOf('delivery', 'sigv4')).toBeLessThanOrEqual(9 * 1024);
});

describe('short names', () => {
  /** The names of all members in a value. */
  function membersOf(value: unknown): string[] {
    const inside = Object(value) === value ? Object.values(value as object).flatMap(membersOf) : [];
    return isObject(value) ? [...Object.keys(value), ...inside] : inside;
  }

  test('are given to nothing that a frame has', () => {
    const steps = conversations.conversations.flatMap((conversation) => conversation.steps as { client?: object; server?: object }[]);
    const members = new Set(membersOf([frames.frames.map(({ frame }) => frame), steps.map((step) => step.client ?? step.server)]));
    expect(members).toContain('executionId');
    expect(INTERNAL_MEMBERS.filter((name) => members.has(name))).toEqual([]);
  });

  test('are given to nothing that a platform has', () => {
    const types = [Array, Set, Map, Promise, String, Number, Object, Function, AbortController, AbortSignal, EventTarget, Uint8Array, TextEncoder];
    const members = new Set(types.flatMap((type) => [...Object.getOwnPropertyNames(type), ...Object.getOwnPropertyNames(type.prototype)]));
    expect(members).toContain('splice');
    expect(INTERNAL_MEMBERS.filter((name) => members.has(name))).toEqual([]);
  });

  test('are given to no member of a type that users see', () => {
    const files = ['index.ts', 'sigv4.ts'].map((name) => join(SRC, name));
    const program = ts.createProgram(files, { strict: true, target: ts.ScriptTarget.ES2022, skipLibCheck: true });
    const checker = program.getTypeChecker();
    const members = program.getRootFileNames()
      .flatMap((file) => checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!))
      .map((symbol) => (symbol.declarations?.some(ts.isExportSpecifier) ? checker.getAliasedSymbol(symbol) : symbol))
      .flatMap((symbol) => checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map(({ name }) => name));
    expect(members).toContain('heartbeat');
    expect(INTERNAL_MEMBERS.filter((name) => members.includes(name))).toEqual([]);
  });

  test('are the same in all entries of a bundle', async () => {
    const { connect } = jest.requireActual<typeof client>(join(lib, 'index.js'));
    const { delivery } = jest.requireActual<typeof deliveries>(join(lib, 'delivery.js'));
    const server = new FakeServer();
    server.answers.resume = (_, socket) => void socket.says({ messages: [], next: null });
    const { start, state } = connect({ url: 'wss://x', api: { ...API, ack: 'ack', resume: 'resume' }, delivery, webSocket: server.webSocket as never, timers: server.timers });
    expect(state).toBe('connecting');
    const order = start('order', {});
    await settle();
    const executionId = `jane-${order.requestId}`;
    server.socket.says(started(server.heard.find(({ action }) => action === 'order')!), { executionId, seq: '1', progress: 1 }, { executionId, seq: '2', status: 'SUCCEEDED', output: 16 });
    expect([await all(order), await order.result]).toEqual([[{ executionId, seq: '1', progress: 1 }], 16]);
    await settle();
    expect(server.heard.filter(({ action }) => action === 'ack')).toHaveLength(2);
  });
});

test('has no dependency', () => {
  const { dependencies, peerDependencies, sideEffects } = jest.requireActual<Record<string, unknown>>('../package.json');
  expect({ dependencies, peerDependencies, sideEffects }).toEqual({ dependencies: undefined, peerDependencies: undefined, sideEffects: false });
});

describe('types', () => {
  const ROUTES = `
    import { connect, type Api } from './index';
    interface Orders { order: { message: { item: number }; update: { progress: number }; output: { total: number }; question: { price: number }; answer: boolean } }
    const api: Api<Orders> = { routes: { order: { names: 'principal' } } };
    const client = connect({ url: 'wss://x', api });
    export async function check(): Promise<void> {
  `;

  /** What the compiler says of statements, with the types of an API at hand. */
  function faultsOf(statements: string): string[] {
    const file = join(SRC, 'check.ts');
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts'],
      types: [],
      skipLibCheck: true,
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (name) => name === file || fileExists(name);
    host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, `${ROUTES}${statements}}`, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest));
    const program = ts.createProgram([file], options, host);
    return program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  }

  test.each([
    ['a message', "client.start('order', { item: 7 });"],
    ['an output', "const { total }: { total: number } = await client.start('order', { item: 7 }).result; void total;"],
    ['an update', "for await (const { progress } of client.start('order', { item: 7 })) { progress.toFixed(); }"],
    ['a question and its answer', "for await (const q of client.start('order', { item: 7 }).questions) { q.message.price.toFixed(); await q.answer(true); }"],
  ])('know %s', (_, statements) => {
    expect(faultsOf(statements)).toEqual([]);
  });

  test.each([
    ['a route that is not there', "client.start('nowhere', {});"],
    ['a message that does not fit', "client.start('order', { item: 'seven' });"],
    ['an answer that does not fit', "for await (const q of client.start('order', { item: 7 }).questions) { await q.answer('yes'); }"],
    ['an output that is another', "const total: string = (await client.start('order', { item: 7 }).result).total; void total;"],
  ])('refuse %s', (_, statements) => {
    expect(faultsOf(statements)).toHaveLength(1);
  });

  test('are those of any API where none are given', () => {
    expect(faultsOf("const any = connect({ url: 'wss://x' }); const { result } = any.start('whatever', { x: 1 }); const value: unknown = await result; void value;")).toEqual([]);
  });
});
