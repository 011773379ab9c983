import { LocalClient } from '../../src/local-client';
import { ask, invocable, MOCK_200, refused, template, TestRun } from '../support';

const INVOKE = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Chat.Arn}/invocations' };
/** A route of a proxy integration. */
const PROXY = { integration: { IntegrationType: 'AWS_PROXY', IntegrationUri: INVOKE, RequestTemplates: undefined } };

type Routes = Parameters<typeof template>[0]['routes'];

/** An API whose function `Chat` has the text of its `index.js`. */
function chat(text: string, routes: Routes, more: Record<string, object> = {}): { Resources: Record<string, object> } {
  const { Resources } = template({ routes }) as { Resources: Record<string, object> };
  const properties = { Runtime: `nodejs${process.versions.node.split('.')[0]}.x`, Handler: 'index.handler', Role: 'arn:aws:iam::123456789012:role/chat', Code: { ZipFile: text } };
  return { Resources: { ...Resources, Chat: { Type: 'AWS::Lambda::Function', Properties: properties }, Permission: invocable('Chat'), ...more } };
}

describe('proxy integrations', () => {
  const ECHO = 'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });';

  test('the function receives the message and its context, and its body is the reply', async () => {
    const run = await TestRun.start(chat(ECHO, { $default: PROXY }));
    const client = await run.connect({ query: { token: 'a' } });
    expect(await ask(client, { hello: 'there' })).toEqual({
      body: '{"hello":"there"}',
      isBase64Encoded: false,
      requestContext: {
        apiId: expect.any(String),
        connectedAt: expect.any(Number),
        connectionId: run.entries('ConnectionOpened')[0].connectionId,
        domainName: expect.stringMatching(/^\w+\.execute-api\.us-east-1\.amazonaws\.com$/),
        eventType: 'MESSAGE',
        extendedRequestId: expect.any(String),
        identity: { sourceIp: '127.0.0.1', userAgent: expect.any(String) },
        messageDirection: 'IN',
        messageId: expect.any(String),
        requestId: expect.any(String),
        requestTime: expect.any(String),
        requestTimeEpoch: expect.any(Number),
        routeKey: '$default',
        stage: 'prod',
      },
      stageVariables: { colour: 'red' },
    });
  });

  test('on $connect it receives headers and the query string, and its status decides', async () => {
    const text = `exports.handler = async ({ headers, queryStringParameters, multiValueQueryStringParameters, requestContext }) => {
      console.log(JSON.stringify({ host: headers.Host ?? headers.host, queryStringParameters, multiValueQueryStringParameters, type: requestContext.eventType }));
      return { statusCode: Number(queryStringParameters.status) };
    };`;
    const run = await TestRun.start(chat(text, { $connect: PROXY }));
    await run.connect({ query: { status: '201' } });
    await expect(run.connect({ query: { status: '418' } })).rejects.toMatchObject({ status: 418 });
    expect(JSON.parse((await run.logged('FunctionOutput')).line)).toEqual({
      host: new URL(run.url).host, queryStringParameters: { status: '201' }, multiValueQueryStringParameters: { status: ['201'] }, type: 'CONNECT',
    });
  });

  test('it may accept a sub-protocol', async () => {
    const text = 'exports.handler = async () => ({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": "chat" } });';
    const run = await TestRun.start(chat(text, { $connect: PROXY }));
    await run.connect({ headers: { 'Sec-WebSocket-Protocol': 'chat' } }).catch(() => undefined);
    expect(run.entries('ConnectionOpened')).toHaveLength(1);
    expect(run.entries('Warning')).toEqual([]);
  });

  test.each([
    ['fails', 'exports.handler = async () => { throw new Error("no"); };', /the function failed: .*Error: no$/],
    ['answers nonsense', 'exports.handler = async () => "hello";', /the function must answer \{"statusCode": 200, "body": "text"\}, got "hello"/],
    ['does not load', 'syntax error', /Runtime\.UserCodeSyntaxError/],
  ])('a function that %s: the client hears API Gateway\'s frame, the log why; a handshake is refused with 502', async (_name, text, reason) => {
    const run = await TestRun.start(chat(text, { $default: PROXY }));
    const client = await run.connect();
    expect(await ask(client, {})).toMatchObject({ message: 'Internal server error', connectionId: expect.any(String) });
    expect(run.entries('RequestFailed')[0].reason).toMatch(reason);
    const closed = await TestRun.start(chat(text, { $connect: PROXY }));
    expect(await refused(closed.url)).toMatchObject({ status: 502 });
  });

  test('its status on a message changes nothing', async () => {
    const run = await TestRun.start(chat('exports.handler = async () => ({ statusCode: 500, body: "heard" });', { $default: PROXY }));
    const client = await run.connect();
    client.send({});
    expect(await client.nextText()).toBe('heard');
  });
});

