import { History } from '../../../src/states/runtime/history';
import { eventsOf, machineOf } from '../play';

describe('history', () => {
  test('numbers events and keeps as many as it should', () => {
    // GIVEN
    const heard: number[] = [];
    const history = new History(() => 5, 2, undefined, (event) => heard.push(event.id));

    // WHEN
    const ids = [history.record('A', 0, {}), history.record('B', 1, { x: 1 }), history.record('C', 2, {})];

    // THEN
    expect(ids).toEqual([1, 2, 3]);
    expect(history.length).toBe(3);
    expect(heard).toEqual([1, 2, 3]);
    expect(history.events).toEqual([
      { id: 1, previousEventId: 0, type: 'A', timestamp: new Date(5), details: {} },
      { id: 2, previousEventId: 1, type: 'B', timestamp: new Date(5), details: { x: 1 } },
    ]);
  });

  test('goes on when a listener throws, and does not hide its error', () => {
    // GIVEN
    const thrown: (() => void)[] = [];
    const spy = jest.spyOn(global, 'queueMicrotask').mockImplementation((callback) => void thrown.push(callback));
    const history = new History(() => 0, 10, undefined, () => {
      throw new Error('listener');
    });

    // WHEN
    history.record('A', 0, {});
    spy.mockRestore();

    // THEN
    expect(history.length).toBe(1);
    expect(thrown[0]).toThrow('listener');
  });

  test('is what the service would have recorded', async () => {
    const events = await eventsOf(machineOf({
      A: { Type: 'Pass', Assign: { v: { n: 1 } }, Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 1, Next: 'C' }] },
      C: { Type: 'Wait', Seconds: 1, Next: 'D' },
      D: { Type: 'Succeed' },
    }, { roleArn: 'role' }), { a: 1 });

    expect(events.map(({ id, previousEventId, type, details }) => [id, previousEventId, type, details])).toEqual([
      [1, 0, 'ExecutionStarted', { input: '{"a":1}', roleArn: 'role' }],
      [2, 0, 'PassStateEntered', { name: 'A', input: '{"a":1}' }],
      [3, 2, 'PassStateExited', { name: 'A', output: '{"a":1}', assignedVariables: { v: '{"n":1}' } }],
      [4, 3, 'ChoiceStateEntered', { name: 'B', input: '{"a":1}' }],
      [5, 4, 'ChoiceStateExited', { name: 'B', output: '{"a":1}' }],
      [6, 5, 'WaitStateEntered', { name: 'C', input: '{"a":1}' }],
      [7, 6, 'WaitStateExited', { name: 'C', output: '{"a":1}' }],
      [8, 7, 'SucceedStateEntered', { name: 'D', input: '{"a":1}' }],
      [9, 8, 'SucceedStateExited', { name: 'D', output: '{"a":1}' }],
      [10, 9, 'ExecutionSucceeded', { output: '{"a":1}' }],
    ]);
  });
});
