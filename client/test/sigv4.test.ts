import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { signUrl } from '../src/sigv4';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const date = new Date('2026-11-26T08:00:00Z');

/** Node's, as AWS's signer asks for it. */
class Sha256 {
  private readonly hash;

  constructor(secret?: unknown) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }

  public update(data: unknown): void {
    this.hash.update(data as Uint8Array);
  }

  public async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }

  public reset(): void {}
}

/** As AWS's own signer has it. */
async function signed(url: URL, given: typeof credentials & { sessionToken?: string }, region: string): Promise<Record<string, unknown>> {
  const signer = new SignatureV4({ credentials: given, region, service: 'execute-api', sha256: Sha256 });
  const { query } = await signer.presign({
    method: 'GET', protocol: 'https:', hostname: url.hostname, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: { host: url.host },
  }, { signingDate: date, expiresIn: 300 });
  return query as Record<string, unknown>;
}

test.each<[string, string, object]>([
  ['a stage', 'wss://abc123.execute-api.eu-west-1.amazonaws.com/prod', {}],
  ['with a session token', 'wss://abc123.execute-api.eu-west-1.amazonaws.com/prod', { sessionToken: 'FwoG+/=x y' }],
  ['with parameters of its own', 'wss://abc123.execute-api.eu-west-1.amazonaws.com/prod?tenant=a b&x=(1)\'*', {}],
  ['in China', 'wss://abc123.execute-api.cn-north-1.amazonaws.com.cn/prod', {}],
])('signs as AWS does: %s', async (_, url, more) => {
  const given = { ...credentials, ...more };
  const result = new URL(await signUrl(url, given, { date }));
  const region = url.includes('.cn') ? 'cn-north-1' : 'eu-west-1';
  expect(Object.fromEntries(result.searchParams)).toEqual(await signed(new URL(url), given, region));
  expect(result.protocol).toBe('wss:');
});

test('a custom domain needs a region', async () => {
  await expect(signUrl('wss://ws.shop.example/prod', credentials)).rejects.toThrow('signUrl: the host ws.shop.example names no region: give `region`');
  const result = new URL(await signUrl('wss://ws.shop.example/prod', credentials, { date, region: 'eu-west-1' }));
  expect(result.searchParams.get('X-Amz-Credential')).toBe('AKIDEXAMPLE/20261126/eu-west-1/execute-api/aws4_request');
});

test('a clock that is slow is put right', async () => {
  const result = new URL(await signUrl('wss://abc123.execute-api.eu-west-1.amazonaws.com/prod', credentials, { date, clockOffset: 3_600_000 }));
  expect(result.searchParams.get('X-Amz-Date')).toBe('20261126T090000Z');
});
