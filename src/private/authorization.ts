import { Annotations, AspectPriority, Aspects } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct, IConstruct } from 'constructs';
import { partsOf } from './api-parts';
import { Fault } from './faults';
import { CONNECTION, isNeverKnown } from './principal';
import { CONNECT } from './route-keys';
import type { ApiOptions } from '../api-options';
import type { ConnectionRegistry } from '../connection-registry';
import type { ExecutionName } from '../execution-name';

const NONE = 'NONE';

/** A fault if the authorizer would be ignored: an API that exists already has its own `$connect`, unless the construct makes it. */
export function faultsOfAuthorizer({ authorizer, webSocketApi, webSocketStage }: ApiOptions, routeKeys: string[]): Fault[] {
  const given = webSocketStage ? 'webSocketStage' : 'webSocketApi';
  return authorizer && (webSocketApi ?? webSocketStage) && !routeKeys.includes(CONNECT)
    ? [{
      prop: 'authorizer',
      got: `a value beside ${given}`,
      allowed: `only with ${CONNECT} in routeKeys, since ${given} has a ${CONNECT} of its own; set it there, or give it to addRoute("${CONNECT}", …)`,
    }]
    : [];
}

/**
 * Makes a route where the API has none of its key by the time of synthesis, whoever might have added it, and by whatever means.
 *
 * @param make - adds the route
 */
export function routeByDefault(scope: Construct, api: apigwv2.IWebSocketApi, routeKey: string, make: () => void): void {
  Aspects.of(scope).add({
    visit: (construct) => {
      if (construct === scope && !routeOf(api, routeKey)) {
        make();
      }
    },
  }, { priority: AspectPriority.MUTATING });
}

/** What is wrong with a `$connect` that was added past the construct, whose authorizer and key it does not have. At synthesis. */
export function faultsOfConnect(api: apigwv2.IWebSocketApi, authorizer: apigwv2.IWebSocketRouteAuthorizer, apiKeyRequired: boolean): string[] {
  const connect = routeOf(api, CONNECT);
  const isOpen = connect && (connect.authorizationType ?? NONE) === NONE && !(authorizer instanceof apigwv2.WebSocketNoneAuthorizer);
  const isWithoutKey = connect && apiKeyRequired && connect.apiKeyRequired !== true;
  return [
    ...(isOpen
      ? [`${connect.node.path} has no authorizer, so that anybody could connect, and the construct's is for the ${CONNECT} that it adds: give the `
        + `route one, add it by addRoute("${CONNECT}", …), or give the construct a WebSocketNoneAuthorizer`]
      : []),
    ...(isWithoutKey
      ? [`${connect.node.path} asks for no API key, and the construct's apiKeyRequired is for the ${CONNECT} that it adds: set apiKeyRequired on the `
        + `route, add it by addRoute("${CONNECT}", …), or leave apiKeyRequired out`]
      : []),
  ];
}

/** Warns of names per principal where API Gateway knows none. At synthesis, when the API's `$connect` is there. */
export function warnOfPrincipal(scope: IConstruct, api: apigwv2.IWebSocketApi, executionName: ExecutionName | undefined): void {
  const principal = executionName?._scope;
  const authorizationType = principal === undefined || principal === CONNECTION ? undefined : authorizationTypeOf(api);
  if (authorizationType && isNeverKnown(principal!, authorizationType)) {
    Annotations.of(scope).addWarningV2('cdk-websocket-step-functions:noPrincipal',
      `executions are named per principal, but ${CONNECT} with the authorization ${authorizationType} has no ${principal}; each connection is a `
      + 'principal of its own: use ExecutionName.perConnection, another authorizer, or another principal');
  }
}

/** What is wrong with a mailbox whose owner can only be the connection, which takes it along when it ends. At synthesis. */
export function faultsOfMailboxOwner(scope: IConstruct, api: apigwv2.IWebSocketApi, { _principal, _retention, node }: ConnectionRegistry): string[] {
  const authorizationType = _retention && authorizationTypeOf(api);
  return authorizationType && isNeverKnown(_principal, authorizationType)
    ? [`${scope.node.path}: the mailbox of ${node.path} keeps messages per principal, but ${CONNECT} with the authorization ${authorizationType} has no ${_principal}: `
      + 'use another authorizer, another principal, or a registry without mailbox']
    : [];
}

/** How the API authorizes connections: AWS_IAM, CUSTOM or NONE; undefined if that is not known in this app. */
export function authorizationTypeOf(api: apigwv2.IWebSocketApi): string | undefined {
  const connect = routeOf(api, CONNECT);
  const isMadeHere = api.node.defaultChild !== undefined;
  return connect || isMadeHere ? connect?.authorizationType ?? NONE : undefined;
}

/** The API's route of a key, in whichever stack of the app. */
function routeOf(api: apigwv2.IWebSocketApi, key: string): apigwv2.CfnRoute | undefined {
  return partsOf<apigwv2.CfnRoute>(api, apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME).find(({ routeKey }) => routeKey === key);
}
