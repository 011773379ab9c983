import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ConnectionRegistry } from './connection-registry';
import { AccessLogOptions, DomainOptions, ExecutionLogOptions } from './stage-options';

/**
 * The API in front of the workflows, and its stage.
 */
export interface ApiOptions {
  /**
   * An API that exists already, of this app or imported. Its `$connect` route and its stages are left alone.
   *
   * @default - an API of the construct's own, or that of `webSocketStage`
   */
  readonly webSocketApi?: apigwv2.IWebSocketApi;

  /**
   * A stage that exists already, of this app or imported. It gets the deployments, unless it deploys by itself.
   *
   * @default - a stage of the construct's own
   */
  readonly webSocketStage?: apigwv2.IWebSocketStage;

  /**
   * What of a message selects its route.
   *
   * @default '$request.body.action'
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
   */
  readonly routeSelectionExpression?: string;

  /**
   * Who may connect: `WebSocketIamAuthorizer`, `WebSocketLambdaAuthorizer`, or `WebSocketNoneAuthorizer` for everybody.
   *
   * The construct adds a `$connect` with it where nobody else adds one. A `$connect` that plain CDK adds to the API has an authorizer of its own; without
   * one it is refused at synth.
   *
   * @default - IAM: whoever has the right that `grantConnect` gives
   */
  readonly authorizer?: apigwv2.IWebSocketRouteAuthorizer;

  /**
   * The registry that knows the API's connections, so that messages reach persons and groups (`SendToPrincipal`, `SendToGroup`, `Broadcast`). Several
   * constructs may share one.
   *
   * The construct registers connections on `$connect`, before it lets them in, and forgets them on `$disconnect`, where nobody else adds these routes. On an
   * API that exists already it leaves both alone: see `ConnectionRegistry.connectIntegration`.
   *
   * @default - nobody knows who is connected
   */
  readonly connections?: ConnectionRegistry;

  /**
   * Whether a client needs an API key to connect, in the header `x-api-key`. See `addUsagePlan`.
   *
   * @default false
   */
  readonly apiKeyRequired?: boolean;

  /**
   * Name of the API.
   *
   * @default - the construct's id
   */
  readonly apiName?: string;

  /**
   * Name of the stage: 1 to 128 letters, digits, `-` and `_`.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * A custom domain that clients connect to. Workflows answer through the API's own endpoint all the same: Step Functions cannot call a
   * custom domain.
   *
   * @default - clients connect to the API's own endpoint
   */
  readonly domainMapping?: DomainOptions;

  /**
   * How many messages a second the stage takes, over all routes.
   *
   * @default - what the account may: 10,000 a second, 5,000 at once
   */
  readonly throttle?: apigwv2.ThrottleSettings;

  /**
   * Access logs, a line of JSON for each connection and message. API Gateway needs a role of the account's for it: see `cloudWatchRole`.
   *
   * @default - none
   */
  readonly accessLogs?: AccessLogOptions;

  /**
   * Execution logs of the API: what API Gateway does with each message. It needs a role of the account's for it: see `cloudWatchRole`. Those of
   * Step Functions are `workflowLogs`.
   *
   * @default - none
   */
  readonly apiExecutionLogs?: ExecutionLogOptions;

  /**
   * The same as `apiExecutionLogs`.
   *
   * @default - none
   * @deprecated use `apiExecutionLogs`
   */
  readonly executionLogs?: ExecutionLogOptions;

  /**
   * The key that the construct's own log groups are encrypted with: of the access and execution logs, and of all workflows. The key's policy
   * gets what CloudWatch Logs needs.
   *
   * @default - a key that AWS owns
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logEncryptionKey?: kms.IKey;

  /**
   * Whether to set the role by which API Gateway writes the logs of all APIs of the account in this region. Set it in one stack. The role is
   * kept when the stack is deleted.
   *
   * @default false
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
   */
  readonly cloudWatchRole?: boolean;

  /**
   * Whether there are metrics for each route, beside those of the stage.
   *
   * @default false
   */
  readonly detailedMetricsEnabled?: boolean;
}
