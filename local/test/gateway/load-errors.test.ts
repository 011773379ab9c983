import { MOCK_200, TestRun } from './support';

const PASS = { Type: 'Pass', End: true };

test.each<[string, object, string]>([
  ['an integration type that cannot be played', { $default: { integration: { IntegrationType: 'AWS_PROXY' } } },
    'resource Integration0 (stack Test), property IntegrationType: AWS_PROXY is not supported by the local run: MOCK, AWS'],
  ['another service', { $default: { integration: { IntegrationUri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' } } },
    "resource Integration0 (stack Test), property IntegrationUri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' is not supported"],
  ['another action', { $default: { action: 'DeleteStateMachine' } }, 'property IntegrationUri: '],
  ['a request template that does not parse', { $default: { integration: { RequestTemplates: { $default: '#if(' } } } },
    'resource Integration0 (stack Test), property RequestTemplates.$default: '],
  ['a response template that does not parse', { $default: { ...MOCK_200, responses: { $default: { ResponseTemplates: { x: '#foreach(' } } } } },
    'resource Response0x0 (stack Test), property ResponseTemplates.x: '],
  ['a response key that is neither $default nor an expression', { $default: { ...MOCK_200, responses: { 200: {} } } },
    "resource Response0x0 (stack Test), property IntegrationResponseKey: '200' is not allowed"],
  ['a response key that is no regular expression', { $default: { ...MOCK_200, responses: { '/(/': {} } } }, 'property IntegrationResponseKey: '],
  ['a selection expression that is no JSONPath', { $default: { integration: { TemplateSelectionExpression: '${request.body.a[}' } } },
    'resource Integration0 (stack Test), property TemplateSelectionExpression: '],
])('fails for %s, naming resource and property', async (_title, routes, message) => {
  await expect(TestRun.start({ routes })).rejects.toThrow(message);
});

test('fails for a definition that AWS would refuse', async () => {
  await expect(TestRun.start({ routes: {}, definition: { StartAt: 'Nowhere', States: { A: PASS } } }))
    .rejects.toThrow(/^resource Machine \(stack Test\), property Definition: .*StartAt/);
});

test.each(['arn:aws:s3:::bucket', 'arn:aws:states:::sqs', 'arn:aws:lambda:us-east-1:123456789012:layer:x'])(
  'fails for the resource %s, which Step Functions does not know, naming resource and property', async (resource) => {
    await expect(TestRun.start({ routes: {}, definition: { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: resource, End: true } } } }))
      .rejects.toThrow(/^resource Machine \(stack Test\), property Definition: .* is not recognized/s);
  });

test('warns of tasks that will fail, at any depth', async () => {
  const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };
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

test('fails for a port that is in use, saying what to do', async () => {
  const run = await TestRun.start({ routes: {} });
  const port = Number(new URL(run.httpUrl).port);

  await expect(TestRun.start({ routes: {} }, { port })).rejects.toThrow(`port ${port} of 127.0.0.1 is in use: end what listens there, or choose another port`);
});

test.each<[object, string]>([
  [{ port: 70_000 }, 'port 70000 is not allowed: 0 (any free one) to 65535'],
  [{ timeScale: 0 }, 'time scale 0 is not allowed'],
  [{ timeScale: NaN }, 'time scale NaN is not allowed'],
])('fails for options such as %j', async (options, message) => {
  await expect(TestRun.start({ routes: {} }, options)).rejects.toThrow(message);
});
