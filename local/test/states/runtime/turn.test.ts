import { isTurnOver, nextTurn } from '../../../src/states/runtime/turn';

/** Uses a turn up. */
function work(): void {
  while (!isTurnOver());
}

test('of those who wait for a turn one goes on in each, in order, and nobody waits for ever', async () => {
  const turns: string[] = [];
  let turn = 0;
  let goesOn = true;
  const count = (): void => {
    turn += 1;
    if (goesOn) {
      setImmediate(count);
    }
  };
  setImmediate(count);
  const player = async (name: string): Promise<void> => {
    for (let round = 0; round < 2; round += 1) {
      await nextTurn();
      turns.push(`${name} ${turn}`);
      work();
    }
  };

  await Promise.all(['a', 'b', 'c'].map(player));
  goesOn = false;

  expect(turns.map((entry) => entry.split(' ')[0])).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  expect(new Set(turns.map((entry) => entry.split(' ')[1])).size).toBe(6);
});

test('a turn is over until the event loop has gone round: whoever comes meanwhile waits, at whatever point of it', async () => {
  work();

  const isOverAtOnce = isTurnOver();
  const isOverInTheSameRound = await new Promise((resolve) => setImmediate(() => resolve(isTurnOver())));
  await nextTurn();

  expect(isOverAtOnce).toBe(true);
  expect(isOverInTheSameRound).toBe(true);
});
