import { renderTemplate } from '../../../src/vtl';

const render = (method: string): string => renderTemplate(`#set($l = ['x', 'y', 'x', 2])[$l.${method}] $l`);

describe('the methods of lists', () => {
  test.each([
    ['size()', '[4] [x, y, x, 2]'], ['isEmpty()', '[false] [x, y, x, 2]'], ['empty', '[false] [x, y, x, 2]'],
    ['get(1)', '[y] [x, y, x, 2]'], ['indexOf("x")', '[0] [x, y, x, 2]'], ['lastIndexOf("x")', '[2] [x, y, x, 2]'], ['lastIndexOf("z")', '[-1] [x, y, x, 2]'],
    ['contains(2)', '[true] [x, y, x, 2]'], ['contains("2")', '[false] [x, y, x, 2]'], ['containsAll(["x", 2])', '[true] [x, y, x, 2]'],
    ['add(3)', '[true] [x, y, x, 2, 3]'], ['add(0, "a")', '[] [a, x, y, x, 2]'], ['addAll([3, 4])', '[true] [x, y, x, 2, 3, 4]'], ['addAll([])', '[false] [x, y, x, 2]'],
    ['set(1, "z")', '[y] [x, z, x, 2]'], ['remove(1)', '[y] [x, x, 2]'], ['remove("x")', '[true] [y, x, 2]'], ['remove("z")', '[false] [x, y, x, 2]'],
    ['clear()', '[] []'], ['subList(1, 3)', '[[y, x]] [x, y, x, 2]'], ['toString()', '[[x, y, x, 2]] [x, y, x, 2]'], ['equals(["x"])', '[false] [x, y, x, 2]'],
    ['get("1")', '[] [x, y, x, 2]'], ['nothing()', '[] [x, y, x, 2]'],
  ])('%s', (method, expected) => {
    expect(render(method)).toBe(expected);
  });

  test.each(['get(4)', 'get(-1)', 'set(4, 1)', 'add(5, 1)', 'remove(4)'])('fails for %s, out of bounds', (method) => {
    expect(() => render(method)).toThrow(/out of bounds: the length is [45]/);
  });

  test('compares what is inside', () => {
    expect(renderTemplate("#set($l = [[1, {'a': 2}]])$l.contains([1, {'a': 2}]) $l.contains([1, {'a': 3}]) $l.contains([1])")).toBe('true false false');
  });

  test('gives the keys and values of a map no indexes', () => {
    expect(renderTemplate("#set($m = {'a': 1})$m.keySet().size() [$m.keySet().get(0)] [$m.values().get(0)]")).toBe('1 [] []');
  });

  test('gives an array the methods of a list', () => {
    expect(renderTemplate('#set($s = "a,b")#set($a = $s.split(","))$a.size() $a[1] #foreach($x in $a)<$x>#end')).toBe('2 b <a><b>');
  });
});
