import { CalledService, callService } from '../aws/service-call';
import type { JsonObject } from '../json';
import type { PlainResource } from '../template';

const ATTRIBUTES = ['ContentBasedDeduplication', 'DisplayName', 'FifoThroughputScope', 'FifoTopic'];

/** Creates a topic, unless it is there. */
export async function createTopic(arn: string, properties: PlainResource['properties'], sns: CalledService): Promise<void> {
  const given = ATTRIBUTES.flatMap((name) => (properties[name] === undefined ? [] : [[name, String(properties[name])] as const]));
  await callService(sns, 'CreateTopic', { Name: arn.split(':')[5], ...entries(given) });
}

/** Subscribes a queue to a topic; a subscription that is there stays. */
export async function subscribe(topicArn: string, queueArn: string, attributes: JsonObject, sns: CalledService): Promise<void> {
  const given = Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const);
  await callService(sns, 'Subscribe', { TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn, ReturnSubscriptionArn: 'true', ...entries(given) });
}

/** A map as forms write it. */
function entries(values: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(values.flatMap(([key, value], index) => [[`Attributes.entry.${index + 1}.key`, key], [`Attributes.entry.${index + 1}.value`, value]]));
}
