import type { HistoryEvent, TaskHandler } from '../../../src/states';
import { TaskFailure } from '../../../src/states';
import { eventsOf, machineOf } from '../play';

// How flows interleave is told as it is where none has to give way to others.
jest.mock('../../../src/states/runtime/turn', () => ({ ...jest.requireActual<object>('../../../src/states/runtime/turn'), isTurnOver: () => false }));

const FAIL = { StartAt: 'Fail', States: { Fail: { Type: 'Fail', Error: 'E' } } };
/** Outlasts every test, however busy the machine is. */
const WAIT = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 99_999_999, End: true } } };
const PASS = { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } };
const TASK = { StartAt: 'Task', States: { Task: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true } } };
const LATE_FAIL = { StartAt: 'Late', States: { Late: { Type: 'Wait', Seconds: 1, Next: 'Fail' }, Fail: { Type: 'Fail', Error: 'E' } } };
const RUNTIME_ERROR = { StartAt: 'Broken', States: { Broken: { Type: 'Pass', InputPath: '$.nope', End: true } } };

/** Events as `type<previous type`, from the one on that the state starts with. */
async function historyOf(state: object, input: unknown = {}, tasks?: TaskHandler): Promise<string[]> {
  const events = await eventsOf(machineOf({ S: state }, { tasks }), input);
  const typeOf = (id: number): string => events[id - 1]?.type ?? '';
  return events.slice(2).map(({ type, previousEventId }: HistoryEvent) => `${type}<${typeOf(previousEventId)}`);
}

const parallel = (...branches: object[]): object => ({ Type: 'Parallel', Branches: branches, End: true });

/** The same states under other names, as a machine may not have a name twice. */
const again = ({ StartAt, States }: { StartAt: string; States: object }): object =>
  ({ StartAt: `${StartAt}2`, States: Object.fromEntries(Object.entries(States).map(([name, state]) => [`${name}2`, state as unknown])) });

