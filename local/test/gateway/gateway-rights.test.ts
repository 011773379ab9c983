import { ask, invocable, refused, template, TestRun } from '../support';

const TRUST = (service: string): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] });
const ERROR = { $default: { TemplateSelectionExpression: 'x', ResponseTemplates: { x: '{"type":"$input.path(\'$.__type\')","text":"$util.escapeJavaScript($input.path(\'$.Message\'))"}' } } };

/** A role that API Gateway may assume, with these statements. */
function role(statements: object[], service = 'apigateway.amazonaws.com'): object {
  return {
    Caller: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'caller',
        AssumeRolePolicyDocument: TRUST(service),
        Policies: statements.length === 0 ? [] : [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
      },
    },
  };
}
const CREDENTIALS = { CredentialsArn: { 'Fn::GetAtt': ['Caller', 'Arn'] } };
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';

describe('services', () => {
  const routes = { $default: { integration: CREDENTIALS, responses: ERROR } };

  test('the role of an integration that may not start the machine: the integration response hears what AWS says', async () => {
    const run = await TestRun.start({ routes, resources: role([{ Effect: 'Allow', Action: 'states:StartExecution', Resource: `${MACHINE}2` }]) });
    expect(await ask(await run.connect(), {})).toEqual({
      type: 'com.amazon.coral.service#AccessDeniedException',
      text: `User: arn:aws:sts::123456789012:assumed-role/caller/BackplaneAssumeRoleSession is not authorized to perform: states:StartExecution on resource: ${MACHINE}`
        + ' because no identity-based policy allows the states:StartExecution action',
    });
    expect(run.entries('ExecutionStarted')).toEqual([]);
    expect(run.entries('AccessDenied')).toEqual([expect.objectContaining({ needed: '{"Effect":"Allow","Action":"states:StartExecution","Resource":{"Fn::GetAtt":["Machine","Arn"]}}' })]);
  });

  test('one that may starts it', async () => {
    const run = await TestRun.start({ routes, resources: role([{ Effect: 'Allow', Action: 'states:StartExecution', Resource: MACHINE }]) });
    await ask(await run.connect(), {});
    expect(run.entries('ExecutionStarted')).toHaveLength(1);
    expect(run.entries('AccessDenied')).toEqual([]);
  });

  test('without the check everybody may', async () => {
    const run = await TestRun.start({ routes, resources: role([]) }, { iam: false });
    await ask(await run.connect(), {});
    expect(run.entries('ExecutionStarted')).toHaveLength(1);
  });

  test('a role that API Gateway may not assume is of no use', async () => {
    const run = await TestRun.start({ routes, resources: role([{ Effect: 'Allow', Action: '*', Resource: '*' }], 'lambda.amazonaws.com') });
    expect(await ask(await run.connect(), {})).toMatchObject({ message: 'Internal server error' });
    expect(run.entries('RequestFailed')[0].reason).toMatch(/^resource Caller \(stack Test\): apigateway\.amazonaws\.com may not assume the role; its AssumeRolePolicyDocument needs \{/);
  });

  test('a role of another account, and none at all, are allowed and said once', async () => {
    const integrations = [{ CredentialsArn: 'arn:aws:iam::999999999999:role/theirs' }, { CredentialsArn: undefined }];
    for (const [index, integration] of integrations.entries()) {
      const run = await TestRun.start({ routes: { $default: { integration } } });
      const client = await run.connect();
      expect([await ask(client, {}), await ask(client, {})]).toEqual([1, 2].map(() => expect.objectContaining({ executionArn: expect.any(String) })));
      expect(run.entries('Warning').map(({ message }) => message)).toEqual([
        index === 0
          ? 'what the role arn:aws:iam::999999999999:role/theirs may do is not known, since it is not in the template: states:StartExecution is allowed'
          : 'what API Gateway for resource Integration0 (stack Test) may do is not known, since it has no CredentialsArn: states:StartExecution is allowed',
      ]);
    }
  });

  test('an alias is told by a condition', async () => {
    const statement = { Effect: 'Allow', Action: 'states:StartExecution', Resource: MACHINE };
    const start = async (qualifier: string): Promise<object> => {
      const run = await TestRun.start({
        routes: { $default: { ...routes.$default, integration: { ...CREDENTIALS, RequestTemplates: { $default: '{"stateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:Machine:live"}' } } } },
        resources: {
          ...role([{ ...statement, Condition: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [qualifier] } } }]),
          Version: { Type: 'AWS::StepFunctions::StateMachineVersion', Properties: { StateMachineArn: { Ref: 'Machine' } } },
          Alias: {
            Type: 'AWS::StepFunctions::StateMachineAlias',
            Properties: { Name: 'live', RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'Version' }, Weight: 100 }] },
          },
        },
      });
      await ask(await run.connect(), {});
      return { started: run.entries('ExecutionStarted').length, denied: run.entries('AccessDenied').length };
    };
    expect(await start('live')).toEqual({ started: 1, denied: 0 });
    expect(await start('dev')).toEqual({ started: 0, denied: 1 });
  });

  test('an answer to a task needs the right to the machine that asks', async () => {
    const ASKS = {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::apigateway:invoke.waitForTaskToken',
          Parameters: {
            'ApiEndpoint': { 'Fn::Sub': '${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}' },
            'Method': 'POST',
            'Stage': 'prod',
            'AuthType': 'IAM_ROLE',
            'Path.$': "States.Format('/@connections/{}', $.connectionId)",
            'RequestBody': { 'token.$': '$$.Task.Token' },
          },
          End: true,
        },
      },
    };
    const answered = async (resource: string): Promise<object> => {
      const run = await TestRun.start({
        routes: {
          begin: { isOneWay: true, integration: { RequestTemplates: { $default: { 'Fn::Sub': '{"stateMachineArn":"${Machine}","input":"{\\"connectionId\\":\\"$context.connectionId\\"}"}' } } } },
          answer: { action: 'SendTaskSuccess', integration: { ...CREDENTIALS, RequestTemplates: { $default: '{"taskToken":$input.json("$.token"),"output":"1"}' } }, responses: ERROR },
        },
        definition: ASKS,
        resources: role([{ Effect: 'Allow', Action: 'states:SendTask*', Resource: resource }]),
      });
      const client = await run.connect();
      const { token } = await ask(client, { action: 'begin' });
      return ask(client, { action: 'answer', token });
    };
    expect(await answered(MACHINE)).toEqual({ type: '', text: '' });
    expect(await answered(`${MACHINE}2`)).toMatchObject({ text: expect.stringContaining(`is not authorized to perform: states:SendTaskSuccess on resource: ${MACHINE} `) });
  });
});

