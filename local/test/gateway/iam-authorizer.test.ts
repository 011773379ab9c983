import { ask, invocable, MOCK_200, refused, template, TestRun } from '../support';

const WHO = { TemplateSelectionExpression: 'x', ResponseTemplates: { x: '{"userArn":"$context.identity.userArn","caller":"$context.identity.caller","user":"$context.identity.user","account":"$context.identity.accountId","key":"$context.identity.accessKey"}' } };
const ROUTES = { $connect: { ...MOCK_200, route: { AuthorizationType: 'AWS_IAM' } }, $default: { ...MOCK_200, responses: { $default: WHO } } };
const ACCOUNT = '123456789012';

/** Headers of a handshake that is signed with an access key. */
function signed(accessKey: string, region = 'us-east-1'): Record<string, string> {
  return {
    'Authorization': `AWS4-HMAC-SHA256 Credential=${accessKey}/20261106/${region}/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    'X-Amz-Date': '20261106T140509Z',
  };
}

/** A role that may connect, or may not. */
function client(allows: boolean): object {
  const statement = { Effect: allows ? 'Allow' : 'Deny', Action: 'execute-api:Invoke', Resource: { 'Fn::Sub': 'arn:aws:execute-api:us-east-1:${AWS::AccountId}:${Api}/prod/$connect' } };
  return { Client: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'client', Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }] } } };
}

test.each([
  ['a user', 'arn:aws:iam::123456789012:user/jane', { userArn: `arn:aws:iam::${ACCOUNT}:user/jane`, caller: expect.stringMatching(/^AIDA[0-9A-F]{17}$/) }],
  ['a session of a role', 'arn:aws:sts::999999999999:assumed-role/Admin/jane', {
    userArn: 'arn:aws:sts::999999999999:assumed-role/Admin/jane', caller: expect.stringMatching(/^AROA[0-9A-F]{17}:jane$/), account: '999999999999',
  }],
  ['a role', 'arn:aws:iam::123456789012:role/path/Admin', { userArn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/AKIDJANE` }],
  ['the root of the account', 'arn:aws:iam::123456789012:root', { caller: ACCOUNT, user: ACCOUNT }],
])('whoever signs is known by the access key: %s', async (_name, arn, expected) => {
  const run = await TestRun.start({ routes: ROUTES }, { identities: { AKIDJANE: arn } });
  expect(await ask(await run.connect({ headers: signed('AKIDJANE') }), {})).toMatchObject({ key: 'AKIDJANE', account: ACCOUNT, ...expected });
});

test('a signature in the query string does as well', async () => {
  const run = await TestRun.start({ routes: ROUTES }, { identities: { AKIDJANE: 'arn:aws:iam::123456789012:user/jane' } });
  const query = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', 'X-Amz-Credential': 'AKIDJANE/20261106/us-east-1/execute-api/aws4_request', 'X-Amz-Date': '20261106T140509Z', 'X-Amz-SignedHeaders': 'host', 'X-Amz-Signature': '0'.repeat(64),
  };
  expect(await ask(await run.connect({ query }), {})).toMatchObject({ userArn: `arn:aws:iam::${ACCOUNT}:user/jane` });
});

test('access keys that nobody has named are users of their own: two principals in one run', async () => {
  const run = await TestRun.start({ routes: ROUTES });
  const [jane, joe] = [await run.connect({ headers: signed('AKIDJANE') }), await run.connect({ headers: signed('AKIDJOE') })];
  expect([(await ask(jane, {})).userArn, (await ask(joe, {})).userArn]).toEqual([`arn:aws:iam::${ACCOUNT}:user/AKIDJANE`, `arn:aws:iam::${ACCOUNT}:user/AKIDJOE`]);
});

test('a signature of another form is refused', async () => {
  const run = await TestRun.start({ routes: ROUTES });
  expect(await refused(run.url, signed('AKIDJANE', 'eu-west-1'))).toMatchObject({ status: 403 });
  expect(run.entries('ConnectionRefused')[0].reason).toBe(
    'the signature is not one of Signature Version 4 for this API: it is signed for the Region eu-west-1, not us-east-1',
  );
});

