import { outputOf, play, playJsonata, successOf } from '../play';

const ENDS = { Yes: { Type: 'Pass', Parameters: { 'yes.$': '$' }, End: true }, No: { Type: 'Pass', Parameters: { 'no.$': '$' }, End: true } };

describe('Choice', () => {
  const choice = (fields: object): Record<string, object> => ({
    A: { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 1, Next: 'Yes', ...fields }], Default: 'No', ...fields },
    ...ENDS,
  });

  test('goes to the first rule that holds, else to the default', async () => {
    expect(await outputOf(choice({}), { a: 1 })).toEqual({ yes: { a: 1 } });
    expect(await outputOf(choice({}), { a: 2 })).toEqual({ no: { a: 2 } });
  });

  test('InputPath and OutputPath apply whichever way it goes', async () => {
    const states = { A: { ...choice({}).A, InputPath: '$.in', OutputPath: '$.out' }, ...ENDS };
    expect(await outputOf(states, { in: { a: 1, out: 'x' } })).toEqual({ yes: 'x' });
    expect(await outputOf(states, { in: { a: 2, out: 'x' } })).toEqual({ no: 'x' });
  });

  test('a rule assigns its own variables, the default those of the state', async () => {
    const states = {
      A: { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 1, Next: 'B', Assign: { v: 'rule' } }], Default: 'B', Assign: { 'v.$': '$.a' } },
      B: { Type: 'Pass', Parameters: { 'v.$': '$v' }, End: true },
    };
    expect(await outputOf(states, { a: 1 })).toEqual({ v: 'rule' });
    expect(await outputOf(states, { a: 2 })).toEqual({ v: 2 });
  });

  test('fails where no rule holds and there is no default', async () => {
    expect(await play({ A: { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 1, Next: 'Yes' }] }, Yes: ENDS.Yes }, { a: 2 })).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: "An error occurred while executing the state 'A' (entered at the event id #2). "
        + 'Failed to transition out of the state. The state does not point to a next state.',
    });
  });

  describe('in JSONata', () => {
    const states = (condition: unknown): Record<string, object> => ({
      A: {
        Type: 'Choice',
        Choices: [{ Condition: condition, Next: 'B', Output: 'rule', Assign: { v: '{% $states.input.a %}' } }],
        Default: 'B',
        Output: 'default',
      },
      B: { Type: 'Pass', Output: ['{% $states.input %}', "{% $exists($v) ? $v : 'none' %}"], End: true },
    });

    test('conditions are expressions or constants', async () => {
      expect(successOf(await playJsonata(states('{% $states.input.a = 1 %}'), { a: 1 }))).toEqual(['rule', 1]);
      expect(successOf(await playJsonata(states('{% $states.input.a = 1 %}'), { a: 2 }))).toEqual(['default', 'none']);
      expect(successOf(await playJsonata(states(true), { a: 3 }))).toEqual(['rule', 3]);
      expect(successOf(await playJsonata(states(false)))).toEqual(['default', 'none']);
    });

    test('fails for a condition that is not boolean', async () => {
      expect(await playJsonata(states('{% 1 %}'))).toMatchObject({
        error: 'States.QueryEvaluationError',
        cause: expect.stringContaining("'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number'") as string,
      });
    });
  });
});
