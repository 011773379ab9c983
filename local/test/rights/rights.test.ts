import { messageFor, ROLE, rightsOf, role } from './support';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
const START = { Effect: 'Allow', Action: 'states:StartExecution', Resource: MACHINE };
const USER = 'User: arn:aws:sts::123456789012:assumed-role/r/session';

function start(resources: object): { message: string | undefined; log: object[] } {
  const { rights, log } = rightsOf(resources);
  return { message: messageFor(rights.ofRole(ROLE, 'session'), 'states:StartExecution', MACHINE), log };
}

test('a role may do what its policies allow, and the log hears nothing', () => {
  expect(start(role([START]))).toEqual({ message: undefined, log: [] });
});

test('what no policy allows is denied in AWS\'s words, and the log has the statement that is missing', () => {
  const { message, log } = start(role([{ ...START, Resource: `${MACHINE}2` }]));
  expect(message).toBe(`${USER} is not authorized to perform: states:StartExecution on resource: ${MACHINE} because no identity-based policy allows the states:StartExecution action`);
  expect(log).toEqual([{
    type: 'AccessDenied',
    principal: 'arn:aws:sts::123456789012:assumed-role/r/session',
    role: 'resource Role (stack Test)',
    action: 'states:StartExecution',
    resource: MACHINE,
    reason: 'because no identity-based policy allows the states:StartExecution action',
    needed: `{"Effect":"Allow","Action":"states:StartExecution","Resource":"${MACHINE}"}`,
    deniedBy: undefined,
  }]);
});

test('an explicit denial counts more, and the log says whose it is', () => {
  const { message, log } = start(role([START, { Effect: 'Deny', Action: 'states:*', Resource: '*' }]));
  expect(message).toBe(`${USER} is not authorized to perform: states:StartExecution on resource: ${MACHINE} with an explicit deny in an identity-based policy`);
  expect(log).toEqual([expect.objectContaining({ needed: undefined, deniedBy: 'resource Role (stack Test), property Policies[0]' })]);
});

