import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from '../../src/gateway/turns';

interface TestTurns {
  readonly done: string[];
  take(name: string, milliseconds: number): void;
  takeLast(name: string, milliseconds?: number, isSlow?: boolean): void;
}

/** Turns with a time that passes only when something is done. */
function turns(): TestTurns {
  const done: string[] = [];
  let now = 0;
  const under = new Turns(() => now);
  const act = (name: string, milliseconds: number) => (): void => {
    done.push(name);
    now += milliseconds;
  };
  return {
    done,
    take: (name, milliseconds) => under.take(act(name, milliseconds)),
    takeLast: (name, milliseconds = 0, isSlow = false) => under.takeLast(act(name, milliseconds), isSlow),
  };
}

test('what takes no time is done at once', () => {
  const { take, done } = turns();
  ['a', 'b', 'c'].forEach((name) => take(name, 1));
  expect(done).toEqual(['a', 'b', 'c']);
});

test('when the turn is over the rest waits for the next, in order', async () => {
  const { take, done } = turns();
  [['a', 11], ['b', 11], ['c', 1], ['d', 1]].forEach(([name, milliseconds]) => take(name as string, milliseconds as number));
  expect(done).toEqual(['a']);

  await nextTurn();
  expect(done).toEqual(['a', 'b']);
  take('e', 1);
  expect(done).toEqual(['a', 'b']);

  await nextTurn();
  expect(done).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('who asks to be last waits for a turn, behind the others', async () => {
  const { takeLast, take, done } = turns();
  takeLast('a');
  take('b', 1);
  expect(done).toEqual([]);

  await nextTurn();
  expect(done).toEqual(['a', 'b']);
});

test('of what is slow each turn does one, behind the others', async () => {
  const { takeLast, take, done } = turns();
  ['slow 1', 'slow 2', 'slow 3'].forEach((name) => takeLast(name, 100, true));
  takeLast('a');

  await nextTurn();
  expect(done).toEqual(['a', 'slow 1']);
  take('b', 1);
  await nextTurn();
  expect(done).toEqual(['a', 'slow 1', 'b', 'slow 2']);
});
