import { RequestParameters } from '../../../src/gateway/backends/request-parameters';
import { handshakeParameters } from '../../../src/gateway/handshake-parameters';
import type { GatewayRequest } from '../../../src/gateway/request';
import type { IntegrationResource } from '../../../src/template';

test.each<[string, string | undefined]>([
  ['route.request.header.X-TENANT', 'red'],
  ['route.request.multivalueheader.x-tenant', 'blue,red'],
  ['route.request.header.none', undefined],
  ['route.request.querystring.a', '2'],
  ['route.request.multivaluequerystring.a', '1,2'],
  ['route.request.multivaluequerystring.constructor', undefined],
])('%s of a handshake is %s', (source, expected) => {
  const rawHeaders = ['X-Tenant', 'blue', 'x-tenant', 'red'];
  const params = handshakeParameters({ headers: { 'x-tenant': 'blue, red' }, rawHeaders, url: '/prod?a=1&a=2' }, '127.0.0.1');
  const integration = { label: 'Integration', type: 'HTTP', requestParameters: { 'integration.request.header.X': source } };
  const { headers } = new RequestParameters(integration as unknown as IntegrationResource).map({ params } as GatewayRequest);

  expect(Object.values(headers)[0]).toBe(expected);
});
