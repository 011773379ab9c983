import { isObject } from '../json';
import { digits, hexId, lowerId, mixedId, uuid } from './physical-ids';
import {
  arn, byArn, byId, byName, ec2Id, fixed, generatedName, globalArn, host, iamId, id, likelyAttribute, likelyName, lower, named, prefixed, prop,
  ResourceView, ReturnValues, self, text, unnamed, uuidOf, Value,
} from './return-value';

/** Regions whose website endpoints are written with a hyphen. */
const DASHED_WEBSITES = [
  'us-east-1', 'us-west-1', 'us-west-2', 'eu-west-1', 'ap-northeast-1', 'ap-southeast-1', 'ap-southeast-2', 'sa-east-1', 'us-gov-west-1',
];
const CREATED = '2024-01-01T00:00:00.000';

const stateMachineName = prop('StateMachineName', prop('Name', ({ logicalId, seed }) => `${logicalId.slice(0, 67)}-${mixedId(seed, 12)}`));
const activityName = named('Name', 80);
/** A function without a name of its own has its logical id: that is what local Lambda emulators know it by. */
const functionName = prop('FunctionName', ({ logicalId }) => logicalId);
/** Names of FIFO queues and topics end so, those that CloudFormation makes up, too. */
const withFifo = (name: string, isFifo: string, longest: number): Value => prop(name, (resource) =>
  (String(resource.property(isFifo)) === 'true' ? `${generatedName(resource, longest - 5)}.fifo` : generatedName(resource, longest)));
const queueName = withFifo('QueueName', 'FifoQueue', 80);
const topicName = withFifo('TopicName', 'FifoTopic', 256);
const table = byName('TableName', arn('dynamodb', prefixed('table/', self)), {
  StreamArn: arn('dynamodb', (resource) => `table/${resource.ref()}/stream/${CREATED}`),
  TableId: uuidOf,
});
const keyArn = arn('kms', prefixed('key/', self));
const userPoolId: Value = ({ region, seed }) => `${region}_${mixedId(seed, 9)}`;
const userPoolProvider: Value = (resource) => `cognito-idp.${resource.region}.${resource.urlSuffix}/${resource.ref()}`;
const apiDomain = (attribute: string, otherwise: string): Readonly<Record<string, Value>> => ({
  [attribute]: host(prefixed('d-', id(10)), 'execute-api'), [otherwise]: ({ seed }) => `Z${lowerId(seed, 13).toUpperCase()}`,
});
const secretArn = arn('secretsmanager', (resource) => `secret:${named('Name')(resource)}-${mixedId(resource.seed, 6)}`);
const loadBalancerArn = arn('elasticloadbalancing', (resource) => `loadbalancer/app/${named('Name', 32)(resource)}/${hexId(resource.seed, 16)}`);

