import * as fc from 'fast-check';
import { ManualClock } from '../../../src';
import { Guard } from '../../../src/guard';
import { NO_LOG } from '../../../src/log-entry';
import { StepFunctionsApi } from '../../../src/step-functions/api';
import { StepFunctions } from '../../../src/step-functions/step-functions';
import { TEST_STATE_MEMBERS } from '../../../src/step-functions/test-state/request';

const PROCESSOR = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } };
const STATES = [
  { Type: 'Pass', Parameters: { 'a.$': '$.a' }, End: true },
  { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution', Parameters: { StateMachineArn: 'arn' }, Retry: [{ ErrorEquals: ['States.ALL'] }], End: true },
  { Type: 'Map', ItemProcessor: { ...PROCESSOR, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }, End: true },
  { Type: 'Parallel', QueryLanguage: 'JSONata', Branches: [PROCESSOR], Output: '{% $states.result[0].a %}', End: true },
  { Type: 'Fail' },
];

const json = fc.oneof(fc.json({ maxDepth: 2 }), fc.constantFrom('[]', '[1]', '{}', '', '{', 'null'));
const value = fc.oneof(json, fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom('STRICT', 'NONE', 'DEBUG', 'Inner'));
const structure = (name: 'mock' | 'stateConfiguration'): fc.Arbitrary<object> => {
  const members = Object.keys(TEST_STATE_MEMBERS[name].members);
  return fc.dictionary(fc.constantFrom(...members), fc.oneof(value, fc.record({ error: value, cause: value })));
};
const request = fc.record({
  definition: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...STATES).map((state) => JSON.stringify(state)) }, value),
  input: value,
  variables: value,
  context: value,
  stateName: value,
  inspectionLevel: value,
  revealSecrets: value,
  roleArn: value,
  mock: fc.oneof(structure('mock'), value),
  stateConfiguration: fc.oneof(structure('stateConfiguration'), value),
}, { requiredKeys: [] });

test('whatever is asked, there is an answer or one of the errors of the API', async () => {
  const service = new StepFunctions({ timeScale: 1, clock: new ManualClock(), guard: new Guard(NO_LOG), log: NO_LOG });
  const api = new StepFunctionsApi(service);

  await fc.assert(fc.asyncProperty(request, async (asked) => {
    const { status, body } = await api.perform('TestState', JSON.stringify(asked));
    const answer = JSON.parse(body) as { status?: string; __type?: string };
    expect(status === 200 ? answer.status : answer.__type)
      .toMatch(/^(SUCCEEDED|FAILED|RETRIABLE|CAUGHT_ERROR|.*#(ValidationException|InvalidDefinition|InvalidExecutionInput|SerializationException))$/);
  }), { numRuns: 500 });
});
