import { closeAll, folderOf, lambdaWith, nodeFunction } from './support';
import type { LogEntry } from '../../src/log-entry';

afterEach(closeAll);

/** Invokes a function whose module is the text. */
async function answer(text: string, event: unknown = {}): Promise<unknown> {
  return (await lambdaWith([nodeFunction(text)]).invoke(event)).payload;
}

describe('handlers', () => {
  test('a promise', async () => {
    expect(await answer('exports.handler = async ({ a }) => ({ b: a + 1 });', { a: 1 })).toEqual({ b: 2 });
  });

  test('a callback, after what else is to do', async () => {
    const text = `
      let done = 0;
      exports.handler = (event, context, callback) => { setTimeout(() => { done = 1; }, 20); callback(null, { get done() { return done; } }); };`;
    expect(await answer(text)).toEqual({ done: 1 });
  });

  test('nothing is left to do and nobody answered: null', async () => {
    expect(await answer('exports.handler = () => new Promise(() => {});')).toBeNull();
  });

  test.each([
    ['ESM', { 'index.mjs': 'export const handler = async () => import.meta.url.endsWith("index.mjs");' }],
    ['ESM by package.json', { 'index.js': 'export const handler = async () => true;', 'package.json': '{"type":"module"}' }],
    ['CommonJS beside it', { 'index.cjs': 'exports.handler = async () => true;', 'package.json': '{"type":"module"}' }],
  ])('%s', async (_name, files) => {
    const { invoke } = lambdaWith([nodeFunction('', { code: { kind: 'folder', path: folderOf(files) } })]);
    expect(await invoke({})).toEqual({ isError: false, payload: true });
  });

  test('a handler in a folder, and in an object', async () => {
    const path = folderOf({ 'src/orders.js': 'exports.api = { put: async () => "put" };' });
    const { invoke } = lambdaWith([nodeFunction('', { code: { kind: 'folder', path }, handler: 'src/orders.api.put' })]);
    expect((await invoke({})).payload).toBe('put');
  });

  test('the context, and the environment: made-up keys, nothing of this machine\'s account', async () => {
    process.env.AWS_PROFILE = 'production';
    const text = `exports.handler = async (event, context) => ({
      context: { id: context.awsRequestId.length, arn: context.invokedFunctionArn, name: context.functionName, left: context.getRemainingTimeInMillis() <= 30000 },
      env: process.env,
    });`;
    const { invoke } = lambdaWith([nodeFunction(text, { environment: { TABLE: 'orders', AWS_ACCESS_KEY_ID: 'real' } })]);
    const { context, env } = (await invoke({})).payload;
    delete process.env.AWS_PROFILE;
    expect(context).toEqual({ id: 36, arn: 'arn:aws:lambda:us-east-1:123456789012:function:orders', name: 'orders', left: true });
    expect(env).toMatchObject({ TABLE: 'orders', AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: 'orders', AWS_SECRET_ACCESS_KEY: 'local-run' });
    expect(env.AWS_ACCESS_KEY_ID).toMatch(/^ASIA[0-9A-F]{16}$/);
    expect(env.AWS_PROFILE).toBeUndefined();
  });
});

