import { isObject, Json, JsonObject } from '../../json';

/** Where the resources of a template are. */
export interface PolicyPlace {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** Actions, and what they are for: ARNs from the service on, with the policy template's parameters. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
}

const actions = (service: string, names: string): string[] => names.split(' ').map((name) => `${service}:${name}`);

const TABLE = ['dynamodb:table/${TableName}', 'dynamodb:table/${TableName}/index/*'];
const BUCKET = ['s3::${BucketName}', 's3::${BucketName}/*'];
const READ_ITEMS = ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:DescribeTable'];
const WRITE_ITEMS = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'];
const READ_OBJECTS = ['s3:GetObject', 's3:ListBucket', 's3:GetBucketLocation', 's3:GetObjectVersion', 's3:GetLifecycleConfiguration'];
const WRITE_OBJECTS = ['s3:PutObject', 's3:PutObjectAcl', 's3:PutLifecycleConfiguration'];
const READ_PARAMETERS: Grant = { actions: ['ssm:DescribeParameters'] };
const GET_PARAMETERS = ['ssm:GetParameters', 'ssm:GetParameter', 'ssm:GetParametersByPath'];

/**
 * SAM's policy templates, those for services that a run may call. To add one, add one entry.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
 */
const POLICY_TEMPLATES: Readonly<Record<string, readonly Grant[]>> = {
  AWSSecretsManagerGetSecretValuePolicy: [{ actions: ['secretsmanager:GetSecretValue'], resources: ['${SecretArn}'] }],
  CloudWatchPutMetricPolicy: [{ actions: ['cloudwatch:PutMetricData'] }],
  DynamoDBCrudPolicy: [{ actions: [...READ_ITEMS, ...WRITE_ITEMS, 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'], resources: TABLE }],
  DynamoDBReadPolicy: [{ actions: READ_ITEMS, resources: TABLE }],
  DynamoDBReconfigurePolicy: [{ actions: ['dynamodb:UpdateTable'], resources: ['dynamodb:table/${TableName}'] }],
  DynamoDBStreamReadPolicy: [
    { actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], resources: ['dynamodb:table/${TableName}/stream/${StreamName}'] },
    { actions: ['dynamodb:ListStreams'], resources: ['dynamodb:table/${TableName}/stream/*'] },
  ],
  DynamoDBWritePolicy: [{ actions: WRITE_ITEMS, resources: TABLE }],
  EventBridgePutEventsPolicy: [{ actions: ['events:PutEvents'], resources: ['events:event-bus/${EventBusName}'] }],
  FirehoseCrudPolicy: [{ actions: actions('firehose', 'CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination'), resources: ['firehose:deliverystream/${DeliveryStreamName}'] }],
  FirehoseWritePolicy: [{ actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: ['firehose:deliverystream/${DeliveryStreamName}'] }],
  KinesisCrudPolicy: [{
    actions: actions('kinesis', 'AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator '
      + 'IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords RemoveTagsFromStream SplitShard'),
    resources: ['kinesis:stream/${StreamName}'],
  }],
  KinesisStreamReadPolicy: [
    { actions: ['kinesis:ListStreams', 'kinesis:DescribeLimits'], resources: ['kinesis:stream/*'] },
    { actions: actions('kinesis', 'DescribeStream DescribeStreamSummary GetRecords GetShardIterator'), resources: ['kinesis:stream/${StreamName}'] },
  ],
  KMSDecryptPolicy: [{ actions: ['kms:Decrypt'], resources: ['kms:key/${KeyId}'] }],
  KMSEncryptPolicy_v2: [{
    actions: actions('kms', 'Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext'), resources: ['kms:key/${KeyId}'],
  }],
  KMSEncryptPolicy: [{ actions: ['kms:Encrypt'], resources: ['kms:key/${KeyId}'] }],
  LambdaInvokePolicy: [{ actions: ['lambda:InvokeFunction'], resources: ['lambda:function:${FunctionName}*'] }],
  S3CrudPolicy: [{ actions: [...READ_OBJECTS, ...WRITE_OBJECTS, 's3:DeleteObject'], resources: BUCKET }],
  S3FullAccessPolicy: [
    {
      actions: actions('s3', 'GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging '
        + 'GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging'),
      resources: ['s3::${BucketName}/*'],
    },
    { actions: actions('s3', 'ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration'), resources: ['s3::${BucketName}'] },
  ],
  S3ReadPolicy: [{ actions: READ_OBJECTS, resources: BUCKET }],
  S3WritePolicy: [{ actions: WRITE_OBJECTS, resources: BUCKET }],
  SESCrudPolicy: [{ actions: actions('ses', 'GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity'), resources: ['ses:identity/${IdentityName}'] }],
  SNSCrudPolicy: [{ actions: actions('sns', 'CreateTopic ListSubscriptionsByTopic Publish SetTopicAttributes Subscribe'), resources: ['sns:${TopicName}*'] }],
  SNSPublishMessagePolicy: [{ actions: ['sns:Publish'], resources: ['sns:${TopicName}'] }],
  SQSPollerPolicy: [{
    actions: actions('sqs', 'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage'), resources: ['sqs:${QueueName}'],
  }],
  SQSSendMessagePolicy: [{ actions: ['sqs:SendMessage*'], resources: ['sqs:${QueueName}'] }],
  SSMParameterReadPolicy: [READ_PARAMETERS, { actions: GET_PARAMETERS, resources: ['ssm:parameter/${ParameterName}'] }],
  SSMParameterWithSlashPrefixReadPolicy: [READ_PARAMETERS, { actions: GET_PARAMETERS, resources: ['ssm:parameter${ParameterName}'] }],
  StepFunctionsCallbackPolicy: [{ actions: actions('states', 'SendTaskFailure SendTaskHeartbeat SendTaskSuccess'), resources: ['states:stateMachine:${StateMachineName}'] }],
  StepFunctionsExecutionPolicy: [{ actions: ['states:StartExecution'], resources: ['states:stateMachine:${StateMachineName}'] }],
  StepFunctionsExecutionPolicy_v2: [{ actions: ['states:StartExecution', 'states:StartSyncExecution'], resources: ['states:stateMachine:${StateMachineName}'] }],
  VPCAccessPolicy: [{ actions: actions('ec2', 'CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface') }],
};

/**
 * The policies that SAM makes of a policy template, such as `{ DynamoDBCrudPolicy: { TableName: 'orders' } }`.
 *
 * @returns undefined for one that the local run does not know
 */
export function policyOfTemplate(template: JsonObject, place: PolicyPlace): JsonObject | undefined {
  const grants = Object.entries(template).map(([name, parameters]) => grantsOf(name, isObject(parameters) ? parameters : {}, place));
  return grants.includes(undefined) ? undefined : { Version: '2012-10-17', Statement: grants.flat() as Json[] };
}

function grantsOf(name: string, parameters: JsonObject, place: PolicyPlace): Json[] | undefined {
  const grants = Object.hasOwn(POLICY_TEMPLATES, name) ? POLICY_TEMPLATES[name] : undefined;
  return grants?.map(({ actions: allowed, resources }) => ({
    Effect: 'Allow', Action: [...allowed], Resource: resources?.map((resource) => arn(resource, parameters, place)) ?? '*',
  }));
}

function arn(resource: string, parameters: JsonObject, { partition, region, accountId }: PolicyPlace): string {
  const filled = resource.replace(/\$\{(\w+)\}/g, (_whole, parameter: string) => String(parameters[parameter] ?? '*'));
  if (filled.startsWith('arn:')) {
    return filled;
  }
  const [, service, rest] = /^([^:]+):(.*)$/s.exec(filled) ?? ['', filled, ''];
  return rest.startsWith(':') ? `arn:${partition}:${service}::${rest}` : `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
}
