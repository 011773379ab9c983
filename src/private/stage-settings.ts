import { Annotations, Lazy, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { logGroup } from './log-group';
import type { ApiOptions } from '../api-options';
import { ExecutionLogLevel } from '../stage-options';

/**
 * What an access log can tell of a WebSocket API. REST's fields would be empty.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
 */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  status: '$context.status',
  connectionId: '$context.connectionId',
  messageId: '$context.messageId',
  sourceIp: '$context.identity.sourceIp',
  principalId: '$context.authorizer.principalId',
  integrationStatus: '$context.integration.status',
  integrationLatency: '$context.integrationLatency',
  integrationError: '$context.integration.error',
  error: '$context.error.message',
};

/** The logs, metrics and throttling of a stage, and the account's role that API Gateway writes logs by. */
export class StageSettings extends Construct {
  /** The stage's resource. An imported stage has none; the options that would change it are refused beside such a stage (`api-faults.ts`). */
  private readonly resource: apigwv2.CfnStage;

  constructor(scope: Construct, id: string, stage: apigwv2.IWebSocketStage, options: ApiOptions) {
    super(scope, id);
    const { accessLogs, cloudWatchRole, detailedMetricsEnabled, logEncryptionKey: encryptionKey } = options;
    const executionLogs = options.apiExecutionLogs ?? options.executionLogs;
    const resource = this.resource = stage.node.defaultChild as apigwv2.CfnStage;
    if (detailedMetricsEnabled || executionLogs) {
      resource.defaultRouteSettings = {
        ...resource.defaultRouteSettings,
        detailedMetricsEnabled,
        loggingLevel: executionLogs && (executionLogs.level ?? ExecutionLogLevel.ERROR),
        dataTraceEnabled: executionLogs && (executionLogs.dataTraceEnabled ?? false),
      };
    }
    if (accessLogs) {
      const { logGroupArn } = accessLogs.logGroup ?? logGroup(this, 'Access', {
        logGroupName: `/aws/vendedlogs/apigateway/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`,
        retention: accessLogs.retention,
        encryptionKey,
      });
      resource.accessLogSettings = { destinationArn: logGroupArn, format: JSON.stringify(ACCESS_LOG_FIELDS) };
    }
    if (executionLogs) {
      // API Gateway would make it itself, and keep it for ever.
      stage.node.addDependency(logGroup(this, 'Execution', {
        logGroupName: `API-Gateway-Execution-Logs_${stage.api.apiId}/${stage.stageName}`,
        retention: executionLogs.retention,
        encryptionKey,
      }));
    }
    if (cloudWatchRole) {
      const account = this.account();
      // A stage of another stack has no logs of this construct's, and must not wait for this stack.
      if (Stack.of(stage) === Stack.of(this)) {
        stage.node.addDependency(account);
      }
    } else if (accessLogs || executionLogs) {
      Annotations.of(scope).addWarningV2('cdk-websocket-step-functions:cloudWatchRole',
        'API Gateway writes logs by a role of the account\'s; if it has none in this region, the deployment fails with '
        + '"CloudWatch Logs role ARN must be set in account settings to enable logging": set cloudWatchRole to true in one stack of the region');
    }
  }

  /**
   * Throttles a route.
   *
   * What the settings of one route leave out is AWS's default there, not the stage's: so they repeat what the stage has.
   */
  public throttle(route: apigwv2.WebSocketRoute, { burstLimit, rateLimit }: apigwv2.ThrottleSettings): void {
    const { resource } = this;
    resource.routeSettings = {
      ...resource.routeSettings,
      [route.routeKey]: Lazy.uncachedAny({
        produce: (context) => settingsOfRoute({
          ...context.resolve(resource.defaultRouteSettings),
          ...(burstLimit === undefined ? {} : { throttlingBurstLimit: burstLimit }),
          ...(rateLimit === undefined ? {} : { throttlingRateLimit: rateLimit }),
        }),
      }),
    };
    // Settings of a route that is not there yet are refused.
    resource.node.addDependency(route);
  }

  /** Kept when the stack is deleted: other APIs of the region write their logs by it, too. */
  private account(): apigateway.CfnAccount {
    const role = new iam.Role(this, 'CloudWatchRole', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    const account = new apigateway.CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return account;
  }
}

/** Settings in the names of CloudFormation, into which the CDK does not translate those of single routes. */
function settingsOfRoute(settings: apigwv2.CfnStage.RouteSettingsProperty): object {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name[0].toUpperCase() + name.slice(1), value]));
}
