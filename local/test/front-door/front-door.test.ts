import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { AddressInfo, createServer, Socket } from 'node:net';
import type { Stage } from '../../src/gateway/stage';
import type { StepFunctionsApi } from '../../src/step-functions/api';
import type { StepFunctions } from '../../src/step-functions/step-functions';
import { loadTemplate } from '../../src/template';
import { file } from '../files';
import { template, TestRun } from '../support';
import { fakeEndpoint } from '../tasks/forwarded/fake-endpoint';

const TABLE = {
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'Orders',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  },
};
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';
const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0' };

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Sends a request to a run as an SDK would. */
async function ask(run: TestRun, { method = 'POST', path = '/', headers = {}, body = '{}' }: Asked): Promise<Answer> {
  const { port } = new URL(run.httpUrl);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      response.toArray().then((chunks: Buffer[]) => {
        resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(chunks).toString() });
      }, reject);
    }).on('error', reject).end(body);
  });
}

const signed = (service: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIAX/20261126/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

test.each<[string, Record<string, string>]>([
  ['by the host name', { host: 'dynamodb.us-east-1.amazonaws.com' }],
  ['by the signature', signed('dynamodb')],
  ['by the target alone', {}],
])('a request of DynamoDB, known %s, reaches the tables', async (_title, headers) => {
  const run = await TestRun.start({ routes: {}, resources: TABLE });

  const { status, text, headers: answered } = await ask(run, {
    headers: { ...JSON_1_0, 'x-amz-target': 'DynamoDB_20120810.PutItem', ...headers }, body: '{"TableName":"Orders","Item":{"id":{"S":"7"}}}',
  });

  expect([status, text, answered['content-type']]).toEqual([200, '{}', 'application/x-amz-json-1.0']);
  expect(answered['x-amzn-requestid']).toBeDefined();
});

test.each(['states.us-east-1.amazonaws.com', 'sync-states.us-east-1.amazonaws.com', '127.0.0.1:1'])('executions are started by requests to %s', async (host) => {
  const run = await TestRun.start({ routes: {} });
  const start = (action: string): ReturnType<typeof ask> => ask(run, {
    headers: { ...JSON_1_0, host, 'x-amz-target': `AWSStepFunctions.${action}` }, body: JSON.stringify({ stateMachineArn: MACHINE, input: '{}' }),
  });

  expect(JSON.parse((await start('StartExecution')).text)).toHaveProperty('executionArn');
  const refusal = await start('ListStages');
  expect(refusal.status).toBe(400);
  expect(refusal.headers['x-amzn-errortype']).toBe('UnknownOperationException');
  expect(JSON.parse(refusal.text)).toMatchObject({ message: expect.stringMatching(/^ListStages is not played: the local run has of states the actions StartExecution, .*for others give --endpoint states=<url>$/) });
});

test("@connections is there under the API's own host name, and at the stage's path whoever signed it", async () => {
  const run = await TestRun.start({ routes: {} });
  const client = await run.connect();
  const { connectionId } = await run.logged('ConnectionOpened');
  const { apis: [{ domainName: apiHost }] } = loadTemplate(file(template({ routes: {} })));

  for (const headers of [{ host: apiHost }, signed('execute-api')]) {
    expect((await ask(run, { path: `/prod/@connections/${encodeURIComponent(connectionId)}`, headers, body: 'hello' })).status).toBe(200);
    expect(await client.nextText()).toBe('hello');
  }
});

test('a request for another service goes to its endpoint as it is, and its answer back', async () => {
  const { url, requests } = await fakeEndpoint({ status: 201, headers: { 'x-amz-id': '1', 'content-type': 'text/xml' }, body: '<Done/>' }, { body: 'x' });
  const run = await TestRun.start({ routes: {} }, { endpoints: { '': url } });

  const answer = await ask(run, { method: 'PUT', path: '/key?acl', headers: { host: 'uploads.s3.us-east-1.amazonaws.com', ...signed('s3') }, body: 'data' });

  expect(answer).toMatchObject({ status: 201, text: '<Done/>', headers: { 'x-amz-id': '1', 'content-type': 'text/xml' } });
  expect(requests[0]).toMatchObject({ method: 'PUT', url: '/uploads/key?acl', body: 'data' });
  expect(requests[0].headers.authorization).toContain('Credential=123456789012/20261126/us-east-1/s3/aws4_request');
  expect(requests[0].headers.host).toBe(new URL(url).host);
});

test.each<[string, Asked, string]>([
  ['JSON', { headers: { ...JSON_1_0, 'x-amz-target': 'AmazonSQS.SendMessage', ...signed('sqs') } }, '{"__type":"UnknownOperationException","message":"the local run has no sqs: give'],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded', ...signed('sns') }, body: 'Action=Publish' },
    '<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse><Error><Type>Sender</Type><Code>UnknownOperationException</Code><Message>the local run has no sns: give --endpoint sns=&lt;url&gt;'],
  ['Amazon S3', { method: 'GET', path: '/bucket/key', headers: signed('s3'), body: '' }, '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NotImplemented</Code>'],
])('a service without an endpoint answers in the form of %s, and the log names it once', async (_title, asked, text) => {
  const run = await TestRun.start({ routes: {} });

  for (const answer of [await ask(run, asked), await ask(run, asked)]) {
    expect([answer.status, answer.text.slice(0, text.length)]).toEqual([400, text]);
  }
  expect(run.entries('Warning')).toEqual([{ type: 'Warning', message: expect.stringMatching(/^a request for \w+ is refused: the local run has no \w+: give --endpoint/) }]);
});

