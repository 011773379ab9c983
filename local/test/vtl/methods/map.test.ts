import { renderTemplate } from '../../../src/vtl';

const render = (method: string): string => renderTemplate(`#set($m = {'a': 1, 'b': 'x'})[$m.${method}] $m`);

describe('the methods of maps', () => {
  test.each([
    ['size()', '[2] {a=1, b=x}'], ['isEmpty()', '[false] {a=1, b=x}'], ['get("a")', '[1] {a=1, b=x}'], ['get("z")', '[] {a=1, b=x}'],
    ['getOrDefault("a", 5)', '[1] {a=1, b=x}'], ['getOrDefault("z", 5)', '[5] {a=1, b=x}'],
    ['containsKey("a")', '[true] {a=1, b=x}'], ['containsKey("z")', '[false] {a=1, b=x}'], ['containsValue("x")', '[true] {a=1, b=x}'],
    ['put("c", 2)', '[] {a=1, b=x, c=2}'], ['put("a", 2)', '[1] {a=2, b=x}'], ['put("c", null)', '[] {a=1, b=x, c=null}'],
    ['putAll({"a": 2, "c": 3})', '[] {a=2, b=x, c=3}'], ['putIfAbsent("a", 2)', '[1] {a=1, b=x}'], ['putIfAbsent("c", 2)', '[] {a=1, b=x, c=2}'],
    ['remove("a")', '[1] {b=x}'], ['clear()', '[] {}'], ['keySet()', '[[a, b]] {a=1, b=x}'], ['values()', '[[1, x]] {a=1, b=x}'], ['entrySet()', '[[a=1, b=x]] {a=1, b=x}'],
    ['toString()', '[{a=1, b=x}] {a=1, b=x}'], ['equals({"a": 1})', '[false] {a=1, b=x}'], ['size', '[] {a=1, b=x}'], ['put("c")', '[] {a=1, b=x}'],
  ])('%s', (method, expected) => {
    expect(render(method)).toBe(expected);
  });

  test('give entries with key and value', () => {
    expect(renderTemplate("#set($m = {'a': 1})#foreach($e in $m.entrySet())$e.key=$e.value $e.getKey()=$e.getValue() [$e.other][$e.getKey(1)]#end")).toBe('a=1 a=1 [][]');
  });

  test('take a null value as the empty string', () => {
    expect(renderTemplate('#set($m = {})#set($old = $m.put("k", null))#if("$m.k" == "")empty#end $m.containsKey("k")')).toBe('empty true');
  });
});
