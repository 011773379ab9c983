import { Json } from './json';
import { lowerId, mixedId } from './physical-ids';

/** A resource of a template, as the functions below need it. */
export interface ResourceView {
  readonly logicalId: string;
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly urlSuffix: string;
  /** Unique over all stacks of a run: what made-up ids are derived from. */
  readonly seed: string;
  /** A property, resolved. */
  property(name: string): Json | undefined;
  /** What `Ref` of this resource gives. */
  ref(): string;
}

type Value = (resource: ResourceView) => string;

interface ResourceType {
  readonly ref: Value;
  readonly attributes: Readonly<Record<string, Value>>;
}

const arn = (service: string, rest: Value, global = false): Value => (resource) =>
  `arn:${resource.partition}:${service}:${global ? '' : resource.region}:${resource.accountId}:${rest(resource)}`;
const named = (property: string): Value => (resource) => text(resource.property(property)) ?? generatedName(resource);
const path: Value = (resource) => text(resource.property('Path')) ?? '/';
const self: Value = (resource) => resource.ref();
const apiId: Value = (resource) => lowerId(resource.seed, 10);
const childId: Value = (resource) => lowerId(resource.seed, 7);
const stateMachineName: Value = (resource) =>
  text(resource.property('StateMachineName') ?? resource.property('Name')) ?? `${resource.logicalId.slice(0, 67)}-${mixedId(resource.seed, 12)}`;
const stateMachineArn = arn('states', (resource) => `stateMachine:${stateMachineName(resource)}`);
const stateMachine: ResourceType = {
  ref: stateMachineArn,
  attributes: { Arn: stateMachineArn, Name: stateMachineName, StateMachineRevisionId: (resource) => mixedId(resource.seed, 32) },
};
const child = (attribute: string): ResourceType => ({ ref: childId, attributes: { [attribute]: childId } });
const logGroupArn = arn('logs', (resource) => `log-group:${resource.ref()}:*`);
const lambdaArn = arn('lambda', (resource) => `function:${resource.ref()}`);

