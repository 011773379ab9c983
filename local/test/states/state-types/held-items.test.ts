import { testState } from '../../../src';
import { HeldItems, MOST_BYTES } from '../../../src/states/state-types/held-items';

// With the memory of this process it would take seconds.
jest.mock('node:v8', () => ({ ...jest.requireActual<object>('node:v8'), getHeapStatistics: () => ({ heap_size_limit: 40_000_000 }) }));

test('counts what is new, and what is shared once', () => {
  const shared = { text: 'x'.repeat(50) };
  const held = new HeldItems(500);

  held.add({ shared });
  held.add({ shared });
  held.add([shared, shared]);

  expect(() => held.add({ text: 'y'.repeat(150) })).toThrow("The local run holds no more than 500 bytes of a Map state's items");
});

test.each([['INLINE', {}], ['DISTRIBUTED', { ExecutionType: 'STANDARD' }]])('a selector that makes too much fails a state of the mode %s', async (Mode, config) => {
  const definition = {
    Type: 'Map',
    QueryLanguage: 'JSONata',
    Items: `{% [1..${Math.ceil(MOST_BYTES / 250_000)}] %}`,
    ItemSelector: { text: "{% $pad('', 250000) & $states.context.Map.Item.Index %}" },
    ItemProcessor: { ProcessorConfig: { Mode, ...config }, StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } },
    End: true,
  };

  expect(await testState({ definition, mock: { errorOutput: { error: 'Late' } } })).toMatchObject({
    status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining('The local run holds no more than') as string,
  });
});
