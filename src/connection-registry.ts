import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { GroupAccess } from './group-access';
import { MailboxOptions } from './mailbox-options';
import { faultsOfPlace, faultsOfRegion } from './private/environment-faults';
import { faultsOfPattern, Faults } from './private/faults';
import { letLogsEncrypt } from './private/log-group';
import { faultsOfMailbox, retentionOf } from './private/mailbox';
import { PostOffice } from './private/post-office';
import { CALLER, faultsOfPrincipal } from './private/principal';
import { CONNECTED, DISCONNECTED, RegistryIntegration } from './private/registry-integration';
import { faultsOfTable, grantOnTable, registryTable } from './private/registry-table';
import { warnOfForeignMessages } from './private/registry-warnings';

/**
 * Props of `ConnectionRegistry`.
 */
export interface ConnectionRegistryProps {
  /**
   * The context variable that holds whose a connection is, such as `authorizer.tenant`. Use the one that `ExecutionName.perPrincipal` has.
   *
   * A connection without a principal is on its own: only the workflow that it has started reaches it.
   *
   * @default - the caller as the authorizer knows it: with IAM `identity.cognitoIdentityId`, or `identity.userArn` where there is none; with a Lambda
   * authorizer `authorizer.principalId`
   */
  readonly principal?: string;

  /**
   * Which groups a client may join, and ask who is in.
   *
   * @default - all, by their names: `GroupAccess.anybody()`. Where routes of groups are added, synth warns of it (`openGroups`) unless you say it
   */
  readonly groupAccess?: GroupAccess;

  /**
   * Keeps what `SendToPrincipal` sends until the client acknowledges it, so that a client which was away hears it when it is back: at least once within
   * the retention, in order within an execution. See `WebSocketStepFunctionsAsync.addMailboxRoutes`.
   *
   * @default - who is not connected does not hear it
   */
  readonly mailbox?: MailboxOptions;

  /**
   * A table that exists already: one of yours, or that of a registry which there was before, by `Table.fromTableName`. Its partition key is `pk`, its
   * sort key `sk`, both strings, and its time-to-live attribute is `expiresAt`.
   *
   * @default - a table of the registry's own, on demand
   */
  readonly table?: dynamodb.ITable;

  /**
   * Name of the registry's own table.
   *
   * @default - CloudFormation finds one
   */
  readonly tableName?: string;

  /**
   * What becomes of the registry's own table when the stack is deleted, or the registry taken out of it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The key that the registry's own table and the post office's logs are encrypted with. Its policy gets what CloudWatch Logs needs.
   *
   * @default - keys that AWS owns
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Knows who is connected, so that a message reaches a person rather than a connection: `SendToPrincipal`, `SendToGroup` and `Broadcast` send by it.
 *
 * It is a table of DynamoDB, which API Gateway itself writes when clients connect and leave, and a small Express workflow, the post office, which reads the
 * table and posts. Give it to one or more `WebSocketStepFunctionsAsync`, of this stack or others of the region:
 *
 * @example
 * const connections = new ConnectionRegistry(this, 'Connections');
 * new WebSocketStepFunctionsAsync(this, 'Orders', { connections, definitionBody });
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export class ConnectionRegistry extends Construct {
  /**
   * The table of connections and groups.
   */
  public readonly table: dynamodb.ITable;

  /**
   * The Express workflow that sends. Backends and rules of EventBridge start it with
   *
   *     {"to": {"principal": "…"} | {"group": "…"} | {"everybody": true}, "message": <any JSON>}
   *
   * With a mailbox, what is for a principal is kept if it also has `"keep": {"executionId": "…", "seq": "…"}`: `seq` is a text that sorts in the order of
   * sending, and no two messages of one `executionId` share one.
   */
  public readonly postOffice: sfn.IStateMachine;

  /**
   * Whose connections are.
   *
   * @internal
   */
  public readonly _principal: string;

