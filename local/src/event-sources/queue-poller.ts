import { setTimeout } from 'node:timers/promises';
import { QueueMapping } from './queue-mapping';
import { queueUrl } from '../aws/queue-url';
import { CalledService, callService, ServiceCallError } from '../aws/service-call';
import { isObject, Json, JsonObject, parsedJson } from '../json';
import type { Logger } from '../log-entry';

/** The functions of the run. */
export interface InvokableFunctions {
  invoke(nameOrArn: string, payload: string): Promise<{ readonly payload: string; readonly isError: boolean }>;
}

export interface QueuePollerOptions {
  readonly mapping: QueueMapping;
  readonly sqs: CalledService;
  readonly functions: InvokableFunctions;
  /** Makes the event of some messages; undefined for those that are none. @default - as Lambda does for queues */
  readonly event?: (messages: readonly JsonObject[]) => JsonObject | undefined;
  readonly log: Logger;
}

/** Most messages that one request takes. */
const MOST_MESSAGES = 10;
/** Time that a request waits for messages, in seconds. */
const WAIT = 10;
/** Time after a failure until the next attempt, in milliseconds: at first, and at most. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/**
 * Takes messages from a queue and invokes a function with them, as Lambda does: what succeeds is deleted, what fails comes again when its
 * visibility time-out is over.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export class QueuePoller {
  /** Nothing is taken from the queue any more. */
  private readonly retiring = new AbortController();
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private hasWarned = false;

  constructor(private readonly options: QueuePollerOptions) {}

  /** Polls until it is closed. Never rejects. */
  public async run(): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!this.retiring.signal.aborted) {
      try {
        await this.step();
        pause = FIRST_PAUSE;
        this.hasWarned = false;
      } catch (error) {
        if (!this.retiring.signal.aborted) {
          this.warn(error as Error);
          await setTimeout(pause, undefined, { signal: this.retiring.signal, ref: false }).catch(() => undefined);
          pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
      }
    }
  }

  /** Takes no more messages; what is taken is dealt with. */
  public retire(): void {
    this.retiring.abort();
  }

  public async close(): Promise<void> {
    this.retiring.abort();
    this.closing.abort();
    await Promise.all(this.running);
  }

  private async step(): Promise<void> {
    const { concurrency } = this.options.mapping;
    if (this.running.size >= concurrency) {
      await Promise.race(this.running);
    }
    const messages = await this.gather();
    if (messages.length > 0) {
      const batch = this.invoke(messages).catch((error: Error) => this.warn(error));
      this.running.add(batch);
      void batch.then(() => this.running.delete(batch));
    }
  }

  /** The messages of a batch: those that are there, or more where the mapping waits for more. */
  private async gather(): Promise<JsonObject[]> {
    const { batchSize, batchingWindow } = this.options.mapping;
    const messages = await this.receive(Math.min(batchSize, MOST_MESSAGES), WAIT);
    const end = Date.now() + batchingWindow;
    while (messages.length > 0 && messages.length < batchSize && Date.now() < end) {
      const wait = Math.min(WAIT, Math.ceil((end - Date.now()) / 1000));
      messages.push(...await this.receive(Math.min(batchSize - messages.length, MOST_MESSAGES), wait));
    }
    return messages;
  }

  private async receive(most: number, wait: number): Promise<JsonObject[]> {
    const parameters = {
      MaxNumberOfMessages: most, WaitTimeSeconds: wait, AttributeNames: ['All'], MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'],
    };
    const { Messages: messages } = await this.call('ReceiveMessage', parameters, this.retiring.signal);
    return Array.isArray(messages) ? messages.filter(isObject) : [];
  }

  private async invoke(messages: readonly JsonObject[]): Promise<void> {
    const { mapping, functions, log, event = (batch): JsonObject => queueEvent(batch, mapping.queueArn) } = this.options;
    const wanted = messages.filter((message) => mapping.matches(String(message.Body), message));
    const input = wanted.length > 0 ? event(wanted) : undefined;
    const failed = new Set<Json>();
    if (input !== undefined) {
      const { payload, isError } = await functions.invoke(mapping.functionName, JSON.stringify(input));
      failedOf(wanted, payload, isError, mapping.reportsFailures).forEach((id) => failed.add(id));
      if (failed.size > 0) {
        log({ type: 'Warning', message: `${mapping.label}: ${failed.size} of ${wanted.length} messages failed and come again: ${payload.slice(0, 300)}` });
      }
    }
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
    for (let start = 0; start < done.length; start += MOST_MESSAGES) {
      await this.call('DeleteMessageBatch', {
        Entries: done.slice(start, start + MOST_MESSAGES).map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }, this.closing.signal);
    }
  }

  private call(action: string, parameters: JsonObject, signal: AbortSignal): Promise<JsonObject> {
    const { mapping, sqs } = this.options;
    return callService(sqs, action, { QueueUrl: queueUrl(mapping.queueArn), ...parameters }, signal);
  }

  private warn(error: Error): void {
    if (!this.hasWarned) {
      this.hasWarned = true;
      const { mapping, sqs, log } = this.options;
      const advice = error instanceof ServiceCallError && /NonExistent|DoesNotExist/.test(error.code) ? '; --provision creates it' : '';
      log({ type: 'Warning', message: `${mapping.label}: ${mapping.queueArn} at ${sqs.endpoint.place} cannot be read: ${error.message || error.name}${advice}` });
    }
  }
}

/** The ids of the messages that have failed. What the function says of them must make sense, or all have. */
function failedOf(messages: readonly JsonObject[], payload: string, isError: boolean, reportsFailures: boolean): Json[] {
  const ids = messages.map(({ MessageId }) => MessageId);
  if (isError || !reportsFailures) {
    return isError ? ids : [];
  }
  const answer = parsedJson(payload);
  const failures = isObject(answer) ? answer.batchItemFailures ?? [] : [];
  if (!Array.isArray(failures)) {
    return ids;
  }
  const failed = failures.map((failure) => (isObject(failure) ? failure.itemIdentifier : undefined));
  return failed.every((id) => id !== undefined && ids.includes(id)) ? failed as Json[] : ids;
}

function queueEvent(messages: readonly JsonObject[], arn: string): JsonObject {
  return {
    Records: messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes, MD5OfBody, MD5OfMessageAttributes }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes ?? {},
      messageAttributes: messageAttributes(MessageAttributes),
      md5OfBody: MD5OfBody ?? '',
      ...MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: MD5OfMessageAttributes },
      eventSource: 'aws:sqs',
      eventSourceARN: arn,
      awsRegion: arn.split(':')[3],
    })),
  };
}

/** As Lambda writes them: the names begin with a small letter. */
function messageAttributes(attributes: Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(isObject(attributes) ? attributes : {}).map(([name, value]) => {
    const { StringValue, BinaryValue, DataType } = isObject(value) ? value : {};
    return [name, {
      ...StringValue !== undefined && { stringValue: StringValue },
      ...BinaryValue !== undefined && { binaryValue: BinaryValue },
      stringListValues: [],
      binaryListValues: [],
      dataType: DataType ?? 'String',
    }];
  }));
}
