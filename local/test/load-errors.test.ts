// No source of this name: all that cannot be played, wherever it is found, is said before the run listens.
import { MOCK_200, TestRun } from './support';

const PASS = { Type: 'Pass', End: true };

test.each<[string, object, string]>([
  ['an integration type that there is not', { $default: { integration: { IntegrationType: 'LAMBDA' } } },
    "resource Integration0 (stack Test), property IntegrationType: 'LAMBDA' is not allowed: AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK"],
  ['an integration without what it calls', { $default: { integration: { IntegrationUri: undefined } } }, 'resource Integration0 (stack Test), property IntegrationUri: is required'],
  ['a response key that is neither $default nor an expression', { $default: { ...MOCK_200, responses: { 200: {} } } },
    "resource Response0x0 (stack Test), property IntegrationResponseKey: '200' is not allowed"],
  ['a response key that is no regular expression', { $default: { ...MOCK_200, responses: { '/(/': {} } } }, 'property IntegrationResponseKey: '],
  ['a selection expression that is no JSONPath', { $default: { integration: { TemplateSelectionExpression: '${request.body.a[}' } } },
    'resource Integration0 (stack Test), property TemplateSelectionExpression: '],
])('fails for %s, naming resource and property', async (_title, routes, message) => {
  await expect(TestRun.start({ routes })).rejects.toThrow(message);
});

test('says all that is wrong at once', async () => {
  const start = TestRun.start({
    routes: { a: { ...MOCK_200, responses: { 200: {} } }, b: { ...MOCK_200, responses: { 300: {} } } },
    definition: { StartAt: 'Nowhere', States: { A: PASS } },
  });

  await expect(start).rejects.toMatchObject({
    findings: [
      expect.stringContaining('resource Machine (stack Test), property Definition: '),
      expect.stringContaining('resource Response0x0 (stack Test), property IntegrationResponseKey: '),
      expect.stringContaining('resource Response1x0 (stack Test), property IntegrationResponseKey: '),
    ],
  });
});

test('fails for a definition that AWS would refuse', async () => {
  await expect(TestRun.start({ routes: {}, definition: { StartAt: 'Nowhere', States: { A: PASS } } }))
    .rejects.toThrow(/^resource Machine \(stack Test\), property Definition: .*StartAt/);
});

test.each([
  'arn:aws:s3:::bucket', 'arn:aws:states:::sqs', 'arn:aws:lambda:us-east-1:123456789012:layer:x', 'arn:aws:states:::dynamodb:constructor',
  'arn:aws:states:::aws-sdk:apigatewaymanagementapi:postToConnection',
])(
  'fails for the resource %s, which Step Functions does not know, naming resource and property', async (resource) => {
    await expect(TestRun.start({ routes: {}, definition: { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: resource, End: true } } } }))
      .rejects.toThrow(/^resource Machine \(stack Test\), property Definition: .* is not recognized/s);
  });

test('says what to send to connections with instead of the SDK', async () => {
  const state = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:apigatewaymanagementapi:postToConnection', Parameters: {}, End: true };
  await expect(TestRun.start({ routes: {}, definition: { StartAt: 'Call', States: { Call: state } } }))
    .rejects.toThrow(/'; send to connections with arn:aws:states:::apigateway:invoke, which calls @connections$/);
});

test('warns of Map states that need Amazon S3, and will fail', async () => {
  const ItemReader = { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } };
  const each = { Type: 'Map', ItemReader, ItemProcessor: { StartAt: 'A', States: { A: PASS } }, End: true };
  const run = await TestRun.start({ routes: {}, definition: { StartAt: 'Each', States: { Each: each } } });

  expect(run.entries('Warning').map(({ message }) => message)).toEqual([
    "resource Machine (stack Test), property Definition: the local run has no Amazon S3 for the ItemReader of the state 'Each', which will fail when it is entered: "
      + 'give it a folder of buckets, or an endpoint, with --endpoint s3=<folder or URL>',
  ]);
});

test('warns of tasks that will fail, at any depth', async () => {
  const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { QueueUrl: 'q', MessageBody: 'm' }, End: true };
  const run = await TestRun.start({
    routes: {},
    definition: {
      StartAt: 'Both',
      States: { Both: { Type: 'Parallel', Branches: [{ StartAt: 'Send', States: { Send: task } }], End: true } },
    },
  });

  expect(run.entries('Warning').map(({ message }) => message)).toEqual([
    "resource Machine (stack Test), property Definition: the local run cannot perform arn:aws:states:::sqs:sendMessage of the state 'Send', which will fail when it is entered: "
      + 'answer it with --mocks <file>, or have it performed with --endpoint sqs=<url>',
  ]);
});

test('warns once a machine, of the states together that fail alike', async () => {
  const task = (resource: string, next: object): object => ({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, ...next });
  const toQueue = { QueueUrl: 'q', MessageBody: 'm' };
  const run = await TestRun.start({
    routes: {},
    definition: {
      StartAt: 'A',
      States: {
        A: task('sqs:sendMessage', { Parameters: toQueue, Next: 'B' }),
        B: task('sns:publish', { Parameters: { TopicArn: 't', Message: 'm' }, Next: 'C' }),
        C: task('sqs:sendMessage', { Parameters: toQueue, End: true }),
      },
    },
  });

  expect(run.entries('Warning').map(({ message }) => message)).toEqual([
    'resource Machine (stack Test), property Definition: '
    + "the local run cannot perform arn:aws:states:::sqs:sendMessage of the states 'A', 'C', which will fail when they are entered: "
    + 'answer it with --mocks <file>, or have it performed with --endpoint sqs=<url>; '
    + "the local run cannot perform arn:aws:states:::sns:publish of the state 'B', which will fail when it is entered: "
    + 'answer it with --mocks <file>, or have it performed with --endpoint sns=<url>',
  ]);
});

test('fails for a port that is in use, saying what to do', async () => {
  const run = await TestRun.start({ routes: {} });
  const port = Number(new URL(run.httpUrl).port);

  await expect(TestRun.start({ routes: {} }, { port })).rejects.toThrow(`port ${port} of 127.0.0.1 is in use: end what listens there, or choose another port`);
});