describe('a permissions boundary', () => {
  const bounded = (statement: object): object => ({
    ...role([START], { PermissionsBoundary: { Ref: 'Boundary' } }),
    Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [statement] } } },
  });

  test('lets through what it allows', () => {
    expect(start(bounded({ Effect: 'Allow', Action: '*', Resource: '*' })).message).toBeUndefined();
  });

  test('denies what it does not allow, and what it denies', () => {
    expect(start(bounded({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' })).message).toMatch(/because no permissions boundary allows the states:StartExecution action$/);
    expect(start(bounded({ Effect: 'Deny', Action: '*', Resource: '*' })).message).toMatch(/with an explicit deny in a permissions boundary$/);
  });

  test('of AWS is known by name; another is not known, and lets all through', () => {
    const of = (arn: string): string | undefined => start(role([START], { PermissionsBoundary: arn })).message;
    expect(of('arn:aws:iam::aws:policy/AmazonSQSFullAccess')).toMatch(/because no permissions boundary/);
    expect(of('arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess')).toBeUndefined();
    expect(of('arn:aws:iam::123456789012:policy/ours')).toBeUndefined();
  });
});

describe('managed policies of AWS', () => {
  const of = (name: string, action: string, resource: string): string | undefined => {
    const { rights } = rightsOf(role([], { ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] }));
    return messageFor(rights.ofRole(ROLE, 's'), action, resource);
  };

  test.each([
    ['AWSStepFunctionsFullAccess', 'states:StartExecution', MACHINE],
    ['AmazonDynamoDBFullAccess', 'dynamodb:PutItem', 'arn:aws:dynamodb:us-east-1:123456789012:table/t'],
    ['service-role/AWSLambdaRole', 'lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:123456789012:function:f'],
    ['AmazonAPIGatewayInvokeFullAccess', 'execute-api:ManageConnections', 'arn:aws:execute-api:us-east-1:123456789012:abc/prod/POST/@connections/{connectionId}'],
    ['CloudWatchFullAccess', 'sns:Publish', 'arn:aws:sns:us-east-1:123456789012:t'],
    ['AdministratorAccess', 'x:Anything', 'arn:aws:x:::y'],
  ])('%s lets %s through', (name, action, resource) => {
    expect(of(name, action, resource)).toBeUndefined();
  });

  test('AWSLambdaBasicExecutionRole lets nothing but logs through', () => {
    expect(of('service-role/AWSLambdaBasicExecutionRole', 'dynamodb:PutItem', 'arn:aws:dynamodb:us-east-1:123456789012:table/t')).toMatch(/is not authorized to perform: dynamodb:PutItem/);
  });
});

describe('what the policies do not decide is allowed, and said once', () => {
  test.each([
    ['a managed policy that is not known', role([], { ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/ours'] }),
      'the local run does not know its managed policy arn:aws:iam::123456789012:policy/ours'],
    ['a condition key that is not known', role([{ ...START, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }]),
      'the local run does not know the condition key aws:PrincipalOrgID'],
    ['a condition operator that is not known', role([{ ...START, Condition: { StringResembles: { 'aws:PrincipalArn': ROLE } } }]),
      'the local run does not know the condition operator StringResembles'],
    ['a policy that cannot be read', role([{ Effect: 'Allow', Action: 'sta*:StartExecution', Resource: '*' }]), 'a policy of it cannot be read'],
    ['a policy that is no JSON', role([], { Policies: [{ PolicyName: 'p', PolicyDocument: 'not json' }] }), 'a policy of it cannot be read'],
  ])('%s', (_name, resources, reason) => {
    const { rights, log } = rightsOf(resources);
    const caller = rights.ofRole(ROLE, 'session');
    expect([1, 2].map(() => messageFor(caller, 'states:StartExecution', MACHINE))).toEqual([undefined, undefined]);
    expect(log).toEqual([{
      type: 'Warning', message: `resource Role (stack Test): whether it may states:StartExecution on ${MACHINE} is not decided, so it is allowed: ${reason}`,
    }]);
  });

  test('a role of another account', () => {
    const { rights, log } = rightsOf({});
    const caller = rights.ofRole('arn:aws:iam::999999999999:role/theirs', 'session');
    expect([1, 2].map(() => messageFor(caller, 'states:StartExecution', MACHINE))).toEqual([undefined, undefined]);
    expect(log).toEqual([{
      type: 'Warning', message: 'what the role arn:aws:iam::999999999999:role/theirs may do is not known, since it is not in the template: states:StartExecution is allowed',
    }]);
  });
});

test('policies that cannot be read are warnings', () => {
  expect(rightsOf(role([{ Effect: 'Allow', Action: 'sta*:X', Resource: '*' }])).rights.warnings).toEqual([
    "resource Role (stack Test), property Policies[0]: the action 'sta*:X' has a wildcard in the service's name, which IAM refuses, so what the role may do is not known in full",
  ]);
});

test('without the check everybody may do all', () => {
  const { rights, log } = rightsOf(role([]), false);
  expect(messageFor(rights.ofRole(ROLE, 's'), 'states:StartExecution', MACHINE)).toBeUndefined();
  expect(messageFor(rights.ofService('apigateway.amazonaws.com', 'arn'), 'lambda:InvokeFunction', 'arn')).toBeUndefined();
  expect(log).toEqual([]);
});

test('conditions see who asks, and what for', () => {
  const conditions = {
    StringEquals: { 'aws:PrincipalAccount': '123456789012', 'aws:RequestedRegion': 'us-east-1', 'aws:ResourceAccount': '${aws:PrincipalAccount}' },
    ArnEquals: { 'aws:PrincipalArn': ROLE },
    Bool: { 'aws:SecureTransport': 'true' },
    DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' },
  };
  expect(start(role([{ ...START, Condition: conditions }]))).toEqual({ message: undefined, log: [] });
});

test('@connections: the message shows the end of the account\'s number only', () => {
  const { rights } = rightsOf(role([]));
  const resource = 'arn:aws:execute-api:us-east-1:123456789012:abc/prod/POST/@connections/{connectionId}';
  expect(messageFor(rights.ofRole(ROLE, 'session'), 'execute-api:ManageConnections', resource)).toBe(
    `${USER} is not authorized to perform: execute-api:ManageConnections on resource: arn:aws:execute-api:us-east-1:********9012:abc/prod/POST/@connections/{connectionId}`,
  );
});

describe('trust', () => {
  const fault = (principal: object): string | undefined => rightsOf(role([], {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] },
  })).rights.trustFault(ROLE, 'apigateway.amazonaws.com');

  test('a role that trusts the service can be assumed', () => {
    expect(fault({ Service: 'apigateway.amazonaws.com' })).toBeUndefined();
  });

  test('another cannot, and what is missing is said', () => {
    expect(fault({ Service: 'states.amazonaws.com' })).toBe('resource Role (stack Test): apigateway.amazonaws.com may not assume the role; '
      + 'its AssumeRolePolicyDocument needs {"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}');
  });

  test('of a role that is not in the template nobody knows', () => {
    expect(rightsOf({}).rights.trustFault('arn:aws:iam::999999999999:role/theirs', 'apigateway.amazonaws.com')).toBeUndefined();
  });
});

describe('services of AWS', () => {
  const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
  const SOURCE = 'arn:aws:execute-api:us-east-1:123456789012:abc/prod/$connect';
  const code = { F: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f', Role: ROLE, Runtime: 'nodejs22.x', Handler: 'i.h', Code: { ZipFile: '' } } } };
  const invoke = (permission: object | undefined, arn = FUNCTION): { message: string | undefined; log: object[] } => {
    const { rights, log } = rightsOf({ ...code, ...permission && { P: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', ...permission } } } });
    return { message: messageFor(rights.ofService('apigateway.amazonaws.com', SOURCE), 'lambda:InvokeFunction', arn), log };
  };

  test.each([
    ['by name', { FunctionName: 'f', Principal: 'apigateway.amazonaws.com' }],
    ['by reference', { FunctionName: { Ref: 'F' }, Principal: 'apigateway.amazonaws.com' }],
    ['by ARN', { FunctionName: { 'Fn::GetAtt': ['F', 'Arn'] }, Principal: 'apigateway.amazonaws.com' }],
    ['by a part of the ARN', { FunctionName: '123456789012:function:f', Principal: 'apigateway.amazonaws.com' }],
    ['for this API', { FunctionName: 'f', Principal: 'apigateway.amazonaws.com', SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:abc/*$connect' }],
    ['for this account', { FunctionName: 'f', Principal: 'apigateway.amazonaws.com', SourceAccount: '123456789012' }],
    ['for every action', { FunctionName: 'f', Principal: 'apigateway.amazonaws.com', Action: 'lambda:*' }],
  ])('a function\'s permission %s lets the service invoke it', (_name, permission) => {
    expect(invoke(permission)).toEqual({ message: undefined, log: [] });
  });

  test.each([
    ['none', undefined],
    ['one for another service', { FunctionName: 'f', Principal: 'events.amazonaws.com' }],
    ['one for another function', { FunctionName: 'g', Principal: 'apigateway.amazonaws.com' }],
    ['one for another API', { FunctionName: 'f', Principal: 'apigateway.amazonaws.com', SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:other/*' }],
    ['one for an alias', { FunctionName: 'f:live', Principal: 'apigateway.amazonaws.com' }],
    ['one for another account', { FunctionName: 'f', Principal: 'apigateway.amazonaws.com', SourceAccount: '999999999999' }],
  ])('%s does not', (_name, permission) => {
    const { message, log } = invoke(permission);
    expect(message).toMatch(/^User: apigateway\.amazonaws\.com is not authorized to perform: lambda:InvokeFunction .* because no resource-based policy allows the lambda:InvokeFunction action$/);
    expect(log).toEqual([expect.objectContaining({
      needed: `{"Type":"AWS::Lambda::Permission","Properties":{"Action":"lambda:InvokeFunction","FunctionName":{"Fn::GetAtt":["F","Arn"]},"Principal":"apigateway.amazonaws.com","SourceArn":"${SOURCE}"}}`,
    })]);
  });

  test('a policy for everybody, in either of its two ways, is one for services, too', () => {
    const send = (principal: object | string): string | undefined => messageFor(rightsOf({
      Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Q' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sqs:*', Resource: '*' }] } },
      },
    }).rights.ofService('events.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/r'), 'sqs:SendMessage', 'arn:aws:sqs:us-east-1:123456789012:q');
    expect([send('*'), send({ AWS: '*' }), send({ AWS: ['*'] })]).toEqual([undefined, undefined, undefined]);
    expect(send({ AWS: ROLE })).toMatch(/is not authorized/);
  });

  test('what is not in the template has policies that nobody knows: it is allowed', () => {
    expect(invoke(undefined, 'arn:aws:lambda:us-east-1:123456789012:function:elsewhere').message).toBeUndefined();
  });

  test('a queue\'s policy lets a rule send, and lets no other', () => {
    const queue = { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } };
    const arn = 'arn:aws:sqs:us-east-1:123456789012:q';
    const send = (condition: object): string | undefined => messageFor(rightsOf({
      ...queue,
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Q' }],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn, Condition: condition }] },
        },
      },
    }).rights.ofService('events.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/r'), 'sqs:SendMessage', arn);
    expect(send({ ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:123456789012:rule/r' } })).toBeUndefined();
    expect(send({ ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:123456789012:rule/other' } })).toMatch(/is not authorized to perform: sqs:SendMessage/);
    expect(messageFor(rightsOf(queue).rights.ofService('events.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/r'), 'sqs:SendMessage', arn)).toMatch(/not authorized/);
  });

  test('a resource\'s own policy lets a role in that has no policy of its own', () => {
    const { rights } = rightsOf({
      ...role([]),
      ...code,
      P: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: ROLE } },
    });
    expect(messageFor(rights.ofRole(ROLE, 's'), 'lambda:InvokeFunction', FUNCTION)).toBeUndefined();
    expect(messageFor(rights.ofRole(ROLE, 's'), 'lambda:GetFunction', FUNCTION)).toMatch(/not authorized/);
  });
});