describe('errors as Lambda describes them', () => {
  test.each([
    ['thrown', 'exports.handler = async () => { throw new TypeError("no"); };', { errorType: 'TypeError', errorMessage: 'no' }],
    ['by callback', 'exports.handler = (e, c, done) => done("no");', { errorType: 'string', errorMessage: 'no' }],
    ['while loading', 'throw new RangeError("no");', { errorType: 'RangeError', errorMessage: 'no' }],
    ['no handler', 'exports.other = 1;', { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' }],
    ['no function', 'exports.handler = 1;', { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is not a function' }],
    ['no JavaScript', 'exports.handler = (', { errorType: 'Runtime.UserCodeSyntaxError' }],
    ['no module', 'require("left-pad-of-nobody");', { errorType: 'Runtime.ImportModuleError' }],
    ['an error without a name', 'exports.handler = async () => { throw Object.assign(new Error("no"), { name: undefined }); };', { errorType: 'undefined', errorMessage: 'no' }],
    ['an error that cannot be read', 'exports.handler = async () => { throw { get stack() { throw 1; } }; };', { errorType: 'Error', errorMessage: 'the error cannot be read' }],
    ['no JSON', 'exports.handler = async () => 1n;', { errorType: 'Runtime.MarshalError' }],
    ['a rejection that nobody caught', 'exports.handler = () => new Promise(() => { Promise.reject(new Error("no")); });',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: no' }],
    ['an end of the process', 'exports.handler = async () => process.exit(3);', { errorType: 'Runtime.ExitError' }],
  ])('%s', async (_name, text, error) => {
    const { invoke } = lambdaWith([nodeFunction(text)]);
    expect(await invoke({})).toMatchObject({ isError: true, payload: error });
  });

  test('time-out, and the next event finds a new process', async () => {
    const text = 'exports.handler = async ({ hangs }) => { while (hangs); return "well"; };';
    const { invoke } = lambdaWith([nodeFunction(text, { timeout: 1 })]);
    await invoke({});
    const { isError, payload } = await invoke({ hangs: true });
    expect(isError).toBe(true);
    expect(payload).toMatchObject({ errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/) });
    expect((await invoke({})).payload).toBe('well');
  });

  test('a module that is not there: the log says what to do', async () => {
    const { invoke, entries } = lambdaWith([nodeFunction('require("@aws-sdk/client-of-nobody/deep");')]);
    await invoke({});
    expect(entries).toContainEqual({
      type: 'Warning',
      message: "resource Orders: Lambda's runtime has @aws-sdk/client-of-nobody, this machine has not: npm install --save-dev @aws-sdk/client-of-nobody",
    });
  });

  test('an answer of more than 6 MB', async () => {
    expect(await answer('exports.handler = async () => "x".repeat(7e6);')).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });
});

describe('processes', () => {
  test('one is used again, and several run at once', async () => {
    const text = 'let count = 0; exports.handler = async ({ wait }) => { count += 1; await new Promise((r) => setTimeout(r, wait)); return { count, pid: process.pid }; };';
    const { invoke } = lambdaWith([nodeFunction(text)]);
    const first = (await invoke({ wait: 0 })).payload;
    const second = (await invoke({ wait: 0 })).payload;
    expect(second).toEqual({ count: 2, pid: first.pid });
    const both = await Promise.all([invoke({ wait: 300 }), invoke({ wait: 300 })]);
    expect(new Set(both.map(({ payload }) => payload.pid)).size).toBe(2);
  });

  test('what it prints is in the log under its name, bounded', async () => {
    const text = 'exports.handler = async ({ lines }) => { for (let i = 0; i < lines; i += 1) console.log("line " + i); return lines; };';
    const lines: string[] = [];
    let heardAll!: () => void;
    const all = new Promise<void>((resolve) => {
      heardAll = resolve;
    });
    const log = (entry: LogEntry): void => {
      if (entry.type === 'FunctionOutput') {
        lines.push(entry.line);
        if (entry.line.startsWith('…')) {
          heardAll();
        }
      }
    };
    const { invoke } = lambdaWith([nodeFunction(text)], { log });
    expect((await invoke({ lines: 500_000 })).payload).toBe(500_000);
    await all;
    expect(lines[0]).toBe('line 0');
    expect(lines.join('\n').length).toBeLessThan(300_000);
    expect(lines.at(-1)).toBe('… (it prints more than is shown)');
  });

  test('a cold start is told of once', async () => {
    const { invoke, entries } = lambdaWith([nodeFunction('exports.handler = async () => 1;')]);
    await invoke({});
    await invoke({});
    expect(entries.filter(({ type }) => type === 'FunctionStarted')).toEqual([{ type: 'FunctionStarted', function: 'Orders', initDuration: expect.any(Number) }]);
  });

  test('a line without an end is there, too', async () => {
    const printed = new Promise((resolve) => {
      const log = (entry: LogEntry): void => (entry.type === 'FunctionOutput' ? resolve(entry.line) : undefined);
      void lambdaWith([nodeFunction('exports.handler = async () => process.stdout.write("no end");')], { log }).invoke({});
    });
    expect(await printed).toBe('no end');
  });

  test('a layer is found by require and by import', async () => {
    const layer = { kind: 'folder' as const, path: folderOf({ 'nodejs/node_modules/greeting/index.js': 'module.exports = "hello";', 'nodejs/node_modules/greeting/package.json': '{"name":"greeting","main":"index.js"}' }) };
    const required = lambdaWith([nodeFunction('exports.handler = async () => require("greeting");', { layers: [layer] })]);
    expect((await required.invoke({})).payload).toBe('hello');
    const path = folderOf({ 'index.mjs': 'import greeting from "greeting"; export const handler = async () => greeting;' });
    const imported = lambdaWith([nodeFunction('', { layers: [layer], code: { kind: 'folder', path } })]);
    expect((await imported.invoke({})).payload).toBe('hello');
  });
});
