import { refusalOf, refusalOfJsonata, schema } from './refusal';

const TASK = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };
const retry = (...retriers: object[]): object => ({ ...TASK, Retry: retriers });
const catching = (...catchers: object[]): object => ({ ...TASK, Catch: catchers });

describe('Retry', () => {
  test('accepts what the service accepts', () => {
    expect(refusalOf(retry(
      { ErrorEquals: ['a', 'b'], IntervalSeconds: 0, MaxAttempts: 0, BackoffRate: 1, MaxDelaySeconds: 1, JitterStrategy: 'FULL', Comment: '' },
      { ErrorEquals: ['States.ALL'], BackoffRate: 1.5, JitterStrategy: 'NONE' },
    ))).toEqual([]);
    expect(refusalOf(retry())).toEqual([]);
  });

  test.each<[string, object[], string]>([
    ['without error names', [{ MaxAttempts: 1 }], 'These fields are required: [ErrorEquals] at /States/X/Retry[0]'],
    ['with an empty list of them', [{ ErrorEquals: [] }], 'Value cannot be empty at /States/X/Retry[0]/ErrorEquals'],
    ['with an error name that is none', [{ ErrorEquals: ['a', 1] }], 'Expected value of type [STRING] at /States/X/Retry[0]/ErrorEquals[1]'],
    ['with negative attempts', [{ ErrorEquals: ['a'], MaxAttempts: -1 }], 'Minimum value is 0 at /States/X/Retry[0]/MaxAttempts'],
    ['that gets faster', [{ ErrorEquals: ['a'], BackoffRate: 0.5 }], 'Minimum value is 1.0 at /States/X/Retry[0]/BackoffRate'],
    ['with a delay of nothing', [{ ErrorEquals: ['a'], MaxDelaySeconds: 0 }], 'Minimum value is 1 at /States/X/Retry[0]/MaxDelaySeconds'],
    ['with a delay of years', [{ ErrorEquals: ['a'], MaxDelaySeconds: 31622401 }], 'Maximum value is 31622400 at /States/X/Retry[0]/MaxDelaySeconds'],
    ['with another jitter', [{ ErrorEquals: ['a'], JitterStrategy: 'HALF' }], 'Value should be one of the following: [NONE, FULL] at /States/X/Retry[0]/JitterStrategy'],
    ['with a target', [{ ErrorEquals: ['a'], Next: 'X' }], "Field 'Next' is not supported at /States/X/Retry[0]"],
    ['with States.ALL among others', [{ ErrorEquals: ['a', 'States.ALL'] }], 'States.ALL must appear alone and at end of list at /States/X/Retry[0]/ErrorEquals'],
    ['with States.ALL first', [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['a'] }],
      'States.ALL must appear alone and at end of list at /States/X/Retry[0]/ErrorEquals'],
  ])('fails for a retrier %s', (_, retriers, expected) => {
    expect(refusalOf(retry(...retriers))).toEqual(schema(expected));
  });

  test('fails for a retrier outside of a list', () => {
    expect(refusalOf({ ...TASK, Retry: { ErrorEquals: ['a'] } })).toEqual(schema('Expected value of type [ARRAY] at /States/X/Retry'));
  });
});

describe('Catch', () => {
  test('accepts what the service accepts', () => {
    expect(refusalOf(catching({ ErrorEquals: ['a'], Next: 'Y', ResultPath: null, Assign: { 'a.$': '$.Cause' } }, { ErrorEquals: ['States.ALL'], Next: 'Y', ResultPath: '$.e' })))
      .toEqual([]);
    expect(refusalOfJsonata(catching({ ErrorEquals: ['States.ALL'], Next: 'Y', Output: '{% $states.errorOutput.Cause %}', Assign: { e: '{% $states.errorOutput %}' } })))
      .toEqual([]);
  });

  test.each<[string, object, string]>([
    ['without a target', { ErrorEquals: ['a'] }, 'These fields are required: [Next] at /States/X/Catch[0]'],
    ['without anything', {}, 'These fields are required: [ErrorEquals, Next] at /States/X/Catch[0]'],
    ['with a result nowhere', { ErrorEquals: ['a'], Next: 'X', ResultPath: '$..a' },
      'Value is not a Reference Path: it must lead to one value, without wildcards, filters, slices and functions at /States/X/Catch[0]/ResultPath'],
    ['with an output', { ErrorEquals: ['a'], Next: 'X', Output: 1 },
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/X/Catch[0]"],
  ])('fails for a catcher %s', (_, catcher, expected) => {
    expect(refusalOf(catching(catcher))).toEqual(schema(expected));
  });
});
