import { serviceId } from '../aws/service-ids';

/** What the actions of a service begin with in policies, by its name in ARNs or in SDKs, where that is another. To add one, add one entry. */
const PREFIXES: Readonly<Record<string, string>> = {
  'apigatewaymanagementapi': 'execute-api',
  'bedrockruntime': 'bedrock',
  'bedrockagent': 'bedrock',
  'bedrockagentruntime': 'bedrock',
  'cloudwatch': 'cloudwatch',
  'cloudwatchlogs': 'logs',
  'cognitoidentity': 'cognito-identity',
  'cognitoidentityprovider': 'cognito-idp',
  'costexplorer': 'ce',
  'databasemigration': 'dms',
  'directory': 'ds',
  'efs': 'elasticfilesystem',
  'elasticloadbalancingv2': 'elasticloadbalancing',
  'emr': 'elasticmapreduce',
  'eventbridge': 'events',
  'iotdata': 'iot',
  'iotdataplane': 'iot',
  'logs': 'logs',
  'monitoring': 'cloudwatch',
  'opensearch': 'es',
  'pinpoint': 'mobiletargeting',
  'rdsdata': 'rds-data',
  'sagemakerruntime': 'sagemaker',
  'serverlessapplicationrepository': 'serverlessrepo',
  'sesv2': 'ses',
  'sfn': 'states',
  'streams.dynamodb': 'dynamodb',
};

/** What a service's actions begin with in policies, such as `states` for `sfn`. */
export function servicePrefix(name: string): string {
  const lower = name.toLowerCase();
  const first = serviceId(lower)?.names[0] ?? lower;
  return [lower, first].map((each) => (Object.hasOwn(PREFIXES, each) ? PREFIXES[each] : undefined)).find((each) => each !== undefined) ?? first;
}
