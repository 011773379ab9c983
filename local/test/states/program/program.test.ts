import { DefinitionError, StateMachine } from '../../../src/states';
import { JsonObject } from '../../../src/states/json';
import { Program } from '../../../src/states/program/program';

const ONE_STATE = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };

describe('programs', () => {
  test('start at their first state and find the others by name', () => {
    const program = new Program({ StartAt: 'B', States: { A: { Type: 'Succeed' }, B: { Type: 'Pass', Next: 'A' } } }, '');
    expect(program.start).toMatchObject({ name: 'B', type: 'Pass' });
    expect(program.state('A')).toMatchObject({ name: 'A', type: 'Succeed' });
    expect(() => program.state('C')).toThrow("Missing 'Next' target: C");
    expect(() => program.state('constructor')).toThrow("Missing 'Next' target: constructor");
  });

  test.each<[string, JsonObject, string]>([
    ['no states', { StartAt: 'A' }, "The field 'States' is required and must be an object at /"],
    ['no start', { ...ONE_STATE, StartAt: 'B' }, "Missing 'StartAt' target: B at /StartAt"],
    ['a state that is none', { StartAt: 'A', States: { A: 1 } }, 'A state must be an object at /States/A'],
    ['no such type', { StartAt: 'A', States: { A: { Type: 'Nope' } } }, 'at /States/A/Type'],
    ['an inherited name for a type', { StartAt: 'A', States: { A: { Type: 'constructor' } } }, 'at /States/A/Type'],
    ['no such language', { ...ONE_STATE, QueryLanguage: 'SQL' }, 'at /QueryLanguage'],
    ['no processor', { StartAt: 'A', States: { A: { Type: 'Map', End: true } } }, 'at /States/A/Iterator'],
    ['a bad path', { StartAt: 'A', States: { A: { Type: 'Pass', InputPath: 'x' } } }, 'at /States/A'],
    ['a bad inner state', { StartAt: 'A', States: { A: { Type: 'Parallel', Branches: [{ StartAt: 'X', States: { X: {} } }] } } }, 'at /States/A/Branches[0]/States/X/Type'],
  ])('fails to compile %s', (_, definition, problem) => {
    const compile = (): unknown => new Program(definition, '');
    expect(compile).toThrow(DefinitionError);
    expect(compile).toThrow(problem);
    expect(compile).toThrow("Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ");
  });

  test('the definition may be text', async () => {
    const machine = new StateMachine(JSON.stringify(ONE_STATE));
    expect(await machine.execute([1])).toEqual({ status: 'SUCCEEDED', output: [1] });
  });

  test('inner states have the language of the machine', async () => {
    const machine = new StateMachine({
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: { A: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass', Output: '{% 1 %}', End: true } } }] } },
    });
    expect(await machine.execute({})).toEqual({ status: 'SUCCEEDED', output: [1] });
  });
});
