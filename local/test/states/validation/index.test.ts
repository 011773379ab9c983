import * as fc from 'fast-check';
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
    expect(validate).toThrow(new Error('Invalid State Machine Definition: \'MISSING_TRANSITION_TARGET: Missing \'Next\' target: B at /States/A/Next, '
      + 'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C\''));
  });

  test('fails with a stack that shows every finding as well, as a console prints it', () => {
    expect(() => validateDefinition({})).toThrow(expect.objectContaining({
      stack: expect.stringMatching(/^DefinitionError: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: /),
    }));
  });

  test.each(['null', '[]', '1', '""', '', ' \n'])('fails for %j, which is no object', (definition) => {
    expect(refusal(definition)).toEqual(schema('Definition must be a valid JSON object at null'));
  });

  test("fails for a text that is not JSON in Jackson's words, with the source for a place", () => {
    const source = '[Source: (String)"not a definition"; line: 1, column: 4]';
    expect(refusal('not a definition')).toEqual([
      "INVALID_JSON_DESCRIPTION: Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n"
      + ` at ${source} at ${source}`,
    ]);
  });

  test('fails for two states of one name', () => {
    expect(refusal('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true},"A":{"Type":"Fail"}}}'))
      .toEqual([expect.stringMatching(/^INVALID_JSON_DESCRIPTION: Duplicate field 'A'\n/)]);
  });

  test('fails for a text that is too long, and for what is nested too deeply', () => {
    const payload = (depth: number): string => `{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Parameters":${'['.repeat(depth)}${']'.repeat(depth)}}}}`;
    expect(refusal(' '.repeat(1_048_577))).toEqual(schema('Member must have length less than or equal to 1048576 at null'));
    expect(refusal(payload(997))).toEqual([]);
    expect(refusal(payload(998))).toEqual(['INVALID_JSON_DESCRIPTION: Document nesting depth (1001) exceeds the maximum allowed (1000) at null']);
    expect(refusal(payload(400_000))).toHaveLength(1);
  });

  test('tells a hundred findings, and counts the rest', () => {
    const states = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`S${index}`, { Type: 'None' }]));
    const told = /at \/States\/S\d+\/Type/g;
    let message = '';
    try {
      validateDefinition({ StartAt: 'S0', States: states });
    } catch (error) {
      ({ message } = error as Error);
      expect((error as DefinitionError).findings).toHaveLength(150);
    }
    expect(message.match(told)).toHaveLength(100);
    expect(message).toMatch(/' and 50 more$/);
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
    ['a timeout that no state could have', { StartAt: 'A', TimeoutSeconds: 100_000_000, States: { A: PASS } },
      schema('Maximum value is 99999999 at /TimeoutSeconds')],
    ['a misspelt language', { StartAt: 'A', QueryLanguage: 'jsonata', States: { A: PASS } },
      schema('Value should be one of the following: [JSONPath, JSONata] at /QueryLanguage')],
  ])('fails for a machine with %s', (_, definition, expected) => {
    expect(refusal(definition)).toEqual(expected);
  });

  test.each(['__proto__', 'constructor', 'hasOwnProperty'])('takes %s for the field that it is: not supported', (name) => {
    const definition = `{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true, "${name}": {}}}, "${name}": {"StartAt": "B"}}`;
    expect(refusal(definition)).toEqual(schema(`Field '${name}' is not supported at /`, `Field '${name}' is not supported at /States/A`));
  });

  test.each(['__proto__', 'constructor'])('takes %s for a state name like any other', (name) => {
    const definition = `{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "${name}"}, "${name}": {"Type": "Succeed"}}}`;
    expect(refusal(definition)).toEqual([]);
    expect(refusal(definition.replace(`, "${name}": {"Type": "Succeed"}`, ''))).toContain(
      `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${name} at /States/A/Next`);
  });

  test('accepts any JSON or refuses it with findings, and pollutes nothing', () => {
    const word = fc.constantFrom('A', 'B', 'Pass', 'Map', 'Choice', 'Parallel', 'Task', 'Wait', 'JSONata', '$.a', '{% $a %}', 'arn:aws:states:::sqs:sendMessage', 'DISTRIBUTED');
    const key = fc.constantFrom('StartAt', 'States', 'Type', 'Next', 'End', 'Choices', 'Branches', 'ItemProcessor', 'ProcessorConfig', 'Mode', 'ItemReader',
      'ReaderConfig', 'Resource', 'Parameters', 'Retry', 'Catch', 'ErrorEquals', 'Assign', 'QueryLanguage', 'Variable', 'Label', 'A', 'B', '__proto__', 'constructor');
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ maxDepth: 6 },
        fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((members) => {
          const object: Record<string, unknown> = {};
          members.forEach(([name, member]) => Object.defineProperty(object, name, { value: member, enumerable: true, configurable: true }));
          return object;
        })),
    }));
    fc.assert(fc.property(value, value, fc.constantFrom('STANDARD' as const, 'EXPRESS' as const), (definition, state, type) => {
      for (const candidate of [definition, { StartAt: 'A', States: { A: state } }]) {
        expect(refusal(JSON.stringify(candidate), type)).toEqual(expect.any(Array));
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    }), { numRuns: 500 });
  });
});
