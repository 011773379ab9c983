import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { newStack, passing, textOf, theOnly } from './stacks';
import { renderTemplate } from '../local/src/vtl';
import { ExecutionName, WebSocketStepFunctionsAsync, WebSocketStepFunctionsIntegration } from '../src';

const ANYBODY = { connectionId: 'SOqGjdZioAMCEeg=', requestId: 'SOqIDEacoAMFaHQ=', requestTimeEpoch: 1, routeKey: 'a', stage: 'prod' };

function templateOf(integration: (stateMachine: sfn.IStateMachine) => apigwv2.WebSocketRouteIntegration): string {
  const stack = newStack();
  const stateMachine = new sfn.StateMachine(stack, 'StateMachine', { definitionBody: passing(stack) });
  new apigwv2.WebSocketApi(stack, 'Api').addRoute('a', { integration: integration(stateMachine) });
  return textOf(theOnly(stack, 'AWS::ApiGatewayV2::Integration').RequestTemplates.$default);
}

/** The name that a message's execution gets. */
function naming(executionName: ExecutionName) {
  const template = templateOf((stateMachine) => new WebSocketStepFunctionsIntegration('A', { stateMachine, executionName }));
  return (message: unknown, context: object = {}): string | undefined =>
    JSON.parse(renderTemplate(template, { body: JSON.stringify(message), context: { ...ANYBODY, ...context } })).name;
}

/** The name of the execution that is looked for. */
function lookingUp(executionName?: ExecutionName) {
  const template = templateOf((stateMachine) => WebSocketStepFunctionsIntegration.describeExecution('A', { stateMachine, executionName }));
  return (message: unknown, context: object = {}): string => {
    const { executionArn, ...rest } = JSON.parse(renderTemplate(template, { body: JSON.stringify(message), context: { ...ANYBODY, ...context } }));
    expect(rest).toEqual({});
    return executionArn.replace(/^.*?:execution:<6 of \w+>:/s, '');
  };
}

const as = (principalId: string) => ({ authorizer: { principalId } });

const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const UUIDS = fc.oneof(fc.uuid(), fc.constant(UUID));

describe('from the message', () => {
  const name = naming(ExecutionName.fromMessage());
  const lookUp = lookingUp(ExecutionName.fromMessage());

  test('is the id, if it has letters, digits and hyphens only', () => {
    expect(name({ requestId: 'order-17' })).toBe('order-17');
  });

  test.each([
    ['a b_c', 'a_20b_5Fc'], ['it\'s', 'it_27s'], ['"', '_22'], ['a/b', 'a_2Fb'], ['\\', '_5C'], ['é', '_C3_A9'], ['漢', '_E6_BC_A2'], ['😀', '_F0_9F_98_80'],
    ['.*+%~', '_2E_2A_2B_25_7E'], ['\n', '_c0A'],
  ])('has `_` and the bytes of what a log cannot hold: %j', (requestId, expected) => {
    expect(name({ requestId })).toBe(expected);
  });

  test('is left to Step Functions without an id', () => {
    expect(name({})).toBeUndefined();
    expect(name({ requestId: '' })).toBeUndefined();
  });

  test('is taken from where the user says', () => {
    expect(naming(ExecutionName.fromMessage('$.order.ids[0]'))({ order: { ids: ['x'] } })).toBe('x');
  });

  test('finds every execution by the id that was given, and by the id that was sent in its own place', () => {
    fc.assert(fc.property(anyId, (requestId) => {
      const given = name({ requestId })!;
      expect(lookUp({ requestId })).toBe(given);
      fc.pre(given.length <= 80);
      expect(lookUp({ executionId: given })).toBe(given);
    }), { numRuns: 1000 });
  });

  test.each(['it\'s', 'a/b', 'é', 'a "quoted" \\ id', 'order_17', 'user_id', '_', 'a__b', '%20', 'order-17'])('finds an execution by the id that was sent: %s', (requestId) => {
    expect(lookUp({ executionId: requestId })).toBe(name({ requestId }));
  });
});

