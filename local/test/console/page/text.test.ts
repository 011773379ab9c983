import { clockTime, closeCode, duration, jsonFault, pairs, pretty, shortArn, size } from '../../../console/model/text';

test.each([[0, '0 ms'], [999, '999 ms'], [1500, '1.5 s'], [42_000, '42 s'], [61_000, '1 min 1 s'], [3_660_000, '1 h 1 min'], [200_000_000, '2 d 7 h']])('%i ms is %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

test('an execution goes by its machine and a short name', () => {
  expect(shortArn('arn:aws:states:us-east-1:123456789012:execution:Orders:0e7c3f20-1111-4222-8333-444455556666')).toBe('Orders:0e7c3f20');
  expect(shortArn('arn:aws:states:us-east-1:123456789012:execution:Orders:mine')).toBe('Orders:mine');
});

test('JSON gets lines, and what is none is told', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect([pretty('1'), pretty('{')]).toEqual([undefined, undefined]);
  expect(jsonFault('{}')).toBeUndefined();
  expect(jsonFault('{')).toMatch(/JSON/);
});

test('lines are pairs', () => {
  expect(pairs('a=1\n\n b = 2=3 \nc', '=')).toEqual({ a: '1', b: '2=3', c: '' });
});

test('close codes have words', () => {
  expect(closeCode(1009)).toMatch(/128 KB/);
  expect(closeCode(4001)).toMatch(/application/);
  expect(closeCode(3000)).toMatch(/without a meaning/);
});

test('sizes and times', () => {
  expect([size(12), size(1234), size(123_456)]).toEqual(['12 B', '1.2 kB', '123 kB']);
  expect(clockTime(0)).toMatch(/^\d\d:\d\d:00\.000$/);
});
