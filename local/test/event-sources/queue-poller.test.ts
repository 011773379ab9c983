import { FakeQueue } from './fake-queue';
import { QueueMapping } from '../../src/event-sources/queue-mapping';
import { QueuePoller } from '../../src/event-sources/queue-poller';
import type { JsonObject } from '../../src/json';
import type { LogEntry } from '../../src/log-entry';

const ARN = 'arn:aws:sqs:eu-west-1:123456789012:work';
const pollers: QueuePoller[] = [];

afterEach(async () => {
  await Promise.all(pollers.splice(0).map((poller) => poller.close()));
});

interface Polled {
  readonly events: JsonObject[];
  readonly log: LogEntry[];
}

interface Answer {
  readonly payload: string;
  readonly isError: boolean;
}

/** Polls a queue until the function has been invoked so often, and all that it did is told. */
async function poll(queue: FakeQueue, answer: Answer, count = 1, mapping: Partial<QueueMapping> = {}): Promise<Polled> {
  const events: JsonObject[] = [];
  const log: LogEntry[] = [];
  const poller = new QueuePoller({
    mapping: {
      label: 'resource Mapping',
      queueArn: ARN,
      functionName: 'Worker',
      batchSize: 10,
      batchingWindow: 0,
      concurrency: 5,
      reportsFailures: false,
      matches: () => true,
      ...mapping,
    },
    sqs: { name: 'sqs', endpoint: queue, region: 'eu-west-1' },
    functions: {
      invoke: async (_name, payload) => {
        events.push(JSON.parse(payload) as JsonObject);
        return answer;
      },
    },
    log: (entry) => log.push(entry),
  });
  pollers.push(poller);
  void poller.run();
  // When nothing is waiting any more and what was taken is dealt with, the queue is asked and does not answer.
  while (events.length < count || queue.asked.at(-1)?.action !== 'ReceiveMessage') {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  return { events, log };
}

const FINE = { payload: 'null', isError: false };

test('messages come as Lambda has them, and are deleted when the function succeeds', async () => {
  const queue = new FakeQueue('one', 'two');

  const { events, log } = await poll(queue, FINE);

  expect(events).toEqual([{
    Records: [expect.objectContaining({ messageId: 'm0', body: 'one' }), {
      messageId: 'm1',
      receiptHandle: 'r1',
      body: 'two',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: ARN,
      awsRegion: 'eu-west-1',
    }],
  }]);
  expect(queue.left).toEqual([]);
  expect(queue.asked[0].request).toMatchObject({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/work', MaxNumberOfMessages: 10 });
  expect(log).toEqual([]);
});

test('a batch has no more messages than it may', async () => {
  const { events } = await poll(new FakeQueue('a', 'b', 'c'), FINE, 2, { batchSize: 2 });

  expect(events.map(({ Records }) => (Records as unknown[]).length)).toEqual([2, 1]);
});

test.each<[string, Answer, boolean, string[]]>([
  ['a function that fails', { payload: '{"errorType":"Oops"}', isError: true }, false, ['m0', 'm1']],
  ['a function that names one', { payload: '{"batchItemFailures":[{"itemIdentifier":"m1"}]}', isError: false }, true, ['m1']],
  ['a function that names none', { payload: '{"batchItemFailures":[]}', isError: false }, true, []],
  ['a function that names what there is not', { payload: '{"batchItemFailures":[{"itemIdentifier":"x"}]}', isError: false }, true, ['m0', 'm1']],
  ['a function that names one though nobody asks', { payload: '{"batchItemFailures":[{"itemIdentifier":"m1"}]}', isError: false }, false, []],
])('%s leaves what has failed', async (_title, answer, reportsFailures, left) => {
  const queue = new FakeQueue('a', 'b');

  const { log } = await poll(queue, answer, 1, { reportsFailures });

  expect(queue.left).toEqual(left);
  expect(log.map(({ type }) => type)).toEqual(left.length > 0 ? ['Warning'] : []);
});

test('what no filter matches is deleted and invokes nothing', async () => {
  const queue = new FakeQueue('no', 'yes');

  const { events } = await poll(queue, FINE, 1, { matches: (body) => body === 'yes' });

  expect(events).toEqual([{ Records: [expect.objectContaining({ body: 'yes' })] }]);
  expect(queue.left).toEqual([]);
});

test('a queue that is not there is a warning, once, and is tried again', async () => {
  const queue = new FakeQueue('late');
  queue.faults.push('QueueDoesNotExist');

  const { log } = await poll(queue, FINE);

  expect(log).toEqual([{
    type: 'Warning', message: `resource Mapping: ${ARN} at http://queue cannot be read: QueueDoesNotExist: no; --provision creates it`,
  }]);
});

test('one that retires takes no more messages, and deals with those that it has', async () => {
  const queue = new FakeQueue('one');
  let answer = (_answer: Answer): void => {};
  const poller = new QueuePoller({
    mapping: {
      label: 'resource Mapping', queueArn: ARN, functionName: 'Worker', batchSize: 1, batchingWindow: 0, concurrency: 5, reportsFailures: false, matches: () => true,
    },
    sqs: { name: 'sqs', endpoint: queue, region: 'eu-west-1' },
    functions: {
      invoke: () => new Promise((resolve) => {
        answer = resolve;
      }),
    },
    log: () => {},
  });
  const run = poller.run();
  while (queue.asked.length < 2) {
    await new Promise((resolve) => setImmediate(resolve));
  }

  poller.retire();
  await run;
  answer(FINE);
  while (queue.left.length > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }

  expect(queue.asked.map(({ action }) => action)).toEqual(['ReceiveMessage', 'ReceiveMessage', 'DeleteMessageBatch']);
});
