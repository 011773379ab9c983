import { serviceId } from '../../aws/service-ids';

/** What the URI of an `AWS` integration calls. */
export interface ServiceUri {
  readonly region: string;
  readonly service: string;
  /** Calls an action by its name, or a path of the service. */
  readonly kind: 'action' | 'path';
  /** The action with its parameters, or the path without the slash before it. */
  readonly rest: string;
}

/**
 * Reads `arn:<partition>:apigateway:<region>:<subdomain.service|service>:<path|action>/<what>`.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */
export function serviceUri(uri: string): ServiceUri | undefined {
  const [, region, host, kind, rest] = /^arn:[^:]+:apigateway:([^:]*):([\w.-]+):(action|path)\/(.*)$/s.exec(uri) ?? [];
  if (host === undefined) {
    return undefined;
  }
  // Emulators have no names for accounts and the like.
  const service = serviceId(host) ? host : host.slice(host.lastIndexOf('.') + 1);
  return { region, service, kind: kind as ServiceUri['kind'], rest };
}
