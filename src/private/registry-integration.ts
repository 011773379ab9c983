import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ActionIntegration } from './action-integration';
import { faultsOfStageName } from './api-faults';
import { ApiPermissions } from './api-permissions';
import { endpointOf } from './endpoint';
import { faultsOfPlace } from './environment-faults';
import { Fault, Faults, faultsOfPaths } from './faults';
import { setPrincipal } from './principal';
import { keys, MAXIMUM_NAME, OF_CONNECTION, PARTITION_KEY, row, setGroupKey, setNow, setOwnKey, setSortKey, text, TIME_TO_LIVE } from './registry-rows';
import { warnOfHandshake } from './registry-warnings';
import { invalidRequest, replyTelling } from './reply';
import { CONNECT, DISCONNECT } from './route-keys';
import { at, DEFAULT_SELECTION_KEY, forEach, jsonObject, jsonString, rendersText, set, when } from './vtl';
import type { ConnectionRegistry } from '../connection-registry';

/** What the requests of a registry's routes are made of. */
interface RegistryIntegrationOptions {
  /** @default - the stage that the request comes through */
  readonly stageName?: string;
  /** JSONPath of the group's name in the message. */
  readonly groupPath?: string;
}

/** What a route does to the registry's table. */
export interface RegistryAction {
  readonly name: string;
  /** Whether it is asked for by a message. */
  readonly needsMessage: boolean;
  /** Whether it writes a row of where the connection is, which the post office then posts to. */
  readonly registers: boolean;
  /** For `$connect` and `$disconnect`: the only route that it is for, and the registry's method that makes it. @default - any route of messages */
  readonly only?: { readonly routeKey: string; readonly method: string };
  readonly request: (registry: ConnectionRegistry, groupPath: string, row: string) => string;
  readonly responseKey: string;
  readonly response: string;
}

/** Why DynamoDB refuses a group: the key is empty, or longer than it takes. */
const INVALID_GROUP = invalidRequest('InvalidGroup', `the group is missing, has more than ${MAXIMUM_NAME} bytes, or is not for this client`);

const DONE = '{"statusCode":200}';
const tableOf = ({ table }: ConnectionRegistry) => JSON.stringify(table.tableName);

/** Registers a connection while its handshake is pending. No integration response is for an answer other than 200, so that it refuses the handshake. */
export const CONNECTED: RegistryAction = {
  name: 'PutItem',
  needsMessage: false,
  registers: true,
  only: { routeKey: CONNECT, method: 'connectIntegration' },
  request: (registry, _, item) => setOwnKey(registry._principal) + setSortKey() + setNow() + jsonObject({ TableName: tableOf(registry), Item: item }),
  responseKey: '/200/',
  response: DONE,
};

/** Forgets a connection. */
export const DISCONNECTED: RegistryAction = {
  name: 'DeleteItem',
  needsMessage: false,
  registers: false,
  only: { routeKey: DISCONNECT, method: 'disconnectIntegration' },
  request: (registry) => setOwnKey(registry._principal) + setSortKey() + jsonObject({ TableName: tableOf(registry), Key: jsonObject(keys()) }),
  responseKey: DEFAULT_SELECTION_KEY,
  response: DONE,
};

/** Adds the client's connection, and no other, to a group. */
export const JOIN: RegistryAction = {
  name: 'PutItem',
  needsMessage: true,
  registers: true,
  request: (registry, groupPath, item) => setPrincipal(registry._principal) + setGroupKey(groupPath, registry._groupAccess) + setSortKey() + setNow()
    + jsonObject({ TableName: tableOf(registry), Item: item }),
  responseKey: DEFAULT_SELECTION_KEY,
  response: replyTelling(INVALID_GROUP, jsonObject({ joined: 'true', requestId: jsonString('context.requestId') })),
};

/** Takes the client's connection out of a group. */
export const LEAVE: RegistryAction = {
  name: 'DeleteItem',
  needsMessage: true,
  registers: false,
  request: (registry, groupPath) => setGroupKey(groupPath, registry._groupAccess) + setSortKey()
    + jsonObject({ TableName: tableOf(registry), Key: jsonObject(keys()) }),
  responseKey: DEFAULT_SELECTION_KEY,
  response: replyTelling(INVALID_GROUP, jsonObject({ left: 'true', requestId: jsonString('context.requestId') })),
};

/** A key that DynamoDB refuses, since it is of another type than the table's. */
export const NO_KEY = '{"N":"0"}';

