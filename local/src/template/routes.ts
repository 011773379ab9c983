import { AuthorizerResource, authorizer, invokedFunction } from './authorizers';
import { NotPlayedError, TemplateLoadError } from './errors';
import { excerpt } from '../json';
import { requestValidation, RequestValidationResource } from './models';
import { Resource } from './resource';

export interface RouteResource {
  readonly label: string;
  readonly key: string;
  readonly authorizationType: string;
  /** The Lambda authorizer; undefined for other authorization types. */
  readonly authorizer?: AuthorizerResource;
  /** Where a Lambda authorizer finds the identity, such as `route.request.header.Auth`; empty for other authorization types. */
  readonly identitySources: readonly string[];
  readonly isApiKeyRequired: boolean;
  /** How messages are checked; undefined when they are not. */
  readonly requestValidation?: RequestValidationResource;
  readonly integration?: IntegrationResource;
  /** Whether the client hears what the integration answers. */
  readonly hasResponse: boolean;
  /** Why it cannot be played: something that it needs is not at hand. @default - it may be played */
  readonly notPlayed?: string;
}

export interface IntegrationResource {
  readonly label: string;
  readonly type: string;
  readonly uri?: string;
  /** The function that the URI calls; it may name a version or an alias. */
  readonly functionArn?: string;
  /** The role that API Gateway calls it with; stage variables may stand in it. @default - what it calls lets API Gateway in */
  readonly credentialsArn?: string;
  /** With which an AWS service or an HTTP endpoint is called. */
  readonly method: string;
  /** Parameters of the request to the backend, such as `integration.request.header.X`, and what each is taken from. */
  readonly requestParameters: Readonly<Record<string, string>>;
  readonly timeoutInMillis: number;
  readonly passthroughBehavior: string;
  readonly templateSelectionExpression?: string;
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly responses: readonly IntegrationResponseResource[];
}

export interface IntegrationResponseResource {
  readonly label: string;
  readonly key: string;
  readonly templateSelectionExpression?: string;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** What belongs to an API, by the ids that refer to it. */
export interface ApiChildren {
  readonly integrations: ReadonlyMap<string, Resource>;
  readonly authorizers: ReadonlyMap<string, Resource>;
  readonly models: readonly Resource[];
  readonly integrationResponses: ReadonlyMap<string, Resource[]>;
  readonly routeResponses: ReadonlyMap<string, Resource[]>;
}

const OWN_KEYS = ['$connect', '$disconnect', '$default'];
const INTEGRATION_TYPES = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'];

/** A route; what cannot be played of it for want of something is said in `notPlayed`. */
export function route(resource: Resource, children: ApiChildren): RouteResource {
  const key = routeKey(resource);
  try {
    return playableRoute(resource, key, children);
  } catch (error) {
    if (!(error instanceof NotPlayedError)) {
      throw error;
    }
    return {
      label: resource.label,
      key,
      authorizationType: resource.text('AuthorizationType') ?? 'NONE',
      identitySources: [],
      isApiKeyRequired: false,
      hasResponse: true,
      notPlayed: error.message,
    };
  }
}

function playableRoute(resource: Resource, key: string, children: ApiChildren): RouteResource {
  const target = resource.text('Target');
  const authorizationType = resource.text('AuthorizationType') ?? 'NONE';
  const routeAuthorizer = authorizationType === 'CUSTOM' ? authorizer(authorizerOf(resource, children)) : undefined;
  return {
    label: resource.label,
    key,
    authorizationType,
    authorizer: routeAuthorizer,
    identitySources: routeAuthorizer?.identitySources ?? [],
    isApiKeyRequired: resource.text('ApiKeyRequired') === 'true',
    requestValidation: requestValidation(resource, children.models),
    integration: target === undefined ? undefined : integration(targetOf(resource, target, children), children),
    hasResponse: children.routeResponses.has(resource.ref()),
  };
}

function routeKey(resource: Resource): string {
  const key = resource.requiredText('RouteKey');
  if (key === '' || (key.startsWith('$') && !OWN_KEYS.includes(key))) {
    throw new TemplateLoadError(`${resource.label}, property RouteKey: ${excerpt(key)} is not allowed: ${OWN_KEYS.join(', ')}, or a text that begins otherwise`);
  }
  return key;
}

function authorizerOf(resource: Resource, children: ApiChildren): Resource {
  const id = resource.requiredText('AuthorizerId');
  const found = children.authorizers.get(id);
  if (!found) {
    throw new TemplateLoadError(`${resource.label}, property AuthorizerId: '${id}' is not the id of an authorizer of the same API`);
  }
  return found;
}

function targetOf(resource: Resource, target: string, children: ApiChildren): Resource {
  const found = children.integrations.get(target.replace(/^integrations\//, ''));
  if (!found) {
    throw new TemplateLoadError(`${resource.label}, property Target: '${target}' is not integrations/ with the id of an integration of the same API`);
  }
  return found;
}

function timeoutInMillis(resource: Resource): number {
  const value = Number(resource.text('TimeoutInMillis') ?? 29_000);
  if (!Number.isInteger(value) || value < 50 || value > 29_000) {
    throw new TemplateLoadError(`${resource.label}, property TimeoutInMillis: ${resource.text('TimeoutInMillis')} is not allowed: 50 to 29000`);
  }
  return value;
}

function integrationType(resource: Resource): string {
  const type = resource.requiredText('IntegrationType');
  if (!INTEGRATION_TYPES.includes(type)) {
    throw new TemplateLoadError(`${resource.label}, property IntegrationType: '${type}' is not allowed: ${INTEGRATION_TYPES.join(', ')}`);
  }
  return type;
}

function integration(resource: Resource, children: ApiChildren): IntegrationResource {
  const uri = resource.text('IntegrationUri');
  const type = integrationType(resource);
  return {
    label: resource.label,
    type,
    uri,
    // API Gateway takes a proxy's function by its bare ARN, too: https://github.com/aws/aws-cdk/pull/13820
    functionArn: invokedFunction(uri) ?? (type === 'AWS_PROXY' && /^arn:[^:]+:lambda:[^:]+:[^:]+:function:/.test(uri ?? '') ? uri : undefined),
    credentialsArn: resource.text('CredentialsArn'),
    method: resource.text('IntegrationMethod') ?? 'POST',
    requestParameters: resource.texts('RequestParameters'),
    timeoutInMillis: timeoutInMillis(resource),
    passthroughBehavior: resource.text('PassthroughBehavior') ?? 'WHEN_NO_MATCH',
    templateSelectionExpression: resource.text('TemplateSelectionExpression'),
    requestTemplates: resource.texts('RequestTemplates'),
    responses: (children.integrationResponses.get(resource.ref()) ?? []).map((response) => ({
      label: response.label,
      key: response.requiredText('IntegrationResponseKey'),
      templateSelectionExpression: response.text('TemplateSelectionExpression'),
      responseTemplates: response.texts('ResponseTemplates'),
    })),
  };
}
