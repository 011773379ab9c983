import type { Evaluation } from '../../../src/states/jsonata/callable';
import { LIMIT_TEXTS } from '../../../src/states/jsonata/problem';
import { inTurns } from '../../../src/states/jsonata/turns';

const wanted = (): void => undefined;

/** An evaluation that never ends, as loops and recursions do. */
function* endless(): Evaluation<never> {
  for (;;) {
    yield 'worked';
  }
}

function* short<T>(value: T): Evaluation<T> {
  yield 'worked';
  return value;
}

describe('turns', () => {
  test('an evaluation without end is stopped, and others are served meanwhile', async () => {
    // GIVEN others who want to be served
    let served = 0;
    let isOver = false;
    const serve = (): void => {
      served++;
      if (!isOver) {
        setImmediate(serve);
      }
    };
    serve();

    // WHEN
    await expect(inTurns(endless(), wanted, 100_000)).rejects.toThrow(LIMIT_TEXTS.time);
    isOver = true;

    // THEN
    expect(served).toBeGreaterThan(2);
  });

  test('short ones overtake many without end', async () => {
    const ended: string[] = [];
    const long = Array.from({ length: 20 }, async () => inTurns(endless(), wanted, 20_000).catch(() => ended.push('long')));
    await Promise.all([1, 2, 3].map(async () => inTurns(short('short'), wanted).then((name) => ended.push(name))));
    await Promise.all(long);
    expect(ended.slice(0, 3)).toEqual(['short', 'short', 'short']);
    expect(ended).toHaveLength(23);
  });

  test('one that nobody waits for any more ends with what says so', async () => {
    const unwanted = new Error('unwanted');
    await expect(inTurns(endless(), () => {
      throw unwanted;
    })).rejects.toBe(unwanted);
  });

  test('what an evaluation throws is thrown', async () => {
    // eslint-disable-next-line require-yield
    await expect(inTurns((function* (): Evaluation { throw new RangeError('too deep'); })(), wanted)).rejects.toThrow('too deep');
  });
});