test('AWS integrations: the function receives what the request template gives; integration responses are chosen by its error', async () => {
  const text = 'exports.handler = async ({ name }) => { if (name === "bad") throw new Error("bad name"); return { hello: name }; };';
  const run = await TestRun.start(chat(text, {
    $default: {
      integration: { IntegrationType: 'AWS', IntegrationUri: INVOKE, TemplateSelectionExpression: 'x', RequestTemplates: { x: '{"name":"$input.path(\'$.n\')"}' } },
      responses: {
        '$default': { TemplateSelectionExpression: 'x', ResponseTemplates: { x: '{"ok":$input.json(\'$.hello\')}' } },
        '/bad.*/': { TemplateSelectionExpression: 'x', ResponseTemplates: { x: '{"refused":$input.json(\'$.errorMessage\')}' } },
      },
    },
  }));
  const client = await run.connect();
  expect(await ask(client, { n: 'jane' })).toEqual({ ok: 'jane' });
  expect(await ask(client, { n: 'bad' })).toEqual({ refused: 'bad name' });
});

describe('Lambda authorizers', () => {
  const AUTHORIZER = {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', Name: 'auth', AuthorizerUri: INVOKE, IdentitySource: ['route.request.querystring.token'] },
  };
  const ECHO_CONTEXT = {
    ...MOCK_200, responses: { $default: { TemplateSelectionExpression: 'x', ResponseTemplates: { x: '{"who":"$context.authorizer.principalId","role":"$context.authorizer.role"}' } } },
  };

  function authorized(text: string): { Resources: Record<string, object> } {
    const api = chat(text, { $connect: MOCK_200, $default: ECHO_CONTEXT }, { Auth: AUTHORIZER });
    const connect = Object.values(api.Resources).find((resource) => (resource as { Properties: { RouteKey?: string } }).Properties.RouteKey === '$connect')!;
    Object.assign((connect as { Properties: object }).Properties, { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } });
    return api;
  }

  /** A function that allows or denies what it is asked for, by its query string. */
  const POLICY = `exports.handler = async ({ methodArn, type, queryStringParameters: { token } }) => {
    if (token === 'unknown') throw new Error('Unauthorized');
    if (token === 'broken') throw new Error('broken');
    if (token === 'nonsense') return { hello: 'there' };
    if (token === 'deep') return { principalId: token, policyDocument: { Statement: [] }, context: { a: { b: 1 } } };
    return {
      principalId: token,
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect: token === 'denied' ? 'Deny' : 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }] },
      context: { role: type, count: 1, admin: true },
    };
  };`;

  test('what it says is there on every route', async () => {
    const run = await TestRun.start(authorized(POLICY));
    const client = await run.connect({ query: { token: 'jane' } });
    expect(await ask(client, {})).toEqual({ who: 'jane', role: 'REQUEST' });
    expect(run.entries('Warning')).toEqual([]);
  });

  test.each([
    ['denied', 403, /denies execute-api:Invoke on arn:aws:execute-api:us-east-1:123456789012:\w+\/prod\/\$connect/],
    ['unknown', 401, /says Unauthorized/],
    ['broken', 500, /failed: .*broken/],
    ['nonsense', 500, /must answer a principalId and a policyDocument, got \{"hello":"there"\}/],
    ['deep', 403, /does not allow/],
  ])('the token %s is refused with %i', async (token, status, reason) => {
    const run = await TestRun.start(authorized(POLICY));
    expect(await refused(`${run.url}?token=${token}`)).toMatchObject({ status });
    expect(run.entries('ConnectionRefused')[0].reason).toMatch(reason);
  });

  test('without its identity source it is not asked', async () => {
    const run = await TestRun.start(authorized('exports.handler = async () => { console.log("asked"); };'));
    expect(await refused(run.url)).toMatchObject({ status: 401 });
    expect(run.entries('FunctionOutput')).toEqual([]);
  });

  test('a context that is given stands for its answer', async () => {
    const run = await TestRun.start(authorized('exports.handler = async () => { throw new Error("asked"); };'));
    const client = await run.connect({ query: { token: 'x' }, authorizerContext: { principalId: 'joe', role: 'admin' } });
    expect(await ask(client, {})).toEqual({ who: 'joe', role: 'admin' });
  });

  test('one that does not run is warned of, and everybody may connect', async () => {
    const run = await TestRun.start(authorized(POLICY), { runFunctions: false });
    await run.connect({ query: { token: 'denied' } });
    expect(run.entries('Warning')[0].message).toMatch(/the authorizer does not run, so every client with its identity sources may connect: .*--no-functions/);
  });
});

test('a handler of the test itself takes the place of a function', async () => {
  const heard: unknown[] = [];
  const functions = {
    Chat: (event: { body: string }) => {
      heard.push(JSON.parse(event.body));
      return { statusCode: 200, body: '"from the test"' };
    },
  };
  const run = await TestRun.start(chat('', { $default: PROXY }), { functions });
  const client = await run.connect();
  expect(await ask(client, { a: 1 })).toBe('from the test');
  expect(heard).toEqual([{ a: 1 }]);
});

test('a name that no function has is an error, not silence', async () => {
  await expect(TestRun.start(chat('', { $default: PROXY }), { functions: { Caht: () => 1 } })).rejects.toThrow('functions.Caht is no function of the template: Chat');
});

test('wss:// on the same port', async () => {
  const run = await TestRun.start(chat('', { $default: MOCK_200 }));
  const client = await LocalClient.open(run.url.replace('ws:', 'wss:'), {}).catch((error: NodeJS.ErrnoException) => error.code);
  // Who does not know the run's authority does not trust it.
  expect(client).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
});