test('an endpoint that is down is an error and a warning', async () => {
  const run = await TestRun.start({ routes: {} }, { endpoints: { sqs: 'http://127.0.0.1:1' } });

  const { status, text } = await ask(run, { headers: { ...JSON_1_0, ...signed('sqs') } });

  expect([status, JSON.parse(text)]).toEqual([400, { __type: 'ServiceUnavailable', message: expect.stringContaining('http://127.0.0.1:1, which --endpoint or AWS_ENDPOINT_URL names for sqs, gives no answer: connect ECONNREFUSED') }]);
  expect(run.entries('Warning')).toHaveLength(1);
});

test.each(['000', '099'])('an endpoint that answers with the status %s, which no server may write, ends nothing', async (status) => {
  const server = createServer((socket) => socket.once('data', () => socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const run = await TestRun.start({ routes: {} }, { endpoints: { sqs: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } });

  const answer = await ask(run, { headers: { ...JSON_1_0, ...signed('sqs') } });
  server.close();

  expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { __type: 'ServiceUnavailable', message: expect.stringContaining('gives no answer: Invalid status code') }]);
});

test('a run that is its own endpoint passes nothing on to itself without end', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const run = await TestRun.start({ routes: {} }, { port, endpoints: { '': `http://127.0.0.1:${port}` } });

  const { status, text } = await ask(run, { headers: { ...JSON_1_0, ...signed('sqs') } });

  expect([status, JSON.parse(text)]).toEqual([400, {
    __type: 'UnknownOperationException',
    message: `the local run has no sqs (http://127.0.0.1:${port}, which --endpoint or AWS_ENDPOINT_URL names, is the run itself): `
      + 'give --endpoint sqs=<url>, or --endpoint <url> for all that it does not have',
  }]);
});

test('what is for no service is no request of AWS', async () => {
  const run = await TestRun.start({ routes: {} });

  expect((await ask(run, { method: 'GET', path: '/nothing', body: '' })).status).toBe(403);
});

test.each(['text/plain', 'application/json', 'application/x-www-form-urlencoded', ''])('a service of the run refuses the content type %j as AWS does', async (type) => {
  const run = await TestRun.start({ routes: {} });

  const { status, text } = await ask(run, {
    headers: { ...type && { 'content-type': type }, 'x-amz-target': 'AWSStepFunctions.StartExecution' }, body: JSON.stringify({ stateMachineArn: MACHINE }),
  });

  expect([status, JSON.parse(text)]).toEqual([404, { __type: 'com.amazon.coral.service#UnknownOperationException' }]);
  expect(run.entries('ExecutionStarted')).toEqual([]);
});

