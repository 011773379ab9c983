import { Expansion, getAtt, mayBeAbsent, objectOf, pick, SamResource } from './expansion';
import { addFunctionEvent } from './function-events';
import { roleArn } from './role';
import { isObject, Json } from '../../json';

/** Properties that a function has under the same name in CloudFormation. */
const SAME = [
  'FunctionName', 'Handler', 'Runtime', 'PackageType', 'ImageConfig', 'Description', 'MemorySize', 'Timeout', 'Environment', 'Layers', 'Architectures', 'EphemeralStorage',
  'ReservedConcurrentExecutions', 'VpcConfig', 'KmsKeyArn', 'CodeUri', 'InlineCode', 'ImageUri',
];

/** `AWS::Serverless::Function`: the function, its role, its version and alias, its URL, and what its Events call it with. */
export function serverlessFunction(resource: SamResource, expansion: Expansion): void {
  const { logicalId, properties } = resource;
  expansion.add(resource, logicalId, 'AWS::Lambda::Function', {
    ...pick(properties, ...SAME),
    Role: roleArn(resource, { service: 'lambda.amazonaws.com', managedPolicies: managedPolicies(resource) }, expansion),
  });
  let target: Json = getAtt(logicalId, 'Arn');
  const aliasName = properties.AutoPublishAlias;
  if (aliasName !== undefined) {
    const version = `${logicalId}Version`;
    // SAM's way to write a name into a logical id.
    const alias = `${logicalId}Alias${(expansion.resolve(aliasName) ?? '').replaceAll('-', 'D').replaceAll('_', 'U')}`;
    expansion.add(resource, version, 'AWS::Lambda::Version', { FunctionName: { Ref: logicalId } });
    expansion.add(resource, alias, 'AWS::Lambda::Alias', { Name: aliasName, FunctionName: { Ref: logicalId }, FunctionVersion: getAtt(version, 'Version') });
    expansion.references.set(`${logicalId}.Version`, version);
    expansion.references.set(`${logicalId}.Alias`, alias);
    target = { Ref: alias };
  }
  if (isObject(properties.FunctionUrlConfig)) {
    expansion.add(resource, `${logicalId}Url`, 'AWS::Lambda::Url', { ...pick(properties.FunctionUrlConfig, 'AuthType', 'Cors', 'InvokeMode'), TargetFunctionArn: target });
  }
  destinations(resource, expansion);
  for (const [eventId, event] of Object.entries(objectOf(resource, 'Events'))) {
    addFunctionEvent({ resource, eventId, event, target, expansion });
  }
}

/** Managed policies by the type of an event: the role needs them to read from its source. */
const SOURCE_POLICIES: Readonly<Record<string, string>> = {
  SQS: 'AWSLambdaSQSQueueExecutionRole',
  Kinesis: 'AWSLambdaKinesisExecutionRole',
  DynamoDB: 'AWSLambdaDynamoDBExecutionRole',
  MSK: 'AWSLambdaMSKExecutionRole',
};

/** What SAM gives to every function's role, and to those that need more. */
function managedPolicies(resource: SamResource): string[] {
  const events = Object.values(objectOf(resource, 'Events')).flatMap((event) => (isObject(event) ? SOURCE_POLICIES[String(event.Type)] ?? [] : []));
  const { VpcConfig: vpc, Tracing: tracing } = resource.properties;
  return [...new Set([
    'AWSLambdaBasicExecutionRole',
    ...(vpc === undefined ? [] : ['AWSLambdaVPCAccessExecutionRole']),
    ...(tracing === undefined ? [] : ['AWSXrayWriteOnlyAccess']),
    ...events,
  ])];
}

/** SAM makes a queue or a topic for a destination without one. */
function destinations({ logicalId, properties, ...resource }: SamResource, expansion: Expansion): void {
  const config = isObject(properties.EventInvokeConfig) ? properties.EventInvokeConfig.DestinationConfig : undefined;
  for (const [name, destination] of Object.entries(isObject(config) ? config : {})) {
    const type = isObject(destination) && mayBeAbsent(destination.Destination) ? destination.Type : undefined;
    if (type === 'SQS' || type === 'SNS') {
      const id = `${logicalId}EventInvokeConfig${name}${type === 'SQS' ? 'Queue' : 'Topic'}`;
      expansion.add({ ...resource, logicalId, properties }, id, type === 'SQS' ? 'AWS::SQS::Queue' : 'AWS::SNS::Topic', {});
      expansion.references.set(`${logicalId}.Destination${type === 'SQS' ? 'Queue' : 'Topic'}`, id);
    }
  }
}
