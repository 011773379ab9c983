import { createHash } from 'node:crypto';
import { excerpt, isObject, Json, JsonObject, objectsIn } from '../json';
import type { LoadedTemplate, PlainResource } from '../template';

/** A topic or a bucket that invokes a function: its messages come to the run by a queue of the run's own. */
export interface Delivery {
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly kind: 'topic' | 'bucket';
  readonly functionName: string;
  /** The queue that the run makes for it. */
  readonly queueArn: string;
  readonly region: string;
  /** The topic's ARN, or the bucket's name. */
  readonly source: string;
  /** Attributes of the topic's subscription, or the events of the bucket and which of its keys. */
  readonly settings: JsonObject;
}

export interface Deliveries {
  readonly deliveries: readonly Delivery[];
  readonly warnings: readonly string[];
}

/** The resources of a template by which topics and buckets invoke functions. */
export function deliveriesOf({ subscriptions, topics, buckets, bucketNotifications }: LoadedTemplate): Deliveries {
  const warnings: string[] = [];
  const ofTopics = [
    ...subscriptions.map((resource) => ({ resource, at: resource.label, subscription: resource.properties as JsonObject })),
    ...topics.flatMap((resource) => objectsIn(resource.properties.Subscription).map((subscription, index) => ({
      resource, at: `${resource.label}, property Subscription[${index}]`, subscription: { ...subscription, TopicArn: resource.ref },
    }))),
  ].flatMap(({ resource, at, subscription }) => topicDelivery(resource, at, subscription, warnings));
  const ofBuckets = [
    ...buckets.flatMap((resource) => bucketDeliveries(resource, resource.ref, resource.properties.NotificationConfiguration, 'LambdaConfigurations')),
    ...bucketNotifications.flatMap((resource) =>
      bucketDeliveries(resource, String(resource.properties.BucketName), resource.properties.NotificationConfiguration, 'LambdaFunctionConfigurations')),
  ];
  return { deliveries: [...ofTopics, ...ofBuckets], warnings };
}

function topicDelivery(resource: PlainResource, at: string, subscription: JsonObject, warnings: string[]): Delivery[] {
  const { Protocol, Endpoint, TopicArn, FilterPolicy, FilterPolicyScope } = subscription;
  if (Protocol === 'sqs') {
    return [];
  }
  if (Protocol !== 'lambda' || typeof Endpoint !== 'string' || typeof TopicArn !== 'string') {
    warnings.push(`${at}: subscriptions with the protocol ${excerpt(Protocol ?? null)} are not played, so nothing is sent to it`);
    return [];
  }
  const settings = {
    ...isObject(FilterPolicy) && { FilterPolicy: JSON.stringify(FilterPolicy) }, ...FilterPolicyScope !== undefined && { FilterPolicyScope },
  };
  return [delivery(resource, 'topic', at, Endpoint, TopicArn, settings)];
}

function bucketDeliveries(resource: PlainResource, bucket: string, configuration: Json | undefined, property: string): Delivery[] {
  const list = isObject(configuration) ? objectsIn(configuration[property]) : [];
  return list.flatMap((item, index) => {
    const functionName = item.Function ?? item.LambdaFunctionArn;
    const events = item.Events ?? [item.Event ?? 's3:ObjectCreated:*'];
    const at = `${resource.label}, property NotificationConfiguration.${property}[${index}]`;
    return typeof functionName === 'string'
      ? [delivery(resource, 'bucket', at, functionName, bucket, { Events: events, Rules: filterRules(item.Filter) })] : [];
  });
}

function delivery(resource: PlainResource, kind: Delivery['kind'], label: string, functionName: string, source: string, settings: JsonObject): Delivery {
  const id = createHash('sha256').update(`${label}/${source}`).digest('hex').slice(0, 16);
  const { region, accountId } = resource;
  const [, partition] = /^arn:([^:]+):/.exec(functionName) ?? [undefined, 'aws'];
  return { label, kind, functionName, queueArn: `arn:${partition}:sqs:${region}:${accountId}:local-run-${id}`, region, source, settings };
}

/** `[{Name, Value}]` of a filter for keys, as CloudFormation or Amazon S3 writes it. */
function filterRules(filter: Json | undefined): JsonObject[] {
  const key = isObject(filter) ? filter.S3Key ?? filter.Key : undefined;
  return isObject(key) ? objectsIn(key.Rules ?? key.FilterRules) : [];
}

/** The event of a function that a topic invokes: a queue's message holds the notification as Amazon SNS writes it. */
export function topicEvent(body: string, { source }: Delivery): JsonObject {
  const notification = parsed(body);
  const { SigningCertURL, UnsubscribeURL, ...rest } = notification;
  return {
    Records: [{
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${source}:local-run`,
      Sns: {
        Subject: null,
        MessageAttributes: {},
        ...rest,
        SigningCertUrl: SigningCertURL ?? '',
        UnsubscribeUrl: UnsubscribeURL ?? '',
      },
    }],
  };
}

/** The event of a function that a bucket invokes, as the bucket has written it; undefined for its test message. */
export function bucketEvent(body: string): JsonObject | undefined {
  const event = parsed(body);
  return Array.isArray(event.Records) ? event : undefined;
}

function parsed(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
