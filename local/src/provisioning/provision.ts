import { BucketQueue, createBucket, notifyQueues } from './buckets';
import { createQueue, queueAttributes } from './queues';
import { createTable } from './tables';
import { createTopic, subscribe } from './topics';
import type { Endpoints } from '../aws/endpoints';
import type { CalledService } from '../aws/service-call';
import type { TableDefinition } from '../dynamodb/table-definition';
import type { Delivery } from '../event-sources/delivery';
import { isObject, JsonObject, objectsIn } from '../json';
import type { LoadedTemplate, PlainResource } from '../template';

export interface ProvisionOptions {
  readonly template: LoadedTemplate;
  readonly tables: readonly TableDefinition[];
  /** What invokes functions by queues of the run's own. */
  readonly deliveries: readonly Delivery[];
  readonly endpoints: Endpoints;
}

/** One thing to make, and the resource that it is for. */
interface Step {
  readonly label: string;
  readonly service: string;
  readonly region: string;
  /** Gives what is not as it is to be, each beginning with the property. */
  readonly make: (service: CalledService) => Promise<string[] | void>;
}

/**
 * Makes the template's queues, topics, buckets and tables where their endpoints are, unless they are there, under the names that `Ref` gives.
 *
 * @returns what could not be made, and what is there with other attributes: one line each
 */
export async function provision({ template, tables, deliveries, endpoints }: ProvisionOptions): Promise<string[]> {
  const warnings: string[] = [];
  for (const { label, service, region, make } of steps(template, tables, deliveries)) {
    const url = endpoints.url(service);
    const endpoint = url === undefined ? undefined : endpoints.of(service);
    // What the run has itself needs no making, and what nobody has cannot be made.
    if (endpoint && endpoint.actions === undefined) {
      try {
        warnings.push(...(await make({ name: service, endpoint, region }) ?? []).map((fault) => `${label}, ${fault}`));
      } catch (error) {
        warnings.push(`${label}: it could not be made at ${endpoint.place}: ${(error as Error).message || String(error)}`);
      }
    }
  }
  return warnings;
}

function steps(template: LoadedTemplate, tables: readonly TableDefinition[], deliveries: readonly Delivery[]): Step[] {
  const { queues, topics, buckets } = template;
  // A queue's dead letters go to one that must be there before.
  const ordered = [...queues].sort((left, right) => Number('RedrivePolicy' in left.properties) - Number('RedrivePolicy' in right.properties));
  return [
    ...ordered.map((queue) => step(queue, 'sqs', (sqs) => createQueue(queue.arn!, queueAttributes(queue.properties), sqs))),
    ...deliveries.map((each) => ({
      label: each.label, service: 'sqs', region: each.region, make: (sqs: CalledService): Promise<string[]> => createQueue(each.queueArn, {}, sqs),
    })),
    ...topics.map((topic) => step(topic, 'sns', (sns) => createTopic(topic.ref, topic.properties, sns))),
    ...queueSubscriptions(template).map(({ resource, subscription: { TopicArn, Endpoint, ...rest } }) =>
      step(resource, 'sns', (sns) => subscribe(String(TopicArn), String(Endpoint), subscriptionAttributes(rest), sns))),
    ...deliveries.filter(({ kind }) => kind === 'topic').map((each) => ({
      label: each.label, service: 'sns', region: each.region, make: (sns: CalledService): Promise<void> => subscribe(each.source, each.queueArn, each.settings, sns),
    })),
    ...buckets.map((bucket) => step(bucket, 's3', (s3) => createBucket(bucket.ref, bucket.region, s3.endpoint))),
    ...buckets.flatMap((bucket) => {
      const listeners = [...bucketQueues(bucket), ...deliveries.filter(({ kind, source }) => kind === 'bucket' && source === bucket.ref)
        .map((each) => ({ queueArn: each.queueArn, events: each.settings.Events as string[], rules: each.settings.Rules as JsonObject[] }))];
      return listeners.length > 0 ? [step(bucket, 's3', (s3) => notifyQueues(bucket.ref, listeners, bucket.region, s3.endpoint))] : [];
    }),
    ...tables.map((table) => ({ label: table.label, service: 'dynamodb', region: table.region, make: (dynamoDb: CalledService) => createTable(table, dynamoDb) })),
  ];
}

function step({ label, region }: PlainResource, service: string, make: Step['make']): Step {
  return { label, service, region, make };
}

interface ResourceSubscription {
  readonly resource: PlainResource;
  readonly subscription: JsonObject;
}

function queueSubscriptions({ subscriptions, topics }: LoadedTemplate): ResourceSubscription[] {
  return [
    ...subscriptions.map((resource): ResourceSubscription => ({ resource, subscription: resource.properties as JsonObject })),
    ...topics.flatMap((resource) => objectsIn(resource.properties.Subscription).map((subscription): ResourceSubscription => (
      { resource, subscription: { ...subscription, TopicArn: resource.ref } }
    ))),
  ].filter(({ subscription }) => subscription.Protocol === 'sqs');
}

function subscriptionAttributes({ FilterPolicy, FilterPolicyScope, RawMessageDelivery }: JsonObject): JsonObject {
  return {
    ...FilterPolicy !== undefined && { FilterPolicy },
    ...FilterPolicyScope !== undefined && { FilterPolicyScope },
    ...RawMessageDelivery !== undefined && { RawMessageDelivery: String(RawMessageDelivery) },
  };
}

function bucketQueues({ properties: { NotificationConfiguration: configuration } }: PlainResource): BucketQueue[] {
  const list = isObject(configuration) ? objectsIn(configuration.QueueConfigurations) : [];
  return list.map(({ Queue, Event, Filter }) => {
    const key = isObject(Filter) ? Filter.S3Key : undefined;
    return { queueArn: String(Queue), events: [String(Event)], rules: isObject(key) ? objectsIn(key.Rules) : [] };
  });
}
