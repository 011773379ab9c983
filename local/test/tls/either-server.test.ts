import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity, PeerCertificate } from 'node:tls';
import { Reaper } from '../../src/reaper';
import { Certificates } from '../../src/tls/certificates';
import { EitherServer } from '../../src/tls/either-server';

const reaper = new Reaper();
const certificates = new Certificates(reaper);
const http = createServer((request, response) => {
  response.end(`${request.headers.host} ${'encrypted' in request.socket ? 'encrypted' : 'plain'}`);
});
const either = new EitherServer(http, certificates);
const { server } = either;
let port: number;
let ca: Buffer;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  ca = readFileSync((await certificates.files()).authority);
});
afterAll(async () => {
  await either.close();
  reaper.close();
});

/** The text that the server answers, or the error's code. */
function answer(url: string, options: object = {}): Promise<string> {
  return new Promise((resolve) => {
    const get = url.startsWith('https') ? httpsGet : httpGet;
    const request = get(url, { agent: false, ...options }, (response) => {
      void response.toArray().then((chunks) => resolve(Buffer.concat(chunks as Buffer[]).toString('utf8')));
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test('HTTP and HTTPS on one port', async () => {
  expect(await answer(`http://127.0.0.1:${port}`)).toBe(`127.0.0.1:${port} plain`);
  expect(await answer(`https://127.0.0.1:${port}`, { ca })).toBe(`127.0.0.1:${port} encrypted`);
});

test('a certificate a host, by the name that the client asks for', async () => {
  const host = 'abc123.execute-api.us-east-1.amazonaws.com';
  const asking = (servername: string) => ({ servername, headers: { host }, ca });
  expect(await answer(`https://127.0.0.1:${port}`, { ...asking(host), checkServerIdentity: tlsCheck(host) })).toBe(`${host} encrypted`);
  expect(await answer(`https://127.0.0.1:${port}`, { ...asking('another.example'), checkServerIdentity: tlsCheck(host) })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

/** Checks a certificate as if the host had been connected to by its name. */
function tlsCheck(host: string): (name: string, certificate: PeerCertificate) => Error | undefined {
  return (_name, certificate) => checkServerIdentity(host, certificate);
}

test('who does not trust the authority is refused, and the next is served', async () => {
  expect(await answer(`https://127.0.0.1:${port}`)).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/);
  expect(await answer(`https://127.0.0.1:${port}`, { ca })).toBe(`127.0.0.1:${port} encrypted`);
});

test('what is neither ends its own connection only', async () => {
  const closed = new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from([22, 3, 1, 255, 255, 0, 0])));
    socket.on('close', resolve).on('error', () => {}).resume();
  });
  await closed;
  expect(await answer(`http://127.0.0.1:${port}`)).toBe(`127.0.0.1:${port} plain`);
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
(hasOpenssl ? test : test.skip)('openssl verifies the certificates strictly', async () => {
  const { cert } = await certificates.certificateOf('abc123.execute-api.us-east-1.amazonaws.com');
  const file = join(mkdtempSync(join(tmpdir(), 'certificate-')), 'cert.pem');
  writeFileSync(file, cert);
  const { status, stdout, stderr } = spawnSync('openssl', ['verify', '-x509_strict', '-CAfile', (await certificates.files()).authority, file]);
  expect(`${stdout}${stderr}`).toContain('OK');
  expect(status).toBe(0);
});
