import { LocalRunOptions } from '../../../src';
import { TestRun } from '../../support';
import { again, task } from '../play';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const NODE = `nodejs${process.versions.node.split('.')[0]}.x`;
const ARN = { 'Fn::GetAtt': ['Greeter', 'Arn'] };

/** A run of one machine with a function `Greeter`, whose `index.js` is the text. */
function start(text: string, definition: object, properties: object = {}, options: Partial<LocalRunOptions> = {}): Promise<TestRun> {
  const Greeter = {
    Type: 'AWS::Lambda::Function',
    Properties: { FunctionName: 'greeter', Runtime: NODE, Handler: 'index.handler', Role: 'arn:aws:iam::123456789012:role/g', Code: { ZipFile: text }, ...properties },
  };
  return TestRun.start({ routes: { $default: { isOneWay: true } }, definition, resources: { Greeter } }, options);
}

const GREET = 'exports.handler = async (event) => ({ hello: event });';

test('a task whose resource is a function of the template takes the input and gives the answer', async () => {
  const run = await start(GREET, task(ARN as unknown as string));
  expect(JSON.parse((await again(run, { name: 'Jane' })).output!)).toEqual({ hello: { name: 'Jane' } });
  expect(run.entries('Warning')).toEqual([]);
});

test('lambda:invoke gives what Lambda answers, with its HTTP metadata', async () => {
  const run = await start(GREET, task(INVOKE, { Parameters: { 'FunctionName': ARN, 'Qualifier': 'live', 'Payload.$': '$.name' } }));
  const output = JSON.parse((await again(run, { name: 'Jane' })).output!) as { SdkHttpMetadata: { HttpHeaders: Record<string, string> } };
  const id = output.SdkHttpMetadata.HttpHeaders['x-amzn-RequestId'];
  const headers = {
    'X-Amz-Executed-Version': '$LATEST',
    'x-amzn-Remapped-Content-Length': '0',
    'Connection': 'keep-alive',
    'x-amzn-RequestId': id,
    'Content-Length': '16',
    'Date': expect.stringMatching(/GMT$/),
    'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-/),
    'Content-Type': 'application/json',
  };
  expect(output).toEqual({
    ExecutedVersion: '$LATEST',
    Payload: { hello: 'Jane' },
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])), HttpHeaders: headers, HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    StatusCode: 200,
  });
});

test('without a payload it gets {}; an answer of nothing is null', async () => {
  const run = await start('exports.handler = async (event) => { if (Object.keys(event).length > 0) throw new Error("not empty"); };', task(INVOKE, { Parameters: { FunctionName: 'greeter' } }));
  expect(JSON.parse((await again(run, { name: 'Jane' })).output!)).toMatchObject({ Payload: null, StatusCode: 200 });
});

test('InvocationType Event is not waited for', async () => {
  const run = await start('exports.handler = () => new Promise(() => setTimeout(() => {}, 1e6));', task(INVOKE, { Parameters: { FunctionName: 'greeter', InvocationType: 'Event' } }));
  expect(JSON.parse((await again(run, {})).output!)).toMatchObject({ StatusCode: 202 });
});

test('.waitForTaskToken: the function is given the token, and what it answers is not the output', async () => {
  const run = await start('exports.handler = async ({ token }) => { console.log(token); return "not this"; };', {
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: `${INVOKE}.waitForTaskToken`,
        End: true,
        Parameters: { FunctionName: 'greeter', Payload: { 'token.$': '$$.Task.Token' } },
      },
    },
  });
  const end = again(run, {});
  const { line: taskToken } = await run.logged('FunctionOutput');
  const answer = await fetch(run.url.replace('ws:', 'http:').replace('/prod', '/'), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': 'AWSStepFunctions.SendTaskSuccess',
      'Authorization': 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ taskToken, output: '"this"' }),
  });
  expect(answer.status).toBe(200);
  expect(await end).toMatchObject({ status: 'SUCCEEDED', output: '"this"' });
});

