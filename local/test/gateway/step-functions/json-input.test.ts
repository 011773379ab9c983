import { assert, json, property, string } from 'fast-check';
import { jsonFault } from '../../../src/gateway/step-functions/json-input';

test.each<[string, RegExp]>([
  ['', /^Unexpected end-of-input\n at \[Source: \(String\)""; line: 1, column: 1\]$/],
  ['not json', /^Unrecognized token 'not': was expecting \(JSON String, Number, Array, Object or token 'null', 'true' or 'false'\)\n .*line: 1, column: 4\]$/s],
  ['{"a":\n tru}', /^Unrecognized token 'tru'.*line: 2, column: 5\]$/s],
  ['{"a":1} x', /^Unrecognized token 'x'/],
  ['[1,]', /^Unexpected character \('\]' \(code 93\)\)/],
  ['{"a', /^Unexpected end-of-input/],
  ["{'a':1}", /^Unexpected character \('''/],
])('%j is no JSON', (text, fault) => {
  expect(jsonFault(text)).toMatch(fault);
});

test('JSON has no fault, and a fault is found in everything else', () => {
  assert(property(json(), (text) => jsonFault(text) === undefined), { numRuns: 200 });
  assert(property(string(), (text) => {
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
    }
    return (jsonFault(text) === undefined) === isJson;
  }), { numRuns: 500 });
});