const anyId = fc.oneof(
  fc.string({ minLength: 1, unit: fc.constantFrom('a', '-', '_', '2', 'D', '5', 'F', 'c', 'j', '%', '.', ' ', '\n', "'", 'é', '\ud800') }),
  fc.string({ minLength: 1, unit: 'binary', maxLength: 20 }),
);

describe('per principal', () => {
  const name = naming(ExecutionName.perPrincipal());
  const lookUp = lookingUp(ExecutionName.perPrincipal());

  test('begins with the principal', () => {
    expect(name({ requestId: '17' }, as('alice'))).toBe('alice-17');
    expect(name({}, as('alice'))).toBe('alice-SOqIDEacoAMFaHQ_3D');
  });

  const identity = (of: object) => ({ identity: of });
  test.each<[string, object]>([
    ['the subject of a Cognito user pool', as(UUID)],
    ['an identity of a Cognito identity pool', identity({ cognitoIdentityId: `ap-southeast-2:${UUID}` })],
    ['an identity of a Cognito identity pool in a region with a long name', identity({ cognitoIdentityId: `eusc-de-east-1:${UUID}` })],
    ['an IAM user', identity({ userArn: 'arn:aws:iam::123456789012:user/team/jane.doe@example.com' })],
    ['a role session', identity({ userArn: 'arn:aws:sts::123456789012:assumed-role/Admin/jane.doe@example.com' })],
    ['an e-mail address', as('jane.doe@example.com')],
    ['a subject of Auth0', as('google-oauth2|103547991597142817347')],
  ])('leaves room for a UUID beside %s', (_, context) => {
    const made = name({ requestId: UUID }, context)!;
    expect(made).toMatch(new RegExp(`^\\w+-${UUID}$`));
    expect(made.length).toBeLessThanOrEqual(80);
  });

  test('is one principal\'s and one id\'s only', () => {
    const text = () => fc.oneof(
      fc.string({ minLength: 1, unit: fc.constantFrom('a', '-', '_', '2', 'D', '5', 'F', '%', '.', ' ', '/', ':', '=', 'u', 'i', 'é', '\ud800') }),
      fc.string({ minLength: 1 }),
      UUIDS, UUIDS.map((uuid) => `us-east-1:${uuid}`), UUIDS.map((uuid) => `eu-west-1:${uuid}`), UUIDS.map((uuid) => uuid.replaceAll('-', '')),
    );
    const pair = fc.tuple(text(), text());
    fc.assert(fc.property(pair, pair, ([principal, id], [otherPrincipal, otherId]) => {
      const same = principal === otherPrincipal && id === otherId;
      expect(name({ requestId: id }, as(principal)) === name({ requestId: otherId }, as(otherPrincipal))).toBe(same);
    }), { numRuns: 500 });
  });

  test('of users of an identity pool, who share a role session, is each user\'s own', () => {
    const userArn = 'arn:aws:sts::123456789012:assumed-role/Pool/CognitoIdentityCredentials';
    const ofUser = (cognitoIdentityId: string) => identity({ userArn, caller: 'AROA:CognitoIdentityCredentials', cognitoIdentityId });
    for (const principal of [undefined, 'identity.userArn', 'identity.caller']) {
      const named = naming(ExecutionName.perPrincipal('$.requestId', principal));
      expect(named({ requestId: '1' }, ofUser(`us-east-1:${UUID}`))).not.toBe(named({ requestId: '1' }, ofUser(`us-east-1:${UUID.replace('3f', '4f')}`)));
    }
  });

  test('of an IAM caller, says nothing of the account, and is not that of a Lambda authorizer\'s principal', () => {
    const userArn = 'arn:aws:iam::123456789012:user/alice';
    expect(name({ requestId: '1' }, identity({ userArn }))).toBe('_ruser_salice-1');
    expect(naming(ExecutionName.perPrincipal('$.requestId', 'identity.userArn'))({ requestId: '1' }, identity({ userArn }))).toBe('_ruser_salice-1');
    for (const principal of ['user/alice', '_ruser/alice', userArn]) {
      expect(name({ requestId: '1' }, as(principal))).not.toBe('_ruser_salice-1');
    }
  });

  test('is the connection\'s own without a principal, and no principal has its name', () => {
    expect(name({ requestId: '1' })).toBe('SOqGjdZioAMCEeg_3D-1');
    expect(name({ requestId: '1' }, as('SOqGjdZioAMCEeg='))).not.toBe('SOqGjdZioAMCEeg_3D-1');
    expect(name({ requestId: '1' }, as('SOqGjdZioAMCEeg_3D'))).not.toBe('SOqGjdZioAMCEeg_3D-1');
  });

  test('may be named by any value of an authorizer\'s', () => {
    const named = naming(ExecutionName.perPrincipal('$.requestId', 'authorizer.class'));
    expect(named({ requestId: '1' }, { authorizer: { class: 'gold', principalId: 'alice' } })).toBe('gold-1');
  });

  test('finds an execution by the id it was given, and by the id that was sent', () => {
    expect(lookUp({ executionId: 'alice-17' }, as('alice'))).toBe('alice-17');
    expect(lookUp({ executionId: '17' }, as('alice'))).toBe('alice-17');
    expect(lookUp({ requestId: 'alice-17' }, as('alice'))).toBe('alice-alice-17');
    fc.assert(fc.property(anyId, fc.constantFrom('alice', UUID, `us-east-1:${UUID}`), (requestId, principal) => {
      const given = name({ requestId }, as(principal))!;
      expect(lookUp({ executionId: given }, as(principal))).toBe(given);
      expect(lookUp({ executionId: requestId }, as(principal))).toBe(given);
    }));
  });

  test('finds nobody else\'s, whatever is asked for', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('bob-17', 'alice', 'alice:bob-1', 'alice-x:bob-17', '../bob-17')), (executionId) => {
      expect(lookUp({ executionId }, as('alice'))).toMatch(/^alice-/);
    }));
  });
});

