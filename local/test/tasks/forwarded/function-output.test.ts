import { functionOutput } from '../../../src/tasks/forwarded/function-output';

const print = (_error: unknown, text: string): string => text;

test.each<[string, unknown]>([['{"a":1}', { a: 1 }], ['null', null], ['plain', 'plain'], ['', undefined]])('the payload %j gives %j', (Payload, output) => {
  expect(functionOutput({ Payload }, print)).toEqual(output);
});

test.each<[string, string]>([
  ['{"errorType":"Oops"}', 'Oops'],
  ['{"errorType":""}', 'Lambda.Unknown'],
  ['["errorType"]', 'Lambda.Unknown'],
  ['null', 'Lambda.Unknown'],
  ['', 'Lambda.Unknown'],
])('fails for the error %j as %s', (Payload, error) => {
  expect(() => functionOutput({ FunctionError: 'Unhandled', Payload }, print)).toThrow(expect.objectContaining({ error }));
});
