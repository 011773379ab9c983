import { renderTemplate } from '../../../src/vtl';

const call = (text: string, method: string): string => renderTemplate(`[$stageVariables.v.${method}]`, { stageVariables: { v: text } }).slice(1, -1);

describe('the methods of strings', () => {
  test.each([
    ['length()', '9'], ['isEmpty()', 'false'], ['charAt(1)', 'o'], ['codePointAt(0)', '83'], ['hashCode()', '1439082586'],
    ['indexOf("e")', '3'], ['indexOf("z")', '-1'], ['indexOf("h", 2)', '5'], ['indexOf(105)', '6'], ['lastIndexOf("e")', '3'], ['lastIndexOf("e", 2)', '-1'],
    ['contains("thin")', 'true'], ['startsWith("Some")', 'true'], ['startsWith("thing", 4)', 'true'], ['endsWith("thing")', 'true'],
    ['substring(4)', 'thing'], ['substring(2, 4)', 'me'], ['substring(9)', ''], ['concat("!")', 'Something!'],
    ['toUpperCase()', 'SOMETHING'], ['toLowerCase()', 'something'], ['toString()', 'Something'],
    ['replace("e", "$1")', 'Som$1thing'], ['replace("", "-")', '-S-o-m-e-t-h-i-n-g-'],
    ['equals("Something")', 'true'], ['equals(1)', 'false'], ['equalsIgnoreCase("SOMETHING")', 'true'], ['contentEquals("x")', 'false'],
    ['compareTo("Somebody")', '18'], ['compareTo("Some")', '5'], ['compareToIgnoreCase("something")', '0'],
    ['empty', 'false'], ['length', ''], ['length(1)', ''], ['substring("1")', ''], ['getClass()', ''], ['substring(1).substring(1)', 'mething'],
  ])('%s', (method, expected) => {
    expect(call('Something', method)).toBe(expected);
  });

  test('trim() takes blanks and control characters', () => {
    expect(call(' \t\u0001 a b \n', 'trim()')).toBe('a b');
  });

  test.each([
    ['charAt(9)', /index 9 is out of bounds: the length is 9/],
    ['charAt(-1)', /index -1 is out of bounds/],
    ['substring(10)', /substring\(10, 9\) is out of bounds/],
    ['substring(3, 2)', /substring\(3, 2\) is out of bounds/],
    ['matches("(")', /regular expression "\(" is not valid/],
  ])('fails for %s', (method, message) => {
    expect(() => call('Something', method)).toThrow(message);
  });
});