test('aws-sdk:lambda:invoke gives the payload as text, and errors of the function as output', async () => {
  const run = await start('exports.handler = async () => { throw new TypeError("no"); };', task('arn:aws:states:::aws-sdk:lambda:invoke', { Parameters: { FunctionName: ARN } }));
  const { Payload, ...rest } = JSON.parse((await again(run, {})).output!) as { Payload: string };
  expect(rest).toEqual({ ExecutedVersion: '$LATEST', FunctionError: 'Unhandled', StatusCode: 200 });
  expect(JSON.parse(Payload)).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
});

test.each<[string, string, object, string]>([
  ['thrown', 'exports.handler = async () => { throw new TypeError("no"); };', {}, 'TypeError'],
  ['of a class of its own', 'class OrderError extends Error { name = "OrderError"; } exports.handler = async () => { throw new OrderError("no"); };', {}, 'OrderError'],
  ['while loading', 'throw new RangeError("no");', {}, 'RangeError'],
  ['its process ends', 'exports.handler = async () => process.exit(1);', {}, 'Runtime.ExitError'],
  ['it takes too long', 'exports.handler = async () => new Promise((resolve) => setTimeout(resolve, 60000));', { Timeout: 1 }, 'Sandbox.Timedout'],
  ['no type', 'exports.handler = async () => { const e = new Error("no"); e.name = ""; throw e; };', {}, 'Lambda.Unknown'],
])('error %s: its type is the error, its JSON the cause', async (_name, text, properties, error) => {
  const run = await start(text, task(INVOKE, { Parameters: { FunctionName: ARN } }), properties);
  const end = await again(run, {});
  expect(end).toMatchObject({ status: 'FAILED', error });
  const { errorType } = JSON.parse(end.cause!.replace(/^The cause could not be determined .*Returned payload: /, '')) as { errorType: string };
  expect(`${errorType}`).toBe(error === 'Lambda.Unknown' ? '' : error);
});

test('Retry and Catch see these errors, and a function may succeed the second time', async () => {
  const text = 'let count = 0; exports.handler = async () => { count += 1; if (count < 3) throw new TypeError("no"); return count; };';
  const run = await start(text, task(ARN as unknown as string, { Retry: [{ ErrorEquals: ['TypeError'], IntervalSeconds: 1 }] }));
  expect((await again(run, {})).output).toBe('3');
});

test('an endpoint or mocks go before the function', async () => {
  const run = await start(GREET, task(INVOKE, { Parameters: { FunctionName: ARN } }), {}, { endpoints: { lambda: 'http://127.0.0.1:9' } });
  expect((await again(run, {})).error).toBe('Lambda.SdkClientException');
});

test('a handler of the test stands for it', async () => {
  const run = await start('', task(ARN as unknown as string), {}, { functions: { Greeter: () => 'from the test' } });
  expect((await again(run, {})).output).toBe('"from the test"');
});

describe('what cannot be invoked is named when the run starts, and fails', () => {
  test.each<[string, object]>([
    ['by its ARN', task(ARN as unknown as string)],
    ['by its name', task(INVOKE, { Parameters: { FunctionName: 'greeter' } })],
    ['in JSONata', task(INVOKE, { QueryLanguage: 'JSONata', Arguments: { FunctionName: 'greeter' } })],
  ])('%s', async (_name, definition) => {
    const run = await start('', definition, { Runtime: 'java21' });
    expect(run.entries('Warning').map(({ message }) => message)).toEqual([expect.stringMatching(
      /the local run cannot invoke \S*greeter for the state 'Call', which will fail when it is entered: resource Greeter.*: the runtime java21 does not run here: give --function Greeter=<url>/,
    )]);
    expect(await again(run, {})).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' });
  });

  test('a function that the template does not have', async () => {
    const run = await start(GREET, task('arn:aws:lambda:us-east-1:123456789012:function:other'));
    expect(run.entries('Warning')[0].message).toMatch(/function:other is no function of the template, which has greeter: give --endpoint lambda=<url>$/);
  });
});
