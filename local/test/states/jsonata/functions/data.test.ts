import { evaluated } from '../evaluate';

describe('functions on data', () => {
  test.each<[string, unknown]>([
    ['$append(1, [2])', [1, 2]],
    ['$distinct([1, "1", {"a": 1, "b": 2}, {"b": 2, "a": 1}, 1])', [1, '1', { a: 1, b: 2 }]],
    ['$keys([{"a": 1}, {"b": 1, "a": 2}])', ['a', 'b']],
    ['$lookup($d.objs, "b")', ['x', 'y', 'x']],
    ['$merge([{"a": 1}, {"b": 2, "a": 3}])', { a: 3, b: 2 }],
    ['$spread({"a": 1, "b": 2})', [{ a: 1 }, { b: 2 }]],
    ['$zip([1, 2, 3], ["a", "b"])', [[1, 'a'], [2, 'b']]],
    ['$boolean([0, {}, "", null, function() {1}])', false],
    ['$boolean([0, 1])', true],
    ['[$type(null), $type([]), $type(1/0), $type($sum)]', ['null', 'array', 'number', 'function']],
    ['$max([1, 3, 2]) - $min([2, 1])', 2],
    ['$each({"a": 1, "b": 2}, function($v, $k) { $k & $v })', ['a1', 'b2']],
    ['$sift({"a": 1, "b": 2}, function($v) { $v > 1 })', { b: 2 }],
    ['$sift({"a": 1}, function($v) { $v > 1 })', undefined],
    ['$filter($d.n, function($v, $i) { $i > 0 })', [2, 3]],
    ['$reduce([1, 2, 3], function($sum, $x) { $sum + $x }, 10)', 16],
    ['$reduce([1, 2], function($x) { $x })', 'D3050'],
    ['$single([1, 2], function($x) { $x > 1 })', 2],
    ['$single([1, 2], function($x) { $x > 0 })', 'D3138'],
    ['$single([1, 2], function($x) { $x > 5 })', 'D3139'],
    ['$sort($d.objs, function($l, $r) { $l.b > $r.b }).a', [1, 2, 2]],
    ['$sort([3, 1, 2])', [1, 2, 3]],
    ['$sort([1, "a"])', 'D3070'],
    ['$now() = $now() and $millis() = $toMillis($now())', true],
  ])('%s', async (source, expected) => {
    expect(await evaluated(source)).toEqual(expected);
  });
});
