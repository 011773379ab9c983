import { evaluated } from '../evaluate';

describe('functions on texts and patterns', () => {
  test.each<[string, unknown]>([
    ['$string(1/3)', '0.333333333333333'],
    ['$string(1e-6) & " " & $string(1e-7)', '0.000001 1e-7'],
    ['$string(9223372036854775808)', '9223372036854776000'],
    ['$string([1e20, 1e21, 1/0])', '[100000000000000000000,1e+21,"Infinity"]'],
    ['$string({"a": function() {1}})', '{"a":""}'],
    ['$string({"a": [1]}, true)', '{\n  "a": [\n    1\n  ]\n}'],
    ['$length("a😀b")', 3],
    ['$substring("a😀b", 1, 1)', '😀'],
    ['$substring("hello", -3, 2)', 'll'],
    ['$pad("foo", -5, "#")', '##foo'],
    ['$pad("", 5, "ab")', 'ababa'],
    ['$join(["a", "b"], "-")', 'a-b'],
    ['$split("a, b;c", /[,;] ?/)', ['a', 'b', 'c']],
    ['$split("a b c", " ", 2)', ['a', 'b']],
    ['$match("ababbabbb", /a(b+)/, 2)', [{ match: 'ab', index: 0, groups: ['b'] }, { match: 'abb', index: 2, groups: ['bb'] }]],
    ['$replace("John Smith", /(\\w+)\\s(\\w+)/, "$2, $1 $$ $0$3")', 'Smith, John $ John Smith'],
    ['$replace("abc", /(a)/, "$12")', 'a2bc'],
    ['$replace("aaa", "a", "b", 2)', 'bba'],
    ['$replace("1 2", /\\d/, function($m) { $string($number($m.match) * 2) })', '2 4'],
    ['$replace("1", /1/, function() { 1 })', 'D3012'],
    ['$replace("a", "", "b")', 'D3010'],
    ['$match("ab", /x*/)', 'D1004'],
    ['/b/("abc").[start, end]', [1, 2]],
    ['$contains("abc", function($t) { {"match": "a", "start": 0, "end": 1, "groups": []} })', true],
    ['$contains("abc", function($t) { {"match": 1} })', 'T1010'],
    ['$base64decode($base64encode("ñ"))', 'ñ'],
    ['$base64decode("YQ")', 'a'],
    ['$formatNumber(1, "x")', 'D3086'],
    ['$formatNumber(-1200, "0e0")', '-1e3'],
    ['$formatNumber(0, "0.0e0")', '0.0e0'],
    ['$fromMillis(0, "[Y]-[M01]-[D01]")', '1970-01-01'],
    ['$toMillis("2018-03-27", "[Y1]-[M01]-[D01]")', 1522108800000],
  ])('%s', async (source, expected) => {
    expect(await evaluated(source)).toEqual(expected);
  });

  test.each(['$base64decode("!!!")', '$base64decode("YQ=")', '$base64decode("A")'])('fails: %s is no Base64', async (source) => {
    expect(await evaluated(source)).toBe('Error');
  });
});
