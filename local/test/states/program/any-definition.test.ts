import * as fc from 'fast-check';
import { DefinitionError } from '../../../src/states';
import { JsonObject, toJson } from '../../../src/states/json';
import { Program } from '../../../src/states/program/program';

const FIELDS = [
  'Next', 'End', 'InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'Arguments', 'Output', 'Assign', 'Result', 'ResultSelector', 'Seconds', 'SecondsPath',
  'Timestamp', 'Choices', 'Default', 'Branches', 'ItemProcessor', 'Iterator', 'ItemSelector', 'ItemBatcher', 'MaxConcurrency', 'Items', 'ItemsPath', 'Resource',
  'Retry', 'Catch', 'TimeoutSeconds', 'HeartbeatSecondsPath', 'Credentials', 'Error', 'CausePath', 'ToleratedFailureCount', '__proto__', 'constructor',
];

describe('definitions of any shape', () => {
  test('compile or fail with a DefinitionError, and pollute nothing', () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('$', '$.a', '{% 1 %}', '{% ( %}', 'States.UUID()', 'States.'));
    const fields = fc.dictionary(fc.constantFrom(...FIELDS, 'x.$'), value, { maxKeys: 6 });
    const type = fc.constantFrom('Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map');
    fc.assert(fc.property(type, fields, fc.constantFrom('JSONPath', 'JSONata'), (Type, members, QueryLanguage) => {
      const state = { ...toJson(members) as JsonObject, Type, QueryLanguage };
      try {
        new Program({ StartAt: 'A', States: { A: state } }, '');
      } catch (error) {
        expect(error).toBeInstanceOf(DefinitionError);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    }), { numRuns: 500 });
  });
});
