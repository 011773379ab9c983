import { Annotations, Names, RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
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

/** The logs and metrics of a stage, and the account's role that API Gateway writes logs by. */
export class StageSettings extends Construct {
  constructor(scope: Construct, id: string, stage: apigwv2.IWebSocketStage, options: ApiOptions) {
    super(scope, id);
    const { accessLogs, cloudWatchRole, detailedMetricsEnabled, executionLogs } = options;
    const resource = stage.node.defaultChild as apigwv2.CfnStage;
    if (detailedMetricsEnabled) {
      resource.addPropertyOverride('DefaultRouteSettings.DetailedMetricsEnabled', true);
    }
    if (accessLogs) {
      const logGroup = accessLogs.logGroup ?? this.logGroup('Access', accessLogs.retention,
        `/aws/vendedlogs/apigateway/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`);
      resource.accessLogSettings = { destinationArn: logGroup.logGroupArn, format: JSON.stringify(ACCESS_LOG_FIELDS) };
    }
    if (executionLogs) {
      // API Gateway would make it itself, and keep it for ever.
      const logGroup = this.logGroup('Execution', executionLogs.retention, `API-Gateway-Execution-Logs_${stage.api.apiId}/${stage.stageName}`);
      resource.addPropertyOverride('DefaultRouteSettings.LoggingLevel', executionLogs.level ?? ExecutionLogLevel.ERROR);
      resource.addPropertyOverride('DefaultRouteSettings.DataTraceEnabled', executionLogs.dataTraceEnabled ?? false);
      stage.node.addDependency(logGroup);
    }
    if (cloudWatchRole) {
      stage.node.addDependency(this.account());
    } else if (accessLogs || executionLogs) {
      Annotations.of(scope).addWarningV2('cdk-websocket-step-functions:cloudWatchRole',
        'API Gateway writes logs by a role of the account\'s; if it has none in this region, the deployment fails with '
        + '"CloudWatch Logs role ARN must be set in account settings to enable logging": set cloudWatchRole to true in one stack of the region');
    }
  }

  private logGroup(id: string, retention: logs.RetentionDays | undefined, logGroupName: string): logs.LogGroup {
    return new logs.LogGroup(this, id, { logGroupName, retention: retention ?? logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
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
