import { fromWire, toWire } from '../../../src/gateway/step-functions/wire';

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

describe('a number and a boolean of a request', () => {
  const rules = { size: { type: 'number', least: 0, most: 10 }, flag: { type: 'boolean' } } as const;

  test('are read as JSON writes them', () => {
    expect(fromWire('{"size":10,"flag":false}', rules)).toEqual({ size: '10', flag: 'false' });
    expect(fromWire('{"size":null}', rules)).toEqual({ size: undefined, flag: undefined });
  });

  test.each(['{"size":"1"}', '{"size":1.5}', '{"flag":"true"}', '{"flag":0}'])('fail for %s', (request) => {
    expect(() => fromWire(request, rules)).toThrow('SerializationException');
  });

  test.each([[-1, 'greater than or equal to 0'], [11, 'less than or equal to 10']])('fail for the size %d', (size, constraint) => {
    expect(() => fromWire(JSON.stringify({ size }), rules))
      .toThrow(`1 validation error detected: Value at 'size' failed to satisfy constraint: Member must have value ${constraint}`);
  });
});
