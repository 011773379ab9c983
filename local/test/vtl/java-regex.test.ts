import { RegexClock } from '../../src/bounded-regex';
import { javaMatches, javaReplace, javaSplit } from '../../src/vtl/java-regex';

const ENDLESS = `${'a'.repeat(60)}b`;

describe('regular expressions of Java', () => {
  test.each([
    ['a.b', 'a.b', true], ['a.b', 'a\\.b', true], ['axb', 'a\\.b', false], ['a\nb', 'a.b', false], ['a\u0085b', 'a.b', false], ['a\nb', '(?s)a.b', true],
    ['2024-01-31', '\\d{4}-\\d{2}-\\d{2}', true], ['2024-01-31', '^\\d{4}-\\d{2}-\\d{2}$', true], ['x2024', '\\d+', false], ['٣', '\\d', false],
    ['ab', 'a|ab', true], ['ABC', '(?i)abc', true], ['a b', 'a\\sb', true], ['a\u00a0b', 'a\\sb', false], ['a\u00a0b', 'a\\hb', true],
    ['abc', '[a-c&&[^b]]+', false], ['acac', '[a-c&&[^b]]+', true], ['a]', '[]a]+', true], ['a-z', '[a\\-z]+', true], ['-', '[a-]', true], ['[a]', '[\\[\\]a]+', true],
    ['aB1', '\\p{Alpha}+\\p{Digit}', true], ['é', '\\p{Alpha}', false], ['é', '\\p{L}', true], ['!', '\\p{Punct}', true], ['a', '\\P{Punct}', true],
    ['a.b', '\\Qa.b\\E', true], ['axb', '\\Qa.b', false], ['aa', '(a)\\1', true], ['aa', '(?<x>a)\\k<x>', true], ['A', '\\u0041', true], ['A', '\\x41', true], ['A', '\\0101', true],
    ['a\n', 'a$\\n', true], ['b\na', '(?m)b\\n^a', true], ['/', '/', true], ['a}', 'a}', true], ['😀', '.', true], ['😀x', '[😀]x', true], ['', '', true],
  ])('%j matches %s: %s', (text, pattern, expected) => {
    expect(javaMatches(text, pattern)).toBe(expected);
  });

  test.each([
    ['matches', () => javaMatches('%0AF', '.*%[0-9A-F]{2}.*')],
    ['replaceAll', () => javaReplace('a.b.c', '\\.', '-', true)],
    ['split', () => javaSplit('a,b', ',')],
  ])('%s gives the same when it is stopped late and done again', (_name, act) => {
    const expected = act();
    const match = jest.spyOn(RegexClock.prototype, 'match').mockImplementation((regex, text, use) => {
      use(regex, text);
      return use(regex, text);
    });

    expect(act()).toEqual(expected);
    match.mockRestore();
  });

  test.each(['(', '[', '*', 'a{', 'a++', '(?>a)', '(?x) a', '\\', '\\q', '(a', 'a)', '(?<1>a)', '[a', '\\p{Nothing}'])('fails for %s, which is not one or not supported', (pattern) => {
    expect(() => javaMatches('a', pattern)).toThrow(/regular expression .* is not valid or not supported/);
  });

  test.each([
    ["it\\'s", "\\\\'", "'", "it's"], ['a.b.c', '.', '-', '-----'], ['a.b.c', '\\.', '-', 'a-b-c'], ['foobar', 'o+', '[$0]', 'f[oo]bar'], ['ab', '(a)(b)', '$2$1', 'ba'],
    ['ab', '(?<x>a)', '<${x}>', '<a>b'], ['a', '(a)(b)?', '$1$2$1', 'aa'], ['a', '(a)', '$10', 'a0'], ['a', 'a', '\\$\\\\', '$\\'], ['abc', 'x*', '-', '-a-b-c-'], ['a', 'a', '', ''],
  ])('replaceAll: %j, %s by %s', (text, pattern, replacement, expected) => {
    expect(javaReplace(text, pattern, replacement, true)).toBe(expected);
  });

  test('replaceFirst takes the first match only', () => {
    expect(javaReplace('aaa', 'a', 'b', false)).toBe('baa');
    expect(javaReplace('aaa', 'x', 'b', false)).toBe('aaa');
  });

  test.each([['$'], ['$x'], ['\\'], ['$2'], ['${y}'], ['${constructor}']])('fails for the replacement %s', (replacement) => {
    expect(() => javaReplace('a', '(a)', replacement, true)).toThrow(/group|single backslash/);
  });

  test.each([
    ['a,b,,', ',', 0, ['a', 'b']], ['a,b,,', ',', -1, ['a', 'b', '', '']], ['a,b,c', ',', 2, ['a', 'b,c']], [',a', ',', 0, ['', 'a']], ['abc', '', 0, ['a', 'b', 'c']],
    ['abc', 'x', 0, ['abc']], ['', ',', 0, ['']], [',', ',', 0, []], ['a1b22c', '\\d+', 0, ['a', 'b', 'c']],
  ])('split %j by %s, limit %i', (text, pattern, limit, expected) => {
    expect(javaSplit(text, pattern, limit)).toEqual(expected);
  });

  test.each([
    ['matches', () => javaMatches(ENDLESS, '(a+)+')], ['replaceAll', () => javaReplace(ENDLESS, '(a+)+$', '', true)], ['split', () => javaSplit(ENDLESS, '(a+)+$')],
  ])('%s is stopped when an expression takes too long', (_, apply) => {
    expect(apply).toThrow('take longer than 100 ms');
  });

  test('a replacement does not grow beyond a text', () => {
    expect(() => javaReplace('x'.repeat(10_000), 'x', 'y'.repeat(10_000), true)).toThrow('longer than 10485760 characters');
  });
});
