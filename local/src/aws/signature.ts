/** An access key for when no account is known. */
const ACCESS_KEY = 'local';

/**
 * Headers with the form of Signature Version 4: emulators read the Region and the service in it and do not check the rest.
 *
 * @param accessKey emulators take a key of 12 digits for the account that the request is for
 */
export function localSignature(service: string, region: string, time: Date, accessKey = ACCESS_KEY): Record<string, string> {
  const timestamp = time.toISOString().replace(/[-:]|\.\d+/g, '');
  return {
    'X-Amz-Date': timestamp,
    'Authorization': `AWS4-HMAC-SHA256 Credential=${accessKey}/${timestamp.slice(0, 8)}/${region}/${service}/aws4_request, `
      + `SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  };
}

/** What a signature says of whom it is from and what it is for. */
export interface Credential {
  readonly accessKey: string;
  /** Such as `20261106`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/**
 * Reads the credential of a signature, in the header or in the query string; undefined where there is none.
 *
 * @param url path and query string
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function credentialOf(authorization: string | undefined, url: string): Credential | undefined {
  const query = url.includes('?') ? new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('X-Amz-Credential') : null;
  const credential = /\bCredential=([^,\s]+)/.exec(authorization ?? '')?.[1] ?? query ?? '';
  const [, accessKey, date, region = '', service] = /^([^/]+)\/(\d{8})\/(?:([\w*-]+)\/)?([\w.-]+)\/aws4_request$/.exec(credential) ?? [];
  return accessKey === undefined ? undefined : { accessKey, date, region, service };
}

/** A signature with another access key. */
export function withAccessKey(authorization: string, accessKey: string): string {
  return authorization.replace(/\bCredential=[^/,\s]*\//, `Credential=${accessKey}/`);
}