describe('functions', () => {
  const INVOKE = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Chat.Arn}/invocations' };
  const proxy = (credentials: object = { CredentialsArn: undefined }): object => ({ integration: { IntegrationType: 'AWS_PROXY', IntegrationUri: INVOKE, RequestTemplates: undefined, ...credentials } });
  const CHAT = { Chat: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'i.h', Role: 'arn:aws:iam::123456789012:role/x', Code: { ZipFile: '' } } } };
  const functions = { Chat: (): object => ({ statusCode: 200, body: '{"said":1}' }) };

  test.each([
    ['a permission', { Permission: invocable('Chat') }, proxy(), true],
    ['no permission', {}, proxy(), false],
    ['credentials that may', role([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['Chat', 'Arn'] } }]), proxy(CREDENTIALS), true],
    ['credentials that may not', role([]), proxy(CREDENTIALS), false],
  ])('with %s', async (_name, resources, route, isAllowed) => {
    const run = await TestRun.start({ routes: { $default: route }, resources: { ...CHAT, ...resources } }, { functions });
    expect(await ask(await run.connect(), {})).toMatchObject(isAllowed ? { said: 1 } : { message: 'Internal server error' });
    expect(run.entries('AccessDenied')).toHaveLength(isAllowed ? 0 : 1);
  });

  test('the permission that is missing is there to paste, for the route', async () => {
    const run = await TestRun.start({ routes: { order: proxy() }, resources: CHAT }, { functions });
    await ask(await run.connect(), { action: 'order' });
    expect(JSON.parse(run.entries('AccessDenied')[0].needed!)).toEqual({
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Chat', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/prod/order' },
      },
    });
  });

  test('an authorizer without a permission refuses every handshake with 500', async () => {
    const routes = { $connect: { integration: { IntegrationType: 'MOCK' }, route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } } } };
    const auth = { Auth: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', Name: 'auth', AuthorizerUri: INVOKE } } };
    const api = template({ routes, resources: { ...CHAT, ...auth } });
    const run = await TestRun.start(api, { functions });
    expect(await refused(run.url)).toMatchObject({ status: 500 });
    expect(JSON.parse(run.entries('AccessDenied')[0].needed!).Properties.SourceArn).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/authorizers/*',
    });
  });
});
