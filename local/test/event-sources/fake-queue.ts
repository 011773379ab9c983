import type { Endpoint, ServiceRequest } from '../../src/aws/endpoint';
import type { HttpReply } from '../../src/aws/http-request';
import type { JsonObject } from '../../src/json';

/** A queue as an endpoint answers for it: what is received and not deleted comes again when the test says so. */
export class FakeQueue implements Endpoint {
  public readonly place = 'http://queue';
  public readonly asked: { readonly action: string; readonly request: JsonObject }[] = [];
  /** What is answered first, each once. */
  public readonly faults: string[] = [];
  private waiting: JsonObject[];
  private readonly taken = new Map<string, JsonObject>();

  constructor(...bodies: string[]) {
    this.waiting = bodies.map((Body, index) => ({ MessageId: `m${index}`, ReceiptHandle: `r${index}`, Body, Attributes: { ApproximateReceiveCount: '1' } }));
  }

  /** What has not been deleted. */
  public get left(): string[] {
    return [...this.waiting, ...this.taken.values()].map(({ MessageId }) => String(MessageId));
  }

  public async send({ headers, body, signal }: ServiceRequest): Promise<HttpReply> {
    const action = headers['X-Amz-Target'].replace(/^AmazonSQS\./, '');
    const request = JSON.parse(body) as JsonObject;
    this.asked.push({ action, request });
    const fault = this.faults.shift();
    if (fault !== undefined) {
      return { status: 400, headers: [], body: JSON.stringify({ __type: fault, message: 'no' }) };
    }
    if (action === 'DeleteMessageBatch') {
      (request.Entries as JsonObject[]).forEach(({ ReceiptHandle }) => this.taken.delete(String(ReceiptHandle)));
      return { status: 200, headers: [], body: '{"Successful":[]}' };
    }
    const messages = this.waiting.slice(0, Number(request.MaxNumberOfMessages));
    this.waiting = this.waiting.slice(messages.length);
    messages.forEach((message) => this.taken.set(String(message.ReceiptHandle), message));
    if (messages.length === 0) {
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    }
    return { status: 200, headers: [], body: JSON.stringify({ Messages: messages }) };
  }
}
