import { Annotations, ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface LogGroupOptions {
  readonly logGroupName: string;
  readonly encryptionKey?: kms.IKey;
  readonly retention?: logs.RetentionDays;
}

/** A log group of the construct's own: not kept for ever, nor when the stack is deleted, where its name would be taken when it is created anew. */
export function logGroup(scope: Construct, id: string, options: LogGroupOptions): logs.LogGroup {
  const { retention = logs.RetentionDays.ONE_MONTH } = options;
  return new logs.LogGroup(scope, id, { ...options, retention, removalPolicy: RemovalPolicy.DESTROY });
}

/**
 * Lets CloudWatch Logs encrypt the log groups of this account and region with a key.
 *
 * Not of single log groups: the name of one holds the API's id, and a key in another stack must not depend on the API's, which depends on it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function letLogsEncrypt(scope: Construct, key: kms.IKey): void {
  const stack = Stack.of(scope);
  const statement = new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
          service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      },
    },
  });
  if (!key.addToResourcePolicy(statement, true).statementAdded) {
    Annotations.of(scope).addWarningV2('cdk-websocket-step-functions:cannotGrantLogEncryption',
      `the policy of key ${key.node.path} is not known here; for CloudWatch Logs to encrypt with it, add to that policy: `
      + JSON.stringify(stack.resolve(statement.toStatementJson())));
  }
}
