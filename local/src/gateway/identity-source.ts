import { HandshakeParameters, headerValues } from './handshake-parameters';

/** The value of an authorizer's identity source, such as `route.request.querystring.token`; undefined when the handshake does not bring it. */
export function identitySource(source: string, params: HandshakeParameters): string | undefined {
  const [, location, name] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  switch (location) {
    case 'header': return headerValues(params, name).at(-1);
    case 'querystring': return Object.hasOwn(params.querystring, name) ? params.querystring[name] : undefined;
    // Context and stage variables are always there.
    default: return source;
  }
}
