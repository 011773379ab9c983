// No source of this name: messages and answers, over all files of the gateway.
import type { LocalClient } from '../../src';
import { ask, MOCK_200, post, START, TestRun } from '../support';

const ID = /^[A-Za-z0-9_-]{15}=$/;
const WITH_CONNECTION = {
  RequestTemplates: {
    $default: {
      'Fn::Sub': '{"stateMachineArn":"${Machine}","input":"{\\"connectionId\\":\\"$context.connectionId\\",'
        + '\\"data\\":$util.escapeJavaScript($input.json(\'$\')).replaceAll("\\\\\'","\'")}"}',
    },
  },
};

test('a client hears that its workflow has started, and later what the workflow sends', async () => {
  const run = await TestRun.start({
    routes: { $default: { integration: WITH_CONNECTION } },
    definition: {
      StartAt: 'Think',
      States: { Think: { Type: 'Wait', Seconds: 5, Next: 'Reply' }, Reply: post({ 'Message.$': "States.Format('Hello {}', $.data.name)" }) },
    },
  });
  const client = await run.connect();

  client.send({ name: "O'Hara" });

  expect(await client.nextText()).toMatch(
    /^\{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:Machine:[0-9a-f-]{36}","startDate":1\.\d+E9\}$/);
  expect(await client.nextText()).toBe('{"Message":"Hello O\'Hara"}');
  expect((await run.logged('ExecutionEnded')).status).toBe('SUCCEEDED');
  expect(run.log.map(({ type }) => type)).toEqual([
    'Listening', 'EndpointListening', 'ConnectionOpened', 'MessageReceived', 'ExecutionStarted', 'MessageSent', 'StateEntered', 'StateExited',
    'StateEntered', 'MessageSent', 'StateExited', 'ExecutionEnded',
  ]);
});

test('each client hears its own', async () => {
  const run = await TestRun.start({
    routes: { $default: { integration: WITH_CONNECTION } },
    definition: { StartAt: 'Reply', States: { Reply: post({ 'data.$': '$.data' }) } },
  });
  const clients = await Promise.all(Array.from({ length: 20 }, () => run.connect()));

  const heard = await Promise.all(clients.map(async (client, index) => {
    client.send({ index });
    return [await client.nextText(), await client.nextText()].find((frame) => !frame.includes('executionArn'));
  }));

  expect(heard).toEqual(clients.map((_, index) => `{"data":{"index":${index}}}`));
  expect(clients.map(({ frames }) => frames.length)).toEqual(clients.map(() => 2));
});

test('what a workflow sends right before it closes the connection still arrives', async () => {
  const goodbye = post({ last: 'words' }, { Next: 'Close' });
  const close = post({}) as { Parameters: object };
  const run = await TestRun.start({
    routes: { $default: { integration: WITH_CONNECTION, isOneWay: true } },
    definition: {
      StartAt: 'Goodbye',
      States: { Goodbye: { ...goodbye, ResultPath: null }, Close: { ...close, Parameters: { ...close.Parameters, Method: 'DELETE', RequestBody: undefined } } },
    },
  });
  const client = await run.connect();

  client.send({});

  expect(await client.nextText()).toBe('{"last":"words"}');
  expect(await client.closed).toMatchObject({ code: 1000 });
});

describe('routes', () => {
  const echo = (text: string): object => ({ ...MOCK_200, responses: { $default: { TemplateSelectionExpression: '\\$default', ResponseTemplates: { $default: text } } } });

  test.each<[string, unknown, string]>([
    ['exactly the selected key', { action: 'hello' }, 'hello'],
    ['a number as text', { action: 1 }, 'one'],
    ['$default for another key', { action: 'other' }, 'default'],
    ['$default without the member', {}, 'default'],
    ['$default for a list', [{ action: 'hello' }], 'default'],
    ['$default for a scalar', '5', 'default'],
    ['$default for what is not JSON', 'hello', 'default'],
    ['$default for an empty message', '', 'default'],
    ['$default for the name of API Gateway\'s own routes', { action: '$connect' }, 'default'],
    ['$default for a member of Object', { action: { toString: 1 } }, 'default'],
  ])('take %s', async (_title, message, route) => {
    const run = await TestRun.start({
      routes: { hello: echo('hello'), 1: echo('one'), $default: echo('default'), $connect: MOCK_200 },
    });
    const client = await run.connect();

    client.send(message);

    expect(await client.nextText()).toBe(route);
  });

  test('fail with Forbidden where none matches and there is no $default', async () => {
    const run = await TestRun.start({ routes: { hello: echo('hello') } });
    const client = await run.connect();

    const frame = await ask(client, 'not JSON');

    expect(frame).toEqual({ message: 'Forbidden', connectionId: expect.stringMatching(ID), requestId: expect.stringMatching(ID) });
    expect(run.entries('RequestFailed')).toEqual([expect.objectContaining({ reason: 'no route for a message that is not JSON, and no $default' })]);
    expect(await ask(client, { action: 'toString' })).toMatchObject({ message: 'Forbidden' });
  });
});

describe('one-way routes', () => {
  test('say nothing', async () => {
    const run = await TestRun.start({ routes: { quiet: { isOneWay: true }, $default: MOCK_200 } });
    const client = await run.connect();

    client.send({ action: 'quiet' });
    await run.logged('ExecutionEnded');
    client.send('loud');

    expect(await client.nextText()).toBe('');
    expect(client.frames).toEqual(['']);
  });

  test('fail silently when Step Functions refuses, with a line in the log', async () => {
    const run = await TestRun.start({
      routes: { $default: { isOneWay: true, integration: { RequestTemplates: { $default: '{"stateMachineArn":"arn:aws:states:us-east-1:1:stateMachine:No","input":"{}"}' } } } },
    });
    const client = await run.connect();

    client.send('x');

    expect((await run.logged('RequestFailed')).reason).toContain('StateMachineDoesNotExist');
    expect(client.frames).toEqual([]);
  });
});

describe('templates', () => {
  const both = {
    hello: 'hello $context.routeKey $stageVariables.colour',
    $default: 'other',
  };
  async function answers(route: object): Promise<LocalClient> {
    return (await TestRun.start({ routes: { $default: route } })).connect();
  }

  test('of responses are chosen by expression, with $default as fallback', async () => {
    const client = await answers({
      ...MOCK_200,
      responses: { '/2\\d\\d/': { TemplateSelectionExpression: '${request.body.kind}', ResponseTemplates: both } },
    });

    client.send({ kind: 'hello' });
    expect(await client.nextText()).toBe('hello $default red');
    client.send({ kind: 'nope' });
    expect(await client.nextText()).toBe('other');
  });

  test('of responses see the status and the answer', async () => {
    const client = await answers({
      integration: { RequestTemplates: { $default: '{"stateMachineArn":"nonsense"}' } },
      responses: {
        '/2\\d\\d/': {},
        '/4\\d\\d/': { ResponseTemplates: { $default: '$context.status $input.path(\'$.__type\')' } },
        '$default': { ResponseTemplates: { $default: 'default' } },
      },
    });

    client.send('x');

    expect(await client.nextText()).toBe('400 com.amazonaws.swf.service.v2.model#InvalidArn');
  });

  test('fail with Internal server error where no integration response matches', async () => {
    const client = await answers({ ...MOCK_200, responses: { '/4\\d\\d/': {} } });

    expect(await ask(client, 'x')).toMatchObject({ message: 'Internal server error', connectionId: expect.stringMatching(ID) });
  });

  test('of requests are passed by as PassthroughBehavior says', async () => {
    const passing = (PassthroughBehavior: string | undefined, RequestTemplates: object): object => ({
      integration: { PassthroughBehavior, RequestTemplates, TemplateSelectionExpression: '${request.body.none}' },
    });
    const start = { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine' };

    expect(await ask(await answers(passing(undefined, {})), start)).toHaveProperty('executionArn');
    expect(await ask(await answers(passing('WHEN_NO_TEMPLATES', {})), start)).toHaveProperty('executionArn');
    expect(await ask(await answers(passing('WHEN_NO_TEMPLATES', { a: START })), start)).toMatchObject({ message: 'Unsupported Media Type' });
    expect(await ask(await answers(passing('NEVER', {})), start)).toMatchObject({ message: 'Unsupported Media Type' });
  });

  test('fail with a frame when they give no JSON for Step Functions', async () => {
    const client = await answers({ integration: { RequestTemplates: { $default: '{"input": "it\'s \\\'"}' } } });

    client.send('x');

    expect(await client.nextText()).toBe('{"__type":"com.amazon.coral.service#SerializationException"}');
  });

  test('fail with Internal server error for a MOCK without a status code', async () => {
    const client = await answers({ ...MOCK_200, integration: { ...MOCK_200.integration, RequestTemplates: { 200: '{}' } } });

    expect(await ask(client, 'x')).toMatchObject({ message: 'Internal server error' });
  });
});

test.each([
  ['lists', `{"action":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ['objects', `{"action":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`],
])('a route key of %s deeper than any is $default\'s, and harms nobody', async (_, message) => {
  const run = await TestRun.start({ routes: { $default: MOCK_200 } });
  const [hostile, other] = [await run.connect(), await run.connect()];

  hostile.send(message);
  await run.logged('MessageReceived');
  other.send('{}');

  expect(await other.nextText()).toBe('');
  expect(run.entries('MessageReceived')[0].routeKey).toBe('$default');
});

test('a reply larger than a message may be fails with Internal server error', async () => {
  const run = await TestRun.start({
    routes: { $default: { ...MOCK_200, responses: { $default: { ResponseTemplates: { 200: `#foreach($i in [1..1000])${'ü'.repeat(70)}#end` }, TemplateSelectionExpression: '200' } } } },
  });
  const client = await run.connect();

  expect(await ask(client, {})).toMatchObject({ message: 'Internal server error' });
  expect((await run.logged('RequestFailed')).reason).toContain('the reply has 140000 bytes, of which a message takes 131072');
});

test('an execution has ended at one time for all who ask', async () => {
  const run = await TestRun.start({
    routes: { $default: {}, describe: { action: 'DescribeExecution', integration: { RequestTemplates: { $default: '{"executionArn":"$input.path(\'$.arn\')"}' } } } },
    definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 10, End: true } } },
  });
  const client = await run.connect();
  const { executionArn: arn } = await ask(client, {});
  await run.logged('ExecutionEnded');

  const { startDate, stopDate } = await ask(client, { action: 'describe', arn });
  expect(Number(stopDate) - Number(startDate)).toBeGreaterThan(5);
});

