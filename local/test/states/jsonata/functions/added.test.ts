import { evaluated, problemOf } from '../evaluate';

describe('functions that the service adds', () => {
  test.each<[string, unknown]>([
    ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1, 2, 3])', [[1, 2, 3]]],
    ['$partition([1, 2, 3], 1.9)', [[1], [2], [3]]],
    ['$partition([1, 2, 3], 0)', undefined],
    ['$partition([1, 2, 3], -0.5)', undefined],
    ['$partition([], 2)', undefined],
    ['$partition(null, 2)', 'T0412'],
    ['$partition([1], "a")', 'T0410'],
    ['$range(0, 6, 2)', [0, 2, 4, 6]],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$range(5, 1, -1.5)', [5, 4, 3, 2, 1]],
    ['$range(3, 3, 1)', 3],
    ['$range(1, 5, -1)', undefined],
    ['$range(1, 5, 0)', undefined],
    ['$range(1, 5)', undefined],
    ['$range(1)', 'T0410'],
    ['$count($range(1, 360145, 1))', 360_145],
    ['$range(1, 360146, 1)', expect.stringContaining('memory limit')],
    ["$hash('ñ', 'MD5')", '94e9342ecbb1458b6043ecd3bfcbc192'],
    ["$hash('a')", undefined],
    ["$hash('a', 'md5')", 'D3137'],
    ["$hash(1, 'MD5')", 'T0410'],
    ['$random(42)', 0.7275636800328681],
    ['$random(0.9) = $random(0)', true],
    ['$random() = $random()', false],
    ['$random(1, 2)', 'T0410'],
    ['$length($uuid())', 36],
    ["$uuid('seed')", 'T0410'],
    ["$parse('{\"a\": [1, {\"b\": \"{:}\"}]}').a[1].b", '{:}'],
    ['$parse()', undefined],
    ['$parse(null)', 'T0410'],
    ["$parse('null')", null],
    ["$parse('1.0')", 1],
    ["$map(['{\"a\": 1}', '{\"a\": 2}'], $parse).a", [1, 2]],
  ])('%s', async (source, expected) => {
    expect(await evaluated(source)).toEqual(expected);
  });

  test.each(['', '  ', '{', '{} {}', '1e400', '{"a": 1, "a": 2}', '[{"a": {"b": 1, "\\u0062": 2}}]', `${'['.repeat(1001)}${']'.repeat(1001)}`])(
    'fails for %j, which $parse does not take for JSON', async (text) => {
      expect(await problemOf(`$parse(${JSON.stringify(text)})`)).toBe('D3137: Invalid JSON');
    },
  );

  test('the same name in two objects is not repeated', async () => {
    expect(await evaluated('$parse(\'[{"a": 1}, {"a": {"a": 2}}]\')')).toEqual([{ a: 1 }, { a: { a: 2 } }]);
  });

  test('$eval is none of them', async () => {
    expect(await evaluated("$eval('1+1')")).toBe('T1006');
  });
});
