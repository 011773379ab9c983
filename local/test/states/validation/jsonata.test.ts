import { refusalOfJsonata, schema } from './refusal';

const output = (value: unknown): string[] => refusalOfJsonata({ Type: 'Pass', Output: value, End: true });
const expression = (source: string): string[] => output(`{% ${source} %}`);
const unsupported = (message: string, path = '/States/X/Output'): string => `UNSUPPORTED_JSONATA_EXPRESSION: ${message} at ${path}`;

describe('JSONata expressions', () => {
  test.each([
    '$states.input.a', '$variable', '$states.input.items[value > 3].{"name": name}', '$states.input.list^(>price).name', '$states.input{kind: $sum(price)}',
    '$map($states.input.a, function($v, $i) { $v.name & $i })', '($x := 1; $x + 1)', '$states.input ~> |items|{"a": b}|', '[1..$states.input.n].($ * 2)',
    '$exists($states.context.Task) ? "a" : -$x', '$uuid()', '$states.input.a.$$.b', '/a+/', '$f(?, 1)', '{"name": $states.input.errorOutput}',
  ])('accepts %s', (source) => {
    expect(expression(source)).toEqual([]);
  });

  test.each([
    ['a[1,2)', 'Expected "]", got ","'],
    ['"unterminated', 'String literal must be terminated by a matching quote'],
    ['1 +', 'Unexpected end of expression'],
    ['', 'Unexpected end of expression'],
    ['$match("a", /abc', 'No terminating / in regular expression'],
  ])('fails for %j, which is not JSONata', (source, message) => {
    expect(expression(source)).toEqual([`INVALID_JSONATA_EXPRESSION: ${message} at /States/X/Output`]);
  });

  test.each<[string, string[]]>([
    ['phone', ['phone']],
    ['phone.number', ['phone']],
    ['a + b * a', ['a', 'b']],
    ['$sum(prices)', ['prices']],
    ['$map($states.input.a, function($x) { b })', ['b']],
    ['{"x": y, z: 1}', ['y', 'z']],
    ['[first, 1..last]', ['first', 'last']],
    ['(inside).x', ['inside']],
    ['a ? b : c', ['a', 'b', 'c']],
    ['$x := a', ['a']],
    ['a ~> $f', ['a']],
    ['-a', ['a']],
    ['$', ['$']],
  ])('fails for %s, which reads a context item that is not there', (source, names) => {
    expect(expression(source)).toEqual(names.map((name) => unsupported(`Reference to '${name}' at the top level is not supported.`)));
  });

  test('fails for $$', () => {
    expect(expression('$$.a')).toEqual([unsupported("Reference to '$$' is not supported.")]);
  });

  test('fails for an error output where nothing was caught', () => {
    expect(expression('$states.errorOutput.Cause')).toEqual([unsupported("Field '$states.errorOutput' does not exist.")]);
  });

  const CALL = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };
  const NO_RESULT = "Field '$states.result' does not exist.";

  test.each<[string, object, string]>([
    ['a Pass state', { Type: 'Pass', Output: '{% $states.result.a %}', End: true }, 'Output'],
    ['a Wait state', { Type: 'Wait', Seconds: 1, Assign: { v: '{% $states.result.a %}' }, End: true }, 'Assign/v'],
    ['Arguments', { ...CALL, Arguments: { v: '{% $sum($states.result.a) %}' } }, 'Arguments/v'],
    ['a Catch', { ...CALL, Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.result.a %}', Next: 'Y' }] }, 'Catch[0]/Output'],
  ])('fails for a result in %s, where there is none', (_, state, path) => {
    expect(refusalOfJsonata(state)).toEqual([unsupported(NO_RESULT, `/States/X/${path}`)]);
  });

  test.each<[string, object]>([
    ['Task', CALL],
    ['Parallel', { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: { Type: 'Succeed' } } }], End: true }],
    ['Map', { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } }, End: true }],
  ])('accepts the result in Output and Assign of a %s state', (_, state) => {
    expect(refusalOfJsonata({ ...state, Output: { v: '{% $states.result.a %}' }, Assign: { v: '{% $states.result.a %}' } })).toEqual([]);
  });

  test('fails at any depth, with the path', () => {
    expect(output({ a: [1, { b: '{% phone %}' }] })).toEqual([
      unsupported("Reference to 'phone' at the top level is not supported.", '/States/X/Output/a[1]/b'),
    ]);
  });

  test.each(['{% 1', '1 %}', ' {% 1 %}', '{% 1 %} ', '{%}'])('fails for %j, which is only half an expression', (text) => {
    expect(output(text)).toEqual(schema('JSONata string must start with {% and end with %} at /States/X/Output'));
  });

  test('does not look into what the service does not evaluate', () => {
    expect(refusalOfJsonata({
      Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', Comment: '{% ( %}', Retry: [{ ErrorEquals: ['{% ( %}'], Comment: '{% ( %}' }], End: true,
    })).toEqual([]);
  });
});
