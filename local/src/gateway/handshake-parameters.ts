import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

type Values = Readonly<Record<string, string>>;
type MultiValues = Readonly<Record<string, readonly string[]>>;

/** What a handshake brings. Of several values of a name, `header` and `querystring` have the last. */
export interface HandshakeParameters {
  /** Headers with the names that the client wrote. */
  readonly header: Values;
  readonly querystring: Values;
  readonly multiValueHeaders: MultiValues;
  readonly multiValueQueryStringParameters: MultiValues;
}

const FORWARDED_FOR = 'X-Forwarded-For';

/**
 * The parameters of a handshake, with the headers that API Gateway adds: port and protocol are what its clients use.
 *
 * @param handshake of its `rawHeaders` those that are left in its `headers`
 */
export function handshakeParameters(handshake: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>, sourceIp: string): HandshakeParameters {
  const { headers: left, rawHeaders, url = '/' } = handshake;
  const headers = new MultiMap((name) => name.toLowerCase());
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (Object.hasOwn(left, rawHeaders[index].toLowerCase())) {
      headers.add(rawHeaders[index], rawHeaders[index + 1]);
    }
  }
  headers.set('X-Amzn-Trace-Id', headers.all('X-Amzn-Trace-Id').at(-1) ?? traceId());
  headers.set(FORWARDED_FOR, [...headers.all(FORWARDED_FOR), sourceIp].join(', '));
  headers.set('X-Forwarded-Port', '443');
  headers.set('X-Forwarded-Proto', 'https');
  const query = new MultiMap((name) => name);
  new URLSearchParams(url.split('?').slice(1).join('?')).forEach((value, name) => query.add(name, value));
  return {
    header: headers.single(),
    querystring: query.single(),
    multiValueHeaders: headers.multiple(),
    multiValueQueryStringParameters: query.multiple(),
  };
}

/** What is left of them when the connection has ended. */
export function disconnectParameters(host: string): HandshakeParameters {
  const header = { 'Host': host, 'x-api-key': '', [FORWARDED_FOR]: '', 'x-restapi': '' };
  const multiValueHeaders = Object.fromEntries(Object.entries(header).map(([name, value]) => [name, [value]]));
  return { header, querystring: {}, multiValueHeaders, multiValueQueryStringParameters: {} };
}

/** All values of a header, whatever its case. */
export function headerValues({ multiValueHeaders }: HandshakeParameters, name: string): readonly string[] {
  return Object.entries(multiValueHeaders).find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1] ?? [];
}

/** Values by name; each name as it was written first. */
class MultiMap {
  private readonly entries = new Map<string, { readonly name: string; readonly values: string[] }>();

  /** @param key the same for names that are one */
  constructor(private readonly key: (name: string) => string) {}

  public add(name: string, value: string): void {
    const entry = this.entries.get(this.key(name));
    if (entry) {
      entry.values.push(value);
    } else {
      this.set(name, value);
    }
  }

  public set(name: string, value: string): void {
    this.entries.set(this.key(name), { name, values: [value] });
  }

  public all(name: string): readonly string[] {
    return this.entries.get(this.key(name))?.values ?? [];
  }

  public single(): Values {
    return Object.fromEntries([...this.entries.values()].map(({ name, values }) => [name, values.at(-1)!]));
  }

  public multiple(): MultiValues {
    return Object.fromEntries([...this.entries.values()].map(({ name, values }) => [name, values]));
  }
}

/** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
}
