import { Endpoints } from '../../src/aws/endpoints';
import { tableDefinitions } from '../../src/dynamodb/table-definition';
import { provision } from '../../src/provisioning/provision';
import { loadTemplate } from '../../src/template';
import { file } from '../files';
import { template } from '../support';
import { FakeReply, FakeRequest, fakeEndpoint } from '../tasks/forwarded/fake-endpoint';

const TABLE = { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }] };

async function provisioned(resources: object, ...replies: FakeReply[]): Promise<{ warnings: string[]; requests: FakeRequest[] }> {
  const { url, requests } = await fakeEndpoint(...replies);
  const loaded = loadTemplate(file(template({ routes: {}, resources })));
  const warnings = await provision({
    template: loaded,
    tables: tableDefinitions(loaded.tables).tables,
    deliveries: [],
    endpoints: new Endpoints({ given: { '': url }, environment: {}, allowAws: false, account: '123456789012' }),
  });
  return { warnings, requests };
}

const attributes = (Attributes: object): FakeReply => ({ body: JSON.stringify({ Attributes }) });

test('a queue is created with its attributes under the name that Ref gives, and one for its dead letters before it', async () => {
  const { warnings, requests } = await provisioned({
    Work: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: 'work', VisibilityTimeout: 5, Tags: [], RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 } },
    },
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
  }, {}, attributes({}), {}, attributes({ VisibilityTimeout: '5', RedrivePolicy: '{"maxReceiveCount":"2","deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead"}' }));

  expect(warnings).toEqual([]);
  expect(requests.filter((_request, index) => index % 2 === 0).map(({ body }) => JSON.parse(body) as object)).toEqual([
    { QueueName: 'dead' },
    { QueueName: 'work', Attributes: { VisibilityTimeout: '5', RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":2}' } },
  ]);
  expect(requests[0].headers.authorization).toContain('Credential=123456789012/');
});

test.each<[string, FakeReply]>([['refuses to create it', { status: 400, body: '{"__type":"com.amazonaws.sqs#QueueNameExists"}' }], ['says nothing', {}]])(
  'a queue that is there with other attributes is one line, where the endpoint %s', async (_title, reply) => {
    const { warnings } = await provisioned({ Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work', VisibilityTimeout: 5 } } }, reply, attributes({ VisibilityTimeout: '30' }));

    expect(warnings).toEqual(['resource Work (stack Test), property VisibilityTimeout: the queue work that is there has "30" and not "5": '
      + 'it is used as it is; delete it to have it anew']);
  });

test('topics, their subscriptions and buckets are created', async () => {
  const { warnings, requests } = await provisioned({
    News: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news.fifo', FifoTopic: true, Subscription: [{ Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:123456789012:q' }] } },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: 'uploads', NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: 'arn:aws:sqs:us-east-1:123456789012:q' }] } },
    },
  }, {}, {}, { status: 409, body: '<Error><Code>BucketAlreadyOwnedByYou</Code></Error>' }, {});

  expect(warnings).toEqual([]);
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /', 'POST /', 'PUT /uploads', 'PUT /uploads?notification']);
  expect(Object.fromEntries(new URLSearchParams(requests[0].body))).toMatchObject({ 'Action': 'CreateTopic', 'Name': 'news.fifo', 'Attributes.entry.1.key': 'FifoTopic', 'Attributes.entry.1.value': 'true' });
  expect(Object.fromEntries(new URLSearchParams(requests[1].body))).toMatchObject({ Action: 'Subscribe', Protocol: 'sqs', TopicArn: 'arn:aws:sns:us-east-1:123456789012:news.fifo' });
  expect(requests[3].body).toBe('<NotificationConfiguration><QueueConfiguration><Queue>arn:aws:sqs:us-east-1:123456789012:q</Queue>'
    + '<Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>');
});

test('a table is created with its time to live; one that is there with other keys is one line', async () => {
  const Orders = { Type: 'AWS::DynamoDB::Table', Properties: { ...TABLE, TableName: 'Orders', TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } } };
  const inUse = { status: 400, body: '{"__type":"com.amazonaws.dynamodb.v20120810#ResourceInUseException","message":""}' };
  const described = { body: '{"Table":{"KeySchema":[{"AttributeName":"other","KeyType":"HASH"}]}}' };

  const fresh = await provisioned({ Orders }, {}, { body: '{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}' }, {});
  const found = await provisioned({ Orders }, inUse, described, { body: '{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED"}}' });

  expect([fresh.warnings, fresh.requests.map(({ headers }) => String(headers['x-amz-target']).split('.')[1])]).toEqual([[], ['CreateTable', 'DescribeTimeToLive', 'UpdateTimeToLive']]);
  expect(found.warnings).toEqual(['resource Orders (stack Test), property KeySchema: the table Orders that is there has other keys or indexes: it is used as it is; delete it to have it anew']);
});

test('what cannot be made is one line each, and the rest is made', async () => {
  const { warnings, requests } = await provisioned({
    A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'a' } }, B: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'b' } },
  }, { status: 403, body: '{"__type":"AccessDenied","message":"no"}' }, {}, attributes({}));

  expect(warnings).toEqual([expect.stringMatching(/^resource A \(stack Test\): it could not be made at http:\/\/127\.0\.0\.1:\d+: AccessDenied: no$/)]);
  expect(requests).toHaveLength(3);
});