test('who does not sign may connect, which the start says; with auth not', async () => {
  const open = await TestRun.start({ routes: ROUTES });
  expect(await ask(await open.connect(), {})).toMatchObject({ userArn: '' });
  expect(open.entries('Warning').map(({ message }) => message)).toEqual([expect.stringMatching(/who does not sign may connect here, whom AWS refuses with 403: --auth does so, too$/)]);

  const closed = await TestRun.start({ routes: ROUTES }, { auth: true });
  const { status, body } = await refused(closed.url);
  expect({ status, message: JSON.parse(body).message }).toEqual({ status: 403, message: 'Missing Authentication Token' });
  expect(closed.entries('Warning')).toEqual([]);
  await closed.connect({ headers: signed('AKIDJANE') });
});

test('a role of the template may connect if its policies say so', async () => {
  const identities = { AKIDCLIENT: 'arn:aws:iam::123456789012:role/client' };
  const allowed = await TestRun.start({ routes: ROUTES, resources: client(true) }, { identities });
  await allowed.connect({ headers: signed('AKIDCLIENT') });

  const denied = await TestRun.start({ routes: ROUTES, resources: client(false) }, { identities });
  const { status, body } = await refused(denied.url, signed('AKIDCLIENT'));
  expect(status).toBe(403);
  expect(JSON.parse(body).message).toMatch(
    /^User: arn:aws:sts::123456789012:assumed-role\/client\/AKIDCLIENT is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:\*{8}9012:\w+\/prod\/\$connect$/,
  );
  expect(denied.entries('AccessDenied')).toHaveLength(1);
});

test('where IAM does not authorize nobody is known by a signature', async () => {
  const run = await TestRun.start({ routes: { ...ROUTES, $connect: MOCK_200 } }, { auth: true });
  await run.connect();
  expect(await ask(await run.connect({ headers: signed('AKIDJANE') }), {})).toMatchObject({ userArn: '' });
});

test('@connections tells address and agent of a client only', async () => {
  const run = await TestRun.start({ routes: ROUTES });
  await run.connect({ headers: signed('AKIDJANE') });
  const { connectionId } = run.entries('ConnectionOpened')[0];
  const answer = await fetch(`${run.httpUrl}/@connections/${encodeURIComponent(connectionId)}`);
  expect(Object.keys((await answer.json() as { identity: object }).identity)).toEqual(['sourceIp', 'userAgent']);
});

describe('principals of a Lambda authorizer', () => {
  const uri = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Ask.Arn}/invocations' };
  const api = template({
    routes: {
      $connect: { ...MOCK_200, route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } } },
      $default: { ...MOCK_200, responses: { $default: { TemplateSelectionExpression: 'x', ResponseTemplates: { x: '{"who":"$context.authorizer.principalId","role":"$context.authorizer.role"}' } } } },
    },
    resources: {
      Auth: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', Name: 'auth', AuthorizerUri: uri } },
      Ask: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'exports.handler = async () => { throw new Error("Unauthorized"); };' } } },
      Permission: invocable('Ask'),
    },
  });

  test('come from the query string, of each connection its own', async () => {
    const run = await TestRun.start(api, { authorizerContextFromQuery: 'as' });
    const jane = await run.connect({ query: { as: 'jane' } });
    const joe = await run.connect({ query: { as: '{"principalId":"joe","role":"admin"}' } });
    const numbered = await run.connect({ query: { as: '17' } });
    expect([await ask(jane, {}), await ask(joe, {}), await ask(numbered, {})]).toEqual([{ who: 'jane', role: '' }, { who: 'joe', role: 'admin' }, { who: '17', role: '' }]);
  });

  test('without the parameter the authorizer is asked, and without the option the parameter says nothing', async () => {
    const withOption = await TestRun.start(api, { authorizerContextFromQuery: 'as' });
    await expect(withOption.connect()).rejects.toMatchObject({ status: 401 });
    const without = await TestRun.start(api);
    await expect(without.connect({ query: { as: 'jane' } })).rejects.toMatchObject({ status: 401 });
  });
});
