import * as fc from 'fast-check';
import { renderTemplate } from '../../local/src/index';
import { ClientResponse, ExecutionInput } from '../../src';
import { faultsOfBalance } from '../../src/private/template-faults';

const found = (vtl: string) => faultsOfBalance('template', vtl).map(({ got }) => got);

test.each([
  ['#if($a == "x"){"a":1}', '#if without #end, at "#if($a == \\"x\\"){\\"a\\":1}"'],
  ['#foreach($a in $b)$a', '#foreach without #end'],
  ['#define($a)x', '#define without #end'],
  ['#if($a)#if($b)x#end', '#if without #end, at "#if($a)'],
  ['#{if}($a)x', '#if without #end'],
  ['x#end', '#end without the directive that it ends'],
  ['{"a":1}#else', '#else outside of an #if'],
  ['#foreach($a in $b)#else#end', '#else outside of an #if'],
  ['#if($a)#else#elseif($b)#end', '#elseif after #else'],
  ['#if $a x #end', '#if without its parentheses'],
  ['#if($a x', '( without its closing )'],
  ['#set($a = "x)', 'a string without its closing "'],
  ['#set($a = \'x)', 'a string without its closing \''],
  ['#set($a = [1, 2)', ') where ] is missing'],
  ['#set($a = {"b": 1)', ') where } is missing'],
  ['$input.json(\'$\'', '( without its closing )'],
  ['{"a":$input.path("$.a)}', 'a string without its closing "'],
  ['$a[0', '[ without its closing ]'],
  ['${context.requestId', 'a reference without its closing }'],
  ['#set($a = "#if($b)x")', '#if without #end, at "#if($b)x", in a string'],
  ['#* never closed', '#* without its closing *#'],
  ['#[[ never closed', '#[[ without its closing ]]#'],
  ['\\\\#if($a)x', '#if without #end'],
])('fails with %s', (vtl, fault) => {
  expect(found(vtl)).toEqual([expect.stringContaining(fault)]);
});

test.each([
  '{"order":$input.json(\'$.order\'),"connection":{"id":"$context.connectionId"}}',
  '#if($a)#if($b)1#elseif($c)2#else 3#end#{else}4#{end}',
  '#foreach($x in [1..3])$foreach.count#if($foreach.hasNext),#end#end',
  '#set($a = {"b": [1, "]", \')\']})$a.b.size()',
  '#set($a = "say ""hi"" ($b")',
  'it\'s 5$ (or #13ff93 "#" { [ text',
  '\\#if($a) is a text, and #define($d)x#end$d',
  '## #if($a\n#* #end *##[[#if(]]#',
  '"$util.escapeJavaScript($input.body).replaceAll("\\\\\'","\'")"',
  '$a(not a call) ${Token[TOKEN.12]}',
  '#unknown and #unknown($a) are texts',
])('takes %s', (vtl) => {
  expect(found(vtl)).toEqual([]);
});

test('finds what the local run finds, and nothing in what it takes', () => {
  const piece = fc.constantFrom('#if($a)', '#else', '#elseif($b)', '#end', '#foreach($x in $y)', '#set($a = "b")', '#define($d)', '$a.b(', ')', '$a', '${a}', '${a',
    '"', '\'', '[', ']', '{', '}', 'text', ' ', '\\', '\\#if', '##', '\n', '#[[', ']]#', '#*', '*#', '$a[1]', '.b', '("x")', '#stop');
  // Another mistake, such as two values without an operator, is the local run's alone to find.
  const isTaken = (vtl: string) => {
    try {
      renderTemplate(vtl, {});
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
    const vtl = `${pieces.join('')} `;
    expect(isTaken(vtl) && found(vtl).length > 0).toBe(false);
  }), { numRuns: 2_000 });
});

test('is asked of both templates of the user\'s', () => {
  expect(ClientResponse.template('#if($a)')._faults()).toMatchObject([{ prop: 'response' }]);
  expect(ExecutionInput.template('#if($a)')._faults()).toMatchObject([{ prop: 'executionInput' }]);
  expect(ExecutionInput.template('{"a":1}#stop')._faults()).toMatchObject([{ got: 'a template with #stop' }]);
  expect([ClientResponse.execution(), ClientResponse.executionId(), ClientResponse.output(), ClientResponse.none(), ExecutionInput.envelope()]
    .flatMap((one) => one._faults())).toEqual([]);
});
