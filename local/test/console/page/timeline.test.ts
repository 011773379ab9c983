import fc from 'fast-check';
import { timeline } from '../../../console/model/timeline';

test('a long gap is folded, so that what is short stays visible', () => {
  const { place, folds } = timeline([0, 10, 20, 3_600_020, 3_600_040]);
  expect(folds).toEqual([{ at: expect.any(Number), milliseconds: 3_600_000 }]);
  expect(place(20) - place(10)).toBeGreaterThan(0.15);
  expect(place(3_600_020) - place(20)).toBeLessThan(0.2);
});

test('what is even is not folded', () => {
  expect(timeline([0, 10, 20, 30])).toMatchObject({ folds: [] });
  expect(timeline([0, 10, 20, 30]).place(15)).toBeCloseTo(0.5);
  expect(timeline([]).place(5)).toBe(0);
});

test('time never goes back, and stays on the line', () => {
  fc.assert(fc.property(fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 60 }), (times) => {
    const { place } = timeline(times);
    const places = [...times].sort((left, right) => left - right).map(place);
    places.forEach((each, index) => {
      expect(each).toBeGreaterThanOrEqual(index === 0 ? 0 : places[index - 1] - 1e-9);
      expect(each).toBeLessThanOrEqual(1 + 1e-9);
    });
  }));
});
