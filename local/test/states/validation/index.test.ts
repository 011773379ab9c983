import { refusal, schema } from './refusal';
import { DefinitionError, validateDefinition } from '../../../src/states/validation';

const PASS = { Type: 'Pass', End: true };

describe('validateDefinition', () => {
  test('gives the definition, parsed and detached from what was given', () => {
    // GIVEN
    const definition = { StartAt: 'A', States: { A: { ...PASS } }, Comment: 'one', Version: '1.0', TimeoutSeconds: 0, QueryLanguage: 'JSONPath' };

    // WHEN
    const fromObject = validateDefinition(definition);
    const fromText = validateDefinition(JSON.stringify(definition));

    // THEN
    expect(fromObject).toEqual(definition);
    expect(fromObject).not.toBe(definition);
    expect(fromText).toEqual(definition);
  });

  test('fails with every finding in one error, in the wording of the service', () => {
    // GIVEN
    const definition = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, C: PASS } };

    // WHEN
    const validate = () => validateDefinition(definition);

    // THEN
    expect(validate).toThrow(DefinitionError);
    expect(validate).toThrow(new Error('Invalid State Machine Definition: \'MISSING_TRANSITION_TARGET: Missing \'Next\' target: B at /States/A/Next, ' +
      'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C\''));
  });

  test('fails with a stack that shows every finding as well, as a console prints it', () => {
    expect(() => validateDefinition({})).toThrow(expect.objectContaining({
      stack: expect.stringMatching(/^DefinitionError: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: /),
    }));
  });

  test.each(['null', '[]', '1', '""', '', ' \n'])('fails for %j, which is no object', definition => {
    expect(refusal(definition)).toEqual(schema('Definition must be a valid JSON object at null'));
  });

  test('fails for a text that is not JSON, saying where', () => {
    expect(refusal('{"StartAt": }')).toEqual([expect.stringMatching(/^INVALID_JSON_DESCRIPTION: The definition is not JSON: .* at \/$/)]);
  });

  test('fails for an object that JSON cannot hold', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.States = cyclic;
    expect(refusal(cyclic)).toEqual([expect.stringMatching(/^INVALID_JSON_DESCRIPTION: The definition is not JSON: .*circular/)]);
  });

  test.each<[string, object, string[]]>([
    ['nothing in it', {}, schema('These fields are required: [States, StartAt] at /')],
    ['no start', { States: { A: PASS } }, schema('These fields are required: [StartAt] at /')],
    ['no states', { StartAt: 'A', States: {} }, schema('Value cannot be empty at /States')],
    ['states that are a list', { StartAt: 'A', States: [PASS] }, schema('Expected value of type [OBJECT] at /States')],
    ['a start of another type', { StartAt: 1, States: { A: PASS } }, schema('Expected value of type [STRING] at /StartAt')],
    ['a field that is none', { StartAt: 'A', Coment: '', States: { A: PASS } }, schema("Field 'Coment' is not supported at /")],
    ['another version', { StartAt: 'A', Version: '2.0', States: { A: PASS } }, schema('Value should be one of the following: [1.0] at /Version')],
    ['a negative timeout', { StartAt: 'A', TimeoutSeconds: -1, States: { A: PASS } }, schema('Minimum value is 0 at /TimeoutSeconds')],
    ['a misspelt language', { StartAt: 'A', QueryLanguage: 'jsonata', States: { A: PASS } },
      schema('Value should be one of the following: [JSONPath, JSONata] at /QueryLanguage')],
  ])('fails for a machine with %s', (_, definition, expected) => {
    expect(refusal(definition)).toEqual(expected);
  });

  test.each(['__proto__', 'constructor', 'hasOwnProperty'])('takes %s for the field that it is: not supported', name => {
    const definition = `{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true, "${name}": {}}}, "${name}": {"StartAt": "B"}}`;
    expect(refusal(definition)).toEqual(schema(`Field '${name}' is not supported at /`, `Field '${name}' is not supported at /States/A`));
  });

  test.each(['__proto__', 'constructor'])('takes %s for a state name like any other', name => {
    const definition = `{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "${name}"}, "${name}": {"Type": "Succeed"}}}`;
    expect(refusal(definition)).toEqual([]);
    expect(refusal(definition.replace(`, "${name}": {"Type": "Succeed"}`, ''))).toContain(
      `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${name} at /States/A/Next`);
  });
});