test.each([
  ['10 MB of an input', JSON.stringify({ stateMachineArn: MACHINE, input: 'x'.repeat(10 * 1024 * 1024) }), 'ValidationException'],
  ['10 MB that are no JSON', 'x'.repeat(10 * 1024 * 1024), 'SerializationException'],
  ['brackets without end', '['.repeat(1024 * 1024), 'SerializationException'],
  ['an input that is nested without end', JSON.stringify({ stateMachineArn: MACHINE, input: '['.repeat(200_000) }), 'InvalidExecutionInput'],
  ['nothing', '', 'SerializationException'],
])('%s is an error, and the run goes on', async (_title, body, kind) => {
  const run = await TestRun.start({ routes: {} });
  const send = (text: string): Promise<Answer> => ask(run, { headers: { ...JSON_1_0, 'x-amz-target': 'AWSStepFunctions.StartExecution' }, body: text });

  const { status, text } = await send(body);

  expect([status, (JSON.parse(text) as { __type: string }).__type.replace(/^.*#/, '')]).toEqual([400, kind]);
  expect(run.entries('UnexpectedError')).toEqual([]);
  expect((await send(JSON.stringify({ stateMachineArn: MACHINE }))).status).toBe(200);
});

test('what nobody thought of is an error of the service, the log says where, and the run goes on', async () => {
  const run = await TestRun.start({ routes: {} });
  const { stepFunctionsApi } = (run.run as unknown as { parts: { deployments: { stepFunctionsApi: StepFunctionsApi } } }).parts.deployments;
  const list = { headers: { ...JSON_1_0, 'x-amz-target': 'AWSStepFunctions.ListStateMachines' } };
  const perform = jest.spyOn(stepFunctionsApi, 'perform').mockImplementation(() => {
    throw new Error('unthought of');
  });

  const { status, text, headers } = await ask(run, list);
  perform.mockRestore();

  expect([status, headers['x-amzn-errortype'], headers['content-type']]).toEqual([500, 'InternalFailure', 'application/x-amz-json-1.0']);
  expect(JSON.parse(text)).toEqual({ __type: 'InternalFailure', message: 'an error that the local run did not expect: its log says where' });
  expect(run.entries('UnexpectedError')).toEqual([{ type: 'UnexpectedError', place: 'states ListStateMachines', error: expect.stringContaining('unthought of') }]);
  expect((await ask(run, list)).status).toBe(200);
});

test('what nobody thought of in a call of @connections is an error of the service, too', async () => {
  const run = await TestRun.start({ routes: {} });
  const { deployments } = (run.run as unknown as { parts: { deployments: { current: { stages: Map<string, Stage> } } } }).parts;
  const [stage] = deployments.current.stages.values();
  jest.spyOn(stage.management, 'handle').mockImplementation(() => {
    throw new Error('unthought of');
  });

  const { status, text, headers } = await ask(run, { path: '/prod/@connections/x' });

  expect([status, headers['x-amzn-errortype'], text]).toEqual([500, 'InternalServerErrorException', '{"message":"Internal server error"}']);
  expect(run.entries('UnexpectedError')).toHaveLength(1);
});

test('a worker that hangs up takes no task from the next', async () => {
  const run = await TestRun.start({
    routes: {},
    resources: { Approve: { Type: 'AWS::StepFunctions::Activity', Properties: { Name: 'Approve' } } },
    definition: { StartAt: 'A', States: { A: { Type: 'Task', Resource: { Ref: 'Approve' }, End: true } } },
  }, { timeScale: 1 });
  const call = (action: string, body: object): Asked => ({ headers: { ...JSON_1_0, 'x-amz-target': `AWSStepFunctions.${action}` }, body: JSON.stringify(body) });
  const { headers, body } = call('GetActivityTask', { activityArn: 'arn:aws:states:us-east-1:123456789012:activity:Approve' });
  const gone = request({ host: '127.0.0.1', port: new URL(run.httpUrl).port, method: 'POST', path: '/', headers, agent: false });
  gone.on('error', () => undefined).end(body);
  const [socket] = await once(gone, 'socket') as [Socket];
  const { activities } = (run.run as unknown as { parts: { deployments: { stepFunctions: StepFunctions } } }).parts.deployments.stepFunctions;
  const poll = jest.spyOn(activities, 'poll');
  while (poll.mock.results.length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.destroy();
  expect(await poll.mock.results[0].value).toBeUndefined();

  await ask(run, call('StartExecution', { stateMachineArn: MACHINE, input: '{"n":1}' }));
  const { text } = await ask(run, { headers, body });

  expect(JSON.parse(text)).toEqual({ input: '{"n":1}', taskToken: expect.any(String) });
});

describe('a function is allowed what its role is', () => {
  const { Handler: handler, Runtime: runtime } = { Handler: 'index.handler', Runtime: `nodejs${process.versions.node.split('.')[0]}.x` };
  /** Sends what it is told to, signed with its own key, and answers status and text. */
  const code = `exports.handler = async ({ body }) => {
    const { service, path, ...init } = JSON.parse(body);
    const authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20261126/us-east-1/' + service + '/aws4_request, SignedHeaders=host, Signature=0';
    const answer = await fetch(process.env.AWS_ENDPOINT_URL + path, { ...init, headers: { authorization, ...init.headers } });
    return { statusCode: 200, body: JSON.stringify({ status: answer.status, type: answer.headers.get('x-amzn-errortype'), text: await answer.text() }) };
  };`;
  const INVOKE = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Caller.Arn}/invocations' };
  const statement = (action: string, resource: unknown): object => ({ Effect: 'Allow', Action: action, Resource: resource });

  interface Called {
    readonly status: number;
    readonly type: string | null;
    readonly text: string;
    readonly run: TestRun;
  }

  async function called(statements: object[], asked: object | ((run: TestRun) => object)): Promise<Called> {
    const run = await TestRun.start({
      routes: { $default: { integration: { IntegrationType: 'AWS_PROXY', IntegrationUri: INVOKE, RequestTemplates: undefined } } },
      resources: {
        ...TABLE,
        Caller: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'caller', Handler: handler, Runtime: runtime, Role: { 'Fn::GetAtt': ['Own', 'Arn'] }, Code: { ZipFile: code } } },
        Own: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'own', Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }] } },
      },
    });
    const client = await run.connect();
    client.send(typeof asked === 'function' ? asked(run) : asked);
    return { ...await client.next<{ status: number; type: string | null; text: string }>(({ status }) => status !== undefined), run };
  }

  const LOGS = statement('logs:*', '*');
  const put = { service: 'dynamodb', path: '/', method: 'POST', headers: { ...JSON_1_0, 'x-amz-target': 'DynamoDB_20120810.PutItem' }, body: '{"TableName":"Orders","Item":{"id":{"S":"7"}}}' };
  const start = { service: 'states', path: '/', method: 'POST', headers: { ...JSON_1_0, 'x-amz-target': 'AWSStepFunctions.StartExecution' }, body: JSON.stringify({ stateMachineArn: MACHINE }) };
  const invoke = { service: 'lambda', path: '/2015-03-31/functions/other/invocations', method: 'POST', body: '{}' };
  const postTo = (run: TestRun): object => ({ service: 'execute-api', path: `/prod/@connections/${encodeURIComponent(run.entries('ConnectionOpened')[0].connectionId)}`, method: 'POST', body: '{"hello":1}' });

  test.each<[string, Parameters<typeof called>[1], object, number]>([
    ['a table', put, statement('dynamodb:PutItem', { 'Fn::GetAtt': ['Orders', 'Arn'] }), 200],
    ['an execution', start, statement('states:StartExecution', MACHINE), 200],
    ['a connection', postTo, statement('execute-api:ManageConnections', { 'Fn::Sub': 'arn:aws:execute-api:us-east-1:${AWS::AccountId}:${Api}/prod/POST/@connections/*' }), 200],
    ['another function, which there is not', invoke, statement('lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:123456789012:function:other'), 404],
  ])('%s', async (_name, asked, allowed, status) => {
    expect(await called([allowed], asked)).toMatchObject({ status });

    const { text, run, ...denied } = await called([LOGS], asked);
    expect(denied).toMatchObject(status === 200 && asked !== postTo ? { status: 400 } : { status: 403, type: 'AccessDeniedException' });
    expect(JSON.parse(text)).toMatchObject({ Message: expect.stringMatching(/^User: arn:aws:sts::123456789012:assumed-role\/own\/caller is not authorized to perform: /) });
    expect(run.entries('AccessDenied')).toHaveLength(1);
  });

  test('an access key that is nobody\'s is the developer\'s, who may do all', async () => {
    const run = await TestRun.start({ routes: {}, resources: TABLE });
    expect(await ask(run, { headers: { ...JSON_1_0, 'x-amz-target': 'DynamoDB_20120810.PutItem', ...signed('dynamodb') }, body: put.body })).toMatchObject({ status: 200 });
    expect(run.entries('AccessDenied')).toEqual([]);
  });
});
