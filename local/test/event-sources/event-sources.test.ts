import { Endpoints } from '../../src/aws/endpoints';
import { bucketEvent, topicEvent } from '../../src/event-sources/delivery';
import { EventSources } from '../../src/event-sources/event-sources';
import { queueMappings } from '../../src/event-sources/queue-mapping';
import { Guard } from '../../src/guard';
import { loadTemplate } from '../../src/template';
import { file } from '../files';
import { template } from '../support';

const FUNCTION = { 'Fn::GetAtt': ['Worker', 'Arn'] };
const RESOURCES = {
  Worker: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'Worker', Code: { ZipFile: '' }, Role: 'r' } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
  Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Worker' }, BatchSize: 5 } },
  Subscription: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: FUNCTION, FilterPolicy: { a: ['b'] } } },
  Mail: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'x@example.com' } },
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: 'uploads',
      NotificationConfiguration: {
        LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: FUNCTION, Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } } }],
      },
    },
  },
  Stream: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/x', FunctionName: 'Worker' } },
};

function sources(given: Record<string, string>, provisions: boolean): EventSources {
  return new EventSources({
    template: loadTemplate(file(template({ routes: {}, resources: RESOURCES }))),
    endpoints: new Endpoints({ given, environment: {}, allowAws: false, account: '123456789012' }),
    functions: { fault: () => undefined, invoke: () => Promise.resolve({ payload: 'null', isError: false }) },
    provisions,
    guard: new Guard(() => {}),
    log: () => {},
  });
}

const NOT_PLAYED = [
  'resource Stream (stack Test), property EventSourceArn: DynamoDB streams are not played, so the function hears of nothing',
  'resource Mail (stack Test): subscriptions with the protocol "email" are not played, so nothing is sent to it',
];

test('with an endpoint that may be provisioned all of them work', () => {
  const { warnings, deliveries } = sources({ '': 'http://127.0.0.1:4566' }, true);

  expect(warnings).toEqual(NOT_PLAYED);
  expect(deliveries).toEqual([
    expect.objectContaining({ kind: 'topic', source: 'arn:aws:sns:us-east-1:123456789012:news', settings: { FilterPolicy: '{"a":["b"]}' } }),
    expect.objectContaining({ kind: 'bucket', source: 'uploads', settings: { Events: ['s3:ObjectCreated:*'], Rules: [{ Name: 'prefix', Value: 'in/' }] } }),
  ]);
  expect(deliveries.map(({ queueArn }) => queueArn)).toEqual([0, 1].map(() => expect.stringMatching(/^arn:aws:sqs:us-east-1:123456789012:local-run-[0-9a-f]{16}$/)));
});

test.each<[string, Record<string, string>, string, string]>([
  ['no endpoint', {}, 'the local run has no sqs: give --endpoint sqs=<url>, or --endpoint <url> for all that it does not have', 'the local run has no sqs'],
  ['an endpoint that may not be provisioned', { '': 'http://127.0.0.1:4566' }, '', "a topic comes by a queue of the run's own, which --provision makes"],
])('with %s each says what is missing', (_title, given, ofQueue, ofTopic) => {
  const { warnings } = sources(given, false);

  expect(warnings.filter((warning) => warning.startsWith('resource Mapping'))).toEqual(ofQueue === '' ? [] : [`resource Mapping (stack Test): invokes nothing: ${ofQueue}`]);
  expect(warnings).toContainEqual(expect.stringContaining(`resource Subscription (stack Test): invokes nothing: ${ofTopic}`));
});

test('mappings are read with their defaults; filters choose messages by their body', () => {
  const mapping = (properties: object): Parameters<typeof queueMappings>[0][number] => ({
    type: 'AWS::Lambda::EventSourceMapping',
    logicalId: 'M',
    label: 'resource M',
    ref: 'm',
    region: 'us-east-1',
    accountId: '1',
    properties: { EventSourceArn: 'arn:aws:sqs:us-east-1:1:q', FunctionName: 'f', ...properties },
  });
  const Filters = [{ Pattern: '{"body":{"colour":["red"]}}' }];

  const { mappings: [plain, filtered], warnings } = queueMappings([mapping({}), mapping({ FilterCriteria: { Filters } }), mapping({ Enabled: false }),
    mapping({ FilterCriteria: { Filters: [{ Pattern: '{a' }] } }), mapping({ FunctionName: undefined })]);

  expect(plain).toMatchObject({ batchSize: 10, batchingWindow: 0, concurrency: 5, reportsFailures: false });
  expect([filtered.matches('{"colour":"red"}', {}), filtered.matches('{"colour":"blue"}', {}), filtered.matches('red', {})]).toEqual([true, false, false]);
  expect(warnings).toEqual([
    expect.stringMatching(/^resource M, property FilterCriteria: .*; so the queue invokes nothing$/),
    'resource M, property FunctionName: is required, so the queue invokes nothing',
  ]);
});

test('a topic and a bucket give the events that Lambda gives', () => {
  const { deliveries: [topic] } = sources({ '': 'http://127.0.0.1:4566' }, true);
  const notification = { Type: 'Notification', MessageId: 'm', TopicArn: topic.source, Message: 'hello', Timestamp: 't', SigningCertURL: 'c', UnsubscribeURL: 'u' };

  expect(topicEvent(JSON.stringify(notification), topic)).toEqual({
    Records: [{
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${topic.source}:local-run`,
      Sns: {
        Type: 'Notification', MessageId: 'm', TopicArn: topic.source, Message: 'hello', Timestamp: 't', SigningCertUrl: 'c', UnsubscribeUrl: 'u', Subject: null, MessageAttributes: {},
      },
    }],
  });
  expect(bucketEvent('{"Records":[{"eventSource":"aws:s3"}]}')).toEqual({ Records: [{ eventSource: 'aws:s3' }] });
  expect(bucketEvent('{"Event":"s3:TestEvent"}')).toBeUndefined();
});
