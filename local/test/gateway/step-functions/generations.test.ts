import fc from 'fast-check';
import { Generations } from '../../../src/gateway/step-functions/generations';

test('the latest values are kept, by weight', () => {
  const values = new Generations<number>(10);
  for (let at = 0; at < 12; at++) {
    values.add(`${at}`, at, 4);
  }

  expect(values.get('11')).toBe(11);
  expect(values.get('9')).toBe(9);
  expect(values.get('0')).toBeUndefined();
});

test('a value heavier than the minimum is kept whole, until others have come', () => {
  const values = new Generations<string>(10);
  values.add('heavy', 'x', 1000);
  values.add('next', 'y');

  expect(values.get('heavy')).toBe('x');
});

test('what is dropped is told, once each', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 1, max: 7 })), (minimum, weights) => {
    const told: number[] = [];
    const values = new Generations<number>(minimum, (dropped) => told.push(...dropped));
    weights.forEach((weight, index) => values.add(`${index}`, index, weight));

    const kept = weights.map((_, index) => index).filter((index) => values.get(`${index}`) !== undefined);
    expect([...told, ...kept]).toEqual(weights.map((_, index) => index));
    const weightOf = (indexes: number[]): number => indexes.reduce((sum, index) => sum + weights[index], 0);
    expect(weightOf(kept)).toBeGreaterThanOrEqual(Math.min(minimum, weightOf([...told, ...kept])));
  }));
});

test('keys such as __proto__ are keys', () => {
  const values = new Generations<number>(1);
  values.add('__proto__', 1);

  expect(values.get('__proto__')).toBe(1);
  expect(values.get('constructor')).toBeUndefined();
});
