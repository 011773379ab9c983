import { PolicyDocument } from './policy-document';

/** What a policy grants: actions on every resource, or on those named. */
interface Grant {
  readonly actions: readonly string[];
  readonly resource?: string;
}

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const INTERFACES = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'];
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSampling*'];
const EVENTS = ['events:*', 'schemas:*', 'scheduler:*', 'pipes:*'];

const all = (...actions: string[]): Grant[] => [{ actions }];

/**
 * AWS managed policies by name, with what they grant of services that a run may call. To add one, add one entry.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const MANAGED_POLICIES: Readonly<Record<string, readonly Grant[]>> = {
  AdministratorAccess: all('*'),
  AmazonAPIGatewayAdministrator: all('apigateway:*'),
  AmazonAPIGatewayInvokeFullAccess: [{ actions: ['execute-api:Invoke', 'execute-api:ManageConnections'], resource: 'arn:aws:execute-api:*:*:*' }],
  AmazonAPIGatewayPushToCloudWatchLogs: all(...LOGS, 'logs:Describe*', 'logs:GetLogEvents', 'logs:FilterLogEvents'),
  AmazonDynamoDBFullAccess: all('dynamodb:*', 'dax:*', 'kinesis:DescribeStream', 'kinesis:ListStreams', 'sns:ListTopics', 'sns:ListSubscriptions', 'lambda:List*'),
  AmazonDynamoDBFullAccess_v2: all('dynamodb:*', 'dax:*', 'kinesis:DescribeStream', 'kinesis:ListStreams', 'sns:ListTopics', 'lambda:List*'),
  AmazonDynamoDBReadOnlyAccess: all('dynamodb:BatchGetItem', 'dynamodb:Describe*', 'dynamodb:List*', 'dynamodb:Get*', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PartiQLSelect'),
  AmazonEventBridgeFullAccess: all(...EVENTS),
  AmazonKinesisFirehoseFullAccess: all('firehose:*'),
  AmazonKinesisFullAccess: all('kinesis:*'),
  AmazonKinesisReadOnlyAccess: all('kinesis:Get*', 'kinesis:List*', 'kinesis:Describe*'),
  AmazonS3FullAccess: all('s3:*', 's3-object-lambda:*'),
  AmazonS3ReadOnlyAccess: all('s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'),
  AmazonSESFullAccess: all('ses:*'),
  AmazonSNSFullAccess: all('sns:*'),
  AmazonSQSFullAccess: all('sqs:*'),
  AmazonSQSReadOnlyAccess: all('sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:List*'),
  AmazonSSMReadOnlyAccess: all('ssm:Describe*', 'ssm:Get*', 'ssm:List*'),
  AWSLambdaBasicExecutionRole: all(...LOGS),
  AWSLambdaDynamoDBExecutionRole: all(...LOGS, 'dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'),
  AWSLambdaExecute: [{ actions: ['logs:*'] }, { actions: ['s3:GetObject', 's3:PutObject'], resource: 'arn:aws:s3:::*' }],
  AWSLambdaKinesisExecutionRole: all(...LOGS, 'kinesis:Describe*', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:List*', 'kinesis:SubscribeToShard'),
  AWSLambdaMSKExecutionRole: all(...LOGS, ...INTERFACES, 'kafka:Describe*', 'kafka:GetBootstrapBrokers'),
  AWSLambdaRole: all('lambda:InvokeFunction'),
  AWSLambdaSQSQueueExecutionRole: all(...LOGS, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
  AWSLambdaVPCAccessExecutionRole: all(...LOGS, ...INTERFACES, 'ec2:DescribeSubnets', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'),
  AWSLambda_FullAccess: all('lambda:*', 'states:DescribeStateMachine', 'states:ListStateMachines'),
  AWSLambda_ReadOnlyAccess: all('lambda:Get*', 'lambda:List*', 'states:DescribeStateMachine', 'states:ListStateMachines'),
  AWSStepFunctionsConsoleFullAccess: all('states:*', 'lambda:ListFunctions'),
  AWSStepFunctionsFullAccess: all('states:*'),
  AWSStepFunctionsReadOnlyAccess: all('states:Describe*', 'states:List*', 'states:GetExecutionHistory', 'states:ValidateStateMachineDefinition'),
  AWSXRayDaemonWriteAccess: all(...TRACES),
  AWSXrayWriteOnlyAccess: all(...TRACES),
  AWSXrayFullAccess: all('xray:*'),
  CloudWatchEventsFullAccess: all(...EVENTS),
  CloudWatchFullAccess: all('cloudwatch:*', 'logs:*', 'sns:*'),
  CloudWatchFullAccessV2: all('cloudwatch:*', 'logs:*', 'sns:CreateTopic', 'sns:List*', 'sns:Subscribe'),
  CloudWatchLambdaInsightsExecutionRolePolicy: all(...LOGS),
  CloudWatchLogsFullAccess: all('logs:*', 'cloudwatch:GenerateQuery'),
  SecretsManagerReadWrite: [{ actions: ['secretsmanager:*', 'lambda:ListFunctions'] }, { actions: ['lambda:*'], resource: 'arn:aws:lambda:*:*:function:SecretsManager*' }],
};

const documents = new Map<string, PolicyDocument>();

/** The AWS managed policy of an ARN; undefined for one that the local run does not know. */
export function managedPolicy(arn: string): PolicyDocument | undefined {
  const [, name] = /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (name === undefined || !Object.hasOwn(MANAGED_POLICIES, name)) {
    return undefined;
  }
  const known = documents.get(name) ?? new PolicyDocument({
    Statement: MANAGED_POLICIES[name].map(({ actions, resource = '*' }) => ({ Effect: 'Allow', Action: [...actions], Resource: resource })),
  });
  documents.set(name, known);
  return known;
}
