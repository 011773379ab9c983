import { toWire } from '../../src/step-functions/wire';

test.each<[number, string]>([
  [1652716274909, '1.652716274909E9'],
  [1652716274000, '1.652716274E9'],
  [1652716274100, '1.6527162741E9'],
  [1600000000000, '1.6E9'],
  [1000000000000, '1.0E9'],
])('the time %d is %s', (milliseconds, text) => {
  expect(toWire({ startDate: new Date(milliseconds) })).toBe(`{"startDate":${text}}`);
  expect(Number(text)).toBe(milliseconds / 1000);
});

test('members without a value are left out', () => {
  expect(toWire({ a: undefined, b: null, c: [1, 'x', true], d: {} })).toBe('{"b":null,"c":[1,"x",true],"d":{}}');
});
