import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCESS, closeAll, folderOf, lambdaWith, nodeFunction, pythonFunction } from './support';
import type { AwsAccess } from '../../src/functions';
import { Reaper } from '../../src/reaper';
import { Certificates } from '../../src/tls/certificates';
import { EitherServer } from '../../src/tls/either-server';

const reaper = new Reaper();
const certificates = new Certificates(reaper);
const http = createServer((request, response) => {
  response.end(`the run: ${request.headers.host}${request.url}`);
});
const either = new EitherServer(http, certificates);
const { server } = either;
let access: AwsAccess;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  access = { ...ACCESS, port: (server.address() as AddressInfo).port, certificates: await certificates.files() };
});
afterEach(closeAll);
afterAll(async () => {
  await either.close();
  reaper.close();
});

const URLS = [
  'https://abc123.execute-api.us-east-1.amazonaws.com/prod/@connections/1',
  'http://sqs.us-east-1.amazonaws.com/',
  'https://sync-states.us-east-1.amazonaws.com/',
  'https://dynamodb.cn-north-1.amazonaws.com.cn/',
  'https://orders.lambda-url.us-east-1.on.aws/',
  'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
];
const EXPECTED = URLS.map((url) => `the run: ${new URL(url).host}${new URL(url).pathname}`);

test.each([
  ['fetch', 'const get = async (url) => (await fetch(url)).text();'],
  ['http and https', `
    const get = (url) => new Promise((resolve, reject) => {
      require(url.split(':')[0]).get(url, (r) => r.toArray().then((c) => resolve(Buffer.concat(c).toString()), reject)).on('error', reject);
    });`],
  ['net', `
    const get = (url) => new Promise((resolve, reject) => {
      const { host, pathname, protocol } = new URL(url);
      if (protocol === 'https:') { resolve('the run: ' + host + pathname); return; }
      const socket = require('net').connect(80, host, () => socket.end('GET ' + pathname + ' HTTP/1.1\\r\\nHost: ' + host + '\\r\\nConnection: close\\r\\n\\r\\n'));
      socket.on('error', reject).toArray().then((c) => resolve(Buffer.concat(c).toString().split('\\r\\n').find((line) => line.startsWith('the run'))), reject);
    });`],
  ['a look-up first', `
    const dns = require('dns');
    const { promisify } = require('util');
    const get = async (url) => {
      const { protocol, host, pathname } = new URL(url);
      const { address } = await promisify(dns.lookup)(host);
      await dns.promises.lookup(host, { all: true });
      const options = { host: /^169/.test(host) ? host : address, path: pathname, servername: host, headers: { Host: host } };
      return new Promise((resolve, reject) => {
        require(protocol.slice(0, -1)).get(options, (r) => r.toArray().then((c) => resolve(Buffer.concat(c).toString()), reject)).on('error', reject);
      });
    };`],
  ['a thread', `
    const get = (url) => new Promise((resolve, reject) => {
      const { Worker } = require('worker_threads');
      const work = 'fetch(' + JSON.stringify(url) + ').then((r) => r.text()).then((t) => require("worker_threads").parentPort.postMessage(t))';
      new Worker(work, { eval: true }).on('message', resolve).on('error', reject);
    });`],
  ['a connection that is kept', `
    const agents = { 'http:': new (require('http').Agent)({ keepAlive: true }), 'https:': new (require('https').Agent)({ keepAlive: true }) };
    const once = (url, protocol) => new Promise((resolve, reject) => {
      require(protocol.slice(0, -1)).get(url, { agent: agents[protocol] }, (r) => r.toArray().then((c) => resolve(Buffer.concat(c).toString()), reject)).on('error', reject);
    });
    const get = async (url) => { await once(url, new URL(url).protocol); return once(url, new URL(url).protocol); };`],
])("Node.js: AWS's names lead to the run, by %s", async (_name, get) => {
  const text = `${get} exports.handler = async (urls) => Promise.all(urls.map(get));`;
  const { invoke } = lambdaWith([nodeFunction(text)], {}, access);
  expect((await invoke(URLS)).payload).toEqual(EXPECTED);
});

