import type { Assembly } from './assembly';
import { TemplateLoadError } from './errors';
import { requestValidation, RequestValidationResource } from './models';
import { Resource } from './resource';

/** A WebSocket API of the template with everything that belongs to it. */
export interface WebSocketApiResource {
  readonly logicalId: string;
  readonly label: string;
  readonly stackName: string;
  readonly apiId: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** Host name of its endpoint on AWS: what `$context.domainName` says and what workflows call back. */
  readonly domainName: string;
  readonly routeSelectionExpression: string;
  readonly routes: ReadonlyMap<string, RouteResource>;
  readonly stages: readonly StageResource[];
}

export interface StageResource {
  readonly logicalId: string;
  readonly stackName: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface RouteResource {
  readonly label: string;
  readonly key: string;
  readonly authorizationType: string;
  /** Where a Lambda authorizer finds the identity, such as `route.request.header.Auth`; empty for other authorization types. */
  readonly identitySources: readonly string[];
  readonly isApiKeyRequired: boolean;
  /** How messages are checked; undefined when they are not. */
  readonly requestValidation?: RequestValidationResource;
  readonly integration?: IntegrationResource;
  /** Whether the client hears what the integration answers. */
  readonly hasResponse: boolean;
}

export interface IntegrationResource {
  readonly label: string;
  readonly type: string;
  readonly uri?: string;
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

/** The WebSocket APIs of all stacks. Routes and the like may stand in other stacks than their API. */
export function webSocketApis(assembly: Assembly): WebSocketApiResource[] {
  const ofApi = byProperty('ApiId');
  const apis = assembly.resourcesOfType('AWS::ApiGatewayV2::Api').filter((resource) => resource.text('ProtocolType') === 'WEBSOCKET');
  if (apis.length === 0) {
    throw new TemplateLoadError(`no WebSocket API in ${assembly.stacks.map((stack) => stack.file).join(', ')}: `
      + 'one resource must be an AWS::ApiGatewayV2::Api with ProtocolType WEBSOCKET');
  }
  const routes = ofApi(assembly.resourcesOfType('AWS::ApiGatewayV2::Route'));
  const stages = ofApi(assembly.resourcesOfType('AWS::ApiGatewayV2::Stage'));
  const integrations = ofApi(assembly.resourcesOfType('AWS::ApiGatewayV2::Integration'));
  const authorizers = ofApi(assembly.resourcesOfType('AWS::ApiGatewayV2::Authorizer'));
  const models = ofApi(assembly.resourcesOfType('AWS::ApiGatewayV2::Model'));
  const integrationResponses = ofApi(assembly.resourcesOfType('AWS::ApiGatewayV2::IntegrationResponse'));
  const routeResponses = ofApi(assembly.resourcesOfType('AWS::ApiGatewayV2::RouteResponse'));

  return apis.map((api) => {
    const apiId = api.ref();
    const children: ApiChildren = {
      integrations: new Map((integrations.get(apiId) ?? []).map((resource) => [resource.ref(), resource])),
      authorizers: new Map((authorizers.get(apiId) ?? []).map((resource) => [resource.ref(), resource])),
      models: models.get(apiId) ?? [],
      integrationResponses: byProperty('IntegrationId')(integrationResponses.get(apiId) ?? []),
      routeResponses: byProperty('RouteId')(routeResponses.get(apiId) ?? []),
    };
    const apiStages = (stages.get(apiId) ?? []).map(stage);
    if (apiStages.length === 0) {
      throw new TemplateLoadError(`${api.label}: no AWS::ApiGatewayV2::Stage names it as ApiId, so it has no URL`);
    }
    const twice = apiStages.find(({ name }, index) => apiStages.findIndex((other) => other.name === name) < index);
    if (twice) {
      throw new TemplateLoadError(`${api.label}: two of its stages have the StageName '${twice.name}'; give one of them another`);
    }
    const { stack } = api;
    return {
      logicalId: api.logicalId,
      label: api.label,
      stackName: stack.name,
      apiId,
      accountId: stack.environment.accountId,
      region: stack.region,
      partition: stack.partition,
      domainName: `${apiId}.execute-api.${stack.region}.${stack.urlSuffix}`,
      routeSelectionExpression: api.requiredText('RouteSelectionExpression'),
      routes: routeMap((routes.get(apiId) ?? []).map((resource) => route(resource, children))),
      stages: apiStages,
    };
  });
}

interface ApiChildren {
  readonly integrations: ReadonlyMap<string, Resource>;
  readonly authorizers: ReadonlyMap<string, Resource>;
  readonly models: readonly Resource[];
  readonly integrationResponses: ReadonlyMap<string, Resource[]>;
  readonly routeResponses: ReadonlyMap<string, Resource[]>;
}

function byProperty(name: string): (resources: Resource[]) => Map<string, Resource[]> {
  return (resources) => {
    const groups = new Map<string, Resource[]>();
    for (const resource of resources) {
      const key = resource.requiredText(name);
      groups.set(key, [...(groups.get(key) ?? []), resource]);
    }
    return groups;
  };
}

function routeMap(routes: RouteResource[]): Map<string, RouteResource> {
  const map = new Map<string, RouteResource>();
  for (const item of routes) {
    const other = map.get(item.key);
    if (other) {
      throw new TemplateLoadError(`${item.label}, property RouteKey: '${item.key}' is the key of ${other.label} already`);
    }
    map.set(item.key, item);
  }
  return map;
}

function stage(resource: Resource): StageResource {
  const { logicalId, stack } = resource;
  return { logicalId, stackName: stack.name, name: resource.requiredText('StageName'), variables: resource.texts('StageVariables') };
}

function route(resource: Resource, children: ApiChildren): RouteResource {
  const target = resource.text('Target');
  const authorizationType = resource.text('AuthorizationType') ?? 'NONE';
  return {
    label: resource.label,
    key: resource.requiredText('RouteKey'),
    authorizationType,
    identitySources: authorizationType === 'CUSTOM' ? identitySources(children.authorizers.get(resource.text('AuthorizerId') ?? '')) : [],
    isApiKeyRequired: resource.text('ApiKeyRequired') === 'true',
    requestValidation: requestValidation(resource, children.models),
    integration: target === undefined ? undefined : integration(targetOf(resource, target, children), children),
    hasResponse: children.routeResponses.has(resource.ref()),
  };
}

function identitySources(authorizer: Resource | undefined): string[] {
  const sources = authorizer?.property('IdentitySource');
  return Array.isArray(sources) ? sources.map(String) : [];
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

function integration(resource: Resource, children: ApiChildren): IntegrationResource {
  return {
    label: resource.label,
    type: resource.requiredText('IntegrationType'),
    uri: resource.text('IntegrationUri'),
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
