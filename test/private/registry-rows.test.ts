import fc from 'fast-check';
import { MappingTemplate } from '../../local/src/vtl';
import { CALLER, setScope } from '../../src/private/principal';
import { row, setNow, setOwnKey, setSortKey } from '../../src/private/registry-rows';
import { hostileText } from '../templates/hostile-json';

type Context = Record<string, unknown>;

const rendered = (template: string, context: Context) => MappingTemplate.parse(template).render({ body: '{}', context });
const keyOf = (context: Context, principal = CALLER) =>
  decodeURIComponent(rendered(`${setOwnKey(principal)}$util.urlEncode($pk)`, context).replaceAll('+', ' '));

const iam = (cognitoIdentityId: string | undefined, userArn: string): Context => ({ connectionId: 'c=', identity: { cognitoIdentityId, userArn } });

describe('whose a row is', () => {
  test('users of an identity pool, who share a role session, do not share', () => {
    const session = 'arn:aws:sts::123456789012:assumed-role/Role/CognitoIdentityCredentials';
    for (const principal of [CALLER, 'identity.userArn', 'identity.user', 'identity.caller']) {
      const [jane, joe] = ['eu-west-1:1', 'eu-west-1:2'].map((id) => keyOf({ ...iam(id, session), identity: { cognitoIdentityId: id, userArn: session, user: 'r', caller: 'r' } }, principal));
      expect([jane, joe]).toEqual(['P|eu-west-1:1', 'P|eu-west-1:2']);
    }
  });

  test.each<[string, Context, string, string]>([
    ['an IAM user', iam(undefined, 'arn:aws:iam::123456789012:user/jane'), CALLER, 'P|arn:aws:iam::123456789012:user/jane'],
    ['an authorizer\'s principal', { connectionId: 'c=', authorizer: { principalId: 'jane' } }, CALLER, 'P|jane'],
    ['a value of the authorizer\'s', { connectionId: 'c=', authorizer: { tenant: 'acme' } }, 'authorizer.tenant', 'P|acme'],
    ['nobody', { connectionId: 'c=' }, CALLER, 'C|c='],
    ['nobody, by an empty value', { connectionId: 'c=', authorizer: { tenant: '' } }, 'authorizer.tenant', 'C|c='],
    ['each connection', { connectionId: 'c=', authorizer: { principalId: 'jane' } }, 'connectionId', 'C|c='],
  ])('is that of %s', (_, context, principal, key) => {
    expect(keyOf(context, principal)).toBe(key);
  });

  test('nobody is another, nor a group, nor a connection, whatever they are called', () => {
    fc.assert(fc.property(hostileText, hostileText, (one, other) => {
      const [first, second] = [one, other].map((principalId) => keyOf({ connectionId: 'c=', authorizer: { principalId } }));
      expect(first === second).toBe((one === other && first !== '') || (first === '' && second === ''));
      // Nobody registers with a key that DynamoDB would not keep as it is.
      expect(first === '').toBe(/\p{Cs}/u.test(one));
      expect(first === '' || /^[PC]\|/.test(first)).toBe(true);
    }));
  });

  test('two that are one to executions\' names are one here, and no others', () => {
    const scopeOf = (context: Context) => rendered(`${setScope(CALLER)}$scope`, context);
    const contexts = fc.record({
      connectionId: fc.constantFrom('a=', 'b='),
      identity: fc.record({ cognitoIdentityId: fc.constantFrom('', 'x', 'y'), userArn: fc.constantFrom('', 'x', 'arn:aws:iam::1:user/x') }),
      authorizer: fc.record({ principalId: fc.constantFrom('', 'x', 'a=', 'b=') }),
    });
    fc.assert(fc.property(contexts, contexts, (one, other) => {
      expect(keyOf(one) === keyOf(other)).toBe(scopeOf(one) === scopeOf(other));
    }));
  });
});

test('a row goes two and a half hours after the request, in seconds, whatever the milliseconds', () => {
  const template = setOwnKey(CALLER) + setSortKey() + setNow() + row('host', 'prod');
  const { expiresAt } = JSON.parse(rendered(template, { connectionId: 'c=', requestTimeEpoch: 1652722217999, connectedAt: 1652722217711 }));
  expect(expiresAt).toEqual({ N: String(1652722217 + 9000) });
});

test('a row of the longest usual principal is below the kilobyte that is one unit', () => {
  const template = setOwnKey(CALLER) + setSortKey() + setNow() + row('abcdefghij.execute-api.ap-southeast-2.amazonaws.com.cn', 's'.repeat(128));
  const text = rendered(template, { ...iam(undefined, `arn:aws-us-gov:sts::123456789012:assumed-role/${'r'.repeat(64)}/${'s'.repeat(64)}`), requestTimeEpoch: 1652722217711, connectedAt: 1652722217711 });
  const attributes = Object.entries<{ S?: string; N?: string }>(JSON.parse(text));
  const bytes = attributes.reduce((sum, [name, { S, N }]) => sum + name.length + (S ?? N)!.length, 0);
  expect(bytes).toBeLessThan(1024);
});
