import { DROPPED, HistoryBudget } from '../../../src/states';
import { History } from '../../../src/states/runtime/history';
import { machineOf } from '../play';

const DATA = 'x'.repeat(1000);

function historyIn(budget: HistoryBudget, events = 0): History {
  const history = new History(() => 0, 100, budget);
  for (let event = 0; event < events; event++) {
    history.record('PassStateEntered', 0, { name: 'A', input: `${event}${DATA}` });
  }
  return history;
}

const inputs = ({ events }: History): unknown[] => events.map(({ details }) => typeof details.input === 'string' ? details.input.length : details.input);

describe('history budget', () => {
  test('the oldest histories of executions that have ended go first', () => {
    // GIVEN room for six events and a little
    const budget = new HistoryBudget(8100);
    const forgotten: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      budget.keep(historyIn(budget, 2), () => forgotten.push(name));
    }

    // WHEN
    const running = historyIn(budget, 1);

    // THEN
    expect(forgotten).toEqual(['first']);
    expect(inputs(running)).toEqual([1001]);
  });

  test('then the largest that run lose their data, and only what is no data remains', () => {
    const budget = new HistoryBudget(8000);
    const small = historyIn(budget, 1);
    const large = historyIn(budget, 6);

    expect(inputs(small)).toEqual([1001]);
    expect(inputs(large)).toEqual(Array(6).fill(DROPPED));
    expect(large.events[5]).toMatchObject({ id: 6, type: 'PassStateEntered', details: { name: 'A' } });
  });

  test('then their events, which are counted still', () => {
    const budget = new HistoryBudget(1000);
    const history = new History(() => 0, 100, budget);
    Array.from({ length: 20 }, () => history.record('A', 0, {}));

    expect(history.events).toEqual([]);
    expect(history.length).toBe(20);
  });

  test('a text that one event hands on to the next is counted once; what is released is not counted', () => {
    const budget = new HistoryBudget(8000);
    const history = new History(() => 0, 100, budget);
    for (let event = 0; event < 10; event++) {
      history.record('A', 0, { input: DATA });
    }
    expect(history.size).toBe(3000);

    budget.release(history);
    expect(inputs(historyIn(budget, 6))).toEqual(Array(6).fill(1001));
  });

  test('executions that make ever new large texts stay within it, and go on as if there were none', async () => {
    // GIVEN
    const size = 2_000_000;
    const budget = new HistoryBudget(size);
    const machine = machineOf({
      A: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)', 'text.$': '$.text' }, Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 200, Next: 'C' }], Default: 'A' },
      C: { Type: 'Succeed' },
    }, { historyBudget: budget });

    // WHEN
    const executions = Array.from({ length: 4 }, () => machine.start({ n: 0, text: 'x'.repeat(100_000) }));
    const results = await Promise.all(executions.map(({ result }) => result));

    // THEN
    expect(results.map(({ status }) => status)).toEqual(Array(4).fill('SUCCEEDED'));
    const kept = executions.flatMap(({ history }) => history.filter(({ type }) => type === 'PassStateExited'))
      .reduce((sum, { details }) => sum + (typeof details.output === 'string' ? details.output.length : 0), 0);
    // Each holds no more than the budget when it ends; together they made 80 million characters.
    expect(kept).toBeLessThan(executions.length * size);
    expect(executions[0].history.at(-1)).toMatchObject({ id: 808, type: 'ExecutionSucceeded' });
  });
});