/** Connections that are told at most: so many fit into a frame, with usual principals. */
const MAXIMUM_PRESENT = 200;

/**
 * Rows that are looked at for them, as many as a `#foreach` takes. Rows whose time is up count as well: DynamoDB may keep them for days.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
const MAXIMUM_LOOKED_AT = 1000;

/** Tells the connections of a group, or where the message names none, the principal's own. Their ids are nobody else's business. */
export const PRESENCE: RegistryAction = {
  name: 'Query',
  needsMessage: true,
  registers: false,
  request: (registry, groupPath) => setGroupKey(groupPath, registry._groupAccess)
    + when('$group == ""', setOwnKey(registry._principal))
    + setNow()
    + jsonObject({
      TableName: tableOf(registry),
      KeyConditionExpression: '"pk = :pk and begins_with(sk, :connection)"',
      FilterExpression: `"${TIME_TO_LIVE} > :now"`,
      ExpressionAttributeValues: jsonObject({
        ':pk': when('$pk == ""', NO_KEY, text(PARTITION_KEY)), ':connection': `{"S":"${OF_CONNECTION}"}`, ':now': '{"N":"$now"}',
      }),
      ProjectionExpression: '"principal, connectedAt"',
      ConsistentRead: 'true',
      Limit: `${MAXIMUM_LOOKED_AT}`,
    }),
  responseKey: DEFAULT_SELECTION_KEY,
  response: replyTelling(INVALID_GROUP, set('separator', '""') + set('told', '0') + jsonObject({
    connections: `[${forEach('item', `$${at('$.Items')}`, set('told', '$told + 1') + when(`$told <= ${MAXIMUM_PRESENT}`,
      '$separator' + set('separator', '","') + jsonObject({
        principal: jsonString('item.principal.S'), connectedAt: '$item.connectedAt.N',
      })))}]`,
    more: when(`$told > ${MAXIMUM_PRESENT} || ${rendersText(at('$.LastEvaluatedKey'))}`, 'true', 'false'),
  })),
};

/**
 * Lets API Gateway itself read or write a registry's table.
 *
 * @internal
 */
export class RegistryIntegration extends ActionIntegration {
  protected readonly _needsMessage: boolean;

  constructor(
    id: string, private readonly registry: ConnectionRegistry, private readonly registryAction: RegistryAction,
    private readonly options: RegistryIntegrationOptions,
  ) {
    super(id, 'dynamodb', registryAction.name);
    this._needsMessage = registryAction.needsMessage;
  }

  /**
   * The integration's request side, and the rights that it takes, on the route that it is for.
   */
  public bind(options: apigwv2.WebSocketRouteIntegrationBindOptions): apigwv2.WebSocketRouteIntegrationConfig {
    const { only } = this.registryAction;
    const { routeKey } = options.route;
    if (only && routeKey !== only.routeKey) {
      const faults = new Faults(options.scope);
      faults.add({ prop: 'routeKey', got: JSON.stringify(routeKey), allowed: `${only.routeKey}, which ${only.method} is for` });
      faults.throwIfAny();
    }
    if (routeKey === CONNECT) {
      warnOfHandshake(options.scope, options.route);
    }
    return super.bind(options);
  }

  /**
   * @internal
   */
  public _faults(scope: IConstruct): Fault[] {
    const { groupPath, stageName } = this.options;
    const { table } = this.registry;
    return [
      ...faultsOfPaths({ groupPath }), ...faultsOfStageName('stageName', stageName), ...faultsOfPlace(scope, 'connections', table, table.tableArn),
    ];
  }

  /**
   * @internal
   */
  protected get _responseKey(): string {
    return this.registryAction.responseKey;
  }

  /**
   * @internal
   */
  protected _requestTemplate(api: apigwv2.IWebSocketApi): string {
    const { groupPath = '$.group', stageName = '$context.stage' } = this.options;
    return this.registryAction.request(this.registry, groupPath, row(endpointOf(api), stageName));
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    return this.registryAction.response;
  }

  /**
   * @internal
   */
  protected _grant(role: iam.IRole, permissions: ApiPermissions, api: apigwv2.IWebSocketApi): void {
    this.registry._grantOnTable(role, this.registryAction.name);
    if (this.registryAction === CONNECTED) {
      this.registry._apis.add(api);
    }
    if (this.registryAction.registers) {
      permissions.letReply(this.registry.postOffice, this.options.stageName ?? '*');
    }
  }
}
