import { excerpt } from '../json';
import { Resource } from './resource';

/** A Lambda authorizer of a WebSocket API. */
export interface AuthorizerResource {
  readonly logicalId: string;
  /** What `Ref` gives. */
  readonly id: string;
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly name: string;
  /** The function that it calls; undefined when its URI names none. */
  readonly functionArn?: string;
  /** Where it finds the identity, such as `route.request.header.Auth`. */
  readonly identitySources: readonly string[];
  /** The role that API Gateway calls it with. @default - the function's permissions let it */
  readonly credentialsArn?: string;
}

export function authorizer(resource: Resource): AuthorizerResource {
  const sources = resource.property('IdentitySource');
  return {
    logicalId: resource.logicalId,
    id: resource.ref(),
    label: resource.label,
    name: resource.text('Name') ?? resource.logicalId,
    functionArn: invokedFunction(resource.text('AuthorizerUri')),
    identitySources: Array.isArray(sources) ? sources.map((source) => (typeof source === 'string' ? source : excerpt(source))) : [],
    credentialsArn: resource.text('AuthorizerCredentialsArn'),
  };
}

/** The ARN of the function that an integration's or authorizer's URI calls: it may name a version or an alias. */
export function invokedFunction(uri: string | undefined): string | undefined {
  return /^arn:[^:]+:apigateway:[^:]*:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/.exec(uri ?? '')?.[1];
}
