import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { closeAll, folderOf, lambdaWith, nodeFunction } from './support';

afterEach(closeAll);

test('by ARN, with a version or an alias, or by name', async () => {
  const { lambda } = lambdaWith([nodeFunction('exports.handler = async () => 1;')]);
  for (const arn of ['orders', 'arn:aws:lambda:us-east-1:123456789012:function:orders', 'arn:aws:lambda:us-east-1:123456789012:function:orders:live']) {
    expect(await lambda.invoke(arn, '{}')).toEqual({ payload: '1', isError: false });
  }
});

test.each(['constructor', '__proto__'])('by a name such as %s', async (name) => {
  const { invoke } = lambdaWith([nodeFunction('exports.handler = async () => 1;', { logicalId: name, name })]);
  expect((await invoke({}, name)).payload).toBe(1);
});

test('after the end nothing starts', async () => {
  const { invoke, lambda, entries } = lambdaWith([nodeFunction('console.log("started"); exports.handler = async () => 1;')]);
  lambda.close();
  expect((await invoke({})).payload).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/the local run ends$/) });
  expect(entries).toEqual([]);
});

test("a function of the test itself, with the test's variables", async () => {
  const heard: unknown[] = [];
  const handler = (event: unknown): string => {
    heard.push(event);
    return 'heard';
  };
  const { invoke } = lambdaWith([nodeFunction('')], { handlers: { Orders: handler } });
  expect((await invoke({ a: 1 })).payload).toBe('heard');
  expect(heard).toEqual([{ a: 1 }]);
});

test('what it throws is the error of the function', async () => {
  const handlers = { Orders: () => { throw new RangeError('no'); } };
  expect(await lambdaWith([nodeFunction('')], { handlers }).invoke({})).toMatchObject({ isError: true, payload: { errorType: 'RangeError', errorMessage: 'no' } });
});

describe('an endpoint', () => {
  const server = createServer((request, response) => {
    const isBroken = request.url!.includes('broken');
    response.writeHead(isBroken ? 500 : 200, request.url!.includes('failing') ? { 'X-Amz-Function-Error': 'Unhandled' } : {});
    void request.toArray().then((chunks) => response.end(`{"url":"${request.url}","event":${Buffer.concat(chunks as Buffer[]).toString()}}`));
  });
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  test('of one function', async () => {
    const { invoke } = lambdaWith([nodeFunction('')], { urls: { Orders: url } });
    expect((await invoke({ a: 1 })).payload).toEqual({ url: '/2015-03-31/functions/orders/invocations', event: { a: 1 } });
  });

  test('of those that do not run here, and of those of nobody', async () => {
    const { invoke, lambda } = lambdaWith([nodeFunction('', { runtime: 'java21' })], { endpoint: url });
    expect((await invoke({})).isError).toBe(false);
    expect((await invoke({}, 'failing')).isError).toBe(true);
    expect((await invoke({}, 'broken')).payload.errorMessage).toMatch(/answered 500/);
    expect(lambda.fault('orders')).toBeUndefined();
  });

  test('nobody is there', async () => {
    const { invoke } = lambdaWith([nodeFunction('')], { urls: { Orders: 'http://127.0.0.1:9' } });
    expect((await invoke({})).payload.errorMessage).toMatch(/^http:\/\/127\.0\.0\.1:9: .*ECONNREFUSED/);
  });
});

describe('what cannot run says why', () => {
  test.each([
    [nodeFunction('', { runtime: 'java21' }), {}, 'resource Orders: the runtime java21 does not run here: give --function Orders=<url>, or --endpoint lambda=<url>'],
    [nodeFunction(''), { runsCode: false }, 'resource Orders: functions do not run with --no-functions'],
  ])('%#', (definition, options, fault) => {
    expect(lambdaWith([definition], options).lambda.fault(definition.arn)).toBe(fault);
  });

  test('a function that the template does not have', () => {
    expect(lambdaWith([]).lambda.fault('arn:aws:lambda:us-east-1:1:function:other')).toMatch(/is no function of the template: give /);
    expect(lambdaWith([nodeFunction('')]).lambda.fault('Orders')).toBe('Orders is no function of the template, which has orders: give --endpoint lambda=<url>');
  });
});

describe('code', () => {
  test('a zip file', async () => {
    const path = join(folderOf({}), 'code.zip');
    writeFileSync(path, zipSync({ 'lib/': new Uint8Array(), 'lib/text.js': Buffer.from('module.exports = "text";'), 'index.js': Buffer.from('exports.handler = async () => require("./lib/text");') }));
    expect((await lambdaWith([nodeFunction('', { code: { kind: 'zip', path, time: 0 } })]).invoke({})).payload).toBe('text');
  });

  test.each([
    ['broken', Buffer.from('no zip')],
    ['with an entry outside of it', Buffer.from(zipSync({ '../../evil.js': Buffer.from('') }))],
  ])('a zip file that is %s is an error of the invocation', async (_name, content) => {
    const path = join(folderOf({}), 'code.zip');
    writeFileSync(path, content);
    expect((await lambdaWith([nodeFunction('', { code: { kind: 'zip', path, time: 0 } })]).invoke({})).payload).toMatchObject({ errorType: 'Runtime.InvalidEntrypoint' });
  });

  test('a folder that is not there', async () => {
    const { payload } = await lambdaWith([nodeFunction('', { code: { kind: 'folder', path: '/no/such/folder' } })]).invoke({});
    expect(payload.errorMessage).toMatch(/\/no\/such\/folder does not exist: build the code first$/);
  });

  test('a change restarts it with the next event', async () => {
    const path = folderOf({ 'index.js': 'exports.handler = async () => 1;' });
    let reloaded!: () => void;
    const reload = new Promise<void>((resolve) => {
      reloaded = resolve;
    });
    const { invoke } = lambdaWith([nodeFunction('', { code: { kind: 'folder', path } })], { log: ({ type }) => type === 'FunctionReloaded' && reloaded() });
    expect((await invoke({})).payload).toBe(1);
    // The watch begins some time after the function.
    const writing = setInterval(() => writeFileSync(join(path, 'index.js'), 'exports.handler = async () => 2;'), 200);
    await reload;
    clearInterval(writing);
    expect((await invoke({})).payload).toBe(2);
  });
});
