import { StateMachine } from '../../../src/states';
import { Program } from '../../../src/states/program/program';
import { validateDefinition } from '../../../src/states/validation';

const ONE_STATE = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };

describe('programs', () => {
  test('start at their first state and find the others by name', () => {
    const program = Program.of(validateDefinition({ StartAt: 'B', States: { A: { Type: 'Succeed' }, B: { Type: 'Pass', Next: 'A' } } }));
    expect(program.start).toMatchObject({ name: 'B', type: 'Pass' });
    expect(program.state('A')).toMatchObject({ name: 'A', type: 'Succeed' });
  });

  test.each(['__proto__', 'constructor', 'toString'])('take %s for a name like any other', async (name) => {
    const definition = (type: string): string => `{"StartAt": "${name}", "States": {
      "${name}": {"Type": "Choice", "Choices": [{"Variable": "$.${name}", "IsPresent": true, "Next": "Found"}], "Default": "Absent"},
      "Found": {"Type": "${type}", "End": true, "Result": {"${name}": 1}}, "Absent": {"Type": "Succeed"}}}`;
    const machine = new StateMachine(definition('Pass'));
    expect(await machine.execute({})).toEqual({ status: 'SUCCEEDED', output: {} });
    const { output } = await machine.execute(JSON.parse(`{"${name}": null}`)) as { output: object };
    expect(Object.keys(output)).toEqual([name]);
    expect(() => new StateMachine(definition(name))).toThrow("The field 'Type' should have one of these values");
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
