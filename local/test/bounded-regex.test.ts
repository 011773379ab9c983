import { RegexClock, RegexTimeout } from '../src/bounded-regex';

const holds = (regex: RegExp, text: string): boolean => regex.test(text);
const ENDLESS = `${'a'.repeat(60)}b`;

describe('regular expressions in bounded time', () => {
  test.each([
    [/^a+$/, 'aaa', true],
    [/^(a+)+$/, 'aaa', true],
    [/^(a+)+$/, 'aab', false],
    [/^(a|a)(a|a)$/, 'ab', false],
  ])('%s of %s: %s', (regex, text, expected) => {
    expect(new RegexClock().match(regex, text, holds)).toBe(expected);
  });

  test.each([
    /^(a+)+$/, /^(a|aa)+$/, /^(a*)*$/, /^(?:a+){10,}$/, /^(a|a?)+$/, /^(.*a){20}$/, new RegExp(`^${'a?'.repeat(40)}${'a'.repeat(30)}$`), new RegExp(`^${'.*'.repeat(20)}c$`),
    new RegExp(`^${'(?:a|.)'.repeat(40)}c$`),
  ])('%s is stopped', (regex) => {
    expect(() => new RegexClock(20).match(regex, ENDLESS, holds)).toThrow(RegexTimeout);
  });

  test('the time is that of all expressions together', () => {
    // GIVEN
    const clock = new RegexClock(20);

    // WHEN
    expect(() => clock.match(/^(a+)+$/, ENDLESS, holds)).toThrow(RegexTimeout);

    // THEN
    expect(() => clock.match(/^(a+)+$/, 'a', holds)).toThrow('the regular expressions take longer than 20 ms');
    expect(new RegexClock(20).match(/^(a+)+$/, 'a', holds)).toBe(true);
  });

  test('work of others is stopped too, and what it gives or throws is passed on', () => {
    expect(() => new RegexClock(20).run(() => ENDLESS.replace(/(a+)+$/, ''))).toThrow(RegexTimeout);
    expect(new RegexClock().run(() => [1])).toEqual([1]);
    expect(() => new RegexClock().run(() => {
      throw new TypeError('mine');
    })).toThrow(new TypeError('mine'));
  });
});