test('per connection, begins with the connection', () => {
  expect(naming(ExecutionName.perConnection())({ requestId: '1' }, as('alice'))).toBe('SOqGjdZioAMCEeg_3D-1');
});

test('looking up without names takes the id as it is', () => {
  expect(lookingUp()({ executionId: '66a1"}\\' })).toBe('66a1"}\\');
  expect(lookingUp()({})).toBe('');
});

test('fails with a path that would end the template\'s string', () => {
  expect(() => naming(ExecutionName.fromMessage("$.a'b"))).toThrow('executionName: got "$.a\'b"; allowed: the JSONPath of a member, such as $.order.id');
});

test.each(['principalId', '$context.authorizer.principalId', 'identity.account', 'identity.accountId', 'identity.apiKey', 'authorizer.', "authorizer.a'b", ''])(
  'fails with a principal that is no context variable, or tells nobody apart: %s', (principal) => {
    expect(() => naming(ExecutionName.perPrincipal('$.requestId', principal)))
      .toThrow(`executionName: got the principal ${JSON.stringify(principal)}; allowed: a context variable that tells callers apart: authorizer.<name>, identity.`);
  });

describe('a principal that nobody knows', () => {
  const NO_PRINCIPAL = 'executions are named per principal, but $connect with the authorization';
  const warnings = (executionName: ExecutionName, authorizer?: apigwv2.IWebSocketRouteAuthorizer) => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), executionName, authorizer });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(NO_PRINCIPAL.replace('$', '\\$')));
  };
  const publicly = new apigwv2.WebSocketNoneAuthorizer();

  test('is warned of', () => {
    expect(warnings(ExecutionName.perPrincipal(), publicly)).toHaveLength(1);
    expect(warnings(ExecutionName.perPrincipal('$.requestId', 'identity.userArn'), publicly)).toHaveLength(1);
    expect(warnings(ExecutionName.perPrincipal('$.requestId', 'authorizer.principalId'))).toHaveLength(1);
  });

  test('is not warned of where there is one, or where names are the connection\'s', () => {
    expect(warnings(ExecutionName.perPrincipal())).toEqual([]);
    expect(warnings(ExecutionName.perPrincipal('$.requestId', 'identity.userAgent'), publicly)).toEqual([]);
    expect(warnings(ExecutionName.perConnection(), publicly)).toEqual([]);
    expect(warnings(ExecutionName.fromMessage(), publicly)).toEqual([]);
  });
});
