import { refusal, refusalOf } from './refusal';

const missing = (target: string, path: string): string => `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${target} at ${path}`;
const unreachable = (name: string, path = '/States'): string => `MISSING_TRANSITION_TARGET: State "${name}" is not reachable. at ${path}/${name}`;
const NO_END = 'MISSING_END_STATE: Workflow has no terminal state at null';

const refusalOfStates = (states: object): string[] => refusal({ StartAt: 'A', States: states });
const END = { Type: 'Pass', End: true };
const to = (name: string): object => ({ Type: 'Pass', Next: name });

describe('transitions', () => {
  test('fails where a target is missing, whatever names it', () => {
    const resource = 'arn:aws:states:::lambda:invoke';
    expect(refusalOfStates({
      A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }, { Variable: '$.b', IsNull: true, Next: 'Gone1' }], Default: 'Gone2' },
      B: { Type: 'Task', Resource: resource, Next: 'Gone3', Catch: [{ ErrorEquals: ['x'], Next: 'C' }, { ErrorEquals: ['States.ALL'], Next: 'Gone4' }] },
      C: END,
    })).toEqual([
      missing('Gone1', '/States/A/Choices[1]/Next'),
      missing('Gone2', '/States/A/Default'),
      missing('Gone3', '/States/B/Next'),
      missing('Gone4', '/States/B/Catch[1]/Next'),
    ]);
  });

  test('fails where the start is missing', () => {
    expect(refusal({ StartAt: 'Gone', States: { A: to('B'), B: END } })).toEqual([missing('Gone', '/StartAt'), unreachable('A')]);
  });

  test('fails for a state that nothing leads to', () => {
    expect(refusalOfStates({ A: END, B: to('C'), C: to('A') })).toEqual([unreachable('B')]);
  });

  test('accepts a loop aside: its states lead to each other, as the service sees it', () => {
    expect(refusalOfStates({ A: END, B: to('C'), C: to('B') })).toEqual([]);
  });

  test('fails for a machine without an end, and then says nothing of unreachable states', () => {
    expect(refusalOfStates({ A: to('B'), B: to('A'), C: to('A') })).toEqual([NO_END]);
    expect(refusalOfStates({ A: to('Gone') })).toEqual([missing('Gone', '/States/A/Next'), NO_END]);
  });

  test('an end that nothing leads to is unreachable, not missing', () => {
    expect(refusalOfStates({ A: to('B'), B: to('A'), C: END })).toEqual([unreachable('C')]);
  });

  test('says nothing of unreachable states behind a state that has no way out yet', () => {
    expect(refusalOfStates({ A: { Type: 'Pass' }, B: END })).toEqual([
      'SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [Next, End] at /States/A',
    ]);
  });

  describe('in a branch or an item processor', () => {
    const processor = (states: object): object => ({ Type: 'Map', End: true, ItemProcessor: { StartAt: 'A', States: states } });

    test('fails for a transition out of it', () => {
      expect(refusalOf({ Type: 'Parallel', Next: 'Y', Branches: [{ StartAt: 'A', States: { A: to('Y') } }] }))
        .toEqual([missing('Y', '/States/X/Branches[0]/States/A/Next')]);
    });

    test('fails for an unreachable state', () => {
      expect(refusalOf(processor({ A: END, B: END }))).toEqual([unreachable('B', '/States/X/ItemProcessor/States')]);
    });

    test('accepts an endless loop: only the machine needs an end', () => {
      expect(refusalOf(processor({ A: to('B'), B: to('A') }))).toEqual([]);
    });
  });
});

test('fails for a type that is an object with members of its own, such as toString', () => {
  const found = refusal({ StartAt: 'A', States: { A: { Type: { toString: false } }, B: { Type: 'Succeed' } } });
  expect(found).toContainEqual(expect.stringContaining('/States/A'));
});
