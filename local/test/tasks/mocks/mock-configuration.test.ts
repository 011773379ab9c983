import fc from 'fast-check';
import { readMockConfiguration } from '../../../src/tasks/mocks/mock-configuration';
import { TemplateLoadError } from '../../../src/template';

const RETURN = { Return: 1 };

/** A configuration with one state, whose mocked response has these outcomes. */
function withOutcomes(outcomes: unknown): object {
  return { StateMachines: { Machine: { TestCases: { Happy: { Call: 'Response' } } } }, MockedResponses: { Response: outcomes } };
}

test('gives the outcome of each attempt, by number and by range', () => {
  const configuration = readMockConfiguration(withOutcomes({
    '3': { Return: { a: 1 } },
    '0': { Throw: { Error: 'First' } },
    '1-2': { Throw: { Error: 'Later', Cause: 'busy' } },
  }), 'mocks.json');

  const response = configuration.get('Machine')!.get('Happy')!.get('Call')!;
  expect([0, 1, 2, 3, 4].map((attempt) => response.outcome(attempt))).toEqual([
    { error: 'First', cause: undefined }, { error: 'Later', cause: 'busy' }, { error: 'Later', cause: 'busy' }, { output: { a: 1 } }, undefined,
  ]);
});

test('takes gaps and responses without outcomes, as Step Functions Local does', () => {
  expect(() => readMockConfiguration(withOutcomes({ 5: RETURN }), 'f')).not.toThrow();
  expect(() => readMockConfiguration(withOutcomes({}), 'f')).not.toThrow();
});

test('takes names such as __proto__ for data', () => {
  const configuration = readMockConfiguration(JSON.parse(
    '{"StateMachines":{"__proto__":{"TestCases":{"constructor":{"toString":"__proto__"}}}},"MockedResponses":{"__proto__":{"0":{"Return":{"__proto__":1}}}}}',
  ), 'f');

  expect(configuration.get('__proto__')!.get('constructor')!.get('toString')!.outcome(0)).toEqual({ output: JSON.parse('{"__proto__":1}') });
  expect(({} as { TestCases?: unknown }).TestCases).toBeUndefined();
});

test.each<[unknown, string]>([
  [[], '$: expected an object with StateMachines, MockedResponses, got []'],
  [{ StateMachines: {}, MockedResponse: {} }, '$: MockedResponses is missing; $.MockedResponse: not known here; allowed: StateMachines, MockedResponses'],
  [{ StateMachines: [], MockedResponses: {} }, '$.StateMachines: expected an object, got []'],
  [{ StateMachines: { M: { TestCase: {} } }, MockedResponses: {} }, '$.StateMachines.M: TestCases is missing'],
  [{ StateMachines: { M: { TestCases: { Happy: 'x' } } }, MockedResponses: {} }, '$.StateMachines.M.TestCases.Happy: expected an object, got "x"'],
  [{ StateMachines: { M: { TestCases: { 'Happy path': { Call: 'Nowhere' } } } }, MockedResponses: { A: {} } },
    '$.StateMachines.M.TestCases["Happy path"].Call: expected the name of a mocked response (A), got "Nowhere"'],
  [{ StateMachines: { M: { TestCases: { T: { Call: 'toString' } } } }, MockedResponses: {} }, '(there are none), got "toString"'],
  [withOutcomes([]), '$.MockedResponses.Response: expected an object, got []'],
  [withOutcomes({ x: RETURN }), '$.MockedResponses.Response.x: an attempt is named "0", "1", ..., several attempts "1-2"'],
  [withOutcomes({ '2-1': RETURN }), '$.MockedResponses.Response["2-1"]: an attempt is named'],
  [withOutcomes({ '-1': RETURN }), '$.MockedResponses.Response["-1"]: an attempt is named'],
  [withOutcomes({ '0-2': RETURN, '2': RETURN }), '$.MockedResponses.Response: attempt 2 has two outcomes'],
  [withOutcomes({ 0: { Return: 1, Throw: { Error: 'x' } } }), '$.MockedResponses.Response["0"]: expected an object with exactly one of Return, Throw, got '],
  [withOutcomes({ 0: {} }), 'expected an object with exactly one of Return, Throw, got {}'],
  [withOutcomes({ 0: { Throw: {} } }), '$.MockedResponses.Response["0"].Throw: Error is missing'],
  [withOutcomes({ 0: { Throw: { Error: '' } } }), '$.MockedResponses.Response["0"].Throw.Error: expected an error name, got ""'],
  [withOutcomes({ 0: { Throw: { Error: 'x', Cause: 1, Extra: 2 } } }),
    '$.MockedResponses.Response["0"].Throw.Extra: not known here; allowed: Error, Cause; $.MockedResponses.Response["0"].Throw.Cause: expected a text, got 1'],
])('fails for %j, naming the path', (configuration, message) => {
  expect(() => readMockConfiguration(configuration, 'mocks.json')).toThrow(message);
  expect(() => readMockConfiguration(configuration, 'mocks.json')).toThrow(/^mock configuration mocks\.json: \$/);
});

test('reads any JSON, or says what is wrong with it', () => {
  const names = fc.constantFrom('StateMachines', 'MockedResponses', 'TestCases', 'Return', 'Throw', 'Error', '0', '1-2', 'a', '__proto__', 'constructor');
  const { value } = fc.letrec((tie) => ({ value: fc.oneof({ maxDepth: 6 }, fc.constantFrom(null, 1, 'a'), fc.dictionary(names, tie('value'))) }));
  fc.assert(fc.property(value, (configuration) => {
    try {
      readMockConfiguration(JSON.parse(JSON.stringify(configuration)), 'f');
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateLoadError);
    }
  }));
});
