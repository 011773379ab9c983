import { machineWith, refusal, refusalOf, schema } from './refusal';

const PASS = { Type: 'Pass', End: true };
const FAR_TOO_LONG = 'x'.repeat(81);

describe('states of a workflow', () => {
  test.each<[string, unknown, string]>([
    ['is a string', 'Pass', 'Expected value of type [OBJECT] at /States/X'],
    ['has no type', { End: true }, 'These fields are required: [Type] at /States/X'],
    ['has an unknown type', { Type: 'Paas', End: true },
      "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/X/Type"],
    ['has the type of an object', { Type: 'constructor', End: true },
      "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/X/Type"],
  ])('fails where a state %s', (_, state, expected) => {
    expect(refusal({ StartAt: 'X', States: { X: state, End: PASS } })[0]).toBe(schema(expected)[0]);
  });

  test('fails for a name of more than 80 characters; 80 are fine', () => {
    const named = (name: string) => refusal({ StartAt: name, States: { [name]: PASS } });
    expect(named(FAR_TOO_LONG)).toEqual([
      `INVALID_STATE_NAME: The state name '${FAR_TOO_LONG}' exceeds the 80-character limit allowed by the service at /States/${FAR_TOO_LONG}`,
    ]);
    expect(named('😀'.repeat(80))).toEqual([]);
  });

  test('fails for a name that is there twice, wherever in the machine', () => {
    expect(refusalOf({ Type: 'Parallel', End: true, Branches: [{ StartAt: 'X', States: { X: PASS } }] })).toEqual([
      'DUPLICATE_STATE_NAME: Duplicate State name: X at /States/X/Branches[0]/States/X',
    ]);
  });

  describe('query language', () => {
    test('a state of a JSONPath machine may be JSONata', () => {
      expect(refusalOf({ ...PASS, QueryLanguage: 'JSONata', Output: '{% 1 %}' })).toEqual([]);
    });

    test('fails for a JSONPath state in a JSONata machine, without naming its fields as well', () => {
      expect(refusal(machineWith({ ...PASS, QueryLanguage: 'JSONPath', Output: 1, InputPath: '$.a' }, { QueryLanguage: 'JSONata' })))
        .toEqual(schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/X"));
    });

    test('fails for a misspelt language, which counts as JSONata', () => {
      expect(refusalOf({ ...PASS, QueryLanguage: 'jsonPath', InputPath: '$.a' })).toEqual(schema(
        "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/X",
        'Value should be one of the following: [JSONPath, JSONata] at /States/X/QueryLanguage',
      ));
    });

    test('states inside a state have the language of the machine, not of that state', () => {
      const inner = { StartAt: 'A', States: { A: { ...PASS, Output: 1 } } };
      expect(refusalOf({ Type: 'Map', QueryLanguage: 'JSONata', End: true, ItemProcessor: inner })).toEqual(schema(
        "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/X/ItemProcessor/States/A",
      ));
    });
  });
});
