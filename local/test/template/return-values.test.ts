import { Json, JsonObject } from '../../src/json';
import { Budget } from '../../src/template/budget';
import { LoadFindings } from '../../src/template/load-findings';
import { Stack } from '../../src/template/stack';
import { Values } from '../../src/template/values';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}';
const AT = 'eu-west-1:111122223333';

function resolve(value: Json, resources: JsonObject, region = 'eu-west-1'): unknown {
  return new Stack({ Resources: resources }, {
    name: 'Shop',
    file: 'Shop.yaml',
    environment: { accountId: '111122223333', region },
    budget: new Budget(),
    parameter: () => undefined,
    values: new Values({}, new LoadFindings()),
    importValue: () => undefined,
    nested: () => undefined,
  }).resolve(value, 'here');
}

/** What CloudFormation's reference says under "Return values": a text, or a pattern where AWS makes it up. */
test.each<[string, JsonObject, string | RegExp, Record<string, string | RegExp>]>([
  ['AWS::StepFunctions::Activity', { Name: 'approve' }, `arn:aws:states:${AT}:activity:approve`, { Arn: `arn:aws:states:${AT}:activity:approve`, Name: 'approve' }],
  ['AWS::StepFunctions::StateMachine', { StateMachineName: 'M' }, `arn:aws:states:${AT}:stateMachine:M`, { Arn: `arn:aws:states:${AT}:stateMachine:M`, Name: 'M' }],
  ['AWS::StepFunctions::StateMachineVersion', { StateMachineArn: 'arn:m' }, 'arn:m:1', { Arn: 'arn:m:1' }],
  ['AWS::StepFunctions::StateMachineAlias', { Name: 'live', RoutingConfiguration: [{ StateMachineVersionArn: 'arn:m:3' }] }, 'arn:m:live', { Arn: 'arn:m:live' }],
  ['AWS::Lambda::Function', { FunctionName: 'f' }, 'f', { Arn: `arn:aws:lambda:${AT}:function:f` }],
  ['AWS::Lambda::Version', { FunctionName: 'f' }, `arn:aws:lambda:${AT}:function:f:1`, { Version: '1', FunctionArn: `arn:aws:lambda:${AT}:function:f:1` }],
  ['AWS::Lambda::Alias', { FunctionName: `arn:aws:lambda:${AT}:function:f`, Name: 'live' }, `arn:aws:lambda:${AT}:function:f:live`, { AliasArn: /:f:live$/ }],
  ['AWS::Lambda::LayerVersion', { LayerName: 'deps' }, `arn:aws:lambda:${AT}:layer:deps:1`, { LayerVersionArn: /layer:deps:1$/ }],
  ['AWS::Lambda::Permission', {}, /^Shop-X-\w{12}$/, { Id: /^Shop-X-/ }],
  ['AWS::Lambda::EventSourceMapping', {}, new RegExp(`^${UUID}$`), { Id: new RegExp(`^${UUID}$`), EventSourceMappingArn: new RegExp(`^arn:aws:lambda:${AT}:event-source-mapping:${UUID}$`) }],
  ['AWS::Lambda::Url', { TargetFunctionArn: 'f' }, `arn:aws:lambda:${AT}:function:f`, { FunctionUrl: /^https:\/\/\w{32}\.lambda-url\.eu-west-1\.on\.aws\/$/ }],
  ['AWS::SQS::Queue', { QueueName: 'q' }, 'https://sqs.eu-west-1.amazonaws.com/111122223333/q', { Arn: `arn:aws:sqs:${AT}:q`, QueueName: 'q', QueueUrl: /\/q$/ }],
  ['AWS::SQS::Queue', { FifoQueue: true }, /\/Shop-X-\w{12}\.fifo$/, { QueueName: /^Shop-X-\w{12}\.fifo$/ }],
  ['AWS::SNS::Topic', { TopicName: 't' }, `arn:aws:sns:${AT}:t`, { TopicArn: `arn:aws:sns:${AT}:t`, TopicName: 't' }],
  ['AWS::SNS::Subscription', { TopicArn: 'arn:t' }, new RegExp(`^arn:t:${UUID}$`), { Arn: /^arn:t:/ }],
  ['AWS::DynamoDB::Table', { TableName: 't' }, 't', { Arn: `arn:aws:dynamodb:${AT}:table/t`, StreamArn: /:table\/t\/stream\/[0-9T:.-]+$/ }],
  ['AWS::S3::Bucket', { BucketName: 'b' }, 'b', {
    Arn: 'arn:aws:s3:::b', DomainName: 'b.s3.amazonaws.com', RegionalDomainName: 'b.s3.eu-west-1.amazonaws.com', WebsiteURL: /^http:\/\/b\.s3-website/,
  }],
  ['AWS::S3::Bucket', {}, /^shop-x-[a-z0-9]{12}$/, { Arn: /^arn:aws:s3:::shop-x-/ }],
  ['AWS::Events::Rule', { Name: 'r' }, 'r', { Arn: `arn:aws:events:${AT}:rule/r` }],
  ['AWS::Events::Rule', { Name: 'r', EventBusName: 'bus' }, 'bus|r', { Arn: `arn:aws:events:${AT}:rule/bus/r` }],
  ['AWS::Events::EventBus', { Name: 'bus' }, 'bus', { Arn: `arn:aws:events:${AT}:event-bus/bus`, Name: 'bus' }],
  ['AWS::Events::Connection', { Name: 'c' }, 'c', { Arn: new RegExp(`^arn:aws:events:${AT}:connection/c/${UUID}$`), SecretArn: /:secret:events!connection\/c\// }],
  ['AWS::Events::ApiDestination', { Name: 'd' }, 'd', { Arn: new RegExp(`:api-destination/d/${UUID}$`) }],
  ['AWS::IAM::Role', { RoleName: 'r', Path: '/x/' }, 'r', { Arn: 'arn:aws:iam::111122223333:role/x/r', RoleId: /^AROA[A-Z0-9]{17}$/ }],
  ['AWS::IAM::ManagedPolicy', { ManagedPolicyName: 'p' }, 'arn:aws:iam::111122223333:policy/p', { PolicyArn: /policy\/p$/ }],
  ['AWS::IAM::User', { UserName: 'u' }, 'u', { Arn: 'arn:aws:iam::111122223333:user/u' }],
  ['AWS::Logs::LogGroup', { LogGroupName: '/a/b' }, '/a/b', { Arn: `arn:aws:logs:${AT}:log-group:/a/b:*` }],
  ['AWS::KMS::Key', {}, new RegExp(`^${UUID}$`), { KeyId: new RegExp(`^${UUID}$`), Arn: new RegExp(`^arn:aws:kms:${AT}:key/${UUID}$`) }],
  ['AWS::KMS::Alias', { AliasName: 'alias/k' }, 'alias/k', {}],
  ['AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }, /^\w{10}$/, { ApiId: /^\w{10}$/, ApiEndpoint: /^https:\/\/\w{10}\.execute-api\.eu-west-1\.amazonaws\.com$/ }],
  ['AWS::ApiGatewayV2::DomainName', { DomainName: 'ws.example.org' }, 'ws.example.org', { RegionalDomainName: /^d-\w{10}\.execute-api\.eu-west-1\.amazonaws\.com$/, RegionalHostedZoneId: /^Z/ }],
  ['AWS::ApiGatewayV2::ApiMapping', {}, /^\w{7}$/, { ApiMappingId: /^\w{7}$/ }],
  ['AWS::ApiGateway::RestApi', {}, /^\w{10}$/, { RestApiId: /^\w{10}$/, RootResourceId: /^\w{10}$/ }],
  ['AWS::CertificateManager::Certificate', {}, new RegExp(`^arn:aws:acm:${AT}:certificate/${UUID}$`), {}],
  ['AWS::Cognito::UserPool', {}, /^eu-west-1_\w{9}$/, { Arn: new RegExp(`^arn:aws:cognito-idp:${AT}:userpool/eu-west-1_\\w{9}$`), ProviderName: /^cognito-idp\.eu-west-1\.amazonaws\.com\/eu-west-1_/ }],
  ['AWS::Cognito::UserPoolClient', {}, /^[a-z0-9]{26}$/, { ClientId: /^[a-z0-9]{26}$/ }],
  ['AWS::Cognito::IdentityPool', {}, new RegExp(`^eu-west-1:${UUID}$`), {}],
  ['AWS::SSM::Parameter', { Name: '/p', Type: 'String', Value: 'v' }, '/p', { Type: 'String', Value: 'v' }],
  ['AWS::SecretsManager::Secret', { Name: 's' }, new RegExp(`^arn:aws:secretsmanager:${AT}:secret:s-\\w{6}$`), { Id: /:secret:s-/ }],
  ['AWS::ECR::Repository', { RepositoryName: 'r' }, 'r', { Arn: `arn:aws:ecr:${AT}:repository/r`, RepositoryUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/r' }],
  ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }, /^vpc-0[0-9a-f]{16}$/, { VpcId: /^vpc-/, CidrBlock: '10.0.0.0/16' }],
  ['AWS::EC2::Subnet', {}, /^subnet-0[0-9a-f]{16}$/, { AvailabilityZone: 'eu-west-1a' }],
  ['AWS::EC2::SecurityGroup', {}, /^sg-0[0-9a-f]{16}$/, { GroupId: /^sg-/ }],
  ['AWS::Kinesis::Stream', { Name: 's' }, 's', { Arn: `arn:aws:kinesis:${AT}:stream/s` }],
  ['AWS::Scheduler::Schedule', { Name: 's' }, 's', { Arn: `arn:aws:scheduler:${AT}:schedule/default/s` }],
  ['AWS::Pipes::Pipe', { Name: 'p' }, 'p', { Arn: `arn:aws:pipes:${AT}:pipe/p` }],
  ['AWS::CloudWatch::Alarm', { AlarmName: 'a' }, 'a', { Arn: `arn:aws:cloudwatch:${AT}:alarm:a` }],
  ['AWS::CloudFormation::Stack', {}, `arn:aws:cloudformation:${AT}:stack/Shop-X/00000000-0000-0000-0000-000000000000`, {}],
  // Types that the table does not know: what most types have in common.
  ['AWS::Widgets::Widget', { WidgetName: 'w' }, 'w', { Arn: `arn:aws:widgets:${AT}:widget/w`, WidgetArn: `arn:aws:widgets:${AT}:widget/w`, WidgetId: 'w' }],
  ['Custom::Thing', { Name: 'no id' }, /^Shop-X-/, {}],
  ['Custom::Thing', {}, /^Shop-X-/, { Anything: /^Shop-X-.*-Anything$/ }],
])('%s %j', (type, properties, ref, attributes) => {
  const resources = { X: { Type: type, Properties: properties } };
  const matching = (value: string | RegExp): unknown => (typeof value === 'string' ? value : expect.stringMatching(value));

  expect(resolve({ Ref: 'X' }, resources)).toEqual(matching(ref));
  for (const [name, value] of Object.entries(attributes)) {
    expect([name, resolve({ 'Fn::GetAtt': ['X', name] }, resources)]).toEqual([name, matching(value)]);
  }
});

test('names that CloudFormation makes up are no longer than the service allows', () => {
  const [role] = resolve([{ Ref: 'X'.repeat(100) }], { ['X'.repeat(100)]: { Type: 'AWS::IAM::Role' } }) as string[];

  expect(role.length).toBeLessThanOrEqual(64);
});

test('other partitions are in the ARNs', () => {
  expect(resolve({ 'Fn::GetAtt': ['Q', 'Arn'] }, { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } }, 'cn-north-1')).toBe('arn:aws-cn:sqs:cn-north-1:111122223333:q');
});
