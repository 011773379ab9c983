import type { ExecutionRecord } from '../../src/step-functions/execution-store';
import type { Machine } from '../../src/step-functions/machine';
import type { MachineEntry } from '../../src/step-functions/machine-entry';
import { statusChangeEvent } from '../../src/step-functions/status-change-event';

const KIB = 1024;

function detailOf(input: string, end?: ExecutionRecord['end'], hasCustomerManagedKey = false): object {
  return statusChangeEvent({
    arn: 'arn:aws-cn:states:cn-north-1:111122223333:execution:Machine:name',
    name: 'name',
    number: 1,
    entry: {} as MachineEntry,
    machine: { arn: 'arn:aws-cn:states:cn-north-1:111122223333:stateMachine:Machine', hasCustomerManagedKey } as Machine,
    isNamed: false,
    input,
    startDate: new Date(1551225271984),
    redriveCount: 0,
    ...(end ? { stopDate: new Date(1551225275000), end } : {}),
  }).detail as object;
}

test('of a start has no end', () => {
  expect(detailOf('{}')).toEqual({
    executionArn: 'arn:aws-cn:states:cn-north-1:111122223333:execution:Machine:name',
    stateMachineArn: 'arn:aws-cn:states:cn-north-1:111122223333:stateMachine:Machine',
    name: 'name',
    status: 'RUNNING',
    startDate: 1551225271984,
    stopDate: null,
    input: '{}',
    inputDetails: { included: true },
    output: null,
    outputDetails: null,
    error: null,
    cause: null,
  });
});

test('of an end has dates in milliseconds, and the error', () => {
  expect(detailOf('{}', { status: 'FAILED', error: 'Oops', cause: 'why' })).toMatchObject({
    status: 'FAILED', stopDate: 1551225275000, output: null, outputDetails: null, error: 'Oops', cause: 'why',
  });
});

test.each<[string, number, number, boolean, boolean]>([
  ['keeps both when they fit together', 124, 123, true, true],
  ['leaves the input out when both do not fit', 124, 125, false, true],
  ['leaves the output out when it does not fit alone', 1, 249, true, false],
  ['leaves both out when neither fits', 249, 249, false, false],
])('%s', (_title, inputKib, outputKib, hasInput, hasOutput) => {
  const text = (kib: number): string => 'x'.repeat(kib * KIB);

  const detail = detailOf(JSON.stringify(text(inputKib)), { status: 'SUCCEEDED', output: JSON.stringify(text(outputKib)) });

  expect(detail).toMatchObject({
    input: hasInput ? expect.any(String) : null,
    inputDetails: { included: hasInput },
    output: hasOutput ? expect.any(String) : null,
    outputDetails: { included: hasOutput },
  });
});

describe('with a customer-managed key', () => {
  test('a start leaves the input out', () => {
    expect(detailOf('{}', undefined, true)).toMatchObject({
      status: 'RUNNING', input: null, inputDetails: { included: false }, output: null, outputDetails: null, error: null, cause: null,
    });
  });

  test('a success leaves the output out, too', () => {
    expect(detailOf('{}', { status: 'SUCCEEDED', output: '1' }, true)).toMatchObject({
      status: 'SUCCEEDED', input: null, inputDetails: { included: false }, output: null, outputDetails: { included: false },
    });
  });

  test('a failure leaves the error and its cause out, too', () => {
    expect(detailOf('{}', { status: 'FAILED', error: 'Oops', cause: 'why' }, true)).toMatchObject({
      status: 'FAILED', input: null, inputDetails: { included: false }, output: null, outputDetails: null, error: null, cause: null,
    });
  });
});

test('counts bytes with the escapes that the event needs', () => {
  const quotes = JSON.stringify('"'.repeat(70 * KIB));

  expect(detailOf(quotes)).toMatchObject({ input: null, inputDetails: { included: false } });
});
