import fc from 'fast-check';
import { Generations } from '../../src/step-functions/generations';

function add(minimum: number, weights: readonly number[]): { forgotten: number[]; kept: number[] } {
  const forgotten: number[] = [];
  const values = new Generations<number>(minimum, (value) => forgotten.push(value));
  weights.forEach((weight, value) => values.add(value, weight));
  return { forgotten, kept: weights.map((_, value) => value).filter((value) => !forgotten.includes(value)) };
}

test('the latest values are kept, by weight', () => {
  expect(add(10, Array<number>(12).fill(4))).toEqual({ forgotten: [0, 1, 2, 3, 4, 5], kept: [6, 7, 8, 9, 10, 11] });
});

test('a value heavier than the minimum is kept whole, until others have come', () => {
  expect(add(10, [1000, 1]).kept).toEqual([0, 1]);
  expect(add(10, [1000, 10, 1]).kept).toEqual([1, 2]);
});

test('what is forgotten is the oldest, once each, and never more than must be', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 1, max: 7 })), (minimum, weights) => {
    const { forgotten, kept } = add(minimum, weights);

    expect([...forgotten, ...kept]).toEqual(weights.map((_, value) => value));
    const weightOf = (values: number[]): number => values.reduce((sum, value) => sum + weights[value], 0);
    expect(weightOf(kept)).toBeGreaterThanOrEqual(Math.min(minimum, weightOf([...forgotten, ...kept])));
  }));
});

test('whatever its weight, a value is kept until it is so old', () => {
  jest.useFakeTimers({ now: 0 });
  const forgotten: number[] = [];
  const values = new Generations<number>(1, (value) => forgotten.push(value));
  values.age = 1000;
  [0, 1, 2].forEach((value) => values.add(value));
  jest.setSystemTime(1000);
  [3, 4, 5].forEach((value) => values.add(value));
  expect(forgotten).toEqual([]);

  jest.setSystemTime(2000);
  values.add(6);
  expect(forgotten).toEqual([0, 1, 2]);
  jest.useRealTimers();
});
