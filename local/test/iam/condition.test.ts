import fc from 'fast-check';
import { Condition } from '../../src/iam/condition';
import type { Json } from '../../src/json';

const CONTEXT = {
  'aws:sourcearn': ['arn:aws:execute-api:us-east-1:123456789012:abc/prod/$connect'],
  'aws:sourceip': ['10.1.2.3'],
  'aws:currenttime': ['2026-11-06T14:05:09.000Z'],
  'aws:securetransport': ['true'],
  'aws:username': ['jane'],
  'x:number': ['7'],
  'x:absent': [],
  'x:many': ['a', 'b'],
};

function evaluate(operator: string, key: string, value: Json): boolean | undefined {
  return new Condition({ [operator]: { [key]: value } }).evaluate({ action: 'a:B', resource: '*', context: CONTEXT }).holds;
}

test.each<[operator: string, key: string, value: Json, holds: boolean | undefined]>([
  ['StringEquals', 'aws:username', 'jane', true],
  ['StringEquals', 'aws:UserName', ['joe', 'jane'], true],
  ['StringEquals', 'aws:username', 'Jane', false],
  ['StringEquals', 'aws:username', 'j*', false],
  ['StringEquals', 'aws:username', '${aws:username}', true],
  ['StringEqualsIgnoreCase', 'aws:username', 'JANE', true],
  ['StringNotEquals', 'aws:username', ['joe', 'jane'], false],
  ['StringNotEquals', 'aws:username', 'joe', true],
  ['StringNotEqualsIgnoreCase', 'aws:username', 'JANE', false],
  ['StringLike', 'aws:username', 'j?n*', true],
  ['StringNotLike', 'aws:username', 'j*', false],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:execute-api:us-east-1:123456789012:abc/*/$connect', true],
  ['ArnEquals', 'aws:SourceArn', 'arn:aws:execute-api:*:*:abc/*', true],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:execute-api:*', true],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:*:*:*', false],
  ['ArnNotLike', 'aws:SourceArn', 'arn:aws:s3:*:*:*', true],
  ['ArnNotEquals', 'aws:SourceArn', 'arn:aws:execute-api:*:*:*', false],
  ['Bool', 'aws:SecureTransport', 'True', true],
  ['Bool', 'aws:SecureTransport', false, false],
  ['BinaryEquals', 'aws:username', 'jane', true],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', true],
  ['IpAddress', 'aws:SourceIp', ['192.168.0.0/16', '10.1.2.3'], true],
  ['NotIpAddress', 'aws:SourceIp', '10.0.0.0/8', false],
  ['IpAddress', 'aws:SourceIp', '2001:db8::/32', false],
  ['IpAddress', 'aws:SourceIp', 'nonsense', undefined],
  ['NumericEquals', 'x:number', 7, true],
  ['NumericNotEquals', 'x:number', '7', false],
  ['NumericLessThan', 'x:number', 7, false],
  ['NumericLessThanEquals', 'x:number', 7, true],
  ['NumericGreaterThan', 'x:number', 6, true],
  ['NumericGreaterThanEquals', 'x:number', 8, false],
  ['DateGreaterThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z', true],
  ['DateLessThan', 'aws:CurrentTime', '1767225600', false],
  ['DateNotEquals', 'aws:CurrentTime', '2026-11-06T14:05:09Z', false],
  ['Null', 'x:absent', 'true', true],
  ['Null', 'aws:username', 'true', false],
  ['Null', 'aws:username', false, true],
  ['StringEquals', 'x:absent', 'a', false],
  ['StringNotEquals', 'x:absent', 'a', true],
  ['StringEqualsIfExists', 'x:absent', 'a', true],
  ['StringEqualsIfExists', 'aws:username', 'joe', false],
  ['ForAllValues:StringEquals', 'x:many', ['a', 'b', 'c'], true],
  ['ForAllValues:StringEquals', 'x:many', ['a'], false],
  ['ForAllValues:StringEquals', 'x:absent', ['a'], true],
  ['ForAllValues:StringNotEquals', 'x:many', ['a'], false],
  ['ForAnyValue:StringEquals', 'x:many', ['b'], true],
  ['ForAnyValue:StringEquals', 'x:many', ['c'], false],
  ['ForAnyValue:StringEquals', 'x:absent', ['a'], false],
  ['ForAnyValue:StringNotEquals', 'x:many', ['a'], true],
  ['StringEquals', 'aws:PrincipalOrgID', 'o-1', undefined],
  ['StringEquals', 'aws:username', '${aws:PrincipalTag/name}', undefined],
  ['StringResembles', 'aws:username', 'jane', undefined],
])('%s of %s with %j: %s', (operator, key, value, holds) => {
  expect(evaluate(operator, key, value)).toBe(holds);
});

test('all tests must hold; one that fails counts more than one that nobody can tell', () => {
  const of = (condition: Json): boolean | undefined => new Condition(condition).evaluate({ action: 'a:B', resource: '*', context: CONTEXT }).holds;
  expect(of({ StringEquals: { 'aws:username': 'jane', 'x:number': '7' } })).toBe(true);
  expect(of({ StringEquals: { 'aws:username': 'jane', 'x:unknown': 'a' } })).toBeUndefined();
  expect(of({ StringEquals: { 'aws:username': 'joe', 'x:unknown': 'a' } })).toBe(false);
  expect(new Condition(undefined).evaluate({ action: 'a:B', resource: '*' })).toEqual({ holds: true });
});

test('what is not known is named', () => {
  const unknown = (operator: string, key: string): string | undefined => new Condition({ [operator]: { [key]: 'x' } }).evaluate({ action: 'a:B', resource: '*', context: CONTEXT }).unknown;
  expect(unknown('StringEquals', 'dynamodb:LeadingKeys')).toBe('the local run does not know the condition key dynamodb:LeadingKeys');
  expect(unknown('StringResembles', 'aws:username')).toBe('the local run does not know the condition operator StringResembles');
});

test.each([[['StringEquals']], ['all'], [{ StringEquals: 'jane' }]])('fails for %j', (condition) => {
  expect(() => new Condition(condition as Json)).toThrow('a Condition is an object of operators, each with an object of keys');
});

test('a negated operator is the opposite of its own, whatever the values', () => {
  const values = fc.array(fc.constantFrom('a', 'b', 'ab', '*', 'a*'), { minLength: 1 });
  fc.assert(fc.property(fc.constantFrom('String', 'Arn'), fc.constantFrom('Equals', 'Like'), fc.constantFrom('a', 'b', 'ab'), values, (family, kind, value, wanted) => {
    const of = (name: string): boolean | undefined => new Condition({ [name]: { k: wanted } }).evaluate({ action: 'a:B', resource: '*', context: { k: [value] } }).holds;
    expect(of(`${family}Not${kind}`)).toBe(!of(`${family}${kind}`));
  }));
});
