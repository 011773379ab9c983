import * as fc from 'fast-check';
import { bigDecimalFrom } from '../../src/vtl/big-decimal';

describe('BigDecimal', () => {
  test.each([
    ['0.10', '0.10'], ['1e3', '1E+3'], ['1.5e3', '1.5E+3'], ['1500', '1500'],
    ['0.000001', '0.000001'], ['0.0000001', '1E-7'], ['-12.34e-10', '-1.234E-9'], ['1e400', '1E+400'], ['-0.5', '-0.5'],
  ])('%s prints as %s', (text, expected) => {
    expect(bigDecimalFrom(text).toString()).toBe(expected);
  });

  test.each([
    ['1.5', '2.25', '3.75', '-0.75', '3.375', '0.7'],
    ['10', '3', '13', '7', '30', '3'], ['-10', '4', '-6', '-14', '-40', '-2'],
    ['1.00', '8', '9.00', '-7.00', '8.00', '0.12'],
  ])('%s and %s', (a, b, sum, difference, product, quotient) => {
    const left = bigDecimalFrom(a);
    const right = bigDecimalFrom(b);

    const results = [left.add(right), left.add(right.negate()), left.multiply(right), left.divide(right)];

    expect(results.map(String)).toEqual([sum, difference, product, quotient]);
  });

  test('compares by value, and is equal by value and scale', () => {
    expect(bigDecimalFrom('1.0').compareTo(bigDecimalFrom('1'))).toBe(0);
    expect(bigDecimalFrom('1.0').equals(bigDecimalFrom('1'))).toBe(false);
    expect(bigDecimalFrom('-1').compareTo(bigDecimalFrom('0.1'))).toBe(-1);
  });

  test('loses no digit', () => {
    fc.assert(fc.property(fc.bigInt(), fc.nat(40), (unscaled, scale) => {
      const text = `${unscaled}e-${scale}`;

      expect(bigDecimalFrom(bigDecimalFrom(text).toString()).compareTo(bigDecimalFrom(text))).toBe(0);
    }));
  });

  test('fails for an exponent that would need too much memory', () => {
    expect(() => bigDecimalFrom('1e10001')).toThrow(RangeError);
  });
});
