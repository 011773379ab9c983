import type { Assembly } from './assembly';
import { TemplateLoadError } from './errors';
import type { LoadFindings } from './load-findings';
import { Resource } from './resource';
import { ApiChildren, route, RouteResource } from './routes';
import { stage, StageResource } from './stages';

/** A WebSocket API of the template with everything that belongs to it. */
export interface WebSocketApiResource {
  readonly logicalId: string;
  /** Where it is in the CDK app, when CDK has said so. */
  readonly constructPath?: string;
  readonly label: string;
  readonly stackName: string;
  readonly apiId: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** Host name of its endpoint on AWS: what `$context.domainName` says and what workflows call back. */
  readonly domainName: string;
  readonly routeSelectionExpression: string;
  /** Where API keys are. @default - in the header `x-api-key` */
  readonly apiKeySelectionExpression?: string;
  readonly routes: ReadonlyMap<string, RouteResource>;
  readonly stages: readonly StageResource[];
}

/** What refers to an API by its id, by type. */
type Children = ReadonlyMap<string, ReadonlyMap<string, Resource[]>>;

const CHILD_TYPES = ['Route', 'Stage', 'Integration', 'Authorizer', 'Model', 'IntegrationResponse', 'RouteResponse', 'ApiMapping'];

/** CloudFormation makes such an API, and nobody reaches it. */
const NO_STAGE = 'no AWS::ApiGatewayV2::Stage names it as ApiId, so it has no URL';

/** The WebSocket APIs of all stacks. Routes and the like may stand in other stacks than their API. */
export function webSocketApis(assembly: Assembly): WebSocketApiResource[] {
  const { findings } = assembly;
  const apis = assembly.resourcesOfType('AWS::ApiGatewayV2::Api').filter((resource) => resource.text('ProtocolType') === 'WEBSOCKET');
  if (apis.length === 0) {
    throw new TemplateLoadError([
      `no WebSocket API in ${assembly.stacks.map((stack) => stack.file).join(', ')}: `
      + 'one resource must be an AWS::ApiGatewayV2::Api with ProtocolType WEBSOCKET, or an AWS::Serverless::WebSocketApi',
      ...findings.warnings,
    ]);
  }
  const children = new Map(CHILD_TYPES.map((type) => [type, byProperty('ApiId', assembly.resourcesOfType(`AWS::ApiGatewayV2::${type}`), findings)]));
  const reachable = apis.filter((api) => children.get('Stage')?.has(api.ref()));
  if (reachable.length === 0) {
    findings.attempt(() => {
      throw new TemplateLoadError(apis.map(({ label }) => `${label}: ${NO_STAGE}: add one`));
    });
    return [];
  }
  apis.filter((api) => !reachable.includes(api)).forEach(({ label }) => findings.warn(`${label}: ${NO_STAGE}, and is not played`));
  return reachable.flatMap((api) => findings.attempt(() => webSocketApi(api, children, findings)) ?? []);
}

function webSocketApi(api: Resource, all: Children, findings: LoadFindings): WebSocketApiResource {
  const { stack, logicalId, constructPath, label } = api;
  const apiId = api.ref();
  const ofApi = (type: string): Resource[] => all.get(type)?.get(apiId) ?? [];
  const children: ApiChildren = {
    integrations: new Map(ofApi('Integration').map((resource) => [resource.ref(), resource])),
    authorizers: new Map(ofApi('Authorizer').map((resource) => [resource.ref(), resource])),
    models: ofApi('Model'),
    integrationResponses: byProperty('IntegrationId', ofApi('IntegrationResponse'), findings),
    routeResponses: byProperty('RouteId', ofApi('RouteResponse'), findings),
  };
  return {
    logicalId,
    constructPath,
    label,
    stackName: stack.name,
    apiId,
    accountId: stack.environment.accountId,
    region: stack.region,
    partition: stack.partition,
    domainName: `${apiId}.execute-api.${stack.region}.${stack.urlSuffix}`,
    routeSelectionExpression: api.requiredText('RouteSelectionExpression'),
    apiKeySelectionExpression: api.text('ApiKeySelectionExpression'),
    routes: routesByKey(ofApi('Route'), children, findings),
    stages: stagesOf(label, ofApi('Stage'), ofApi('ApiMapping'), findings),
  };
}

function routesByKey(resources: readonly Resource[], children: ApiChildren, findings: LoadFindings): Map<string, RouteResource> {
  const routes = new Map<string, RouteResource>();
  for (const resource of resources) {
    findings.attempt(() => {
      const item = route(resource, children);
      const other = routes.get(item.key);
      if (other) {
        throw new TemplateLoadError(`${item.label}, property RouteKey: '${item.key}' is the key of ${other.label} already`);
      }
      routes.set(item.key, item);
    });
  }
  return routes;
}

function stagesOf(label: string, resources: readonly Resource[], mappings: readonly Resource[], findings: LoadFindings): StageResource[] {
  const stages = resources.flatMap((resource) => findings.attempt(() => stage(resource, mappings, findings)) ?? []);
  const twice = stages.find(({ name }, index) => stages.findIndex((other) => other.name === name) < index);
  if (twice) {
    throw new TemplateLoadError(`${label}: two of its stages have the StageName '${twice.name}'; give one of them another`);
  }
  return stages;
}

/** Resources by what a property of theirs says; one that does not resolve belongs to nothing at hand. */
function byProperty(name: string, resources: readonly Resource[], findings: LoadFindings): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const key = findings.attempt(() => resource.requiredText(name));
    if (key !== undefined) {
      groups.set(key, [...(groups.get(key) ?? []), resource]);
    }
  }
  return groups;
}
