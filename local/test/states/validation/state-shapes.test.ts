import { refusalOf, refusalOfJsonata, schema } from './refusal';

type Case = [string, object, string[]];

const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const TASK = { Type: 'Task', Resource: LAMBDA, End: true };
const PASS = { Type: 'Pass', End: true };
const onlyFor = (language: string, field: string, other: string): string =>
  `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage at /States/X`;

describe('states', () => {
  test.each<[string, object]>([
    ['Task', { ...TASK, InputPath: null, OutputPath: '$$.Execution', ResultPath: '$.a[0].b', TimeoutSecondsPath: '$limit', HeartbeatSeconds: 3, Comment: 1 }],
    ['Task with a timeout', { ...TASK, TimeoutSeconds: 2, HeartbeatSeconds: 1, ResultSelector: { 'a.$': '$.b' }, End: true }],
    ['Wait', { Type: 'Wait', Timestamp: '2030-01-01T00:00:00.5+01:00', End: true }],
    ['Pass', { ...PASS, Result: { 'not.$': 'evaluated' }, ResultPath: '$', Parameters: 'text' }],
    ['Pass that says it does not end', { Type: 'Pass', Next: 'Y', End: false }],
    ['Succeed', { Type: 'Succeed', InputPath: '$.a' }],
    ['Fail', { Type: 'Fail', ErrorPath: '$.error', CausePath: "States.Format('{}', $.cause)" }],
    ['Fail without a reason', { Type: 'Fail' }],
    ['Choice without a default', { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'Y' }] }],
  ])('accepts a %s', (_, state) => {
    expect(refusalOf(state)).toEqual([]);
  });

  test.each<[string, object]>([
    ['Task', { ...TASK, Arguments: '{% $states.input %}', TimeoutSeconds: '{% $limit %}', HeartbeatSeconds: 3, Output: null }],
    ['Wait', { Type: 'Wait', Seconds: '{% 1 %}', Output: [1, '{% 2 %}'], End: true }],
    ['Wait for a time', { Type: 'Wait', Timestamp: '{% $now() %}', End: true }],
    ['Succeed', { Type: 'Succeed', Output: '{% 1 %}' }],
    ['Fail', { Type: 'Fail', Error: '{% $states.input.error %}', Cause: 'plain' }],
  ])('accepts a JSONata %s', (_, state) => {
    expect(refusalOfJsonata(state)).toEqual([]);
  });

  test.each<Case>([
    ['no resource', { Type: 'Task', End: true }, ['These fields are required: [Resource] at /States/X']],
    ['no way out', { Type: 'Task', Resource: LAMBDA }, ['This object should have only one of the following fields: [Next, End] at /States/X']],
    ['two ways out', { ...PASS, Next: 'Y' }, ['There should only be one of the following fields: [Next, End] at /States/X']],
    ['an end in quotes', { Type: 'Pass', Next: 'Y', End: 'true' }, ['Expected value of type [BOOLEAN] at /States/X/End']],
    ['a timeout of no time', { ...TASK, TimeoutSeconds: 0 }, ['Minimum value is 1 at /States/X/TimeoutSeconds']],
    ['a broken timeout', { ...TASK, TimeoutSeconds: 1.5 }, ['Expected value of type Integer at /States/X/TimeoutSeconds']],
    ['two timeouts', { ...TASK, TimeoutSeconds: 1, TimeoutSecondsPath: '$.a' },
      ['There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath] at /States/X']],
    ['two heartbeats', { ...TASK, HeartbeatSeconds: 1, HeartbeatSecondsPath: '$.a' },
      ['There should only be one of the following fields: [HeartbeatSeconds, HeartbeatSecondsPath] at /States/X']],
    ['a heartbeat after the timeout', { ...TASK, HeartbeatSeconds: 5, TimeoutSeconds: 5 },
      ["The value of 'HeartbeatSeconds' must be smaller than the value of 'TimeoutSeconds' at /States/X/HeartbeatSeconds"]],
    ['no time to wait for', { Type: 'Wait', End: true },
      ['This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/X']],
    ['two times to wait for', { Type: 'Wait', Seconds: 1, TimestampPath: '$.a', End: true },
      ['There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/X']],
    ['a wait in quotes', { Type: 'Wait', Seconds: '1', End: true }, ['Expected value of type Integer at /States/X/Seconds']],
    ['a wait without end', { Type: 'Wait', Seconds: 1e15, End: true }, ['Maximum value is 99999999 at /States/X/Seconds']],
    ['a local time', { Type: 'Wait', Timestamp: '2030-01-01T00:00:00', End: true }, ['String does not match RFC3339 timestamp at /States/X/Timestamp']],
    ['a time without seconds', { Type: 'Wait', Timestamp: '2030-01-01T00:00Z', End: true }, ['String does not match RFC3339 timestamp at /States/X/Timestamp']],
    ['a day that is none', { Type: 'Wait', Timestamp: '2030-02-30T00:00:00Z', End: true }, ['String does not match RFC3339 timestamp at /States/X/Timestamp']],
    ['two errors', { Type: 'Fail', Error: 'a', ErrorPath: '$.a', Cause: 'b', CausePath: '$.b' }, [
      'There should only be one of the following fields: [Error, ErrorPath] at /States/X',
      'There should only be one of the following fields: [Cause, CausePath] at /States/X',
    ]],
    ['no choices', { Type: 'Choice', Default: 'Y' }, ['These fields are required: [Choices] at /States/X']],
    ['an empty list of choices', { Type: 'Choice', Choices: [], Default: 'Y' }, ['Value cannot be empty at /States/X/Choices']],
    ['no branches', { Type: 'Parallel', End: true }, ['These fields are required: [Branches] at /States/X']],
    ['an empty list of branches', { Type: 'Parallel', Branches: [], End: true }, ['Value cannot be empty at /States/X/Branches']],
    ['branches that are none', { Type: 'Parallel', Branches: {}, End: true }, ['Expected value of type [ARRAY] at /States/X/Branches']],
    ['an empty branch', { Type: 'Parallel', Branches: [{}], End: true }, ['These fields are required: [States, StartAt] at /States/X/Branches[0]']],
    ['a field of another type', { ...PASS, TimeoutSeconds: 5 }, ["Field 'TimeoutSeconds' is not supported at /States/X"]],
    ['a comment under another name', { ...PASS, _comment: '' }, ["Field '_comment' is not supported at /States/X"]],
    ['a field in another case', { ...PASS, outputPath: '$' }, ["Field 'outputPath' is not supported at /States/X"]],
    ['an assignment where it ends', { Type: 'Succeed', Assign: { a: 1 } }, ["Field 'Assign' is not supported at /States/X"]],
    ['fields of the other language', { ...TASK, Arguments: {}, Output: {} }, [onlyFor('JSONPath', 'Arguments', 'JSONata'), onlyFor('JSONPath', 'Output', 'JSONata')]],
  ])('fails for a state with %s', (_, state, expected) => {
    expect(refusalOf(state)).toEqual(schema(...expected));
  });

  test.each<Case>([
    ['fields of the other language', { ...PASS, Parameters: {}, ResultPath: null }, [onlyFor('JSONata', 'Parameters', 'JSONPath'), onlyFor('JSONata', 'ResultPath', 'JSONPath')]],
    ['a path of the other language as the only time', { Type: 'Wait', SecondsPath: '$.a', End: true }, [onlyFor('JSONata', 'SecondsPath', 'JSONPath')]],
    ['a wait in quotes', { Type: 'Wait', Seconds: '1', End: true }, ['Expected value of type Integer at /States/X/Seconds']],
    ['a time that is none', { Type: 'Wait', Timestamp: 'tomorrow', End: true }, ['String does not match RFC3339 timestamp at /States/X/Timestamp']],
  ])('fails for a JSONata state with %s', (_, state, expected) => {
    expect(refusalOfJsonata(state)).toEqual(schema(...expected));
  });

  test.each(['Pass', 'Wait', 'Choice', 'Succeed', 'Fail'])('fails for a %s state with Retry and Catch', (type) => {
    expect(refusalOf({ Type: type, Retry: [], Catch: [] })).toEqual(expect.arrayContaining(
      schema("Field 'Retry' is not supported at /States/X", "Field 'Catch' is not supported at /States/X")));
  });
});
