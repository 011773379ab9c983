import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { CloseConnection, SendToConnection, SendToConnectionOptions } from '../../src';
import { definitionOf, newStack } from '../stacks';

const { JSON_PATH, JSONATA } = sfn.QueryLanguage;
const { stringAt } = sfn.JsonPath;
const { fromObject, fromText, fromJsonPathAt } = sfn.TaskInput;

/** A state of the machine's own query language, which it only hears of when it is rendered. */
function synthesize(queryLanguage: sfn.QueryLanguage, options: Partial<SendToConnectionOptions>): Stack {
  const stack = newStack();
  const state = new SendToConnection(stack, 'Say', { message: fromObject({ a: 1 }), ...options });
  new sfn.StateMachine(stack, 'Machine', { queryLanguage, definitionBody: sfn.DefinitionBody.fromChainable(state) });
  return stack;
}

const FIELDS = ['connectionId', 'endpoint', 'stageName'] as const;

test.each(FIELDS.flatMap((field): [string, sfn.QueryLanguage, string][] => [
  [field, JSONATA, '$.connection.id'], [field, JSONATA, stringAt('$.connection.id')], [field, JSONATA, '$states.input.id'], [field, JSONATA, 'a{% $x %}'],
  [field, JSON_PATH, '{% $states.input.id %}'], [field, JSON_PATH, '$.connection.id'], [field, JSON_PATH, '$$.Execution.Input.id'],
]))('fails with a %s in %s that is %s', (field, queryLanguage, value) => {
  expect(() => synthesize(queryLanguage, { [field]: value })).toThrow(new RegExp(`^Stack/Say: invalid props\\n {2}${field}: got .*; allowed: a JSON`));
});

test('fails with all of them at once, CloseConnection too', () => {
  const stack = newStack();
  const state = CloseConnection.jsonata(stack, 'Close', { connectionId: '$.a', endpoint: '$.b' });
  expect(() => new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(state) })).toThrow(/connectionId: .*\n {2}endpoint: /);
});

test.each(FIELDS.flatMap((field): [string, sfn.QueryLanguage, string][] => [
  [field, JSONATA, '{% $states.input.id %}'], [field, JSON_PATH, stringAt('$.id')], [field, JSONATA, 'text'], [field, JSON_PATH, 'text'],
]))('takes a %s in %s that is %s', (field, queryLanguage, value) => {
  expect(() => definitionOf(synthesize(queryLanguage, { [field]: value }))).not.toThrow();
});

test('takes a value that is known at deployment only', () => {
  const stack = newStack();
  for (const queryLanguage of [JSONATA, JSON_PATH]) {
    expect(() => synthesize(queryLanguage, { endpoint: `api.execute-api.${stack.region}.${stack.urlSuffix}`, stageName: stack.region })).not.toThrow();
  }
});

test.each([
  ['a path', fromObject({ a: [{ b: stringAt('$.b'), c: null }] }), '$.b'],
  ['a path as a whole', fromJsonPathAt('$.b'), '$.b'],
  ['a member of JSONPath', fromObject({ 'a.$': '$.b' }), 'JSONPath in JSONata'],
])('fails with %s in a message in JSONata', (_, message, got) => {
  expect(() => synthesize(JSONATA, { message })).toThrow(new RegExp(`message: got JSONPath in JSONata.*${got.replace(/[$.]/g, '\\$&').replace(/^JSON.*/, '')}`));
});

test.each([
  [JSON_PATH, fromObject({ a: { b: '{% $states.input %}' } })],
  [JSON_PATH, fromText('{% $states.input %}')],
  [JSON_PATH, fromObject({ a: '$.b' })],
  [JSONATA, fromObject({ a: ['$.b'] })],
  [JSONATA, fromObject({ a: '$states.input.b' })],
])('warns of a text in %s that is sent as it is', (queryLanguage, message) => {
  Annotations.fromStack(synthesize(queryLanguage, { message }))
    .hasWarning('*', Match.stringLikeRegexp('^message holds .* which is sent as it is.*\\[ack: cdk-websocket-step-functions:unevaluatedExpression\\]'));
});

test.each([
  [JSON_PATH, fromObject({ 'a.$': '$.b', 'price': '$5 {%', 'c': stringAt('$.c') })],
  [JSONATA, fromObject({ a: '{% $states.input %}', price: '$5', none: null })],
])('does not warn of what is meant, in %s', (queryLanguage, message) => {
  Annotations.fromStack(synthesize(queryLanguage, { message })).hasNoWarning('*', Match.anyValue());
});
