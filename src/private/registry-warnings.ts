import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { partsOf } from './api-parts';
import { authorizationTypeOf } from './authorization';
import { CALLER, isClients, isNeverKnown } from './principal';
import { CONNECT } from './route-keys';
import { isSameApi } from './starts';
import { warn, warnAtSynthesis } from './synthesis-warnings';
import type { ConnectionRegistry } from '../connection-registry';

/** Warns of groups that are open to everybody, unless the user has said so. */
export function warnOfOpenGroups(scope: IConstruct, registry: ConnectionRegistry): void {
  if (!registry._saysGroupAccess) {
    warn(scope, {
      id: 'openGroups',
      text: `every client that may connect may join every group whose name it knows: say which in groupAccess of ${registry.node.path}, by what the authorizer `
        + 'says (GroupAccess.listedIn, GroupAccess.prefixedBy), or that all are open (GroupAccess.anybody)',
    });
  }
}

/** Warns of clients that hear messages which are kept, and can neither acknowledge them nor ask for them. */
export function warnOfMailboxWithoutRoutes(scope: IConstruct, registry: ConnectionRegistry, api: apigwv2.IWebSocketApi): void {
  warnAtSynthesis(scope, () => registry._retention && ![...registry._apisOfMailbox].some((known) => isSameApi(known, api))
    ? [{
      id: 'mailboxWithoutRoutes',
      text: `what is sent by ${registry.node.path} is kept until it is acknowledged, which clients of ${api.node.path} cannot: add addMailboxRoutes(), or leave mailbox `
        + 'out of the registry',
    }]
    : []);
}

/** Warns of an API of this app whose connections nobody registers: no message would find them. */
export function warnOfUnregistered(scope: IConstruct, registry: ConnectionRegistry, api: apigwv2.IWebSocketApi): void {
  const isHere = api.node.defaultChild !== undefined;
  warnAtSynthesis(scope, () => isHere && ![...registry._apis].some((known) => isSameApi(known, api))
    ? [{
      id: 'unregisteredConnections',
      text: `${api.node.path} has a $connect of its own, or none, which does not register connections with ${registry.node.path}: messages to principals, groups and `
        + 'everybody would reach nobody there. Give the route the integration connectIntegration of the registry, and returnResponse: true',
    }]
    : []);
}

/** Warns of principals that no authorizer vouches for: messages go to whoever says, or seems, to be somebody. */
export function warnOfForeignMessages(registry: ConnectionRegistry): void {
  if (isClients(registry._principal)) {
    warn(registry, {
      id: 'foreignMessages',
      text: `connections belong to whoever has the same ${registry._principal}, which clients choose or share, and hear what is sent to each other: use a principal that the `
        + 'authorizer sets, such as authorizer.principalId',
    });
  }
}

/** Warns of what the registry looks at and the authorizer of an API never sets. */
export function warnOfUnknown(scope: IConstruct, registry: ConnectionRegistry, api: apigwv2.IWebSocketApi): void {
  const { _groupAccess, _principal, node } = registry;
  warnAtSynthesis(scope, () => {
    const authorizationType = authorizationTypeOf(api);
    const isUnknown = (variable: string | undefined): variable is string =>
      variable !== undefined && authorizationType !== undefined && isNeverKnown(variable, authorizationType);
    const told = (what: string, consequence: string) => ({
      id: 'unknownToAuthorizer',
      text: `${what} of ${node.path} is not known to ${CONNECT} with the authorization ${authorizationType}: ${consequence}; use another authorizer, or another variable`,
    });
    return [
      // Without saying, connections on their own may be meant.
      ...(_principal !== CALLER && isUnknown(_principal) ? [told(`the principal ${_principal}`, 'each connection is on its own, and no other message finds it')] : []),
      ...(isUnknown(_groupAccess._variable) ? [told(`the groupAccess ${_groupAccess._variable}`, 'nobody may join any group')] : []),
    ];
  });
}

/** Warns of a handshake that does not complete. */
export function warnOfHandshake(scope: IConstruct, route: apigwv2.IWebSocketRoute): void {
  warnAtSynthesis(scope, () => {
    const responses = partsOf<apigwv2.CfnRouteResponse>(route.webSocketApi, apigwv2.CfnRouteResponse.CFN_RESOURCE_TYPE_NAME);
    return responses.some(({ routeId }) => routeId === route.routeId)
      ? []
      : [{ id: 'handshakeWithoutResponse', text: `${CONNECT} has no route response, without which handshakes do not complete: give the route returnResponse: true` }];
  });
}