/**
 * What `Ref` and `Fn::GetAtt` give, by resource type. To add a type, add one line here.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const resourceTypes: ReadonlyMap<string, ResourceType> = new Map<string, ResourceType>([
  ['AWS::ApiGatewayV2::Api', {
    ref: apiId,
    attributes: { ApiId: apiId, ApiEndpoint: (resource) => `wss://${apiId(resource)}.execute-api.${resource.region}.${resource.urlSuffix}` },
  }],
  ['AWS::ApiGatewayV2::Authorizer', child('AuthorizerId')],
  ['AWS::ApiGatewayV2::Deployment', child('DeploymentId')],
  ['AWS::ApiGatewayV2::Integration', child('IntegrationId')],
  ['AWS::ApiGatewayV2::IntegrationResponse', child('IntegrationResponseId')],
  ['AWS::ApiGatewayV2::Model', child('ModelId')],
  ['AWS::ApiGatewayV2::Route', child('RouteId')],
  ['AWS::ApiGatewayV2::RouteResponse', child('RouteResponseId')],
  ['AWS::ApiGatewayV2::Stage', { ref: named('StageName'), attributes: {} }],
  ['AWS::StepFunctions::StateMachine', stateMachine],
  ['AWS::Serverless::StateMachine', stateMachine],
  ['AWS::StepFunctions::StateMachineVersion', { ref: versionArn, attributes: { Arn: versionArn } }],
  ['AWS::StepFunctions::StateMachineAlias', { ref: aliasArn, attributes: { Arn: aliasArn } }],
  ['AWS::IAM::Role', {
    ref: named('RoleName'),
    attributes: { Arn: arn('iam', (resource) => `role${path(resource)}${resource.ref()}`, true), RoleId: (resource) => `AROA${lowerId(resource.seed, 17).toUpperCase()}` },
  }],
  ['AWS::Logs::LogGroup', { ref: named('LogGroupName'), attributes: { Arn: logGroupArn } }],
  ['AWS::Lambda::Function', { ref: functionName, attributes: { Arn: lambdaArn } }],
  ['AWS::Serverless::Function', { ref: functionName, attributes: { Arn: lambdaArn } }],
  ['AWS::DynamoDB::Table', {
    ref: named('TableName'),
    attributes: {
      Arn: arn('dynamodb', (resource) => `table/${resource.ref()}`),
      StreamArn: arn('dynamodb', (resource) => `table/${resource.ref()}/stream/2024-01-01T00:00:00.000`),
    },
  }],
  ['AWS::SQS::Queue', {
    ref: (resource) => `https://sqs.${resource.region}.${resource.urlSuffix}/${resource.accountId}/${named('QueueName')(resource)}`,
    attributes: { Arn: arn('sqs', named('QueueName')), QueueName: named('QueueName'), QueueUrl: self },
  }],
  ['AWS::SNS::Topic', { ref: arn('sns', named('TopicName')), attributes: { TopicArn: self, TopicName: named('TopicName') } }],
  ['AWS::S3::Bucket', {
    ref: (resource) => named('BucketName')(resource).toLowerCase(),
    attributes: { Arn: (resource) => `arn:${resource.partition}:s3:::${resource.ref()}` },
  }],
  ['AWS::KMS::Key', { ref: uuid, attributes: { Arn: arn('kms', (resource) => `key/${uuid(resource)}`), KeyId: self } }],
  ['AWS::Events::EventBus', { ref: named('Name'), attributes: { Arn: arn('events', (resource) => `event-bus/${resource.ref()}`), Name: named('Name') } }],
  ['AWS::Events::Rule', { ref: named('Name'), attributes: { Arn: arn('events', (resource) => `rule/${resource.ref()}`) } }],
]);

/** What `Ref` gives for a resource; one of a type that is not listed gets a name as CloudFormation makes them up. */
export function refValue(type: string, resource: ResourceView): string {
  return (resourceTypes.get(type)?.ref ?? generatedName)(resource);
}

/** What `Fn::GetAtt` gives, or undefined when the type is known and has no such attribute. */
export function attributeValue(type: string, attribute: string, resource: ResourceView): string | undefined {
  const known = resourceTypes.get(type);
  if (known) {
    return Object.hasOwn(known.attributes, attribute) ? known.attributes[attribute](resource) : undefined;
  }
  const service = (type.split('::')[1] ?? 'custom').toLowerCase();
  return attribute.endsWith('Arn') ? arn(service, self)(resource) : `${resource.ref()}-${attribute}`;
}

/** The attributes that a type is known to have. */
export function knownAttributes(type: string): string[] {
  return Object.keys(resourceTypes.get(type)?.attributes ?? {});
}

function versionArn(resource: ResourceView): string {
  return `${text(resource.property('StateMachineArn')) ?? ''}:1`;
}

/** An alias' ARN is its machine's with the alias' name; the machine is known through the versions that it routes to. */
function aliasArn(resource: ResourceView): string {
  const preference = resource.property('DeploymentPreference') as { StateMachineVersionArn?: string } | undefined;
  const routing = resource.property('RoutingConfiguration') as { StateMachineVersionArn?: string }[] | undefined;
  const version = preference?.StateMachineVersionArn ?? routing?.[0]?.StateMachineVersionArn ?? '';
  return version.replace(/:\d+$/, `:${named('Name')(resource)}`);
}

/** A function without a name of its own has its logical id: that is what local Lambda emulators know it by. */
function functionName(resource: ResourceView): string {
  return text(resource.property('FunctionName')) ?? resource.logicalId;
}

function generatedName(resource: ResourceView): string {
  return `${resource.stackName}-${resource.logicalId}-${mixedId(resource.seed, 12)}`;
}

function uuid(resource: ResourceView): string {
  const hex = Buffer.from(mixedId(resource.seed, 16)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
