import { bigDecimalFrom } from '../../src/vtl/big-decimal';
import { print, printDouble, writeJson } from '../../src/vtl/print';
import { JavaList, JavaMap } from '../../src/vtl/values';

describe('print', () => {
  test.each([
    [1, '1.0'], [100, '100.0'], [0.1, '0.1'], [0.001, '0.001'], [0.0009, '9.0E-4'], [1e7, '1.0E7'], [9999999, '9999999.0'], [12345678.9, '1.23456789E7'], [-1e-7, '-1.0E-7'],
    [0, '0.0'], [-0, '-0.0'], [1e300, '1.0E300'], [Infinity, 'Infinity'], [NaN, 'NaN'],
  ])('the double %d as %s', (value, expected) => {
    expect(printDouble(value)).toBe(expected);
  });

  test('prints what Java prints', () => {
    const list = new JavaList(['a', null, 5n, new JavaMap([['k', 1.5]])]);

    expect(print(list)).toBe('[a, null, 5, {k=1.5}]');
    expect(print(new JavaList(list.items, 'JSONArray'))).toBe('["a",null,5,{"k":1.5}]');
    expect(print(new JavaMap([['l', new JavaList(['x/y'], 'JSONArray')], [null, null]]))).toBe('{l=["x\\/y"], null=null}');
    expect(print(null)).toBe('');
  });

  test('writes compact JSON', () => {
    const map = new JavaMap([['a"', new JavaList([true, null, 12345678901234567890n, bigDecimalFrom('0.10')])], ['', 'x/y\u2028é']] as const);

    expect(writeJson(map)).toBe('{"a\\"":[true,null,12345678901234567890,0.10],"":"x/y\\u2028é"}');
  });
});
