import { forwardable } from './endpoints/forwardable';
import { serviceNames } from './endpoints/services';

/** What a user can do about a task that the local run does not perform. */
export function waysOut(resource: string): string {
  const service = forwardable(resource)?.service;
  return service
    ? `answer it with --mocks <file>, or have it performed with --endpoint ${service.names[0]}=<url>`
    : `answer it with --mocks <file>; --endpoint <service>=<url> performs requests to ${serviceNames.join(', ')}, and not this one`;
}
