import { renderTemplate } from '../../../src/vtl';

describe('the methods of numbers', () => {
  test.each([
    ['5', 'intValue()', '5'], ['5.9', 'intValue()', '5'], ['-5.9', 'intValue()', '-5'], ['1e20', 'intValue()', '2147483647'], ['99999999999', 'intValue()', '1215752191'],
    ['1e30', 'longValue()', '9223372036854775807'], ['5', 'doubleValue()', '5.0'], ['5', 'toString()', '5'], ['5', 'equals(5)', 'true'], ['5', 'equals(5.0)', 'false'],
    ['5', 'length()', ''],
  ])('%s: %s', (number, method, expected) => {
    expect(renderTemplate(`#set($n = ${number})$n.${method}`)).toBe(expected);
  });
});
