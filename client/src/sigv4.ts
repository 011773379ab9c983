/** What signs. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials: a role's, an identity pool's. */
  readonly sessionToken?: string;
}

export interface SignOptions {
  /** @default - from the host name; a custom domain has none */
  readonly region?: string;
  /** Seconds for which the handshake may begin; the connection lasts longer. @default 300 */
  readonly expiresIn?: number;
  /** Milliseconds by which AWS's clock is ahead of this machine's: with more than five minutes between them, every handshake is a 403. @default 0 */
  readonly clockOffset?: number;
  /** Now, by this machine's clock. @default - now */
  readonly date?: Date;
}

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Signs the URL of a WebSocket API that asks for IAM, for one handshake: the signature is in the query, since a browser's WebSocket sends no headers.
 *
 * @param url `wss://<api>.execute-api.<region>.amazonaws.com/<stage>`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @throws Error where the region is not known, or the platform has no WebCrypto: a page needs TLS for it
 */
export async function signUrl(url: string, { accessKeyId, secretAccessKey, sessionToken }: Credentials, options: SignOptions = {}): Promise<string> {
  const { expiresIn = 300, clockOffset = 0, date = new Date() } = options;
  const signed = new URL(url);
  const region = options.region ?? /\.execute-api(?:-fips)?\.([^.]+)\./.exec(signed.host)?.[1];
  if (!region) {
    throw new Error(`signUrl: the host ${signed.host} names no region: give \`region\``);
  }
  const time = new Date(date.getTime() + clockOffset).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [time.slice(0, 8), region, 'execute-api', 'aws4_request'];
  const query = new Map([...signed.searchParams, ...Object.entries({
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': [accessKeyId, ...scope].join('/'),
    'X-Amz-Date': time,
    'X-Amz-Expires': String(expiresIn),
    // Signed with the rest: added afterwards, it would be a 403.
    ...sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken },
    'X-Amz-SignedHeaders': 'host',
  })]);
  const canonicalQuery = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&');
  const path = (signed.pathname || '/').split('/').map(encoded).join('/');
  const canonicalRequest = ['GET', path, canonicalQuery, `host:${signed.host}`, '', 'host', EMPTY_SHA256].join('\n');
  const toSign = [ALGORITHM, time, scope.join('/'), hex(await crypto.subtle.digest('SHA-256', bytes(canonicalRequest)))].join('\n');
  let key = bytes(`AWS4${secretAccessKey}`);
  for (const part of [...scope, toSign]) {
    key = await hmac(key, part);
  }
  signed.search = `${canonicalQuery}&X-Amz-Signature=${hex(key)}`;
  return signed.href;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytes(text)));
}

function hex(data: ArrayBuffer | Uint8Array): string {
  return [...new Uint8Array(data)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** As RFC 3986 has it, which leaves fewer characters than JavaScript. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
