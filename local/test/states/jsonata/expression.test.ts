import { evaluated, problemOf } from './evaluate';
import { compileExpression } from '../../../src/states/jsonata/expression';

describe('JSONata expressions', () => {
  test.each<[string, unknown]>([
    // Paths and sequences
    ['$d.objs.b', ['x', 'y', 'x']],
    ['$d.objs.n', [1, 2, 3]],
    ['$d.objs[0].a', 1],
    ['$d.objs[-1].b', 'x'],
    ['$d.objs[a = 2].b', ['y', 'x']],
    ['$d.objs[[0..1]].a', [1, 2]],
    ['$d.objs[b = "y"]', { a: 2, b: 'y', n: [3] }],
    ['$d.objs[b = "y"][]', [{ a: 2, b: 'y', n: [3] }]],
    ['$d.objs.missing', undefined],
    ['$d.objs.[a, b]', [[1, 'x'], [2, 'y'], [2, 'x']]],
    ['$d.(n)[1]', 2],
    ['$d.*[$type($) = "string"]', ['text', 'p', 'q', 'p']],
    ['$count($d.**)', 22],
    ['$d.objs^(>b, a).a', [2, 1, 2]],
    ['$d.objs{b: $sum(a)}', { x: 3, y: 2 }],
  ])('%s', async (source, expected) => {
    expect(await evaluated(source)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    // Names that a path binds
    ['$d.objs#$i[a = 2].{"at": $i}', [{ at: 1 }, { at: 2 }]],
    ['$d.objs.n.{"n": $, "b": %.b}', [{ n: 1, b: 'x' }, { n: 2, b: 'x' }, { n: 3, b: 'y' }]],
    ['$d.objs@$o.$o.b', ['x', 'y', 'x']],
    // Constructors
    ['[1, [2, 3], $d.n, $d.missing]', [1, [2, 3], 1, 2, 3]],
    ['{"a": 1, "b": $d.missing}', { a: 1 }],
    ['{"a": 1, "a": 2}', 'D1009'],
    ['{1: 2}', 'T1003'],
    // Operators
    ['1 + 2 * 3 - 4 / 2 % 3', 5],
    ['1 + $d.missing', undefined],
    ['"a" & 1 & null & [1, {"b": 2}] & $d.missing', 'a1null[1,{"b":2}]'],
    ['$d.objs[0] = {"n": [1, 2], "b": "x", "a": 1}', true],
    ['"p" in $d.list', true],
    ['1 < "a"', 'T2009'],
    ['1 < null', 'T2010'],
    ['1 + "a"', 'T2002'],
    ['[1..3]', [1, 2, 3]],
    ['[1.5..3]', 'T2003'],
    ['$d.missing or $d.n and true', true],
    ['$d.a > 1 ? "more" : "less"', 'less'],
    ['-$d.b', 'D1002'],
    // Functions
    ['($f := function($x, $y) { $x & $y }; $map($d.list, $f))', ['p0', 'q1', 'p2']],
    ['$map([1, 2], function($x) { function($y) { $x + $y } }).$(10)', [11, 12]],
    ['($add := function($x, $y) { $x + $y }; $add(?, 2)(5))', 7],
    ['"abc" ~> $uppercase ~> $substring(1)', 'BC'],
    ['($up := $uppercase ~> $length; $up("abc"))', 3],
    ['1 ~> 2', 'T2006'],
    ['$missing(1)', 'T1006'],
    ['($count := function($n) { $n = 0 ? "done" : $count($n - 1) }; $count(2000))', 'done'],
    ['function($n)<s:n>{1}(2)', 'T0410'],
    ['($d ~> |objs[a = 1]|{"b": "new"}, ["n"]|).objs[0]', { a: 1, b: 'new' }],
    ['$d ~> |objs|1|', 'T2011'],
    ['$string($d ~> |a|{"b": 1}|) = $string($d)', true],
  ])('%s', async (source, expected) => {
    expect(await evaluated(source)).toEqual(expected);
  });

  test.each([
    ['$sum(["a"])', 'T0412: Argument 1 of function "sum" must be an array of "numbers"'],
    ['$sqrt(-1)', 'D3060: The sqrt function cannot be applied to a negative number: -1'],
    ['"a" + 1', 'T2001: The left side of the "+" operator must evaluate to a number'],
    ['($f := function($n) { $n = 0 ? $sqrt(-1) : $f($n - 1) }; $f(3))', 'D3060: The sqrt function cannot be applied to a negative number: -1'],
  ])('the problem of %s has its text', async (source, text) => {
    expect(await problemOf(source)).toBe(text);
  });

  test.each(['$d.a ?? 1', '$d.a ?: 1', '1 +', '{"a":}'])('fails: %s, which does not parse in 2.0.6', (source) => {
    expect(() => compileExpression(source)).toThrow(SyntaxError);
  });

  test('the data is never changed', async () => {
    expect(await evaluated('($d ~> |$|{"__proto__": {"polluted": true}, "constructor": 1}|; $merge([{"__proto__": {"polluted": true}}]).a)')).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(await evaluated('$d.constructor')).toBeUndefined();
    expect(await evaluated('{"__proto__": 1}.`__proto__`')).toBe(1);
    expect(await evaluated('$sum.implementation')).toBeUndefined();
  });
});
