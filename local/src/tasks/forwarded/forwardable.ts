import { optimisedIntegration } from './optimised-integrations';
import { lambda, Service, services } from '../../aws/services';
import { parseResource } from '../../states';

/** The request that a task's resource stands for. */
export type ForwardableTask =
  | { readonly kind: 'function'; readonly service: Service }
  | { readonly kind: 'optimised' | 'sdk'; readonly service: Service; readonly action: string };

/** The request that a resource makes of a service; undefined where that cannot be forwarded. */
export function forwardable(resource: string): ForwardableTask | undefined {
  const { kind, resourceType, resource: name, runsJob } = parseResource(resource);
  if (kind === 'lambda') {
    return { kind: 'function', service: lambda };
  }
  const isSdk = resourceType.startsWith('aws-sdk:');
  const service = serviceNamed(resourceType.replace(/^aws-sdk:/, ''));
  const action = name.replace(/\.waitForTaskToken$/, '');
  if (kind !== 'service' || runsJob || !service || !takes(service, action, isSdk)) {
    return undefined;
  }
  return { kind: isSdk ? 'sdk' : 'optimised', service, action };
}

/** The service of a name in resource ARNs. */
export function serviceNamed(name: string): Service | undefined {
  return services.find(({ names }) => names.includes(name));
}

function takes(service: Service, action: string, isSdk: boolean): boolean {
  return isSdk ? service.actions?.includes(action) ?? true : Object.hasOwn(optimisedIntegration(service)?.actions ?? {}, action);
}
