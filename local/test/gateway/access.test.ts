import { hostname } from 'node:os';
import { Access } from '../../src/gateway/access';
import { AllowedHosts, isHost } from '../../src/gateway/allowed-hosts';
import { AllowedOrigins, isOrigin } from '../../src/gateway/allowed-origins';

interface Given {
  readonly bound?: string;
  readonly hosts?: readonly string[];
  readonly origins?: readonly string[];
}

/** Why a request with these headers is refused. */
function refusal(headers: readonly [string, string][], { bound = '127.0.0.1', hosts = [], origins = [] }: Given = {}): string | undefined {
  const access = new Access(new AllowedHosts(bound, ['api1.execute-api.us-gov-west-1.c2s.ic.gov', 'ws.shop.example'], hosts), new AllowedOrigins(origins));
  return access.refusal({
    rawHeaders: headers.flat(),
    headers: Object.fromEntries([...headers].reverse().map(([name, value]) => [name.toLowerCase(), value])),
  });
}

/** Jest takes a function's last parameter for a callback where a case does not give it. */
function cases(given: readonly (readonly [string, string, Given?])[]): [string, string, Given][] {
  return given.map(([title, value, rest = {}]) => [title, value, rest]);
}

const OWN: [string, string] = ['Host', '127.0.0.1:4510'];

describe('a Host is let in', () => {
  test.each(cases([
    ['the address', '127.0.0.1:4510'], ['without a port', '127.0.0.1'], ['with another port, as through a tunnel', 'localhost:80'],
    ['localhost', 'LocalHost:4510'], ['a name below it', 'app.localhost'], ['any loopback address', '127.9.8.7'], ['that of IPv6', '[::1]:4510'],
    ['the address as SDKs write it for StartSyncExecution', 'sync-127.0.0.1:4510'], ['with its dot', 'localhost.'],
    ['an API on AWS', 'abc.execute-api.eu-west-1.amazonaws.com'], ['a service of AWS', 'states.us-east-1.amazonaws.com'], ['in China', 'states.cn-north-1.amazonaws.com.cn'],
    ['of both IP versions', 'states.us-east-1.api.aws'], ['an API in another partition', 'api1.execute-api.us-gov-west-1.c2s.ic.gov'], ['a domain of the template', 'ws.shop.example'],
    ['an address that is listened on', '192.0.2.7:4510', { bound: '192.0.2.7' }], ['a name that is listened on', 'dev.example', { bound: 'dev.example' }],
    ['the address that is listened on, so', 'sync-192.0.2.7:4510', { bound: '192.0.2.7' }],
    ['an address of IPv6 that is listened on', '[2001:db8::7]:4510', { bound: '2001:DB8:0::7' }],
    ['all addresses', '0.0.0.0:4510', { bound: '0.0.0.0' }], ['all addresses of IPv6', '[::]:4510', { bound: '::' }], ["the machine's name", `${hostname()}:4510`, { bound: '0.0.0.0' }],
    ['what is allowed', 'Dev.Example:4510', { hosts: ['dev.example'] }], ['an address of IPv6 that is allowed', '[2001:db8::7]', { hosts: ['2001:db8::7'] }],
  ]))('%s: %s', (_title, host, given) => {
    expect(refusal([['Host', host]], given)).toBeUndefined();
  });
});

