import { machineOf, outputOf, typesOf } from './play';
import { HistoryEvent, ManualClock, StateMachine } from '../../src/states';

const WAIT = { A: { Type: 'Wait', Seconds: 3600, End: true } };

describe('state machine', () => {
  test('has defaults for what is not given', () => {
    const machine = machineOf(WAIT);
    expect(machine).toMatchObject({ name: 'StateMachine', type: 'STANDARD', arn: 'arn:aws:states:us-east-1:123456789012:stateMachine:StateMachine' });
    expect(machineOf(WAIT, { arn: 'arn:aws:states:eu-west-1:1:stateMachine:Mine' }).name).toBe('Mine');
  });

  test('names its executions', () => {
    const standard = machineOf(WAIT, { name: 'M' }).start({}, { name: 'run' });
    const express = machineOf(WAIT, { name: 'M', type: 'EXPRESS' }).start({}, { name: 'run' });
    expect(standard.arn).toBe('arn:aws:states:us-east-1:123456789012:execution:M:run');
    expect(express.arn).toMatch(/^arn:aws:states:us-east-1:123456789012:express:M:run:[0-9a-f-]{36}$/);
    const unnamed = machineOf(WAIT).start({});
    expect(unnamed.name).toMatch(/^[0-9a-f-]{36}$/);
    [standard, express, unnamed].forEach((execution) => execution.stop());
  });

  test('the context object is that of the service', async () => {
    const states = { A: { Type: 'Pass', InputPath: '$$', End: true } };
    const context = (type: 'STANDARD' | 'EXPRESS'): Promise<unknown> => outputOf(states, { a: 1 }, { name: 'M', roleArn: 'role', type });
    expect(await context('STANDARD')).toEqual({
      Execution: {
        Id: expect.stringContaining(':execution:M:') as string,
        Input: { a: 1 },
        Name: expect.any(String) as string,
        RedriveCount: 0,
        RoleArn: 'role',
        StartTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      },
      State: { Name: 'A', EnteredTime: expect.stringMatching(/Z$/) as string },
      StateMachine: { Id: expect.stringContaining(':stateMachine:M') as string, Name: 'M' },
    });
    expect(await context('EXPRESS')).not.toHaveProperty('Execution.RedriveCount');
    const asynchronous = machineOf({ A: { Type: 'Pass', Parameters: { 'count.$': '$$.Execution.RedriveCount' }, End: true } }, { type: 'EXPRESS' }).start({});
    expect(await asynchronous.result).toEqual({ status: 'SUCCEEDED', output: { count: 0 } });
  });

  test('an execution says how it is', async () => {
    // GIVEN
    const clock = new ManualClock();
    const execution = machineOf(WAIT).start({ a: 1 }, { clock });

    // THEN
    expect(execution).toMatchObject({ status: 'RUNNING', stopDate: undefined, input: { a: 1 } });
    await clock.advance(3600 * 1000);
    expect(await execution.result).toEqual({ status: 'SUCCEEDED', output: { a: 1 } });
    expect(execution.status).toBe('SUCCEEDED');
    expect((execution.stopDate as Date).getTime() - execution.startDate.getTime()).toBe(3600 * 1000);
  });

  test('the input is taken as it is now', async () => {
    const input = { a: 1 };
    const execution = machineOf({ A: { Type: 'Succeed' } }).start(input);
    input.a = 2;
    expect(await execution.result).toEqual({ status: 'SUCCEEDED', output: { a: 1 } });
  });

  test('stops, with or without a reason', async () => {
    // GIVEN
    const clock = new ManualClock();
    const machine = machineOf(WAIT);
    const [first, second] = [machine.start({}, { clock }), machine.start({}, { clock })];

    // WHEN
    await clock.advance(0);
    first.stop('E', 'C');
    first.stop('again');
    second.stop();

    // THEN
    expect(await first.result).toEqual({ status: 'ABORTED', error: 'E', cause: 'C' });
    expect(await second.result).toEqual({ status: 'ABORTED' });
    expect(typesOf(first.history)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
  });

  test('stopped before its first state it has a beginning and an end', async () => {
    const execution = machineOf(WAIT).start({});
    execution.stop();
    await execution.result;
    await new Promise(setImmediate);
    expect(typesOf(execution.history)).toEqual(['ExecutionStarted', 'ExecutionAborted']);
  });

  test('stopping an ended execution changes nothing', async () => {
    const execution = machineOf({ A: { Type: 'Succeed' } }).start({});
    await execution.result;
    execution.stop();
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('times out, with neither error nor cause, to the millisecond; only the event has an error, and it follows none', async () => {
    const clock = new ManualClock();
    const execution = machineOf(WAIT, {}, { TimeoutSeconds: 60 }).start({}, { clock });
    await clock.advance(60_000);
    expect(await execution.result).toEqual({ status: 'TIMED_OUT' });
    expect(execution.stopDate!.getTime() - execution.startDate.getTime()).toBe(60_000);
    expect(typesOf(execution.history)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
    expect(execution.history[2]).toMatchObject({ previousEventId: 0, details: { error: 'States.Timeout' } });
  });

  test('Express ends after five minutes', async () => {
    const clock = new ManualClock();
    const execution = machineOf(WAIT, { type: 'EXPRESS' }).start({}, { clock });
    await clock.advance(299_999);
    expect(execution.status).toBe('RUNNING');
    await clock.advance(1);
    expect(await execution.result).toEqual({ status: 'TIMED_OUT' });
  });

  test('tells of events as they happen, after the caller has the execution', async () => {
    // GIVEN
    const heard: HistoryEvent[] = [];
    const execution = machineOf({ A: { Type: 'Succeed' } }).start({}, { onEvent: (event) => heard.push(event) });

    // THEN
    expect(heard).toEqual([]);
    await execution.result;
    expect(heard).toEqual(execution.history);
  });

  test('takes an input whose text is at hand as it is, and copies any other', async () => {
    const succeeding = machineOf({ A: { Type: 'Succeed' } });
    const input = { a: 1 };

    const given = succeeding.start(input, { inputText: '{ "a": 1 }' });
    const copied = succeeding.start(input);
    await Promise.all([given.result, copied.result]);

    expect(given.input).toBe(input);
    expect(given.history[0].details).toMatchObject({ input: '{ "a": 1 }' });
    expect(copied.input).not.toBe(input);
    expect(copied.outputText).toBe('{"a":1}');
  });

  test('fails to start with an input that is not JSON', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(() => machineOf(WAIT).start(cyclic)).toThrow(TypeError);
  });

  test('the definition can be read back', () => {
    expect(new StateMachine('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}').definition).toEqual({ StartAt: 'A', States: { A: { Type: 'Succeed' } } });
  });
});
