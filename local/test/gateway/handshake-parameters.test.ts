import { disconnectParameters, handshakeParameters, headerValues } from '../../src/gateway/handshake-parameters';

/** A handshake as Node.js reads it. */
function handshake(rawHeaders: string[], url = '/prod'): Parameters<typeof handshakeParameters>[0] {
  const headers = Object.fromEntries(rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1]]] : [])));
  return { headers, rawHeaders, url };
}

describe('headers of a handshake', () => {
  test('have the names that the client wrote, with those that API Gateway adds', () => {
    const { header, multiValueHeaders } = handshakeParameters(handshake(['Host', 'localhost', 'X-Tenant', 'blue']), '127.0.0.1');

    expect(header).toEqual({
      'Host': 'localhost',
      'X-Tenant': 'blue',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Proto': 'https',
    });
    expect(multiValueHeaders).toMatchObject({ 'X-Tenant': ['blue'], 'X-Forwarded-For': ['127.0.0.1'] });
  });

  test('that came several times have the last value, and all of them, under the first name', () => {
    const params = handshakeParameters(handshake(['X-Tag', 'a', 'x-tag', 'b', 'X-Tag', 'a, c']), '::1');

    expect(params.header['X-Tag']).toBe('a, c');
    expect(params.header).not.toHaveProperty('x-tag');
    expect(headerValues(params, 'x-TAG')).toEqual(['a', 'b', 'a, c']);
  });

  test('cannot forge what API Gateway says of the client', () => {
    const sent = ['x-forwarded-for', '10.0.0.1', 'X-FORWARDED-PORT', '1', 'x-forwarded-proto', 'http', 'x-amzn-trace-id', 'Root=1-2-3'];
    const { header } = handshakeParameters(handshake(sent), '127.0.0.1');

    expect(header).toEqual({
      'X-Forwarded-For': '10.0.0.1, 127.0.0.1', 'X-Forwarded-Port': '443', 'X-Forwarded-Proto': 'https', 'X-Amzn-Trace-Id': 'Root=1-2-3',
    });
  });

  test('do not hold what marks a client of the run', () => {
    const request = handshake(['Host', 'localhost', 'X-Local-Run-Client', 'secret']);
    delete request.headers['x-local-run-client'];

    expect(handshakeParameters(request, '127.0.0.1').header).not.toHaveProperty('X-Local-Run-Client');
  });

  test('named like members of every object do no harm', () => {
    const { header, querystring } = handshakeParameters(handshake(['__proto__', 'x', 'constructor', 'y'], '/prod?__proto__=z'), '127.0.0.1');

    expect([header.constructor, Object.keys(querystring)]).toEqual(['y', ['__proto__']]);
  });
});

test('parameters of the query string are decoded; one that came several times has the last value, and all of them', () => {
  const { querystring, multiValueQueryStringParameters } = handshakeParameters(handshake([], '/prod?a=1%202&a=%C3%A9+x&empty&q=b?c&%zz=1'), '127.0.0.1');

  expect(querystring).toEqual({ 'a': 'é x', 'empty': '', 'q': 'b?c', '%zz': '1' });
  expect(multiValueQueryStringParameters.a).toEqual(['1 2', 'é x']);
});

test('what is left of the headers when a connection ends is what was recorded', () => {
  expect(disconnectParameters('localhost:4510')).toEqual({
    header: { 'Host': 'localhost:4510', 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
    querystring: {},
    multiValueHeaders: { 'Host': ['localhost:4510'], 'x-api-key': [''], 'X-Forwarded-For': [''], 'x-restapi': [''] },
    multiValueQueryStringParameters: {},
  });
});
