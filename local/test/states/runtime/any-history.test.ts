// No source of this name: properties of the histories of machines of any shape.
import * as fc from 'fast-check';
import { HistoryEvent, StateMachine, TaskFailure, TaskHandler } from '../../../src/states';
import { FAST } from '../play';

/** A state without its way on. */
type Body = Readonly<Record<string, unknown>>;

interface Flow {
  readonly StartAt: string;
  readonly States: Record<string, Body>;
}

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:';

/** Answers as the function's name says. */
const tasks: TaskHandler = async ({ resource }) => {
  const act = resource.slice(FUNCTION.length);
  switch (act) {
    case 'never': return new Promise(() => undefined);
    case 'now': return 1;
    case 'later': return new Promise((resolve) => setImmediate(() => resolve(1)));
    default: throw new TaskFailure(act);
  }
};

/** States that follow each other; names are unique in the machine, so that a catcher can tell where it goes. */
function flowOf(all: readonly Body[], nextName: () => string): Flow {
  const failure = all.findIndex(({ Type }) => Type === 'Fail');
  const bodies = failure < 0 ? all : all.slice(0, failure + 1);
  const names = bodies.map(nextName);
  const States: Flow['States'] = {};
  bodies.forEach((body, index) => {
    const last = index === names.length - 1;
    States[names[index]] = body.Type === 'Fail' ? body : { ...body, ...last ? { End: true } : { Next: names[index + 1] } };
  });
  return { StartAt: names[0], States };
}

const errorHandling = fc.record({
  Retry: fc.constant([{ ErrorEquals: ['Sometimes', 'E'], MaxAttempts: 1 }]),
  Catch: fc.constant([{ ErrorEquals: ['States.ALL'], Next: 'Caught' }]),
}, { requiredKeys: [] });

const names = (): (() => string) => {
  let count = 0;
  return () => `S${++count}`;
};

/** Bodies of states; `Caught` stands in every flow, for the catchers. */
const { bodies: anyBodies } = fc.letrec<{ body: Body; bodies: Body[] }>((tie) => ({
  bodies: fc.array(tie('body'), { minLength: 1, maxLength: 3 }),
  body: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Body>({ Type: 'Pass' }, { Type: 'Pass', InputPath: '$.nope' }, { Type: 'Fail', Error: 'E' }, { Type: 'Wait', Seconds: 1 }, { Type: 'Wait', Seconds: 0 }),
    fc.tuple(fc.constantFrom('never', 'now', 'later', 'Sometimes', 'States.Runtime'), errorHandling)
      .map(([act, handling]): Body => ({ Type: 'Task', Resource: FUNCTION + act, TimeoutSeconds: 5, ResultPath: null, ...handling })),
    fc.tuple(fc.array(tie('bodies'), { minLength: 1, maxLength: 3 }), errorHandling)
      .map(([branches, handling]): Body => ({ Type: 'Parallel', branches, ResultPath: null, ...handling })),
    fc.tuple(tie('bodies'), fc.constantFrom(0, 1, 2), errorHandling)
      .map(([iteration, MaxConcurrency, handling]): Body => ({ Type: 'Map', iteration, MaxConcurrency, ItemsPath: '$.items', ResultPath: null, ...handling })),
  ),
}));

function build(list: readonly Body[], nextName: () => string): Flow {
  const flow = flowOf(list.map(({ branches, iteration, ...body }) => ({
    ...body,
    ...branches === undefined ? {} : { Branches: (branches as Body[][]).map((branch) => build(branch, nextName)) },
    ...iteration === undefined ? {} : { ItemSelector: { items: [1, 2] }, ItemProcessor: build(iteration as Body[], nextName) },
  })), nextName);
  const caught = nextName();
  const states = JSON.parse(JSON.stringify(flow.States).replace(/"Caught"/g, JSON.stringify(caught))) as Flow['States'];
  const isUsed = Object.values(states).some((state) => (state.Catch as { Next: string }[] | undefined)?.some(({ Next }) => Next === caught));
  return { StartAt: flow.StartAt, States: isUsed ? { ...states, [caught]: { Type: 'Pass', End: true } } : states };
}

const isEnd = ({ type }: HistoryEvent): boolean => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type);

describe('the history of any machine', () => {
  test('is numbered from 1, follows what was before, starts and ends once, and goes no further than its end', async () => {
    await fc.assert(fc.asyncProperty(anyBodies, fc.option(fc.constantFrom(1, 2, 6), { nil: undefined }), async (list, TimeoutSeconds) => {
      const machine = new StateMachine({ ...build(list, names()), TimeoutSeconds }, { tasks });
      const execution = machine.start({ items: [1, 2, 3] }, { timeScale: FAST });
      await execution.result;
      const atEnd = execution.history.length;
      await new Promise((resolve) => setTimeout(resolve, 0));
      await new Promise((resolve) => setImmediate(resolve));

      const { history } = execution;
      expect(history).toHaveLength(atEnd);
      expect(history.map(({ id }) => id)).toEqual(history.map((_, index) => index + 1));
      expect(history.filter(({ id, previousEventId }) => previousEventId >= id)).toEqual([]);
      expect(history.filter(isEnd)).toEqual(history.slice(-1));
      expect(history.filter(({ type }) => type === 'ExecutionStarted')).toEqual(history.slice(0, 1));
      expect(history.filter(({ previousEventId }) => previousEventId === 0).map(({ id }) => id)).toEqual(expect.arrayContaining([1, 2]));

      // Redriven it goes on in the same history, to another end.
      if (execution.status !== 'SUCCEEDED') {
        const redriven = execution.redrive();
        await redriven.result;
        expect(redriven.history[atEnd].type).toBe('ExecutionRedriven');
        expect(redriven.history.map(({ id }) => id)).toEqual(redriven.history.map((_, index) => index + 1));
        expect(redriven.history.filter(({ id, previousEventId }) => previousEventId >= id)).toEqual([]);
        expect(redriven.history.filter(isEnd).map(({ id }) => id)).toEqual([atEnd, redriven.history.length]);
        expect(redriven.history.filter(({ type }) => type === 'ExecutionStarted')).toHaveLength(1);
      }
    }), { numRuns: 200 });
  });
});
