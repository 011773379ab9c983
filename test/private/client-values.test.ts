import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { ExecutionInput, WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing } from '../stacks';

function warnings(vtl: string): string[] {
  const stack: Stack = newStack();
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), executionInput: ExecutionInput.template(vtl) });
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('lets a client name the connection')).map(({ entry }) => String(entry.data));
}

test.each([
  ['the whole input', "$input.json('$')"],
  ['the whole input, by a member', " $input.json('$.order')\n"],
  ['the whole input, by a variable', "#set($all = $input.json('$'))\n$all"],
  ['the whole input, by a variable of a variable', '#set( $body = $input.body )#set($all = $body)${all}'],
  ['the whole input, by a block', "#define($all)$input.json('$')#end\n$all"],
  ['the whole input, as it came', '$input.body'],
  ['the whole input, one way of two', "#if($input.path('$.a') == 1){\"connection\":{\"id\":\"$context.connectionId\"}}#else$input.json('$')#end"],
  ['the connection', '{"order":1,"connection":$input.json(\'$.connection\')}'],
  ['its id', '{"connection":{"id":$input.json("$.to"),"stage":"$context.stage"}}'],
  ['its id, escaped', '{"connection":{"id":"$util.escapeJavaScript($input.path(\'$.to\')).replaceAll("\\\\\'","\'")"}}'],
  ['its endpoint, by a variable', '#set($at = $input.json(\'$.at\')){"connection" : { "endpoint" : $at }}'],
  ['raw text, which may add members', '{"order":"$input.path(\'$.order\')","connection":{"id":"$context.connectionId"}}'],
  ['raw text in a member', '{"message":$input.body,"connection":{"id":"$context.connectionId"}}'],
  ['members that the client names', '{#foreach($name in $input.path(\'$\').keySet())"$name":1#if($foreach.hasNext),#end#end}'],
  ['a member that the client names, escaped', '{"$util.escapeJavaScript($input.path(\'$.name\'))":{"id":1}}'],
])('a template by which a client says %s is warned of', (_, vtl) => {
  const [text, ...more] = warnings(vtl);
  expect(more).toEqual([]);
  expect(text).toContain('[ack: cdk-websocket-step-functions:clientNamesConnection]');
});

test.each([
  ['the client\'s JSON in a member', '{"order":$input.json(\'$.order\'),"connection":{"id":"$context.connectionId"}}'],
  ['its whole JSON in a member', '{ "message": $input.json("$"), "connection": { "id": "$context.connectionId", "stage": "$context.stage" } }'],
  ['a variable in a member', '#set($all = $input.json(\'$\'))\n{"all":$all} ## it\'s all, {"connection":$all}'],
  ['a connection in the client\'s part', '{"message":{"connection":$input.json(\'$.connection\')},"connection":{"id":"$context.connectionId"}}'],
  ['escaped text', '{"text":"$util.escapeJavaScript($input.path(\'$.text\')).replaceAll("\\\\\'","\'")","code":"$util.base64Encode($input.body)"}'],
  ['a number of parts', '{"items":$input.path(\'$.items\').size(),"connection":{"id":"$context.connectionId"}}'],
  ['a choice by what the client sends', '{"kind":#if($input.path(\'$.kind\') == "a")1#{else}2#end,"connection":{"id":"$context.connectionId"}}'],
  ['nothing of the client\'s', '{"connection":{"id":"$context.connectionId"},"price":"$5"}'],
])('a template is not warned of: %s', (_, vtl) => {
  expect(warnings(vtl)).toEqual([]);
});
