import { hasInnerState, isDistributed, loneState, stateOf } from '../../src/states/tried-state';

const PASS = { Type: 'Pass', End: true };
const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Parallel',
        States: { Parallel: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: PASS } }, { StartAt: 'B', States: { B: PASS } }], End: true } },
      },
      End: true,
    },
  },
};

test('a state is found however deep it is, with what it is in and the language of the machine', () => {
  const found = stateOf(MACHINE, 'B');

  expect(found).toMatchObject({ name: 'B', fields: PASS, workflow: { StartAt: 'B', QueryLanguage: 'JSONata' } });
  expect(found?.outer.map(({ name }) => name)).toEqual(['Parallel', 'Map']);
  expect(found?.outer.map(isDistributed)).toEqual([false, true]);
  expect(stateOf(MACHINE, 'Map')?.outer).toEqual([]);
});

test.each(['C', 'constructor'])('no state %s is found', (name) => {
  expect(stateOf(MACHINE, name)).toBeUndefined();
});

test('the states inside another are those of its branches and iterations, however deep', () => {
  const { fields } = stateOf(MACHINE, 'Map')!;

  expect(['Parallel', 'A', 'B', 'Map'].map((name) => hasInnerState(fields, name))).toEqual([true, true, true, false]);
});

test('a state alone may lead anywhere, and what is inside it is in JSONPath', () => {
  expect(loneState({ Type: 'Pass', Next: 'Anywhere' })).toMatchObject({ name: 'StateName', outer: [], workflow: { StartAt: 'StateName' } });
  expect(() => loneState({ Type: 'Map', QueryLanguage: 'JSONata', End: true, ItemProcessor: { StartAt: 'A', States: { A: { ...PASS, InputPath: '$.a' } } } })).not.toThrow();
});

test.each([[{ Type: 'Pass' }], ['{'], ['[]'], [{ Type: 'Odd', End: true }]])('fails for the state %j', (definition) => {
  expect(() => loneState(definition)).toThrow('Invalid State Machine Definition');
});
