import type { Endpoint } from '../aws/endpoint';
import { isObject, JsonObject } from '../json';

/** A queue that hears of a bucket's objects. */
export interface BucketQueue {
  readonly queueArn: string;
  readonly events: readonly string[];
  /** `[{Name: 'prefix', Value: 'in/'}]` */
  readonly rules: readonly JsonObject[];
}

/** Creates a bucket, unless it is there. */
export async function createBucket(name: string, region: string, s3: Endpoint): Promise<void> {
  const place = region === 'us-east-1' ? '' : `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  await put(`/${name}`, place, region, s3, 'BucketAlreadyOwnedByYou');
}

/** Says which queues hear of a bucket's objects. */
export async function notifyQueues(name: string, queues: readonly BucketQueue[], region: string, s3: Endpoint): Promise<void> {
  const configurations = queues.map(({ queueArn, events, rules }) => `<QueueConfiguration><Queue>${escaped(queueArn)}</Queue>`
    + `${events.map((event) => `<Event>${escaped(event)}</Event>`).join('')}${filter(rules)}</QueueConfiguration>`);
  await put(`/${name}?notification`, `<NotificationConfiguration>${configurations.join('')}</NotificationConfiguration>`, region, s3);
}

function filter(rules: readonly JsonObject[]): string {
  const written = rules.filter(isObject).map(({ Name, Value }) => `<FilterRule><Name>${escaped(String(Name).toLowerCase())}</Name><Value>${escaped(String(Value))}</Value></FilterRule>`);
  return written.length > 0 ? `<Filter><S3Key>${written.join('')}</S3Key></Filter>` : '';
}

async function put(path: string, body: string, region: string, s3: Endpoint, allowed?: string): Promise<void> {
  const { status, body: answer } = await s3.send({
    method: 'PUT', path, headers: { 'Content-Type': 'application/xml' }, body, region, signal: AbortSignal.timeout(30_000),
  });
  if (status >= 300 && (allowed === undefined || !answer.includes(allowed))) {
    throw new Error(`${status}: ${answer.slice(0, 300)}`);
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
