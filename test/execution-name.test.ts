import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { newStack, passing, textOf, theOnly } from './stacks';
import { renderTemplate } from '../local/src/vtl';
import { ExecutionName, WebSocketStepFunctionsIntegration } from '../src';

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

describe('from the message', () => {
  const name = naming(ExecutionName.fromMessage());

  test('is the id, if it has letters, digits and hyphens only', () => {
    expect(name({ requestId: 'order-17' })).toBe('order-17');
  });

  test('has no character that a log cannot hold', () => {
    expect(name({ requestId: 'a b_c/ü.*%' })).toMatch(/^a_20b_5Fc[\w-]+_2E_2A_25$/);
  });

  test('is left to Step Functions without an id', () => {
    expect(name({})).toBeUndefined();
    expect(name({ requestId: '' })).toBeUndefined();
  });

  test('is taken from where the user says', () => {
    expect(naming(ExecutionName.fromMessage('$.order.ids[0]'))({ order: { ids: ['x'] } })).toBe('x');
  });
});

describe('per principal', () => {
  const name = naming(ExecutionName.perPrincipal());
  const lookUp = lookingUp(ExecutionName.perPrincipal());

  test('begins with the principal', () => {
    expect(name({ requestId: '17' }, as('alice'))).toBe('alice-17');
    expect(name({}, as('alice'))).toBe('alice-SOqIDEacoAMFaHQ_3D');
  });

  test('is one principal\'s and one id\'s only', () => {
    const text = () => fc.oneof(fc.string({ minLength: 1, unit: fc.constantFrom('a', '-', '_', '2', 'D', '5', 'F', '%', '.', ' ', 'é', '\ud800') }), fc.string({ minLength: 1 }));
    const pair = fc.tuple(text(), text());
    fc.assert(fc.property(pair, pair, ([principal, id], [otherPrincipal, otherId]) => {
      const same = principal === otherPrincipal && id === otherId;
      expect(name({ requestId: id }, as(principal)) === name({ requestId: otherId }, as(otherPrincipal))).toBe(same);
    }), { numRuns: 2000 });
  });

  test('of an identity, with IAM', () => {
    expect(naming(ExecutionName.perPrincipal('$.requestId', 'identity.userArn'))({ requestId: '1' }, { identity: { userArn: 'arn:aws:iam::1:root' } }))
      .toBe('arn_3Aaws_3Aiam_3A_3A1_3Aroot-1');
  });

  test('is the connection\'s own without a principal', () => {
    expect(name({ requestId: '1' })).toBe('SOqGjdZioAMCEeg_3D-1');
  });

  test('finds an execution by the id it was given, and by the id that was sent', () => {
    expect(lookUp({ executionId: 'alice-17' }, as('alice'))).toBe('alice-17');
    expect(lookUp({ executionId: '17' }, as('alice'))).toBe('alice-17');
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