describe('inner flows', () => {
  test('a state is left after the last event of what ran in it, as if that had not succeeded yet', async () => {
    expect((await historyOf(parallel(PASS))).slice(-3)).toEqual([
      'ParallelStateSucceeded<PassStateExited', 'ParallelStateExited<PassStateExited', 'ExecutionSucceeded<ParallelStateExited',
    ]);
    expect((await historyOf({ Type: 'Map', ItemProcessor: PASS, End: true }, [])).slice(-3)).toEqual([
      'MapStateSucceeded<MapStateStarted', 'MapStateExited<MapStateStarted', 'ExecutionSucceeded<MapStateExited',
    ]);
  });

  test('what fails after that follows the success', async () => {
    expect((await historyOf({ ...parallel(PASS), ResultSelector: { 'x.$': '$.nope' } })).slice(-2)).toEqual([
      'ParallelStateSucceeded<PassStateExited', 'ExecutionFailed<ParallelStateSucceeded',
    ]);
  });

  test('items that cannot be selected fail the state once, however many there are', async () => {
    const fails = { Type: 'Map', QueryLanguage: 'JSONata', Items: [1, 2, 3], ItemSelector: '{% $nope %}', ItemProcessor: PASS, End: true };
    expect(await historyOf(fails)).toEqual([
      'MapStateStarted<MapStateEntered', 'EvaluationFailed<MapStateStarted', 'MapStateFailed<EvaluationFailed', 'ExecutionFailed<MapStateFailed',
    ]);
  });

  test('an iteration follows the start, or the one whose place it takes', async () => {
    const iterations = async (maxConcurrency: number): Promise<string[]> =>
      (await historyOf({ Type: 'Map', MaxConcurrency: maxConcurrency, ItemProcessor: PASS, End: true }, [1, 2, 3])).filter((event) => event.startsWith('MapIterationStarted'));
    const [first, later] = ['MapIterationStarted<MapStateStarted', 'MapIterationStarted<PassStateExited'];
    expect(await iterations(0)).toEqual([first, first, first]);
    expect(await iterations(2)).toEqual([first, first, later]);
    expect(await iterations(1)).toEqual([first, later, later]);
  });

  test('the first failure cuts the others, with all that runs in them', async () => {
    const inner = { StartAt: 'M', States: { M: { Type: 'Map', ItemsPath: '$.items', ItemProcessor: WAIT, End: true } } };
    const events = await historyOf(parallel(TASK, inner, PASS, LATE_FAIL), { items: [1] }, () => new Promise(() => undefined));
    expect(events.slice(-7)).toEqual([
      'FailStateEntered<WaitStateExited',
      'TaskStateAborted<FailStateEntered', 'MapStateAborted<FailStateEntered', 'MapIterationAborted<FailStateEntered', 'WaitStateAborted<FailStateEntered',
      'ParallelStateFailed<FailStateEntered', 'ExecutionFailed<ParallelStateFailed',
    ]);
  });

  test('of two that fail in the same turn the first counts, and nothing comes after the end', async () => {
    const events = await historyOf(parallel(FAIL, again(FAIL), TASK, again(TASK)), {}, async () => {
      throw new TaskFailure('T');
    });
    expect(events.filter((event) => /^(ParallelStateFailed|ExecutionFailed|LambdaFunctionFailed)/.test(event)))
      .toEqual(['ParallelStateFailed<FailStateEntered', 'ExecutionFailed<ParallelStateFailed']);
    expect(events.slice(-1)).toEqual(['ExecutionFailed<ParallelStateFailed']);
  });

  test('a failure beside a state that ends by a runtime error in the same turn ends the execution, too', async () => {
    const late = { StartAt: 'Late', States: { Late: { Type: 'Wait', Seconds: 0, Next: 'Broken' }, Broken: RUNTIME_ERROR.States.Broken } };
    const nested = { StartAt: 'N', States: { N: { ...parallel({ StartAt: 'O', States: { O: parallel(late, WAIT) } }) } } };
    // Which of the two is first depends on how busy the machine is.
    expect((await historyOf(parallel(nested, FAIL))).at(-1)).toMatch(/^ExecutionFailed<(ParallelStateFailed|PassStateEntered)$/);
  });

  test('a runtime error ends the execution at once', async () => {
    expect((await historyOf(parallel(WAIT, RUNTIME_ERROR))).slice(-2)).toEqual(['PassStateEntered<ParallelStateStarted', 'ExecutionFailed<PassStateEntered']);
    expect((await historyOf({ Type: 'Map', ItemProcessor: RUNTIME_ERROR, End: true }, [1])).slice(-2)).toEqual([
      'PassStateEntered<MapIterationStarted', 'ExecutionFailed<PassStateEntered',
    ]);
  });

  test('a task that fails ends its branch or iteration with an event of its own, unless it is caught', async () => {
    const tasks: TaskHandler = async () => {
      throw new TaskFailure('T');
    };
    expect((await historyOf(parallel(TASK), {}, tasks)).slice(-4)).toEqual([
      'LambdaFunctionFailed<LambdaFunctionStarted', 'TaskStateAborted<LambdaFunctionFailed', 'ParallelStateFailed<LambdaFunctionFailed', 'ExecutionFailed<ParallelStateFailed',
    ]);
    expect((await historyOf({ Type: 'Map', ItemProcessor: TASK, End: true }, [1], tasks)).slice(-5)).toEqual([
      'LambdaFunctionFailed<LambdaFunctionStarted', 'TaskStateAborted<LambdaFunctionFailed',
      'MapIterationFailed<LambdaFunctionFailed', 'MapStateFailed<LambdaFunctionFailed', 'ExecutionFailed<MapStateFailed',
    ]);
    const caught = { StartAt: 'Task', States: { Task: { ...TASK.States.Task, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'P' }] }, P: PASS.States.Pass } };
    expect((await historyOf(parallel(caught), {}, tasks)).filter((event) => event.includes('Aborted'))).toEqual([]);
  });

  test('a state that is retried has failed once, after the last attempt', async () => {
    const events = await historyOf({ ...parallel(FAIL), Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] });
    expect(events).toEqual([
      'ParallelStateStarted<ParallelStateEntered', 'FailStateEntered<ParallelStateStarted',
      'ParallelStateStarted<FailStateEntered', 'FailStateEntered<ParallelStateStarted',
      'ParallelStateFailed<FailStateEntered', 'ExecutionFailed<ParallelStateFailed',
    ]);
  });

  test('a catcher that fails lets its state fail again', async () => {
    const caught = { ...parallel(FAIL), QueryLanguage: 'JSONata', Catch: [{ ErrorEquals: ['E'], Output: '{% $nope %}', Next: 'S' }] };
    expect((await historyOf(caught)).slice(-4)).toEqual([
      'ParallelStateFailed<FailStateEntered', 'EvaluationFailed<ParallelStateFailed', 'ParallelStateFailed<EvaluationFailed', 'ExecutionFailed<ParallelStateFailed',
    ]);
  });

  test('an item without an input fails the state and none of its iterations; those that run are cut', async () => {
    const events = await historyOf({
      Type: 'Map', QueryLanguage: 'JSONata', ItemSelector: { v: '{% $states.context.Map.Item.Value.v %}' }, ItemProcessor: WAIT, End: true,
    }, [{ v: 1 }, {}]);
    expect(events.slice(-5)).toEqual([
      'EvaluationFailed<MapStateStarted', 'MapIterationAborted<EvaluationFailed', 'WaitStateAborted<EvaluationFailed',
      'MapStateFailed<EvaluationFailed', 'ExecutionFailed<MapStateFailed',
    ]);
  });
});
