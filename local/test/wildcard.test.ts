import * as fc from 'fast-check';
import { wildcard } from '../src/wildcard';

describe('wildcard', () => {
  test.each([
    ['log-1.txt', 'log-*.txt', true],
    ['log-1.txt.gz', 'log-*.txt', false],
    ['abc', '*', true],
    ['', '*', true],
    ['abc', 'abc', true],
    ['ab', 'a', false],
    ['aXbXc', 'a*b*c', true],
    ['ab', 'a*b*b', false],
    ['ab', 'ab*b', false],
    ['aba', 'ab*ba', false],
    ['a*c', 'a\\*c', true],
    ['abc', 'a\\*c', false],
    ['a\\b', 'a\\\\*', true],
    ['a\\b', 'a\\b', true],
  ])('%s fits %s: %s', (text, pattern, expected) => {
    expect(wildcard(pattern)(text)).toBe(expected);
  });

  test('a pattern of many stars, which a backtracking matcher would never finish, is looked through once', () => {
    expect(wildcard(`${'a*'.repeat(1000)}b`)('a'.repeat(50_000))).toBe(false);
  });

  test('a text fits the pattern that it was made from', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '\\', '*') });
    fc.assert(fc.property(fc.array(part, { minLength: 1 }), fc.array(part), (parts, fillings) => {
      const text = parts.map((literal, index) => index === 0 ? literal : (fillings[index] ?? '') + literal).join('');
      return wildcard(parts.map((literal) => literal.replace(/[*\\]/g, '\\$&')).join('*'))(text);
    }));
  });
});
