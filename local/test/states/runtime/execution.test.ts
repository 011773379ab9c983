import { Execution, HistoryEvent, ManualClock, StateMachineOptions, TaskFailure, TaskRequest } from '../../../src/states';
import { machineOf } from '../play';

const RESOURCE = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const task = (fields: object = {}): object => ({ Type: 'Task', Resource: RESOURCE, End: true, ...fields });

/** Plays states whose tasks fail while they are broken, then mends these and redrives the execution. */
class Redriven {
  public readonly calls: string[] = [];
  private readonly broken: Set<string>;

  constructor(private readonly states: Record<string, object>, broken: readonly string[], private readonly options: StateMachineOptions = {}) {
    this.broken = new Set(broken);
  }

  public async play(input: unknown, interrupt: (execution: Execution, clock: ManualClock) => void = () => {}, top: object = {}): Promise<Execution> {
    const clock = new ManualClock();
    const first = machineOf(this.states, { tasks: (request) => this.perform(request), ...this.options }, top).start(input, { clock });
    await clock.advance(0);
    interrupt(first, clock);
    await first.result;
    this.calls.push('redrive');
    this.broken.clear();
    const second = first.redrive();
    await clock.advance(3_600_000);
    await second.result;
    return second;
  }

  private perform({ state, parameters }: TaskRequest): unknown {
    const call = `${state} ${JSON.stringify(parameters)}`;
    this.calls.push(call);
    if (this.broken.has(call) || this.broken.has(state)) {
      throw new TaskFailure('Broken', call);
    }
    return { done: call };
  }
}

/** The events after the one that says that an execution is redriven, as `type<previous type and id`. */
function eventsAfterRedrive({ history }: Execution): string[] {
  const at = history.findIndex(({ type }) => type === 'ExecutionRedriven');
  return history.slice(at).map(({ type, previousEventId }: HistoryEvent) => `${type}<${previousEventId}`);
}