/**
 * What `Ref` and `Fn::GetAtt` give, by resource type. To add a type, add one line here.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const RETURN_VALUES: ReadonlyMap<string, ReturnValues> = new Map<string, ReturnValues>([
  // API Gateway: WebSocket and HTTP APIs
  ['AWS::ApiGatewayV2::Api', byId(id(10), 'ApiId', {
    ApiEndpoint: (resource) => `${text(resource.property('ProtocolType')) === 'HTTP' ? 'https' : 'wss'}://${host(self, 'execute-api')(resource)}`,
  })],
  ['AWS::ApiGatewayV2::ApiMapping', byId(id(7), 'ApiMappingId')],
  ['AWS::ApiGatewayV2::Authorizer', byId(id(7), 'AuthorizerId')],
  ['AWS::ApiGatewayV2::Deployment', byId(id(7), 'DeploymentId')],
  ['AWS::ApiGatewayV2::DomainName', {
    ref: prop('DomainName'),
    attributes: {
      ...apiDomain('RegionalDomainName', 'RegionalHostedZoneId'),
      DomainNameArn: (resource) => `arn:${resource.partition}:apigateway:${resource.region}::/domainnames/${resource.ref()}`,
    },
  }],
  ['AWS::ApiGatewayV2::Integration', byId(id(7), 'IntegrationId')],
  ['AWS::ApiGatewayV2::IntegrationResponse', byId(id(7), 'IntegrationResponseId')],
  ['AWS::ApiGatewayV2::Model', byId(id(7), 'ModelId')],
  ['AWS::ApiGatewayV2::Route', byId(id(7), 'RouteId')],
  ['AWS::ApiGatewayV2::RouteResponse', byId(id(7), 'RouteResponseId')],
  ['AWS::ApiGatewayV2::Stage', { ref: named('StageName'), attributes: { Id: self } }],
  ['AWS::ApiGatewayV2::VpcLink', byId(id(6), 'VpcLinkId')],
  // API Gateway: REST APIs
  ['AWS::ApiGateway::Account', unnamed],
  ['AWS::ApiGateway::ApiKey', byId(id(10), 'APIKeyId')],
  ['AWS::ApiGateway::Authorizer', byId(id(6), 'AuthorizerId')],
  ['AWS::ApiGateway::Deployment', byId(id(6), 'DeploymentId')],
  ['AWS::ApiGateway::DomainName', {
    ref: prop('DomainName'),
    attributes: { ...apiDomain('RegionalDomainName', 'RegionalHostedZoneId'), ...apiDomain('DistributionDomainName', 'DistributionHostedZoneId') },
  }],
  ['AWS::ApiGateway::Model', { ref: named('Name'), attributes: {} }],
  ['AWS::ApiGateway::RequestValidator', byId(id(6), 'RequestValidatorId')],
  ['AWS::ApiGateway::Resource', byId(id(6), 'ResourceId')],
  ['AWS::ApiGateway::RestApi', byId(id(10), 'RestApiId', { RootResourceId: ({ seed }) => lowerId(`${seed}/root`, 10) })],
  ['AWS::ApiGateway::Stage', { ref: named('StageName'), attributes: {} }],
  ['AWS::ApiGateway::UsagePlan', byId(id(6), 'Id')],
  ['AWS::ApiGateway::UsagePlanKey', byId((resource) => `${prop('KeyId')(resource)}:${prop('UsagePlanId')(resource)}`, 'Id')],
  ['AWS::ApiGateway::VpcLink', byId(id(6), 'VpcLinkId')],
  // Step Functions
  ['AWS::StepFunctions::Activity', byArn(arn('states', prefixed('activity:', activityName)), 'Arn', { Name: activityName })],
  ['AWS::StepFunctions::StateMachine', byArn(arn('states', prefixed('stateMachine:', stateMachineName)), 'Arn', {
    Name: stateMachineName, StateMachineRevisionId: uuidOf,
  })],
  ['AWS::StepFunctions::StateMachineAlias', byArn(stateMachineAliasArn, 'Arn')],
  ['AWS::StepFunctions::StateMachineVersion', byArn((resource) => `${prop('StateMachineArn')(resource)}:1`, 'Arn')],
  // Lambda
  ['AWS::Lambda::Alias', byArn((resource) => `${functionArn(resource, prop('FunctionName')(resource))}:${prop('Name')(resource)}`, 'AliasArn')],
  ['AWS::Lambda::CodeSigningConfig', byArn(arn('lambda', prefixed('code-signing-config:csc-0', ({ seed }) => hexId(seed, 16))), 'CodeSigningConfigArn', {
    CodeSigningConfigId: ({ seed }) => `csc-0${hexId(seed, 16)}`,
  })],
  ['AWS::Lambda::EventSourceMapping', byId(uuidOf, 'Id', { EventSourceMappingArn: arn('lambda', prefixed('event-source-mapping:', self)) })],
  ['AWS::Lambda::Function', {
    ref: functionName,
    attributes: {
      'Arn': arn('lambda', prefixed('function:', self)),
      'SnapStartResponse.ApplyOn': fixed('None'),
      'SnapStartResponse.OptimizationStatus': fixed('Off'),
    },
  }],
  ['AWS::Lambda::LayerVersion', byArn(arn('lambda', (resource) => `layer:${prop('LayerName', ({ logicalId }) => logicalId)(resource)}:1`), 'LayerVersionArn')],
  ['AWS::Lambda::Permission', unnamed],
  ['AWS::Lambda::Url', byArn((resource) => functionArn(resource, prop('TargetFunctionArn')(resource)), 'FunctionArn', {
    FunctionUrl: (resource) => `https://${lowerId(resource.seed, 32)}.lambda-url.${resource.region}.on.aws/`,
  })],
  ['AWS::Lambda::Version', byArn((resource) => `${functionArn(resource, prop('FunctionName')(resource))}:1`, 'FunctionArn', { Version: fixed('1') })],
  // Queues, topics, streams
  ['AWS::SQS::Queue', {
    ref: (resource) => `https://sqs.${resource.region}.${resource.urlSuffix}/${resource.accountId}/${queueName(resource)}`,
    attributes: { Arn: arn('sqs', queueName), QueueName: queueName, QueueUrl: self },
  }],
  ['AWS::SNS::Subscription', byArn((resource) => `${prop('TopicArn')(resource)}:${uuid(resource.seed)}`, 'Arn')],
  ['AWS::SNS::Topic', byArn(arn('sns', topicName), 'TopicArn', { TopicName: topicName })],
  ['AWS::Kinesis::Stream', byName('Name', arn('kinesis', prefixed('stream/', self)), {}, 128)],
  ['AWS::Kinesis::StreamConsumer', byArn((resource) => `${prop('StreamARN')(resource)}/consumer/${prop('ConsumerName')(resource)}:1704067200`, 'ConsumerARN', {
    ConsumerName: prop('ConsumerName'), StreamARN: prop('StreamARN'), ConsumerStatus: fixed('ACTIVE'), ConsumerCreationTimestamp: fixed('1704067200'), Id: self,
  })],
  ['AWS::KinesisFirehose::DeliveryStream', byName('DeliveryStreamName', arn('firehose', prefixed('deliverystream/', self)), {}, 64)],
  // Storage
  ['AWS::DynamoDB::GlobalTable', table],
  ['AWS::DynamoDB::Table', table],
  ['AWS::S3::Bucket', {
    ref: lower(named('BucketName', 63)),
    attributes: {
      Arn: (resource) => `arn:${resource.partition}:s3:::${resource.ref()}`,
      DomainName: (resource) => `${resource.ref()}.s3.${resource.urlSuffix}`,
      DualStackDomainName: host(self, 's3.dualstack'),
      RegionalDomainName: host(self, 's3'),
      WebsiteURL: (resource) => `http://${resource.ref()}.s3-website${DASHED_WEBSITES.includes(resource.region) ? '-' : '.'}${resource.region}.${resource.urlSuffix}`,
    },
  }],
  ['AWS::S3::BucketPolicy', { ref: prop('Bucket'), attributes: {} }],
  // Events
  ['AWS::Events::ApiDestination', byName('Name', arn('events', (resource) => `api-destination/${resource.ref()}/${uuid(resource.seed)}`), {
    ArnForPolicy: arn('events', prefixed('api-destination/', self)),
  }, 64)],
  ['AWS::Events::Archive', byName('ArchiveName', arn('events', prefixed('archive/', self)), {}, 48)],
  ['AWS::Events::Connection', byName('Name', arn('events', (resource) => `connection/${resource.ref()}/${uuid(resource.seed)}`), {
    ArnForPolicy: arn('events', prefixed('connection/', self)),
    SecretArn: arn('secretsmanager', (resource) => `secret:events!connection/${resource.ref()}/${uuid(resource.seed)}-${mixedId(resource.seed, 6)}`),
  }, 64)],
  ['AWS::Events::EventBus', byName('Name', arn('events', prefixed('event-bus/', self)), { Name: self, Policy: fixed('') })],
  ['AWS::Events::EventBusPolicy', unnamed],
  ['AWS::Events::Rule', { ref: (resource) => [...customBus(resource), ruleName(resource)].join('|'), attributes: { Arn: arn('events', (resource) => ['rule', ...customBus(resource), ruleName(resource)].join('/')) } }],
  ['AWS::Pipes::Pipe', byName('Name', arn('pipes', prefixed('pipe/', self)), {
    CreationTime: fixed(CREATED), CurrentState: fixed('RUNNING'), LastModifiedTime: fixed(CREATED), StateReason: fixed(''),
  }, 64)],
  ['AWS::Scheduler::Schedule', byName('Name', arn('scheduler', (resource) => `schedule/${prop('GroupName', fixed('default'))(resource)}/${resource.ref()}`), {}, 64)],
  ['AWS::Scheduler::ScheduleGroup', byName('Name', arn('scheduler', prefixed('schedule-group/', self)), {
    CreationDate: fixed(CREATED), LastModificationDate: fixed(CREATED), State: fixed('ACTIVE'),
  }, 64)],
  // Identity
  ['AWS::IAM::AccessKey', { ref: iamId('AKIA'), attributes: { SecretAccessKey: fixed('local') } }],
  ['AWS::IAM::Group', byName('GroupName', globalArn('iam', iamPath('group')))],
  ['AWS::IAM::InstanceProfile', byName('InstanceProfileName', globalArn('iam', iamPath('instance-profile')))],
  ['AWS::IAM::ManagedPolicy', byArn(globalArn('iam', (resource) => `policy${prop('Path', fixed('/'))(resource)}${named('ManagedPolicyName')(resource)}`), 'PolicyArn', {
    PolicyId: iamId('ANPA'),
    AttachmentCount: fixed('0'),
    CreateDate: fixed(CREATED),
    DefaultVersionId: fixed('v1'),
    IsAttachable: fixed('true'),
    PermissionsBoundaryUsageCount: fixed('0'),
    UpdateDate: fixed(CREATED),
  })],
  ['AWS::IAM::OIDCProvider', byArn(globalArn('iam', (resource) => `oidc-provider/${prop('Url')(resource).replace(/^https:\/\//, '')}`), 'Arn')],
  ['AWS::IAM::Policy', unnamed],
  ['AWS::IAM::Role', byName('RoleName', globalArn('iam', iamPath('role')), { RoleId: iamId('AROA') }, 64)],
  ['AWS::IAM::User', byName('UserName', globalArn('iam', iamPath('user')), {}, 64)],
  ['AWS::Cognito::IdentityPool', byId(({ region, seed }) => `${region}:${uuid(seed)}`, 'Id', { Name: named('IdentityPoolName') })],
  ['AWS::Cognito::IdentityPoolRoleAttachment', unnamed],
  ['AWS::Cognito::UserPool', byId(userPoolId, 'UserPoolId', {
    Arn: arn('cognito-idp', prefixed('userpool/', self)), ProviderName: userPoolProvider, ProviderURL: prefixed('https://', userPoolProvider),
  })],
  ['AWS::Cognito::UserPoolClient', byId(id(26), 'ClientId', { ClientSecret: ({ seed }) => lowerId(`${seed}/secret`, 32), Name: named('ClientName') })],
  ['AWS::Cognito::UserPoolDomain', { ref: prop('Domain'), attributes: { CloudFrontDistribution: ({ seed }) => `d${lowerId(seed, 13)}.cloudfront.net`, Id: self } }],
  ['AWS::Cognito::UserPoolGroup', { ref: named('GroupName'), attributes: {} }],
  ['AWS::Cognito::UserPoolResourceServer', { ref: prop('Identifier'), attributes: {} }],
  ['AWS::Cognito::UserPoolUser', { ref: named('Username'), attributes: {} }],
  // Keys, secrets, parameters, certificates
  ['AWS::CertificateManager::Certificate', byArn(arn('acm', prefixed('certificate/', uuidOf)), 'Id')],
  ['AWS::KMS::Alias', { ref: prop('AliasName'), attributes: {} }],
  ['AWS::KMS::Key', byId(uuidOf, 'KeyId', { Arn: keyArn })],
  ['AWS::KMS::ReplicaKey', byId(uuidOf, 'KeyId', { Arn: keyArn })],
  ['AWS::SecretsManager::ResourcePolicy', byArn(prop('SecretId'), 'Id')],
  ['AWS::SecretsManager::RotationSchedule', byArn(prop('SecretId'), 'Id')],
  ['AWS::SecretsManager::Secret', byArn(secretArn, 'Id')],
  ['AWS::SecretsManager::SecretTargetAttachment', byArn(prop('SecretId'), 'Id')],
  ['AWS::SSM::Parameter', { ref: named('Name'), attributes: { Type: prop('Type'), Value: prop('Value') } }],
  // Logs and metrics
  ['AWS::CloudWatch::Alarm', byName('AlarmName', arn('cloudwatch', prefixed('alarm:', self)))],
  ['AWS::CloudWatch::CompositeAlarm', byName('AlarmName', arn('cloudwatch', prefixed('alarm:', self)))],
  ['AWS::CloudWatch::Dashboard', { ref: named('DashboardName'), attributes: {} }],
  ['AWS::Logs::Destination', byName('DestinationName', arn('logs', prefixed('destination:', self)))],
  ['AWS::Logs::LogGroup', byName('LogGroupName', arn('logs', (resource) => `log-group:${resource.ref()}:*`))],
  ['AWS::Logs::LogStream', { ref: named('LogStreamName'), attributes: {} }],
  // Images and containers
  ['AWS::ECR::Repository', {
    ref: lower(named('RepositoryName')),
    attributes: { Arn: arn('ecr', prefixed('repository/', self)), RepositoryUri: (resource) => `${host(({ accountId }) => accountId, 'dkr.ecr')(resource)}/${resource.ref()}` },
  }],
  ['AWS::ECS::Cluster', byName('ClusterName', arn('ecs', prefixed('cluster/', self)))],
  ['AWS::ECS::Service', byArn(arn('ecs', (resource) => `service/${prop('Cluster', fixed('default'))(resource).replace(/^.*\//, '')}/${named('ServiceName')(resource)}`), 'ServiceArn', {
    Name: named('ServiceName'),
  })],
  ['AWS::ECS::TaskDefinition', byArn(arn('ecs', (resource) => `task-definition/${named('Family')(resource)}:1`), 'TaskDefinitionArn')],
  // Networks
  ['AWS::EC2::EIP', { ref: fixed('192.0.2.1'), attributes: { AllocationId: ec2Id('eipalloc'), PublicIp: self } }],
  ['AWS::EC2::InternetGateway', byId(ec2Id('igw'), 'InternetGatewayId')],
  ['AWS::EC2::NatGateway', byId(ec2Id('nat'), 'NatGatewayId')],
  ['AWS::EC2::RouteTable', byId(ec2Id('rtb'), 'RouteTableId')],
  ['AWS::EC2::SecurityGroup', byId(ec2Id('sg'), 'GroupId', { Id: self, VpcId: prop('VpcId') })],
  ['AWS::EC2::Subnet', byId(ec2Id('subnet'), 'SubnetId', {
    AvailabilityZone: prop('AvailabilityZone', ({ region }) => `${region}a`),
    AvailabilityZoneId: fixed('use1-az1'),
    CidrBlock: prop('CidrBlock'),
    Ipv6CidrBlocks: prop('Ipv6CidrBlock'),
    NetworkAclAssociationId: ec2Id('aclassoc'),
    OutpostArn: prop('OutpostArn'),
    VpcId: prop('VpcId'),
  })],
  ['AWS::EC2::VPC', byId(ec2Id('vpc'), 'VpcId', {
    CidrBlock: prop('CidrBlock'),
    CidrBlockAssociations: ec2Id('vpc-cidr-assoc'),
    DefaultNetworkAcl: ec2Id('acl'),
    DefaultSecurityGroup: ec2Id('sg'),
    Ipv6CidrBlocks: fixed(''),
  })],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', byArn(loadBalancerArn, 'LoadBalancerArn', {
    CanonicalHostedZoneID: ({ seed }) => `Z${lowerId(seed, 13).toUpperCase()}`,
    DNSName: (resource) => host((view) => `${lower(named('Name', 32))(view)}-${digits(view.seed, 9)}`, 'elb')(resource).replace(/^(.*)\.elb\.([^.]+)\./, '$1.$2.elb.'),
    LoadBalancerFullName: (resource) => resource.ref().replace(/^.*loadbalancer\//, ''),
    LoadBalancerName: named('Name', 32),
  })],
  // CloudFormation's own
  ['AWS::CloudFormation::Stack', { ref: (resource) => stackArn(resource, `${resource.stackName}-${resource.logicalId}`), attributes: {} }],
  ['AWS::CloudFormation::WaitConditionHandle', {
    ref: (resource) => `https://cloudformation-waitcondition-${resource.region}.s3.${resource.urlSuffix}/${generatedName(resource)}`, attributes: {},
  }],
  ['AWS::CloudFormation::WaitCondition', { ref: (resource) => generatedName(resource), attributes: { Data: fixed('{}') } }],
]);

/** What `Ref` gives for a resource; one of a type that is not listed gets its name, or one as CloudFormation makes them up. */
export function refValue(resource: ResourceView): string {
  return (RETURN_VALUES.get(resource.type)?.ref ?? likelyName)(resource);
}

