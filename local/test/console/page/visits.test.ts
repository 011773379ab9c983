import { Visits } from '../../../console/model/visits';
import { StateMachine, TaskFailure } from '../../../src';

/** The visits of an execution of our own interpreter, event by event, as the page hears them. */
async function visits(definition: object, input: unknown = {}, tasks = (): unknown => ({})): Promise<Visits> {
  const execution = new StateMachine(definition, { tasks }).start(input, { timeScale: 1000 });
  await execution.result;
  const made = new Visits();
  execution.history.forEach(({ id, previousEventId: previous, type, timestamp, details }) => {
    made.add([{ id, previous, type, time: timestamp.getTime(), ...details as object }]);
  });
  return made;
}

const PASS = { Type: 'Pass', End: true };

test('states follow each other, and each transition is known', async () => {
  const { all, transitions } = await visits({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: PASS } });
  expect(all.map(({ name, status, depth }) => [name, status, depth])).toEqual([['A', 'SUCCEEDED', 0], ['B', 'SUCCEEDED', 0]]);
  expect([...transitions]).toEqual([['>A', 1], ['A>B', 1]]);
});

test('what is in a Map or a Parallel state is inside its visit, item by item', async () => {
  const made = await visits({
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        End: true,
        Branches: [
          { StartAt: 'Each', States: { Each: { Type: 'Map', End: true, ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', Next: 'Two' }, Two: PASS } } } } },
          { StartAt: 'Other', States: { Other: PASS } },
        ],
      },
    },
  }, [1, 2, 3]);
  const [both, ...inside] = made.inOrder.map(({ name, iteration, parent, status }) => [name, iteration, parent?.name, status]);
  expect(both).toEqual(['Both', undefined, undefined, 'SUCCEEDED']);
  expect(inside.slice(0, 7)).toEqual([
    ['Each', undefined, 'Both', 'SUCCEEDED'],
    ...[0, 1, 2].flatMap((item) => [['One', item, 'Each', 'SUCCEEDED'], ['Two', item, 'Each', 'SUCCEEDED']]),
  ]);
  expect(inside[7]).toEqual(['Other', undefined, 'Both', 'SUCCEEDED']);
  expect(made.all.find(({ name }) => name === 'Each')!.iterations).toEqual({ total: 3, started: 3, succeeded: 3, failed: 0, aborted: 0 });
  expect(made.transitions.get('One>Two')).toBe(3);
});

const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' } };

test('each try of a task is known, and a state that has overcome its errors has succeeded', async () => {
  let tries = 0;
  const retried = { ...TASK, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1 }], End: true };
  const { all: [visit] } = await visits({ StartAt: 'Try', States: { Try: retried } }, {}, () => {
    if (++tries < 3) {
      throw new TaskFailure('Busy', 'later');
    }
    return {};
  });
  expect(visit.attempts.map(({ error }) => error)).toEqual(['Busy', 'Busy', undefined]);
  expect(visit.attempts.every(({ end }) => end !== undefined)).toBe(true);
  expect(visit).toMatchObject({ status: 'SUCCEEDED', error: undefined });
});

test('a caught error, an error that ends the execution, and what it cuts', async () => {
  const fail = (): never => {
    throw new TaskFailure('Broken', 'it is');
  };
  const caught = await visits({ StartAt: 'T', States: { T: { ...TASK, Catch: [{ ErrorEquals: ['Broken'], Next: 'Sorry' }], End: true }, Sorry: PASS } }, {}, fail);
  expect(caught.all.map(({ name, status, error }) => [name, status, error])).toEqual([['T', 'CAUGHT', 'Broken'], ['Sorry', 'SUCCEEDED', undefined]]);

  const failed = await visits({
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        End: true,
        Branches: [{ StartAt: 'T', States: { T: { ...TASK, End: true } } }, { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } }],
      },
    },
  }, {}, fail);
  expect(failed.all.map(({ name, status }) => [name, status])).toEqual([['Both', 'FAILED'], ['T', 'FAILED'], ['W', 'ABORTED']]);
});
