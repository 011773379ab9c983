import * as fc from 'fast-check';
import { renderTemplate, TemplateError } from '../../src/vtl';
import { escapeJavaScript } from '../../src/vtl/util';

const render = (template: string, value: string): string => renderTemplate(template, { stageVariables: { v: value } });

describe('$util.escapeJavaScript', () => {
  test.each([
    ['it\'s "so" \\ a/b', 'it\\\'s \\"so\\" \\\\ a\\/b'],
    ['\b\f\n\r\t', '\\b\\f\\n\\r\\t'],
    ['\u0000\u001f\u007f', '\\u0000\\u001F\u007f'],
    ['é\u2028\u20ac', '\\u00E9\\u2028\\u20AC'],
    ['\ud83d\ude00\ud83d', '\\uD83D\\uDE00\\uD83D'],
    ['plain', 'plain'],
    ['', ''],
  ])('escapes %j', (text, expected) => {
    expect(render('$util.escapeJavaScript($stageVariables.v)', text)).toBe(expected);
  });

  test('gives a JSON string of the same text once the apostrophes are taken back', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const rendered = render('"$util.escapeJavaScript($stageVariables.v).replaceAll("\\\\\'","\'")"', text);

      expect(JSON.parse(rendered)).toBe(text);
    }));
  });

  test('escapes each character alike, whatever stands beside it', () => {
    fc.assert(fc.property(fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }), (text) => {
      expect(escapeJavaScript(text)).toBe(text.split('').map((character) => escapeJavaScript(character)).join(''));
    }));
  });
});

describe('the other functions of $util', () => {
  test.each([
    ['urlEncode', '{"some": "va~lue*-._"}', '%7B%22some%22%3A+%22va%7Elue*-._%22%7D'],
    ['urlEncode', "!'()é\ud83d", '%21%27%28%29%C3%A9%3F'],
    ['urlEncode', '', ''],
    ['urlDecode', 'a+b%20%C3%A9%7e', 'a b é~'],
    ['base64Encode', 'Grüße', 'R3LDvMOfZQ=='],
    ['base64Decode', 'R3LDvMOfZQ==', 'Grüße'],
  ])('%s(%j)', (name, argument, expected) => {
    expect(render(`$util.${name}($stageVariables.v)`, argument)).toBe(expected);
  });

  test('parseJson gives maps and lists', () => {
    expect(render('#set($o = $util.parseJson($stageVariables.v))$o.a[0].b $o', '{"a":[{"b":1}]}')).toBe('1 {a=[{"b":1}]}');
  });

  test('encode and decode any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(render('$util.urlDecode($util.urlEncode($stageVariables.v))', text)).toBe(text);
      expect(render('$util.base64Decode($util.base64Encode($stageVariables.v))', text)).toBe(text);
    }));
  });

  test('take an undefined value as the empty string', () => {
    expect(renderTemplate('[$util.urlEncode($missing)$util.escapeJavaScript($missing)$util.base64Encode($missing)]')).toBe('[]');
  });

  test.each([
    ['$util.parseJson("{a")', /\$util\.parseJson cannot read its argument: unexpected "a" at position 1/],
    ['$util.urlDecode("%zz")', /two hexadecimal digits/],
    ['$util.base64Decode("*")', /not base64/],
    ['$util.toJson($x)', /\$util has no function toJson: there are escapeJavaScript, parseJson/],
    ['$util.escapeJavaScript(5)', /\$util\.escapeJavaScript cannot be called with \(a number\)/],
    ['$util.urlEncode([1])', /cannot be called with \(a list\)/],
  ])('fail for %s', (template, message) => {
    expect(() => renderTemplate(template)).toThrow(TemplateError);
    expect(() => renderTemplate(template)).toThrow(message);
  });

  test('$util prints {}', () => {
    expect(renderTemplate('$util$util.nothing')).toBe('{}');
  });
});
