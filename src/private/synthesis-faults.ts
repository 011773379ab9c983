import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { partsOf } from './api-parts';

/** CloudFormation's limit for a stack. */
const MAXIMUM_RESOURCES = 500;

/** What is wrong with an API, or the stack of its routes, that is only known when everything is there. */
export function faultsOfSynthesis(stack: Stack, api: apigwv2.IWebSocketApi): string[] {
  return [...faultsOfEndpoint(api), ...faultsOfRoutes(api), ...faultsOfStages(api), ...faultsOfSize(stack)];
}

function faultsOfEndpoint(api: apigwv2.IWebSocketApi): string[] {
  return (api.node.defaultChild as apigwv2.CfnApi | undefined)?.disableExecuteApiEndpoint === true
    ? ['the API\'s own endpoint is disabled, but workflows can answer through no other; enable it']
    : [];
}

function faultsOfRoutes(api: apigwv2.IWebSocketApi): string[] {
  const routes = partsOf<apigwv2.CfnRoute>(api, apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME);
  return twice(routes, ({ routeKey }) => routeKey).map(([routeKey, paths]) =>
    `the API has several routes ${routeKey}: ${paths}; an API has one route of each key: leave all others out`);
}

function faultsOfStages(api: apigwv2.IWebSocketApi): string[] {
  const stages = partsOf<apigwv2.CfnStage>(api, apigwv2.CfnStage.CFN_RESOURCE_TYPE_NAME);
  return twice(stages, ({ stageName }) => stageName).map(([stageName, paths]) =>
    `the API has several stages ${stageName}: ${paths}; give another stageName, or use one stage by webSocketStage`);
}

/** The names that several resources have, and the paths of these. */
function twice<R extends CfnResource>(resources: R[], nameOf: (resource: R) => string): [string, string][] {
  const names = resources.map((resource) => JSON.stringify(Stack.of(resource).resolve(nameOf(resource))));
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))]
    .map((name) => [name, resources.filter((_, index) => names[index] === name).map(({ node }) => node.path).join(', ')]);
}

function faultsOfSize(stack: Stack): string[] {
  const resources = stack.node.findAll().filter((construct) => CfnResource.isCfnResource(construct) && Stack.of(construct) === stack).length;
  // The CDK's own setting, of which 0 means any number.
  const limit: number = stack.node.tryGetContext('@aws-cdk/core:stackResourceLimit') ?? MAXIMUM_RESOURCES;
  return limit > 0 && resources > limit
    ? [`the stack has ${resources} resources, of which CloudFormation takes ${limit}; make workflows in a stack of their own `
      + 'and pass their state machines, or add routes by a second construct in a nested stack, with webSocketStage: this.webSocketStage']
    : [];
}
