import type { Assembly } from './assembly';
import { Json } from '../json';
import { Resource } from './resource';

/** A resource of which the local run takes the properties as they are. */
export interface PlainResource {
  readonly type: string;
  readonly logicalId: string;
  /** Where it is in the CDK app, when CDK has said so. */
  readonly constructPath?: string;
  /** For messages: where it is in the template. */
  readonly label: string;
  /** What `Ref` gives. */
  readonly ref: string;
  readonly arn?: string;
  readonly region: string;
  readonly accountId: string;
  /** Resolved; those that do not resolve are left out, each with a warning. */
  readonly properties: Readonly<Record<string, Json>>;
}

/** Attributes that hold the ARN, where it is not `Arn`. */
const ARN_ATTRIBUTES: Readonly<Record<string, string>> = { 'AWS::SNS::Topic': 'TopicArn', 'AWS::Lambda::EventSourceMapping': 'EventSourceMappingArn' };
const WITHOUT_ARN = new Set([
  'Custom::S3BucketNotifications', 'AWS::Lambda::Permission', 'AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy',
  'AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::UsagePlanKey',
]);

/** The kinds of resources that other parts of the run work with, by type. To add a kind, add one line. */
const TYPES = {
  activities: ['AWS::StepFunctions::Activity'],
  tables: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  queues: ['AWS::SQS::Queue'],
  topics: ['AWS::SNS::Topic'],
  subscriptions: ['AWS::SNS::Subscription'],
  buckets: ['AWS::S3::Bucket'],
  bucketNotifications: ['Custom::S3BucketNotifications'],
  eventSourceMappings: ['AWS::Lambda::EventSourceMapping'],
  permissions: ['AWS::Lambda::Permission'],
  apiKeys: ['AWS::ApiGateway::ApiKey'],
  usagePlans: ['AWS::ApiGateway::UsagePlan'],
  usagePlanKeys: ['AWS::ApiGateway::UsagePlanKey'],
  resourcePolicies: ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'],
} as const;

export type PlainResources = Readonly<Record<keyof typeof TYPES, readonly PlainResource[]>>;

/** None of them, for a run without a template. */
export const NO_PLAIN_RESOURCES = Object.fromEntries(Object.keys(TYPES).map((name) => [name, []])) as unknown as PlainResources;

export function plainResources(assembly: Assembly): PlainResources {
  const entries = Object.entries(TYPES).map(([name, types]) =>
    [name, assembly.resourcesOfType(...types).flatMap((resource) => assembly.findings.attemptOptional(() => plain(resource, assembly)) ?? [])]);
  return Object.fromEntries(entries) as PlainResources;
}

function plain(resource: Resource, assembly: Assembly): PlainResource {
  const { type, logicalId, constructPath, label, stack } = resource;
  const properties = resource.propertyNames.flatMap((name) => {
    const value = resource.tryProperty(name, assembly.findings.warnings);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    type,
    logicalId,
    constructPath,
    label,
    ref: resource.ref(),
    arn: WITHOUT_ARN.has(type) ? undefined : String(resource.attribute(ARN_ATTRIBUTES[type] ?? 'Arn', label)),
    region: stack.region,
    accountId: stack.environment.accountId,
    properties: Object.fromEntries(properties),
  };
}
