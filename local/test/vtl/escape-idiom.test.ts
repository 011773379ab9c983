import fc from 'fast-check';
import { renderTemplate } from '../../src/vtl';

const IDIOM = '$util.escapeJavaScript($input.path(\'$.text\')).replaceAll("\\\\\'","\'")';
const IN_STEPS = '#set($escaped = $util.escapeJavaScript($input.path(\'$.text\')))$escaped.replaceAll("\\\\\'","\'")';

const render = (template: string, text: unknown): string => renderTemplate(template, { body: JSON.stringify({ text }) });

test('gives what its two methods give one after the other', () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom('\'', '\\', '"', '/', '\n', '\u0000', 'ü', '\u2028'), fc.string({ minLength: 1, maxLength: 1 })) });
  fc.assert(fc.property(text, (value) => {
    expect(render(IDIOM, value)).toBe(render(IN_STEPS, value));
  }));
});

test('gives the content of a JSON text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => {
    expect(JSON.parse(`"${render(IDIOM, value)}"`)).toBe(value);
  }));
});

test('goes on as any reference does', () => {
  expect(render(`${IDIOM}.length()`, "it's")).toBe('4');
});

test('is but two methods of whatever a template calls $util', () => {
  expect(render(`#set($util = "mine")$util.length()${IDIOM}`, 'x')).toBe('4');
});

test('fails for what is not a text, as the method does', () => {
  expect(() => render(IDIOM, { a: 1 })).toThrow('$util.escapeJavaScript cannot be called with (a map): it takes a string');
});
