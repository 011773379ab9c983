// No source of this name: what is accepted, whatever it is made of, compiles.
import * as fc from 'fast-check';
import { Program } from '../../../src/states/program/program';
import { DefinitionError, validateDefinition } from '../../../src/states/validation';

const INNER = { StartAt: 'X', States: { X: { Type: 'Succeed' } } };

/** What each type needs to be accepted at all. */
const NEEDED: Readonly<Record<string, object>> = {
  Pass: { End: true },
  Task: { Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true },
  Choice: { Choices: [{ Condition: '{% true %}', Next: 'B' }] },
  Wait: { Seconds: 1, End: true },
  Succeed: {},
  Fail: {},
  Parallel: { Branches: [{ StartAt: 'X', States: { X: { Type: 'Succeed' } } }], End: true },
  Map: { ItemProcessor: INNER, End: true },
};

const FIELDS = [
  'Assign', 'InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'Arguments', 'Output', 'Result', 'ResultSelector', 'SecondsPath', 'Timestamp',
  'Choices', 'Default', 'Iterator', 'ItemSelector', 'ItemBatcher', 'ItemReader', 'ResultWriter', 'MaxConcurrency', 'Items', 'ItemsPath', 'Retry', 'Catch',
  'TimeoutSeconds', 'HeartbeatSecondsPath', 'Credentials', 'Error', 'ErrorPath', 'CausePath', 'ToleratedFailureCount', '__proto__', 'constructor',
];

describe('definitions of any shape', () => {
  test('are refused with a DefinitionError or compile, inherit nothing, and pollute nothing', () => {
    const text = fc.constantFrom('$', '$.a', '$.a[0]', '$$.Execution.Id', '{% 1 %}', '{% ( %}', 'a {% 1 %}', 'States.UUID()', ' States.UUID()', 'States.', '__proto__', 'B');
    const member = fc.constantFrom('x', 'x.$', 'ErrorEquals', 'Next', 'Variable', 'StringEqualsPath', 'MaxItemsPerBatch', 'RoleArn.$', '__proto__', 'toString');
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, fc.oneof(text, fc.integer(), fc.constant(null), fc.constant({})), fc.array(tie('value'), { maxLength: 2 }),
        fc.array(fc.tuple(member, tie('value')), { maxLength: 3 }).map(withMembers)),
    }));
    const fields = fc.array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 2 });
    let accepted = 0;
    fc.assert(fc.property(fc.constantFrom(...Object.keys(NEEDED)), fields, fc.constantFrom('JSONPath', 'JSONata'), (Type, members, QueryLanguage) => {
      const state = { ...NEEDED[Type], Type, QueryLanguage, ...withMembers(members) };
      const definition = acceptedOf({ StartAt: 'A', States: { A: state, ...(Type === 'Choice' ? { B: { Type: 'Succeed' } } : {}) } });
      if (definition !== undefined) {
        accepted++;
        expect(() => Program.of(definition)).not.toThrow();
        expect(Object.getPrototypeOf(definition.States.A)).toBeNull();
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    }), { numRuns: 1000 });
    expect(accepted).toBeGreaterThan(100);
  });
});

/** Members of any name, `__proto__` included. */
function withMembers(members: readonly (readonly [string, unknown])[]): object {
  return Object.defineProperties({}, Object.fromEntries(members.map(([name, value]) => [name, { value, enumerable: true }])));
}

function acceptedOf(definition: object): ReturnType<typeof validateDefinition> | undefined {
  try {
    return validateDefinition(definition);
  } catch (error) {
    expect(error).toBeInstanceOf(DefinitionError);
    return undefined;
  }
}
