import { LogEntry } from '../../src';
import { post, TestRun } from '../support';

const WITH_CONNECTION = { RequestTemplates: { $default: { 'Fn::Sub': '{"stateMachineArn":"${Machine}","input":"{\\"connectionId\\":\\"$context.connectionId\\"}"}' } } };

/** Runs one state on a connection; how the execution ends. */
async function play(state: object): Promise<{ end: LogEntry & { type: 'ExecutionEnded' }; heard: readonly string[]; run: TestRun }> {
  const run = await TestRun.start({ routes: { $default: { isOneWay: true, integration: WITH_CONNECTION } }, definition: { StartAt: 'Call', States: { Call: state } } });
  const client = await run.connect();
  client.send('x');
  const end = await run.logged('ExecutionEnded');
  // What was sent before the close has come with it.
  await client.close();
  return { end, heard: await Promise.all(client.frames.map(() => client.nextText())), run };
}

function withParameters(parameters: object): object {
  const state = post({}) as { Parameters: object };
  return { ...state, Parameters: { ...state.Parameters, ...parameters } };
}

describe('apigateway:invoke', () => {
  test('answers with headers, body and status', async () => {
    const { end, heard } = await play(post({ a: 1, b: null, c: [{ d: null }] }));

    expect(heard).toEqual(['{"a":1,"c":[{}]}']);
    expect(JSON.parse(end.output!)).toEqual({
      Headers: expect.objectContaining({ 'Content-Length': ['0'] }), ResponseBody: '', StatusCode: 200, StatusText: 'OK',
    });
  });

  test('sends a text in quotes, and nulls where they are allowed', async () => {
    expect((await play(withParameters({ RequestBody: 'hi' }))).heard).toEqual(['"hi"']);
    expect((await play(withParameters({ RequestBody: { a: null }, AllowNullValues: true }))).heard).toEqual(['{"a":null}']);
  });

  test('describes and closes connections', async () => {
    const described = await play(withParameters({ Method: 'GET', RequestBody: undefined }));
    expect(JSON.parse(described.end.output!)).toMatchObject({ ResponseBody: { identity: { sourceIp: '127.0.0.1' } }, StatusCode: 200 });

    const { run } = await play(withParameters({ 'Method': 'DELETE', 'Path.$': "States.Format('@connections/{}', $.connectionId)" }));
    expect((await run.logged('ConnectionClosed')).code).toBe(1000);
  });

  test.each<[string, object, string, string]>([
    ['a client that is gone', { 'Path.$': undefined, 'Path': '/@connections/AAAAAAAAAAAAAAA=' }, 'ApiGateway.410', ''],
    ['another stage', { Stage: 'dev' }, 'ApiGateway.403', '{"message":"Forbidden"}'],
    ['no signature', { AuthType: 'NO_AUTH' }, 'ApiGateway.403', '{"message":"Missing Authentication Token"}'],
    ['a malformed id', { 'Path.$': undefined, 'Path': '/@connections/x' }, 'ApiGateway.400', '{"message":"Invalid connectionId: x"}'],
    ['a message above 128 KB', { RequestBody: { text: 'x'.repeat(130_000) + 'y'.repeat(2_000) } }, 'ApiGateway.413', '{"message":"Message too long"}'],
    ['another host', { ApiEndpoint: 'aaaaaaaaaa.execute-api.us-east-1.amazonaws.com' }, 'ApiGateway.UnknownHostException',
      "The state 'Call' calls 'aaaaaaaaaa.execute-api.us-east-1.amazonaws.com', which is not the host of an API of this run: the local run calls no other hosts"],
  ])('fails for %s', async (_title, parameters, error, cause) => {
    const { end, run } = await play(withParameters(parameters));

    expect(end).toMatchObject({ status: 'FAILED', error });
    expect(end.cause ?? '').toBe(cause);
    expect(run.entries('TaskFailed')).toEqual([expect.objectContaining({ error })]);
  });
});

test.each<[string, string, object?]>([
  ['arn:aws:states:::sqs:sendMessage', 'answer it with --mocks <file>, or have it performed with --endpoint sqs=<url>', { QueueUrl: 'q', MessageBody: 'm' }],
  ['arn:aws:lambda:us-east-1:123456789012:function:f', 'answer it with --mocks <file>, or have it performed with --endpoint lambda=<url>'],
  ['arn:aws:states:::glue:startJobRun.sync', 'answer it with --mocks <file>; --endpoint <service>=<url> performs requests to lambda, dynamodb, ', { JobName: 'j' }],
])('fails for %s, naming state, resource and the ways out', async (resource, waysOut, Parameters = {}) => {
  const { end, run } = await play({ Type: 'Task', Resource: resource, Parameters, End: true });

  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(end.cause).toContain(`The local run cannot perform the resource '${resource}' of the state 'Call': ${waysOut}`);
  expect(run.entries('Warning')).toEqual([expect.objectContaining({
    message: expect.stringContaining(`property Definition: the local run cannot perform ${resource} of the state 'Call', which will fail when it is entered: ${waysOut}`),
  })]);
});
