import fc from 'fast-check';
import { Pattern } from '../../src/iam/pattern';

const variables = (name: string): string | undefined => ({ 'aws:username': 'jane' })[name];

test.each([
  ['home/${aws:username}/*', 'home/jane/x', true],
  ['home/${aws:username}/*', 'home/joe/x', false],
  ['home/${aws:PrincipalTag/team, \'staff\'}', 'home/staff', undefined],
  ['home/${aws:PrincipalTag/team}/*', 'home/anything/x', undefined],
  ['home/${aws:PrincipalTag/team}/*', 'work/anything/x', false],
  ['${*}${?}${$}', '*?$', true],
  ['${*}', 'anything', false],
])('%s for %s: %s', (pattern, text, matches) => {
  expect(new Pattern(pattern, { hasVariables: true }).matches(text, variables)).toBe(matches);
});

test('without variables the text stands for itself', () => {
  expect(new Pattern('${aws:username}').matches('${aws:username}', variables)).toBe(true);
});

test('a text fits itself, and whatever an asterisk or a question mark takes the place of', () => {
  const plain = fc.string().filter((text) => !/[*?]/.test(text));
  fc.assert(fc.property(plain, plain, plain, (before, middle, after) => {
    expect(new Pattern(`${before}*${after}`).matches(`${before}${middle}${after}`)).toBe(true);
    expect(new Pattern(before).matches(before)).toBe(true);
    expect(new Pattern(`${before}?`).matches(`${before}${middle}`)).toBe(middle.length === 1);
  }));
});