test('so does the endpoint that it is told, with the prefix of StartSyncExecution', async () => {
  const text = `exports.handler = async (port) => new Promise((resolve, reject) => {
    require('http').get({ host: 'sync-127.0.0.1', port, path: '/' }, (r) => r.toArray().then((c) => resolve(Buffer.concat(c).toString()), reject)).on('error', reject);
  });`;
  const { invoke } = lambdaWith([nodeFunction(text)], {}, access);
  expect((await invoke(access.port)).payload).toBe(`the run: sync-127.0.0.1:${access.port}/`);
});

test('nor does asking a name server reach AWS', async () => {
  const text = `
    import { Resolver, promises, resolve6 } from 'node:dns';
    export const handler = async (name) => [
      await promises.resolve4(name), await new promises.Resolver().resolve(name), await new Promise((r) => new Resolver().resolve4(name, (e, a) => r(a))),
      await new Promise((r) => resolve6(name, (e) => r(e.code))),
    ];`;
  const { invoke } = lambdaWith([nodeFunction('', { code: { kind: 'folder', path: folderOf({ 'index.mjs': text }) } })], {}, access);
  const mark = ['127.65.87.83'];
  expect((await invoke('dynamodb.us-east-1.amazonaws.com')).payload).toEqual([mark, mark, mark, 'ENODATA']);
});

test("Lambda's own file of certificates, which the template names, is not here", async () => {
  const text = 'exports.handler = async (url) => (await fetch(url)).text();';
  const { invoke } = lambdaWith([nodeFunction(text, { environment: { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' } })], {}, access);
  expect((await invoke(URLS[0])).payload).toBe(EXPECTED[0]);
});

test('other names do not', async () => {
  const other = createServer((_request, response) => response.end('another'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const text = 'exports.handler = async (url) => (await fetch(url)).text();';
  const { invoke } = lambdaWith([nodeFunction(text)], {}, access);
  expect((await invoke(`http://localhost:${(other.address() as AddressInfo).port}/`)).payload).toBe('another');
  other.close();
  other.closeAllConnections();
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
(hasPython ? test : test.skip)("Python: AWS's names lead to the run", async () => {
  const text = `
import urllib.request, socket, ssl, os
def handler(urls, context):
  trust = ssl.create_default_context(cafile=os.environ["AWS_CA_BUNDLE"])
  looked_up = socket.create_connection((socket.gethostbyname("sqs.us-east-1.amazonaws.com"), 80))
  looked_up.close()
  return [urllib.request.urlopen(url, context=trust if url.startswith("https") else None).read().decode() for url in urls]`;
  const { invoke } = lambdaWith([pythonFunction(text)], {}, access);
  expect((await invoke(URLS)).payload).toEqual(EXPECTED);
});

(process.platform === 'win32' ? test.skip : test)('a custom runtime is told of the proxy and of the certificates', async () => {
  const path = folderOf({
    bootstrap: `#!${process.execPath}
    const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
    (async () => {
      for (;;) {
        const next = await fetch(api + 'next');
        const id = next.headers.get('lambda-runtime-aws-request-id');
        const { HTTPS_PROXY, SSL_CERT_FILE } = process.env;
        await fetch(api + id + '/response', { method: 'POST', body: JSON.stringify({ event: await next.json(), HTTPS_PROXY, SSL_CERT_FILE }) });
      }
    })();`,
  });
  spawnSync('chmod', ['+x', `${path}/bootstrap`]);
  const { invoke } = lambdaWith([nodeFunction('', { runtime: 'provided.al2023', code: { kind: 'folder', path } })], {}, access);
  expect((await invoke({ a: 1 })).payload).toEqual({
    event: { a: 1 }, HTTPS_PROXY: `http://127.0.0.1:${access.port}`, SSL_CERT_FILE: access.certificates!.bundle,
  });
});