describe('a Host is refused', () => {
  test.each(cases([
    ["a stranger's", 'rebind.example'], ['that ends like one of the run\'s', 'evil-localhost'], ['that begins so', 'localhost.evil.example'], ['that begins like an address', '127.0.0.1.evil.example'],
    ['that ends like AWS', 'evilamazonaws.com'], ['with AWS in the middle', 'states.amazonaws.com.evil.example'], ['an address of another machine', '192.0.2.7'],
    ['an address of another machine, listening on all', '192.0.2.7', { bound: '0.0.0.0' }], ["the machine's name, listening on one address", `x${hostname()}`],
    ['below an allowed one', 'a.dev.example', { hosts: ['dev.example'] }],
    ['with something else before the address', 'evil-127.0.0.1'], ['with a prefix of SDKs', 'sync-rebind.example'], ['so, at another address', 'sync-192.0.2.7'],
    ['empty', ''], ['with a path', 'localhost/x'], ['with a user', 'localhost@evil.example'], ['with blanks', 'localhost evil.example'], ['an address that is none', '[::1'],
  ]))('%s: %s', (_title, host, given) => {
    expect(refusal([['Host', host]], given)).toMatch(/^the host .* is not this run's; --allow-host/);
  });

  test('none, or two', () => {
    expect(refusal([])).toBe('it must have one Host header');
    expect(refusal([OWN, ['host', 'evil.example']])).toBe('it must have one Host header');
  });

  test('with the option that allows it', () => {
    expect(refusal([['Host', 'rebind.example:4510']])).toBe('the host "rebind.example:4510" is not this run\'s; --allow-host rebind.example (allowedHosts) lets it in');
  });
});

describe('an Origin', () => {
  test.each(cases([
    ['a front end on another port', 'http://localhost:5173'], ['over TLS', 'https://127.0.0.1:3000'], ['of IPv6', 'http://[::1]:8080'], ['below localhost', 'http://shop.localhost:3000'],
    ['a page of its own', 'http://127.0.0.1:4510'], ['that is allowed', 'https://dev.example', { origins: ['https://Dev.Example'] }],
    ['an extension that is allowed', 'chrome-extension://abc', { origins: ['chrome-extension://abc'] }],
    ['anyone, where all are', 'null', { origins: ['*'] }],
  ]))('is let in: %s: %s', (_title, origin, given) => {
    expect(refusal([OWN, ['Origin', origin]], given)).toBeUndefined();
  });

  test.each(cases([
    ["a stranger's", 'https://evil.example'], ['of no page', 'null'], ['of a file', 'file://'], ['of an extension', 'chrome-extension://abc'], ['that begins like one of the run\'s', 'http://localhost.evil.example'],
    ['with a user', 'http://localhost@evil.example'], ['of an allowed host, with another scheme', 'http://dev.example', { origins: ['https://dev.example'] }],
    ['of an allowed host, with another port', 'https://dev.example:8443', { origins: ['https://dev.example'] }], ['with a path', 'http://localhost/x'],
    ['of AWS, whose names anyone may have for a page', 'https://bucket.s3.amazonaws.com'], ['two', 'http://localhost, https://evil.example'], ['empty', ''],
  ]))('is refused: %s: %s', (_title, origin, given) => {
    expect(refusal([OWN, ['Origin', origin]], given)).toMatch(/^the web page's origin .* --allow-origin /);
  });

  test('may be the host that was called by name', () => {
    expect(refusal([['Host', 'dev.example:4510'], ['Origin', 'http://dev.example:4510']], { hosts: ['dev.example'] })).toBeUndefined();
  });

  test('is not needed, but another site\'s page without one is refused', () => {
    expect(refusal([OWN, ['Sec-Fetch-Site', 'same-site']])).toBeUndefined();
    expect(refusal([OWN, ['Sec-Fetch-Site', 'cross-site']])).toMatch(/^a web page of another site's has sent it; --allow-origin '\*'/);
    expect(refusal([OWN, ['Sec-Fetch-Site', 'cross-site'], ['Origin', 'http://localhost:3000']])).toBeUndefined();
  });
});

test.each(['http://dev.example', 'dev.example:4510', 'dev.example/x', '', '*', 'a b'])('%j is no host to allow', (name) => {
  expect(isHost(name)).toBe(false);
});

test.each(['dev.example', 'https://dev.example/', 'null', '', 'https://'])('%j is no origin to allow', (origin) => {
  expect(isOrigin(origin)).toBe(false);
});
