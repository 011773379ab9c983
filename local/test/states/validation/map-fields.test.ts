import { machineWith, refusal, refusalOf, refusalOfJsonata, schema } from './refusal';

const workflow = (fields: object = {}, state: object = { Type: 'Pass', End: true }): object => ({ StartAt: 'A', States: { A: state }, ...fields });
const map = (fields: object): object => ({ Type: 'Map', End: true, ItemProcessor: workflow(), ...fields });
const DISTRIBUTED = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

describe('Map states', () => {
  test.each<[string, object]>([
    ['inline', map({ ItemProcessor: workflow({ ProcessorConfig: { Mode: 'INLINE' } }), ItemsPath: '$$.Execution.Input.items', MaxConcurrency: 0 })],
    ['old', { Type: 'Map', End: true, Iterator: workflow(), Parameters: { 'a.$': '$$.Map.Item.Value' } }],
    ['distributed', map({
      ItemProcessor: workflow({ ProcessorConfig: DISTRIBUTED }),
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { 'a.$': '$.a' } },
      ToleratedFailurePercentage: 12.5,
      ToleratedFailureCountPath: '$.n',
      MaxConcurrencyPath: '$limit',
      Label: 'x'.repeat(40),
    })],
  ])('accepts an %s one', (_, state) => {
    expect(refusalOf(state)).toEqual([]);
  });

  test('accepts JSONata', () => {
    expect(refusalOfJsonata(map({ Items: '{% $states.input.items %}', MaxConcurrency: '{% 2 %}', ToleratedFailurePercentage: '{% 5 %}', ItemSelector: { a: '{% $x %}' } })))
      .toEqual([]);
    expect(refusalOfJsonata(map({ Items: [1, '{% 2 %}'] }))).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['no states to run', { Type: 'Map', End: true }, ['This object should have only one of the following fields: [ItemProcessor, Iterator] at /States/X']],
    ['two sets of states', map({ Iterator: { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } } }),
      ['There should only be one of the following fields: [ItemProcessor, Iterator] at /States/X']],
    ['an empty processor', map({ ItemProcessor: {} }), ['These fields are required: [States, StartAt] at /States/X/ItemProcessor']],
    ['a language of the processor', map({ ItemProcessor: workflow({ QueryLanguage: 'JSONata' }) }), ["Field 'QueryLanguage' is not supported at /States/X/ItemProcessor"]],
    ['an unknown mode', map({ ItemProcessor: workflow({ ProcessorConfig: { Mode: 'ELSEWHERE' } }) }),
      ['Value should be one of the following: [INLINE, DISTRIBUTED] at /States/X/ItemProcessor/ProcessorConfig/Mode']],
    ['no type of execution', map({ ItemProcessor: workflow({ ProcessorConfig: { Mode: 'DISTRIBUTED' } }) }),
      ['These fields are required: [ExecutionType] at /States/X/ItemProcessor/ProcessorConfig']],
    ['a type of execution without executions', map({ ItemProcessor: workflow({ ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'STANDARD' } }) }),
      ["Field 'ExecutionType' is not supported at /States/X/ItemProcessor/ProcessorConfig"]],
    ['negative concurrency', map({ MaxConcurrency: -1 }), ['Minimum value is 0 at /States/X/MaxConcurrency']],
    ['concurrency twice', map({ MaxConcurrency: 1, MaxConcurrencyPath: '$.n' }),
      ['There should only be one of the following fields: [MaxConcurrency, MaxConcurrencyPath] at /States/X']],
    ['concurrency from the context object', map({ MaxConcurrencyPath: '$$.Execution.Input.n' }),
      ['Value is not a Reference Path: the context object cannot be used here at /States/X/MaxConcurrencyPath']],
    ['more than all failures tolerated', map({ ToleratedFailurePercentage: 101 }), ['Maximum value is 100.0 at /States/X/ToleratedFailurePercentage']],
    ['less than no failures tolerated', map({ ToleratedFailurePercentage: -1 }), ['Minimum value is 0.0 at /States/X/ToleratedFailurePercentage']],
    ['items from many places', map({ ItemsPath: '$..items' }),
      ['Value is not a Reference Path: it must lead to one value, without wildcards, filters, slices and functions at /States/X/ItemsPath']],
    ['two sizes of a batch', map({ ItemBatcher: { MaxItemsPerBatch: 1, MaxItemsPerBatchPath: '$.n' } }),
      ['There should only be one of the following fields: [MaxItemsPerBatch, MaxItemsPerBatchPath] at /States/X/ItemBatcher']],
  ])('fails for one with %s', (_, state, expected) => {
    expect(refusalOf(state)).toEqual(schema(...expected));
  });

  test('fails for a label that is too long, or there twice', () => {
    const long = 'x'.repeat(41);
    expect(refusalOf(map({ Label: long }))).toEqual([
      `INVALID_LABEL_NAME: The label name '${long}' exceeds the 40-character limit allowed by the service at /States/X/Label`,
    ]);
    expect(refusalOf(map({ Label: 'l', ItemProcessor: workflow({}, { Type: 'Map', End: true, Label: 'l', ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } } }) })))
      .toEqual(['DUPLICATE_LABEL_NAME: Duplicate Label name: l at /States/X/Label']);
  });

  test.each(['a b', 'a?', '{a}', 'a:b', 'a\\b', 'a`', 'a\u0007'])('fails for the label %j, whose characters are not all allowed', (label) => {
    expect(refusalOf(map({ Label: label }))).toEqual([expect.stringMatching(/^INVALID_LABEL_NAME: .* at \/States\/X\/Label$/)]);
  });

  test.each(['Orders_1-a.b', 'Größe', 'a/b'])('accepts the label %j', (label) => {
    expect(refusalOf(map({ Label: label }))).toEqual([]);
  });

  describe('in Express', () => {
    const CALLBACK = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Parameters: { QueueUrl: 'q', MessageBody: 'm' }, End: true };
    const NO_CALLBACK = "Express state machine does not support '.waitForTaskToken' service integration  at /States/X/ItemProcessor/States/A/Resource";

    test('fails for a distributed one', () => {
      expect(refusal(machineWith(map({ ItemProcessor: workflow({ ProcessorConfig: DISTRIBUTED }) })), 'EXPRESS')).toEqual(schema(
        "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines at /States/X/ItemProcessor/ProcessorConfig/Mode",
      ));
    });

    test('fails for a callback in an inline one, and in Express children of a Standard machine', () => {
      const express = map({ ItemProcessor: workflow({ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } }, CALLBACK) });
      expect(refusal(machineWith(map({ ItemProcessor: workflow({}, CALLBACK) })), 'EXPRESS')).toEqual(schema(NO_CALLBACK));
      expect(refusal(machineWith(express), 'STANDARD')).toEqual(schema(NO_CALLBACK));
    });

    test('accepts a callback in Standard children', () => {
      expect(refusal(machineWith(map({ ItemProcessor: workflow({ ProcessorConfig: DISTRIBUTED }, CALLBACK) })), 'STANDARD')).toEqual([]);
    });
  });
});
