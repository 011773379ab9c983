import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { snapshotOf } from './deployment';

/** CloudFormation's limit for a stack. */
const MAXIMUM_RESOURCES = 500;

/** What is wrong with an API, as far as it is in a stack, and is only known when everything is there. */
export function faultsOfSynthesis(stack: Stack, api: apigwv2.IWebSocketApi): string[] {
  return [...faultsOfEndpoint(api), ...faultsOfRoutes(stack, api), ...faultsOfSize(stack)];
}

function faultsOfEndpoint(api: apigwv2.IWebSocketApi): string[] {
  return (api.node.defaultChild as apigwv2.CfnApi | undefined)?.disableExecuteApiEndpoint === true
    ? ['the API\'s own endpoint is disabled, but workflows can answer through no other; enable it']
    : [];
}

function faultsOfRoutes(stack: Stack, api: apigwv2.IWebSocketApi): string[] {
  const routeKeys = snapshotOf(stack, api).filter(isRoute).map(({ routeKey }) => routeKey);
  const twice = new Set(routeKeys.filter((routeKey, index) => routeKeys.indexOf(routeKey) < index));
  return [...twice].map((routeKey) =>
    `the API has several routes ${JSON.stringify(routeKey)} in this stack; an API has one route of each key: leave all others out`);
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

function isRoute(resource: CfnResource): resource is apigwv2.CfnRoute {
  return resource.cfnResourceType === apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME;
}
