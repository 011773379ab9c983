import { queueUrl } from '../aws/queue-url';
import { CalledService, callService, ServiceCallError } from '../aws/service-call';
import { isObject, JsonObject } from '../json';
import type { PlainResource } from '../template';

/** The attributes that are made; encryption and tags need not be. */
const ATTRIBUTES = [
  'ContentBasedDeduplication', 'DeduplicationScope', 'DelaySeconds', 'FifoQueue', 'FifoThroughputLimit', 'MaximumMessageSize', 'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds', 'RedriveAllowPolicy', 'RedrivePolicy', 'VisibilityTimeout',
];

/** What `CreateQueue` takes for a queue of a template. */
export function queueAttributes(properties: PlainResource['properties']): Record<string, string> {
  return Object.fromEntries(ATTRIBUTES.flatMap((name) => {
    const value = properties[name];
    return value === undefined ? [] : [[name, isObject(value) ? JSON.stringify(value) : String(value)]];
  }));
}

/**
 * Creates a queue, unless it is there.
 *
 * @returns what of it is not as it is to be
 */
export async function createQueue(arn: string, attributes: Readonly<Record<string, string>>, sqs: CalledService): Promise<string[]> {
  const name = arn.split(':')[5];
  try {
    await callService(sqs, 'CreateQueue', { QueueName: name, ...Object.keys(attributes).length > 0 && { Attributes: attributes } });
  } catch (error) {
    // Then it is looked at, as one that was created without a word is.
    if (!(error instanceof ServiceCallError && /NameExists|AlreadyExists/.test(error.code))) {
      throw error;
    }
  }
  const { Attributes: found } = await callService(sqs, 'GetQueueAttributes', { QueueUrl: queueUrl(arn), AttributeNames: ['All'] });
  const other = Object.entries(attributes).filter(([key, value]) => !isSame(isObject(found) ? found[key] : undefined, value));
  return other.map(([key, value]) => `property ${key}: the queue ${name} that is there has ${JSON.stringify((found as JsonObject | undefined)?.[key] ?? null)} `
    + `and not ${JSON.stringify(value)}: it is used as it is; delete it to have it anew`);
}

/** JSON may be written in several ways. */
function isSame(found: unknown, value: string): boolean {
  if (found === value) {
    return true;
  }
  try {
    return canonical(JSON.parse(String(found))) === canonical(JSON.parse(value));
  } catch {
    return false;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'object' && member !== null && !Array.isArray(member)
    ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1))) : typeof member === 'number' ? String(member) : member));
}
