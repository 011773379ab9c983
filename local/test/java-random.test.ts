import * as fc from 'fast-check';
import { JavaRandom } from '../src/java-random';

describe('java.util.Random', () => {
  test.each([[42, 0.7275636800328681], [0, 0.730967787376657], [0.9, 0.730967787376657], [-0.9, 0.730967787376657], [NaN, 0.730967787376657]])(
    'the first double of %d is %d', (seed, expected) => {
      expect(new JavaRandom(seed).nextDouble()).toBe(expected);
    });

  test('integers as Java draws them', () => {
    const random = new JavaRandom(42);
    expect([1, 2, 3, 4].map(() => random.nextInt(10))).toEqual([0, 3, 8, 4]);
    expect(new JavaRandom(42).nextInt(16)).toBe(11);
  });

  test('any seed and bound give a number within the bound, the same each time', () => {
    fc.assert(fc.property(fc.double(), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed, bound) => {
      const value = new JavaRandom(seed).nextInt(bound);
      const fraction = new JavaRandom(seed).nextDouble();
      return Number.isInteger(value) && value >= 0 && value < bound && value === new JavaRandom(seed).nextInt(bound) && fraction >= 0 && fraction < 1;
    }));
  });
});