describe('a redriven execution', () => {
  test('goes on with the state that has failed, its input and the variables, in the same history', async () => {
    const redriven = new Redriven({
      A: task({ ResultPath: '$.a', Assign: { 'v.$': '$.done' }, End: undefined, Next: 'B' }),
      B: task({ Parameters: { 'v.$': '$v', 'count.$': '$$.Execution.RedriveCount' }, Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1, IntervalSeconds: 0 }] }),
    }, ['B']);

    const execution = await redriven.play({ n: 1 }, (_, clock) => void clock.advance(60_000));

    expect(redriven.calls).toEqual([
      'A {"n":1}', 'B {"v":"A {\\"n\\":1}","count":0}', 'B {"v":"A {\\"n\\":1}","count":0}', 'redrive', 'B {"v":"A {\\"n\\":1}","count":1}',
    ]);
    expect(await execution.result).toMatchObject({ status: 'SUCCEEDED' });
    const entered = execution.history.find(({ details }) => details.name === 'B')!.id;
    const failed = execution.history.find(({ type }) => type === 'ExecutionFailed')!.id;
    expect(eventsAfterRedrive(execution)).toEqual([
      `ExecutionRedriven<${failed}`, `LambdaFunctionScheduled<${entered}`, `LambdaFunctionStarted<${failed + 2}`, `LambdaFunctionSucceeded<${failed + 3}`,
      `TaskStateExited<${failed + 4}`, `ExecutionSucceeded<${failed + 5}`,
    ]);
    expect(execution.history.map(({ id }) => id)).toEqual(execution.history.map((_, index) => index + 1));
    expect(execution.history[failed].details).toEqual({ redriveCount: 1 });
  });

  test('repeats no branch that has succeeded; those that have failed or were cut go on', async () => {
    const branch = (...names: string[]): object => ({
      StartAt: names[0],
      States: Object.fromEntries(names.map((name, index) => [name, task(names[index + 1] ? { End: undefined, Next: names[index + 1] } : {})])),
    });
    const waiting = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 10, Next: 'D' }, D: task() } };
    const redriven = new Redriven({ P: { Type: 'Parallel', End: true, Branches: [branch('A'), branch('B', 'C', 'E'), waiting] } }, ['C']);

    const execution = await redriven.play({});

    expect(redriven.calls.map((call) => call.split(' ')[0])).toEqual(['A', 'B', 'C', 'redrive', 'C', 'E', 'D']);
    expect(await execution.result).toMatchObject({ status: 'SUCCEEDED', output: [{ done: 'A {}' }, { done: expect.stringMatching(/^E/) }, { done: 'D {}' }] });
    const after = eventsAfterRedrive(execution).map((event) => event.split('<')[0]);
    expect(after).not.toContain('ParallelStateStarted');
    expect(after.slice(-3)).toEqual(['ParallelStateSucceeded', 'ParallelStateExited', 'ExecutionSucceeded']);
  });

  test.each([
    ['INLINE', {}], ['DISTRIBUTED', { ExecutionType: 'STANDARD' }], ['DISTRIBUTED', { ExecutionType: 'EXPRESS' }],
  ])('repeats no item of a Map (%s, %j) that has succeeded', async (Mode, type) => {
    const processor = { ProcessorConfig: { Mode, ...type }, StartAt: 'A', States: { A: task({ End: undefined, Next: 'B' }), B: task() } };
    const redriven = new Redriven({ M: { Type: 'Map', End: true, MaxConcurrency: 1, ItemProcessor: processor, ItemSelector: { 'i.$': '$$.Map.Item.Index' } } },
      ['B {"done":"A {\\"i\\":1}"}']);

    const execution = await redriven.play([0, 1, 2]);

    const again = 'ExecutionType' in type && type.ExecutionType === 'EXPRESS' ? ['A1'] : [];
    expect(redriven.calls.map((call) => call.replace(/^(\w).*?(\d).*$/, '$1$2'))).toEqual(['A0', 'B0', 'A1', 'B1', 'redrive', ...again, 'B1', 'A2', 'B2']);
    expect(await execution.result).toMatchObject({ status: 'SUCCEEDED', output: [0, 1, 2].map(() => expect.anything() as unknown) });
    expect(eventsAfterRedrive(execution).some((event) => event.startsWith('MapRunRedriven'))).toBe(Mode === 'DISTRIBUTED');
  });

  test('repeats all branches after too much data', async () => {
    const pass = (name: string): object => ({ StartAt: name, States: { [name]: task({ ResultSelector: { text: 'x'.repeat(200_000) } }) } });
    const redriven = new Redriven({ P: { Type: 'Parallel', End: true, Branches: [pass('A'), pass('B')] } }, []);

    const execution = await redriven.play({});

    expect(redriven.calls).toEqual(['A {}', 'B {}', 'redrive', 'A {}', 'B {}']);
    expect(await execution.result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('enters a Fail state again', async () => {
    const execution = await new Redriven({ A: { Type: 'Pass', Next: 'F' }, F: { Type: 'Fail', Error: 'E' } }, []).play({});
    expect(await execution.result).toEqual({ status: 'FAILED', error: 'E' });
    expect(eventsAfterRedrive(execution)).toEqual(['ExecutionRedriven<5', 'FailStateEntered<3', 'ExecutionFailed<7']);
  });

  test.each<[string, (execution: Execution, clock: ManualClock) => void]>([
    ['was stopped', (execution) => execution.stop()],
    ['has timed out', (_, clock) => void clock.advance(60_000)],
  ])('that %s goes on with the states that it was in, and has all its time again', async (_, interrupt) => {
    const execution = await new Redriven({ W: { Type: 'Wait', Seconds: 3600, End: true } }, []).play({}, interrupt, { TimeoutSeconds: 60 });
    expect(await execution.result).toEqual({ status: 'TIMED_OUT' });
    expect(execution.stopDate!.getTime() - execution.history.find(({ type }) => type === 'ExecutionRedriven')!.timestamp.getTime()).toBe(60_000);
  });

  test('that was stopped before its first state begins with it', async () => {
    const machine = machineOf({ A: { Type: 'Pass', End: true } });
    const first = machine.start(1);
    first.stop();
    expect(await first.redrive().result).toEqual({ status: 'SUCCEEDED', output: 1 });
  });

  test('may be redriven again', async () => {
    const calls: unknown[] = [];
    const machine = machineOf({ A: task({ Parameters: { 'n.$': '$$.Execution.RedriveCount' } }) }, {
      tasks: ({ parameters }) => {
        calls.push(parameters);
        throw new TaskFailure('E');
      },
    });
    let execution = machine.start({});
    for (let times = 0; times < 3; times++) {
      await execution.result;
      execution = execution.redrive();
    }
    await execution.result;
    expect(calls).toEqual([0, 1, 2, 3].map((n) => ({ n })));
    expect(execution.history.filter(({ type }) => type === 'ExecutionRedriven').map(({ details }) => details.redriveCount)).toEqual([1, 2, 3]);
  });
});
