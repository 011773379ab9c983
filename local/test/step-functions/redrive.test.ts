import type { Execution } from '../../src/states';
import type { ExecutionRecord } from '../../src/step-functions/execution-store';
import type { Machine } from '../../src/step-functions/machine';
import type { MachineEntry } from '../../src/step-functions/machine-entry';
import { notRedrivableReason, redriveOnce } from '../../src/step-functions/redrive';
import { ask, TestRun } from '../support';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';
const DAYS = 24 * 60 * 60 * 1000;
const NOW = 1_800_000_000_000;

/** An execution that has failed, with parts that differ. */
function failed(parts: Partial<ExecutionRecord> = {}, events = 3): ExecutionRecord {
  const ended = { now: () => new Date(NOW), history: { length: events } } as unknown as Execution;
  return {
    arn: 'arn',
    name: 'name',
    number: 1,
    entry: {} as MachineEntry,
    machine: {} as Machine,
    isNamed: false,
    input: '{}',
    redriveCount: 0,
    ended,
    startDate: new Date(NOW - DAYS),
    stopDate: new Date(NOW - DAYS),
    end: { status: 'FAILED' },
    ...parts,
  };
}

describe('an execution cannot be redriven', () => {
  test.each<[string, ExecutionRecord, string]>([
    ['runs', failed({ end: undefined }), 'Execution is RUNNING and cannot be redriven'],
    ['has succeeded', failed({ end: { status: 'SUCCEEDED' } }), 'Execution is SUCCEEDED and cannot be redriven'],
    ['has ended more than 14 days ago', failed({ stopDate: new Date(NOW - 14 * DAYS - 1) }), 'Execution redrivable period exceeded'],
    ['has events that are not kept any more', failed({ ended: undefined }), 'Execution redrivable period exceeded'],
    ['has 24,999 events', failed({}, 24_999), 'Execution history event limit exceeded'],
    ['has started more than a year ago', failed({ startDate: new Date(NOW - 365 * DAYS - 1) }), 'Execution has exceeded the max execution time'],
  ])('that %s', (_, record, reason) => {
    expect(notRedrivableReason(record)).toBe(reason);
    expect(() => redriveOnce(record, undefined, () => new Date())).toThrow(`ExecutionNotRedrivable: ${reason}`);
  });

  test('else it can', () => {
    const latest = { stopDate: new Date(NOW - 14 * DAYS), startDate: new Date(NOW - 365 * DAYS) };
    for (const status of ['FAILED', 'TIMED_OUT', 'ABORTED']) {
      expect(notRedrivableReason(failed({ ...latest, end: { status } }, 24_998))).toBeUndefined();
    }
  });
});

test("a client's token stands for its redrive for 15 minutes, whatever has become of it; without a token, and with another, it is asked for again", () => {
  let now = NOW;
  const running = { now: () => new Date(now) } as Execution;
  const record = failed();
  const redrive = jest.fn(() => {
    Object.assign(record, { running, ended: undefined, end: undefined });
    return new Date(now);
  });

  redriveOnce(record, 'once', redrive);
  now += 15 * 60 * 1000 - 1;

  expect(redriveOnce(record, 'once', redrive)).toEqual(new Date(NOW));
  for (const other of ['other', undefined]) {
    expect(() => redriveOnce(record, other, redrive)).toThrow('Execution is RUNNING and cannot be redriven');
  }
  now += 1;
  expect(() => redriveOnce(record, 'once', redrive)).toThrow('Execution is RUNNING and cannot be redriven');
  expect(redrive).toHaveBeenCalledTimes(1);
});

describe('RedriveExecution', () => {
  const FAIL = { StartAt: 'A', States: { A: { Type: 'Fail', Error: 'E' } } };

  async function service(definition: object): Promise<{ run: TestRun; call: (action: string, request: object) => Promise<Record<string, unknown>> }> {
    const actions = ['StartExecution', 'StopExecution', 'DescribeExecution', 'GetExecutionHistory', 'RedriveExecution'];
    const routes = Object.fromEntries(actions.map((action) => [action, { action, integration: { RequestTemplates: { $default: "$input.json('$.request')" } } }]));
    const run = await TestRun.start({ routes, definition });
    const client = await run.connect();
    return { run, call: (action, request) => ask(client, { action, request }) };
  }

  test('starts an execution that has failed again, which is told in its description, its history and the log', async () => {
    const { run, call } = await service(FAIL);
    const { executionArn } = await call('StartExecution', { stateMachineArn: MACHINE, name: 'one' });
    await run.logged('ExecutionEnded');
    expect(await call('DescribeExecution', { executionArn })).toMatchObject({ status: 'FAILED', redriveCount: 0, redriveStatus: 'REDRIVABLE' });

    expect(await call('RedriveExecution', { executionArn, clientToken: 'a' })).toEqual({ redriveDate: expect.any(Number) as number });
    await run.logged('ExecutionEnded', 2);

    const description = await call('DescribeExecution', { executionArn });
    expect(description).toMatchObject({ status: 'FAILED', redriveCount: 1, redriveDate: expect.any(Number) as number, redriveStatus: 'REDRIVABLE', error: 'E' });
    expect(await call('RedriveExecution', { executionArn, clientToken: 'a' })).toEqual({ redriveDate: description.redriveDate });
    const { events } = await call('GetExecutionHistory', { executionArn }) as { events: { type: string }[] };
    expect(events.map(({ type }) => type)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed', 'ExecutionRedriven', 'FailStateEntered', 'ExecutionFailed']);
    expect(events[3]).toMatchObject({ executionRedrivenEventDetails: { redriveCount: 1 } });
    expect(run.entries('ExecutionRedriven')).toEqual([{ type: 'ExecutionRedriven', executionArn }].map((entry) => expect.objectContaining(entry) as object));
  });

  test('is refused while the execution runs, for one that is none, for Express, and for a token that is too long', async () => {
    const { call } = await service({ StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 1_000_000, End: true } } });
    const { executionArn } = await call('StartExecution', { stateMachineArn: MACHINE });
    const error = (kind: string, message: string): object => ({ __type: `com.amazonaws.swf.service.v2.model#${kind}`, message });

    expect(await call('RedriveExecution', { executionArn })).toEqual(error('ExecutionNotRedrivable', 'Execution is RUNNING and cannot be redriven'));
    expect(await call('RedriveExecution', { executionArn: `${String(executionArn)}x` })).toMatchObject(error('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(executionArn)}x'`));
    expect(await call('RedriveExecution', { executionArn: 'arn:aws:states:us-east-1:123456789012:express:Machine:a:b' }))
      .toEqual(error('InvalidArn', "Invalid Arn: 'Resource type not valid in this context: express'"));
    expect(await call('RedriveExecution', { executionArn, clientToken: 'a b' })).toMatchObject({
      message: "1 validation error detected: Value 'a b' at 'clientToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [!-~]+",
    });

    await call('StopExecution', { executionArn });
    await call('RedriveExecution', { executionArn });
    expect(await call('DescribeExecution', { executionArn })).toMatchObject({ status: 'RUNNING', redriveCount: 1, redriveStatus: 'NOT_REDRIVABLE' });
  });
});
