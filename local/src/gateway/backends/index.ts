import type { Backend, BackendFactory, BackendServices } from './backend';
import { httpUrl } from './http-url';
import { lambdaFunction, lambdaProxy } from './lambda-function';
import { mock } from './mock';
import { serviceAction } from './service-action';
import { IntegrationResource, NotPlayedError } from '../../template';

export type { Backend, BackendAnswer, BackendServices } from './backend';

/** The kinds of integration, by their `IntegrationType`. To support another, add one entry, and a file beside this one. */
const KINDS: ReadonlyMap<string, BackendFactory> = new Map<string, BackendFactory>([
  ['MOCK', () => mock],
  ['AWS', (integration, services) => (integration.functionArn === undefined ? serviceAction : lambdaFunction)(integration, services)],
  ['AWS_PROXY', lambdaProxy],
  ['HTTP', httpUrl],
  ['HTTP_PROXY', httpUrl],
]);

/** @throws NotPlayedError when the local run does not play the integration */
export function backend(integration: IntegrationResource, services: BackendServices): Backend {
  const kind = KINDS.get(integration.type);
  if (!kind) {
    throw new NotPlayedError(`${integration.label}, property IntegrationType: ${integration.type} is not played by the local run: ${[...KINDS.keys()].join(', ')}`);
  }
  return kind(integration, services);
}
