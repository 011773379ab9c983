import { PolicyDocument } from '../../src/iam/policy-document';
import type { Json } from '../../src/json';

const METHOD = 'arn:aws:execute-api:us-east-1:123456789012:abc123/prod/$connect';

function decide(...statements: Json[]): string {
  return new PolicyDocument({ Version: '2012-10-17', Statement: statements }).decide({ action: 'execute-api:Invoke', resource: METHOD });
}

test.each([
  ['the action and the resource', { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: METHOD }, 'Allow'],
  ['lists', { Effect: 'Allow', Action: ['sqs:*', 'execute-api:Invoke'], Resource: ['x', METHOD] }, 'Allow'],
  ['wildcards', { Effect: 'Allow', Action: 'EXECUTE-API:*', Resource: 'arn:aws:execute-api:*:123456789012:abc???/*/$connect' }, 'Allow'],
  ['everything', { Effect: 'Allow', Action: '*', Resource: '*' }, 'Allow'],
  ['another action', { Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource: '*' }, 'none'],
  ['another resource', { Effect: 'Allow', Action: '*', Resource: 'arn:aws:execute-api:us-east-1:123456789012:abc123/dev/*' }, 'none'],
  ['a resource in another case', { Effect: 'Allow', Action: '*', Resource: METHOD.toUpperCase() }, 'none'],
  ['NotAction', { Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }, 'Allow'],
  ['NotResource', { Effect: 'Allow', Action: '*', NotResource: METHOD }, 'none'],
])('%s', (_name, statement, decision) => {
  expect(decide(statement)).toBe(decision);
});

test('a denial counts more than a permission', () => {
  expect(decide({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' })).toBe('Deny');
});

test('no pattern takes long', () => {
  const document = new PolicyDocument({ Statement: { Effect: 'Allow', Action: '*', Resource: `${'*a'.repeat(500)}b` } });
  expect(document.decide({ action: 'a:b', resource: 'a'.repeat(2000) })).toBe('none');
});

test.each([
  [undefined, 'a policy document has a Statement'],
  [{ Statement: 'all' }, 'a policy document has a Statement'],
  [{ Statement: [{ Effect: 'Maybe' }] }, 'a statement has the Effect Allow or Deny'],
  [{ Statement: [{ Effect: 'Allow', Action: '*' }] }, 'a statement has Resource or NotResource, a text or a list of texts'],
])('fails for %j', (document, message) => {
  expect(() => new PolicyDocument(document as Json)).toThrow(message);
});

describe('what nobody can tell', () => {
  const request = { action: 'execute-api:Invoke', resource: METHOD, context: {} };
  const unknown = { StringEquals: { 'x:key': 'a' } };
  const evaluate = (...statements: Json[]): object => new PolicyDocument({ Version: '2012-10-17', Statement: statements }).evaluate(request);

  test('permits, and is said', () => {
    expect(evaluate({ Effect: 'Allow', Action: '*', Resource: '*', Condition: unknown })).toEqual({
      decision: 'Allow', unknown: 'the local run does not know the condition key x:key',
    });
  });

  test('does not deny, and is said', () => {
    expect(evaluate({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: '*', Resource: '*', Condition: unknown })).toEqual({
      decision: 'Allow', unknown: 'the local run does not know the condition key x:key',
    });
  });

  test('is not said where another statement permits', () => {
    expect(evaluate({ Effect: 'Allow', Action: '*', Resource: '*', Condition: unknown }, { Effect: 'Allow', Action: '*', Resource: '*' })).toEqual({ decision: 'Allow' });
  });

  test('is what a statement for some resource says of a request for one that is not known', () => {
    const of = (resource: string): object => new PolicyDocument({ Statement: { Effect: 'Allow', Action: '*', Resource: resource } }).evaluate({ ...request, resource: undefined });
    expect(of('*')).toEqual({ decision: 'Allow' });
    expect(of('arn:aws:sqs:*')).toEqual({ decision: 'Allow', unknown: 'the local run does not know what execute-api:Invoke is for' });
  });
});

describe('policies of resources', () => {
  const evaluate = (principal: Json, asking: object): string => new PolicyDocument({ Statement: { Effect: 'Allow', Principal: principal, Action: '*', Resource: '*' } })
    .decide({ action: 'lambda:InvokeFunction', resource: 'arn', principal: asking as never });

  test.each<[Json, object, string]>([
    [{ Service: 'apigateway.amazonaws.com' }, { service: 'apigateway.amazonaws.com' }, 'Allow'],
    [{ Service: ['a.amazonaws.com', 'events.amazonaws.com'] }, { service: 'events.amazonaws.com' }, 'Allow'],
    [{ Service: 'events.amazonaws.com' }, { service: 'apigateway.amazonaws.com' }, 'none'],
    ['*', { service: 'apigateway.amazonaws.com' }, 'Allow'],
    [{ AWS: 'arn:aws:iam::123456789012:role/r' }, { arns: ['arn:aws:iam::123456789012:role/r'] }, 'Allow'],
    [{ AWS: '*' }, { arns: ['arn:aws:iam::123456789012:role/r'] }, 'Allow'],
    [{ AWS: '*' }, { service: 'apigateway.amazonaws.com' }, 'Allow'],
    [{ AWS: 'arn:aws:iam::123456789012:role/other' }, { arns: ['arn:aws:iam::123456789012:role/r'] }, 'none'],
  ])('%j for %j: %s', (principal, asking, decision) => {
    expect(evaluate(principal, asking)).toBe(decision);
  });

  test('NotPrincipal is for all others', () => {
    const document = new PolicyDocument({ Statement: { Effect: 'Allow', NotPrincipal: { Service: 'a.amazonaws.com' }, Action: '*', Resource: '*' } });
    const decideFor = (service: string): string => document.decide({ action: 'a:B', resource: 'arn', principal: { service } });
    expect([decideFor('a.amazonaws.com'), decideFor('b.amazonaws.com')]).toEqual(['none', 'Allow']);
  });
});

test.each([
  ['sta*:StartExecution', "the action 'sta*:StartExecution' has a wildcard in the service's name, which IAM refuses"],
  ['StartExecution', "the action 'StartExecution' names no service: such as states:StartExecution"],
])('fails for the action %s', (action, message) => {
  expect(() => new PolicyDocument({ Statement: { Effect: 'Allow', Action: action, Resource: '*' } })).toThrow(message);
});