test('a slow integration is given up after its time', async () => {
  const run = await TestRun.start({
    routes: { $default: { action: 'StartSyncExecution' } },
    type: 'EXPRESS',
    definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } },
  }, { limits: { integrationTimeout: 50 } });
  const client = await run.connect();

  expect(await ask(client, {})).toMatchObject({ message: 'Endpoint request timed out' });
});

test('a synchronous execution answers with all of its end', async () => {
  const run = await TestRun.start({
    routes: { $default: { action: 'StartSyncExecution' } },
    type: 'EXPRESS',
    definition: { StartAt: 'Fail', States: { Fail: { Type: 'Fail', Error: 'Oops', Cause: 'why' } } },
  });
  const client = await run.connect();

  expect(await ask(client, { a: 1 })).toEqual({
    billingDetails: { billedDurationInMilliseconds: expect.any(Number), billedMemoryUsedInMB: 64 },
    cause: 'why',
    error: 'Oops',
    executionArn: expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:express:Machine:[0-9a-f-]{36}:[0-9a-f-]{36}$/),
    input: '{"a":1}',
    inputDetails: { __type: 'com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails', included: true },
    name: expect.any(String),
    startDate: expect.any(Number),
    stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine',
    status: 'FAILED',
    stopDate: expect.any(Number),
    traceHeader: '',
  });
});
