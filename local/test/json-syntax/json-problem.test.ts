import { assert, constantFrom, json, nat, property, string, tuple } from 'fast-check';
import { jsonProblem, parseJson } from '../../src/json-syntax/json-problem';

const VALUE = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const NUMBER = 'in numeric value';

/** What Jackson 2.12 says, without the place, and the column on the first line. */
test.each<[string, string, number]>([
  ['not a definition', `Unrecognized token 'not': was expecting ${VALUE}`, 4],
  ['{"a":tru}', `Unrecognized token 'tru': was expecting ${VALUE}`, 9],
  ['[truely]', `Unrecognized token 'truely': was expecting ${VALUE}`, 8],
  ['[1,]', `Unexpected character (']' (code 93)): expected a valid value ${VALUE}`, 5],
  ['{"a":}', `Unexpected character ('}' (code 125)): expected a valid value ${VALUE}`, 7],
  ['[1,}', "Unexpected character ('}' (code 125)): expected a value", 5],
  ["{'a':1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 3],
  ['{"a":1,}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 9],
  ['{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value", 7],
  ['{"a":1 "b":2}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries", 9],
  ['["a" "b"]', "Unexpected character ('\"' (code 34)): was expecting comma to separate Array entries", 7],
  ['[1 // no', "Unexpected character ('/' (code 47)): maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)", 5],
  ['漢', `Unrecognized token '漢': was expecting ${VALUE}`, 2],
  ['…', `Unexpected character ('…' (code 8230 / 0x2026)): expected a valid value ${VALUE}`, 2],
  ['"a\tb"', 'Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value', 4],
  ['{"a\u0001":1}', 'Illegal unquoted character ((CTRL-CHAR, code 1)): has to be escaped using backslash to be included in name', 5],
  ['[\u0001]', 'Illegal character ((CTRL-CHAR, code 1)): only regular white space (\\r, \\n, \\t) is allowed between tokens', 3],
  ['"\\q"', "Unrecognized character escape 'q' (code 113)", 4],
  ['"\\u00g0"', "Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence", 7],
  ['01', 'Invalid numeric value: Leading zeroes not allowed', 2],
  ['[1.x]', `Unexpected character ('x' (code 120)) ${NUMBER}: Decimal point not followed by a digit`, 4],
  ['[0.x]', `Unexpected character ('x' (code 120)) ${NUMBER}: Decimal point not followed by a digit`, 5],
  ['[1e+x]', `Unexpected character ('x' (code 120)) ${NUMBER}: Exponent indicator not followed by a digit`, 4],
  ['-x', `Unexpected character ('x' (code 120)) ${NUMBER}: expected digit (0-9) to follow minus sign, for valid numeric value`, 3],
  ['NaN', "Non-standard token 'NaN': enable JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS to allow", 4],
  ['-Infinity', "Non-standard token '-Infinity': enable JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS to allow", 10],
  ['1x', "Unexpected character ('x' (code 120)): Expected space separating root-level values", 3],
  ['{"a', 'Unexpected end-of-input in field name', 4],
  ['{"a"', 'Unexpected end-of-input within/between Object entries', 5],
  ['[1,', 'Unexpected end-of-input within/between Array entries', 4],
  ['["a', 'Unexpected end-of-input: was expecting closing quote for a string value', 4],
  ['["\\', 'Unexpected end-of-input in character escape sequence', 4],
  ['-', 'Unexpected end-of-inputNo digit following minus sign', 2],
  ['1e', 'Unexpected end-of-inputexpected a digit for number exponent', 3],
  ['', 'No content to map due to end-of-input', 0],
  ['{} {}', 'Trailing token (of type START_OBJECT) found after value (bound as `com.fasterxml.jackson.databind.JsonNode`): '
    + 'not allowed as per `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`', 4],
])('%j is no JSON', (text, message, column) => {
  const problem = jsonProblem(text)!;
  expect(problem.source).toBe(`[Source: (String)"${text}"; line: 1, column: ${column}]`);
  expect(problem.message).toBe(`${message}\n at ${problem.source}`);
});

test('what is open is named with its start, in the line where it is', () => {
  expect(jsonProblem('[\n {"a":1')!.message).toBe('Unexpected end-of-input: expected close marker for Object (start marker at '
    + '[Source: (String)"[\n {"a":1"; line: 2, column: 2])\n at [Source: (String)"[\n {"a":1"; line: 2, column: 8]');
  expect(jsonProblem('[\r\n\r}')!.message).toBe("Unexpected close marker '}': expected ']' (for Array starting at "
    + '[Source: (String)"[\r\n\r}"; line: 1, column: 1])\n at [Source: (String)"[\r\n\r}"; line: 3, column: 2]');
  expect(jsonProblem('}')!.message).toContain('(for root starting at [Source: (String)"}"; line: 1, column: 0])');
});

test('what is long is cut', () => {
  expect(jsonProblem('x'.repeat(300))!.message).toContain(`Unrecognized token '${'x'.repeat(256)}...': was`);
  expect(jsonProblem(`["${'a'.repeat(600)}`)!.source).toBe(`[Source: (String)"["${'a'.repeat(498)}"[truncated 102 chars]; line: 1, column: 603]`);
  expect(jsonProblem(`${' '.repeat(40_000)}x`)!.source).toBe('[Source: (StringReader); line: 1, column: 40002]');
});

test('a name may stand twice in an object, unless it is said that it may not', () => {
  const text = '{"a":{"a":1},"\\u0061":2}';
  expect(jsonProblem(text)).toBeUndefined();
  expect(jsonProblem(text, { repeatedNames: false })!.message).toBe(`Duplicate field 'a'\n at [Source: (String)"${text}"; line: 1, column: 22]`);
});

test('nesting is not bounded by the stack', () => {
  expect(jsonProblem('['.repeat(200_000))!.message).toMatch(/^Unexpected end-of-input: expected close marker for Array/);
});

test('JSON has no problem, and one is found in everything else', () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const damaged = tuple(json(), nat(), constantFrom('', '{', '}', '[', ']', ',', ':', '"', '\\', '0', '-', '.', 'e', 't', ' ', '\n', '\u0000'))
    .map(([text, at, inserted]) => text.slice(0, at % (text.length + 1)) + inserted + text.slice((at % (text.length + 1)) + (inserted ? 0 : 1)));
  for (const texts of [json(), damaged, string()]) {
    assert(property(texts, (text) => (jsonProblem(text) === undefined) === isJson(text)), { numRuns: 500 });
  }
});

test('a text is parsed, or its problem thrown: that of a long one in the words of the engine, for it takes long to find', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  expect(() => parseJson('[1,]')).toThrow("Unexpected character (']' (code 93))");
  expect(() => parseJson(`["${'x'.repeat(1_048_576)}"`)).toThrow(SyntaxError);
});
