import { renderTemplate, TemplateError } from '../../src/vtl';

const BODY = JSON.stringify({
  name: 'Ada', no: false, nothing: null, count: 3, list: ['a', 'b', 'c'], empty: [], map: { k: 'v', deep: { q: [1, [2, 3]] } },
});
const render = (template: string): string => renderTemplate(`#set($data = $input.path('$'))${template}`, { body: BODY });

describe('references', () => {
  test.each([
    ['a value', '$data.name', 'Ada'],
    ['a quiet reference', '$!data.name', 'Ada'],
    ['a formal reference', '${data.name}s', 'Adas'],
    ['a name that is not defined', '[$missing]', '[]'],
    ['a quiet name that is not defined', '[$!missing]', '[]'],
    ['a property that is not there', '[$data.missing.more]', '[]'],
    ['a null', '[$data.nothing]', '[]'],
    ['a property of a string', '[$data.name.first]', '[]'],
    ['a method of an undefined value', '[$missing.length()]', '[]'],
    ['a method that does not exist', '[$data.name.explode()]', '[]'],
    ['a property by key', '$data["map"][\'k\']', 'v'],
    ['an item', '$data.list[1]', 'b'],
    ['an item from the end', '$data.list[-1]', 'c'],
    ['an item by a variable', '#set($i = 2)$data.list[ $i ]', 'c'],
    ['an item of an item', '$data.map.deep.q[1][0]', '2'],
    ['a dot that ends a sentence', '$data.name.', 'Ada.'],
    ['a dot before what is no name', '$data.name.1', 'Ada.1'],
    ['braces end a reference', '${data.map}.k', '{k=v, deep={q=[1,[2,3]]}}.k'],
    ['parentheses after a plain name', '#set($n = $data.name)$n()', 'Ada()'],
    ['a hyphen belongs to the name', '#set($a = 1)[$a-b]', '[]'],
  ])('render %s', (_, template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test.each(['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'class'])('do not reach %s of what is behind the data', (name) => {
    expect(render(`[$data.${name.replace(/^_+/, '')}][$data['${name}']][$data.name['${name}']][$data.list['${name}']]`)).toBe('[][][][]');
  });

  test('find own keys named like a prototype', () => {
    const body = '{"__proto__":{"polluted":"yes"},"constructor":"mine"}';

    expect(renderTemplate("$input.path('$')['__proto__'].polluted $input.path('$').constructor", { body })).toBe('yes mine');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('set a key named like a prototype on the map alone', () => {
    expect(render("#set($m = {})#set($m['__proto__'] = {'polluted': 'yes'})$m")).toBe('{__proto__={polluted=yes}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('conditions', () => {
  test.each([
    ['true', '$data.name'],
    ['true', '$missing'],
    ['true', '$data.nothing'],
    ['true', '$data.empty'],
    ['false', '$data.no'],
    ['false', '!$missing'],
    ['true', '!$data.no'],
    ['true', 'true'],
    ['false', 'false'],
    ['false', '"text"'],
    ['false', '1'],
    ['true', '$missing == ""'],
    ['true', '$missing == $alsoMissing'],
    ['false', '$missing != \'\''],
    ['true', '$data.nothing == $missing'],
    ['false', '$data.empty == ""'],
    ['true', '"$missing" == ""'],
    ['true', '$data.count == 3'],
    ['true', '$data.count == 3.0'],
    ['true', '$data.count == "3"'],
    ['true', '$data.no == "false"'],
    ['false', '"a" < "b"'],
    ['false', '$missing < 1'],
    ['true', '$data.count ge 3 and $data.count le 3'],
    ['true', '$data.count gt 2 && $data.count lt 4'],
    ['true', '$data.no or not $data.no'],
    ['true', '$data.no || ($data.count ne 4 && true)'],
    ['true', '1 + 2 * 3 == 7'],
    ['false', '4 > 2 + 5'],
  ])('are %s for %s', (expected, condition) => {
    expect(render(`#if(${condition})true#{else}false#end`)).toBe(expected);
  });

  test('take the first branch that holds', () => {
    expect(render('#if($data.no)1#elseif($data.no)2#elseif($data.name)3#elseif(true)4#{else}5#end')).toBe('3');
  });
});

describe('#foreach', () => {
  test.each([
    ['a list', '#foreach($x in $data.list)$x,#end', 'a,b,c,'],
    ['a literal', '#foreach($x in [1, "two", true])$x,#end', '1,two,true,'],
    ['a range', '#foreach($x in [1..3])$x,#end', '1,2,3,'],
    ['a descending range', '#foreach($x in [1..-1])$x,#end', '1,0,-1,'],
    ['a range up to a reference', '#foreach($x in [0..$data.count])$x#end', '0123'],
    ['the values of a map', '#foreach($x in {"a": 1, "b": 2})$x#end', '12'],
    ['the keys of a map', '#foreach($x in $data.map.keySet())$x,#end', 'k,deep,'],
    ['the entries of a map', '#foreach($x in $data.map.entrySet())$x.key=$x.value;#end', 'k=v;deep={q=[1,[2,3]]};'],
    ['nothing', '[#foreach($x in $missing)$x#end]', '[]'],
    ['a string', '[#foreach($x in $data.name)$x#end]', '[]'],
    ['a list of lists', '#foreach($x in $data.map.deep.q)$x;#end', '1;[2,3];'],
  ])('runs over %s', (_, template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test('knows where it stands', () => {
    const body = '$foreach.index$foreach.count$velocityCount $foreach.first $foreach.last $foreach.hasNext $velocityHasNext|';

    expect(render(`#foreach($x in [7, 8])${body}#end`)).toBe('011 true false true true|122 false true false false|');
  });

  test('nests, and gives the outer loop back', () => {
    expect(render('#foreach($x in [1, 2])$foreach.index:#foreach($x in [5, 6])$foreach.parent.index$foreach.index$x #end$x;#end[$x][$foreach]'))
      .toBe('0:005 016 1;1:105 116 2;[][]');
  });

  test('restores a variable of the same name', () => {
    expect(render('#set($x = "outer")#foreach($x in [1])$x#end$x')).toBe('1outer');
  });

  test('keeps what was set inside', () => {
    expect(render('#foreach($x in [1, 2])#set($last = $x)#end$last')).toBe('2');
  });

  test('ends at #break, the inner loop only', () => {
    expect(render('#foreach($x in [1, 2])$x#foreach($y in [1, 2])-#break#end#end')).toBe('1-2-');
  });

  test('fails beyond 1000 items', () => {
    expect(render('#foreach($x in [1..1000])#end')).toBe('');
    expect(() => render('#foreach($x in [1..1001])#end')).toThrow(/#foreach has more than 1000 items/);
  });

  test('fails when nested loops do not end', () => {
    const loops = '#foreach($a in [1..1000])'.repeat(4) + '#end'.repeat(4);

    expect(() => render(loops)).toThrow(/more than 100000 iterations/);
  });
});

describe('#define, #stop and #break', () => {
  test.each([
    ['evaluates a definition at each use', '#define($d)[$n]#end#set($n = 1)$d#set($n = 2)$d', '[1][2]'],
    ['shows a definition the loop of its use', '#define($d)$foreach.index#end#foreach($x in [1, 2])$d#end', '01'],
    ['renders the parentheses after a definition', '#define($d)x#end$d()', 'x()'],
    ['ends the output at #stop', 'a#if(true)b#stop c#end d', 'ab'],
    ['ends the output at #stop in a loop', '#foreach($x in [1, 2])$x#stop#end|', '1'],
    ['ends the output at a #break outside of loops', 'a#break b', 'a'],
  ])('%s', (_, template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test('fails when definitions render each other without end', () => {
    expect(() => render('#define($a)$b#end#define($b)$a#end$a')).toThrow(/#define bodies render each other/);
  });
});

describe('#set', () => {
  test.each([
    ['a variable', '#set($x = "$data.name!")$x', 'Ada!'],
    ['an undefined value as the empty string', '#set($x = 1)#set($x = $missing)[$x]', '[]'],
    ['nothing where a calculation has no result', '#set($x = 1)#set($x = 1 / 0)#set($x = "a" - 1)$x', '1'],
    ['a property', '#set($data.map.k = 5)$data.map.k', '5'],
    ['a key from a variable', '#set($k = "a b")#set($m = {})#set($m[$k] = 1)#set($m["$k!"] = 2)$m', '{a b=1, a b!=2}'],
    ['an empty key', '#set($m = {})#set($m["$missing"] = 1)$m', '{=1}'],
    ['a nested property', '#set($m = {})#set($m["a"] = {})#set($m["a"].b = 1)$m.a["b"]', '1'],
    ['an item', '#set($l = [1, 2])#set($l[1] = 3)$l', '[1, 3]'],
    ['nothing in what is undefined', '#set($missing.x = 1)[$missing]', '[]'],
  ])('assigns %s', (_, template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test('fails for an item beyond the end', () => {
    expect(() => render('#set($l = [1])#set($l[1] = 2)')).toThrow(/index 1 is out of bounds: the length is 1/);
  });
});

/** A list with a text of 2^100 characters. */
const TWICE = '#set($a = [1])#foreach($i in [1..100])#set($a = [$a, $a])#end';

describe('limits', () => {
  test.each([
    ['texts that double', '#set($s = "xxxxxxxx")#foreach($i in [1..100])#set($s = "$s$s")#end'],
    ['numbers that square', '#set($n = 9)#foreach($i in [1..100])#set($n = $n * $n)#end'],
    ['exponents that double', '#set($n = 1e999)#foreach($i in [1..100])#set($n = $n * $n)#end'],
    ['lists that double', '#set($l = [1, 2, 3])#foreach($i in [1..100])#set($ok = $l.addAll($l))#end'],
    ['a list in itself, compared', '#set($a = [1])#set($b = [1])#set($ok = $a.add($b))#set($ok = $b.add($a))#if($a == $b)#end'],
    ['a list of a list in itself, printed', '#set($a = [1])#set($b = [1])#set($ok = $a.add($b))#set($ok = $b.add($a))$a'],
    ['a range without bounds', '#set($r = [1..9999999999])'],
    ['ranges in a loop', '#foreach($i in [1..1000])#set($r = [1..1000000])#end'],
    ['replacements that double', '#set($s = "xx")#foreach($i in [1..100])#set($s = $s.replace("x", "$s"))#end'],
    ['expressions that double', '#set($s = "xx")#foreach($i in [1..100])#set($s = $s.replaceAll("x", "$s"))#end'],
    ['escapes that double', '#set($s = "///")#foreach($i in [1..100])#set($s = $util.escapeJavaScript($s))#end'],
    ['a list that holds another twice, printed', `${TWICE}$a`],
    ['a list that holds another twice, as JSON', `${TWICE}#set($b = $input.path('$'))#set($b.a = $a)$input.json('$.a')`],
    ['lists that hold others twice, compared', `${TWICE}#set($c = $a)${TWICE}#if($a == $c)#end`],
    ['lists that hold others twice, looked for', `${TWICE}#set($c = [$a, $a])${TWICE}$c.contains($a)`],
    ['maps that hold others twice, printed', '#set($a = {})#foreach($i in [1..100])#set($a = {"x": $a, "y": $a.entrySet()})#end$a'],
    ['definitions that render others twice', `${Array.from({ length: 60 }, (_, index) => `#define($d${index})$d${index + 1}$d${index + 1}#end`).join('')}$d0`],
    ['an expression that backtracks', '#set($s = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")$s.matches("(a+)+")'],
    ['a search through much, again and again', '#set($l = [1..100000])#foreach($i in [1..300])#foreach($j in [1..300])#set($ok = $l.contains(0))#end#end'],
    ['a body that holds itself', "#set($b = $input.path('$'))#set($b.a = $b)$input.json('$..x')"],
  ])('fails for %s, with a TemplateError', (_, template) => {
    expect(() => render(template)).toThrow(TemplateError);
  });

  test('prints a list that holds itself as Java does', () => {
    expect(render('#set($a = [1])#set($ok = $a.add($a))$a')).toBe('[1, (this Collection)]');
  });
});