/** What `Fn::GetAtt` gives, or undefined when the type is known and has no such attribute. */
export function attributeValue(attribute: string, resource: ResourceView): string | undefined {
  const known = RETURN_VALUES.get(resource.type);
  if (known) {
    return Object.hasOwn(known.attributes, attribute) ? known.attributes[attribute](resource) : undefined;
  }
  return likelyAttribute(attribute, resource);
}

/** The attributes that a type is known to have. */
export function knownAttributes(type: string): string[] {
  return Object.keys(RETURN_VALUES.get(type)?.attributes ?? {});
}

function stateMachineAliasArn(resource: ResourceView): string {
  // An alias' ARN is its machine's with the alias' name; the machine is known through the versions that it routes to.
  const preference = resource.property('DeploymentPreference');
  const routing = resource.property('RoutingConfiguration');
  const [route] = [isObject(preference) ? preference : undefined, ...(Array.isArray(routing) ? routing : [])].filter((item) => isObject(item));
  return `${String(route?.StateMachineVersionArn ?? '').replace(/:\d+$/, '')}:${named('Name')(resource)}`;
}

/** A function's ARN from its name, its ARN or a part of it, as properties take it. */
function functionArn(resource: ResourceView, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arn('lambda', () => `function:${nameOrArn.replace(/^.*function:/, '')}`)(resource);
}

function iamPath(kind: string): Value {
  return (resource) => `${kind}${prop('Path', fixed('/'))(resource)}${resource.ref()}`;
}

/** A rule's name; `Ref` of a rule on another bus than the default one has the bus before it. */
function ruleName(resource: ResourceView): string {
  return named('Name', 64)(resource);
}

function customBus(resource: ResourceView): string[] {
  const bus = prop('EventBusName', fixed('default'))(resource).replace(/^arn:.*:event-bus\//, '');
  return bus === 'default' ? [] : [bus];
}

/** A stack's ARN, which is its id. */
export function stackArn(at: Pick<ResourceView, 'partition' | 'region' | 'accountId'>, stackName: string): string {
  return `arn:${at.partition}:cloudformation:${at.region}:${at.accountId}:stack/${stackName}/00000000-0000-0000-0000-000000000000`;
}
