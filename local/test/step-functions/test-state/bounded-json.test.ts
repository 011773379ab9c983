import { testState } from '../../../src';
import { boundedJson } from '../../../src/json';

const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);
const FUNCTION = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };

test('a text is read as deep as a thousand levels', () => {
  expect(boundedJson(`${'['.repeat(1000)}${']'.repeat(1000)}`)).toBeInstanceOf(Array);
  expect(boundedJson(`${'['.repeat(1001)}${']'.repeat(1001)}`)).toBeUndefined();
  expect(boundedJson('{')).toBeUndefined();
  expect(boundedJson('null')).toBeNull();
});

test.each([
  ['input', { definition: { Type: 'Succeed' }, input: DEEP }, 'InvalidExecutionInput', /nesting depth/],
  ['mock', { definition: FUNCTION, mock: { result: DEEP } }, 'ValidationException', /must be valid JSON/],
  ['variables', { definition: { Type: 'Succeed' }, variables: `{"a":${DEEP}}` }, 'ValidationException', /'variables' must be a JSON object/],
  ['context', { definition: FUNCTION, mock: { result: 1 }, context: `{"a":${DEEP}}` }, 'ValidationException', /'context' must be a JSON object/],
])('%s that is nested deeper is refused', async (_, input, name, message) => {
  await expect(testState(input)).rejects.toMatchObject({ name, message: expect.stringMatching(message) as string });
});