  /**
   * Who may join which groups.
   *
   * @internal
   */
  public readonly _groupAccess: GroupAccess;

  /**
   * The APIs whose connections are registered.
   *
   * @internal
   */
  public readonly _apis = new Set<apigwv2.IWebSocketApi>();

  /**
   * The APIs whose clients acknowledge what they hear, and resume.
   *
   * @internal
   */
  public readonly _apisOfMailbox = new Set<apigwv2.IWebSocketApi>();

  /**
   * Whether the user has said who may join which groups.
   *
   * @internal
   */
  public readonly _saysGroupAccess: boolean;

  /**
   * For how long messages are kept, undefined if there is no mailbox.
   *
   * @internal
   */
  public readonly _retention?: Duration;

  constructor(scope: Construct, id: string, props: ConnectionRegistryProps = {}) {
    super(scope, id);
    const { encryptionKey, groupAccess, principal, table } = props;
    const faults = new Faults(this);
    faults.add(
      ...faultsOfPrincipal('principal', principal),
      ...groupAccess?._faults() ?? [],
      ...faultsOfMailbox(props.mailbox, principal),
      ...(table ? faultsOfTable(table) : []),
      ...faultsOfPlace(this, 'table', table, table?.tableArn),
      ...faultsOfRegion(this, 'encryptionKey', encryptionKey, encryptionKey?.keyArn),
      ...faultsOfPattern('tableName', props.tableName, /^[\w.-]{3,255}$/, '3 to 255 letters, digits, -, _ and .'),
    );
    for (const prop of ['tableName', 'removalPolicy'] as const) {
      if (table && props[prop] !== undefined) {
        faults.add({ prop, got: 'a value beside table', allowed: 'only without table; set it where that is made' });
      }
    }
    faults.throwIfAny();

    this._principal = principal ?? CALLER;
    this._groupAccess = groupAccess ?? GroupAccess.anybody();
    this._saysGroupAccess = groupAccess !== undefined;
    this._retention = props.mailbox && retentionOf(props.mailbox);
    if (encryptionKey) {
      letLogsEncrypt(this, encryptionKey);
    }
    this.table = table ?? registryTable(this, 'Table', props);
    const { stateMachine } = new PostOffice(this, 'PostOffice', this.table, encryptionKey, this._retention);
    this.postOffice = stateMachine;
    warnOfForeignMessages(this);
    this._grantOnTable(stateMachine, 'Query', 'Scan', 'DeleteItem', ...this._retention ? ['PutItem'] : []);
  }

  /**
   * Registers connections, as the integration of an API's own `$connect`. A write that fails refuses the handshake. `WebSocketStepFunctionsAsync` does so by
   * itself where the API has no other `$connect`. Give the route `returnResponse: true`.
   *
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @param stageName - the stage whose connections they are; by default that which they come through, whichever of the API's it is
   */
  public connectIntegration(id: string, stageName?: string): apigwv2.WebSocketRouteIntegration {
    return new RegistryIntegration(id, this, CONNECTED, { stageName });
  }

  /**
   * Forgets connections, as the integration of an API's own `$disconnect`.
   *
   * @param id - id of the underlying `WebSocketIntegration` construct
   */
  public disconnectIntegration(id: string): apigwv2.WebSocketRouteIntegration {
    return new RegistryIntegration(id, this, DISCONNECTED, {});
  }

  /**
   * Grants the right to look up who is connected: `dynamodb:GetItem` and `dynamodb:Query` on the table.
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this._grantOnTable(grantee, 'GetItem', 'Query');
  }

  /**
   * Grants the right to send to principals, groups and everybody: to start the post office. Task states have it without.
   */
  public grantSend(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['states:StartExecution', 'states:StartSyncExecution'],
      resourceArns: [this.postOffice.stateMachineArn],
    });
  }

  /**
   * @internal
   */
  public _grantOnTable(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return grantOnTable(grantee, this.table, ...actions);
  }
}
