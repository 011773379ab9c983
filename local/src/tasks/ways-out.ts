import { forwardable } from './forwarded/forwardable';
import { endpointAdvice, spokenServices } from '../aws/services';

/** What a user can do about a task that the local run does not perform. */
export function waysOut(resource: string): string {
  if (resource.endsWith(':aws-sdk:s3:putObject')) {
    return 'give it a folder of buckets, or an endpoint, with --endpoint s3=<folder or URL>, or answer it with --mocks <file>';
  }
  const service = forwardable(resource)?.service;
  return service
    ? `answer it with --mocks <file>, or have it performed with ${endpointAdvice(service.names[0])}`
    : `answer it with --mocks <file>; --endpoint <service>=<url> performs requests to ${spokenServices.join(', ')}, and not this one`;
}
