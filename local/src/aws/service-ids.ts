/** A service of AWS by the names that it goes by. */
export interface ServiceId {
  /** In ARNs, host names and signatures; `--endpoint` takes each. */
  readonly names: readonly [string, ...string[]];
  /** As AWS's SDKs name it: `AWS_ENDPOINT_URL_<SERVICE>` is made of it. */
  readonly sdkId: string;
}

/**
 * The services that requests may be for. To add one, add one line.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html
 */
const SERVICE_IDS: readonly ServiceId[] = [
  { names: ['lambda'], sdkId: 'Lambda' },
  { names: ['dynamodb'], sdkId: 'DynamoDB' },
  { names: ['sqs'], sdkId: 'SQS' },
  { names: ['sns'], sdkId: 'SNS' },
  { names: ['events', 'eventbridge'], sdkId: 'EventBridge' },
  { names: ['states', 'sfn'], sdkId: 'SFN' },
  { names: ['secretsmanager'], sdkId: 'Secrets Manager' },
  { names: ['ssm'], sdkId: 'SSM' },
  { names: ['cognitoidentityprovider', 'cognito-idp'], sdkId: 'Cognito Identity Provider' },
  { names: ['cognitoidentity', 'cognito-identity'], sdkId: 'Cognito Identity' },
  { names: ['s3'], sdkId: 'S3' },
  { names: ['kinesis'], sdkId: 'Kinesis' },
  { names: ['firehose'], sdkId: 'Firehose' },
  { names: ['sts'], sdkId: 'STS' },
  { names: ['iam'], sdkId: 'IAM' },
  { names: ['kms'], sdkId: 'KMS' },
  { names: ['ses', 'email'], sdkId: 'SES' },
  { names: ['sesv2'], sdkId: 'SESv2' },
  { names: ['logs', 'cloudwatchlogs'], sdkId: 'CloudWatch Logs' },
  { names: ['monitoring', 'cloudwatch'], sdkId: 'CloudWatch' },
  { names: ['xray'], sdkId: 'XRay' },
  { names: ['scheduler'], sdkId: 'Scheduler' },
  { names: ['pipes'], sdkId: 'Pipes' },
  { names: ['streams.dynamodb', 'dynamodbstreams'], sdkId: 'DynamoDB Streams' },
  { names: ['iotdata', 'iot-data', 'data-ats.iot', 'data.iot'], sdkId: 'IoT Data Plane' },
  { names: ['bedrockruntime', 'bedrock-runtime', 'bedrock'], sdkId: 'Bedrock Runtime' },
  { names: ['bedrockagentruntime', 'bedrock-agent-runtime'], sdkId: 'Bedrock Agent Runtime' },
  { names: ['sagemakerruntime', 'runtime.sagemaker', 'sagemaker'], sdkId: 'SageMaker Runtime' },
  { names: ['comprehend'], sdkId: 'Comprehend' },
  { names: ['rekognition'], sdkId: 'Rekognition' },
  { names: ['translate'], sdkId: 'Translate' },
  { names: ['transcribe'], sdkId: 'Transcribe' },
  { names: ['polly'], sdkId: 'Polly' },
  { names: ['textract'], sdkId: 'Textract' },
  { names: ['athena'], sdkId: 'Athena' },
  { names: ['glue'], sdkId: 'Glue' },
  { names: ['batch'], sdkId: 'Batch' },
  { names: ['ecs'], sdkId: 'ECS' },
  { names: ['appsync'], sdkId: 'AppSync' },
  { names: ['apigateway'], sdkId: 'API Gateway' },
  { names: ['cloudformation'], sdkId: 'CloudFormation' },
];

/** All names of services, for messages. */
export const serviceNames: readonly string[] = SERVICE_IDS.flatMap(({ names }) => names);

/** The service of one of its names. */
export function serviceId(name: string): ServiceId | undefined {
  return SERVICE_IDS.find(({ names }) => names.includes(name));
}

/** The service of an environment variable's end, such as `SECRETS_MANAGER`. */
export function serviceOfVariable(text: string): ServiceId | undefined {
  return SERVICE_IDS.find(({ sdkId }) => sdkId.toUpperCase().replaceAll(' ', '_') === text);
}

/** The SDKs' environment variables that lead some services to a URL. */
export function serviceVariables(names: readonly string[], url: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`AWS_ENDPOINT_URL_${serviceId(name)!.sdkId.toUpperCase().replaceAll(' ', '_')}`, url]));
}
