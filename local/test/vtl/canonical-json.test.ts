import * as fc from 'fast-check';
import { isCanonicalJson } from '../../src/vtl/canonical-json';
import { parseJson } from '../../src/vtl/json';
import { writeJson } from '../../src/vtl/print';

describe('isCanonicalJson', () => {
  test.each(['{}', '[]', '""', 'true', 'null', '0', '-1', '1.5', '-0.0', '1.0E10', '{"a":1,"b":[true,{"a":""}]}', '"é\\n\\"\\\\"', '"\ud83d"'])('knows %j', (text) => {
    expect(isCanonicalJson(text)).toBe(true);
    expect(writeJson(parseJson(text))).toBe(text);
  });

  test.each([
    '', ' ', '{} ', '[1, 2]', '{"a": 1}', '{"a":1,"a":2}', '01', '-0', '1.50', '1e3', '1E3', '"\\u0041"', '"\\/"', '"\u2028"', '"\u007f"', '"\n"', '"', '"\\', '{', '[', '[1', '[1,',
    '[,]', '{"a"}', '{"a":}', '{"a":1,}', '{a:1}', 'nul', 'trueish', '+1', 'NaN', '--1', '1.', '[1]]', '0x10', '"a"b',
  ])('leaves %j to the parser', (text) => {
    expect(isCanonicalJson(text)).toBe(false);
  });

  test('knows only what is written as it was read', () => {
    const style = fc.constantFrom<string | number | undefined>(undefined, 1);
    fc.assert(fc.property(fc.json({ stringUnit: 'binary' }), style, (json, space) => {
      const text = JSON.stringify(JSON.parse(json), undefined, space);

      expect(isCanonicalJson(text) && writeJson(parseJson(text)) !== text).toBe(false);
    }));
  });

  test('knows what was written', () => {
    fc.assert(fc.property(fc.json({ noUnicodeString: true, maxDepth: 4 }), (json) => {
      const text = writeJson(parseJson(json));

      // Long decimal numbers are left to the parser: 18 characters are the most.
      expect(isCanonicalJson(text) || text.includes('\\u') || /E|[-\d.]{16}/.test(text)).toBe(true);
    }));
  });

  test('leaves texts that nest deeply to the parser', () => {
    expect(isCanonicalJson('['.repeat(100_000))).toBe(false);
    expect(isCanonicalJson(`${'['.repeat(50)}${']'.repeat(50)}`)).toBe(true);
  });
});
