import { Json, JsonObject } from '../../../src/json';
import { compileJsonata, jsonataSource } from '../../../src/states/jsonata/engine';
import { LIMIT_TEXTS } from '../../../src/states/jsonata/problem';
import { machineOf, playJsonata, successOf } from '../play';
import { scopeOf } from '../scope';

const evaluate = (source: string, parts: { input?: Json; variables?: JsonObject; result?: Json } = {}): Promise<Json> =>
  compileJsonata(source, 'Output')(scopeOf({ ...parts, context: { Execution: { Name: 'run' } } }));

/** A second of work may take long on a busy machine. */
const PATIENCE = 60_000;

describe('JSONata engine', () => {
  test.each<[string, Json]>([
    ['1 + 1', 2],
    ['$states.input.a', 7],
    ['$states.result', 'done'],
    ['$states.context.Execution.Name', 'run'],
    ['$v.x', 'var'],
    ['[]', []],
    ['[0]', [0]],
    ['null', null],
    ['{"a": 1, "b": $nothing}', { a: 1 }],
    ['$partition([1,2,3], 2)', [[1, 2], [3]]],
    ['$range(0, 9, 3)', [0, 3, 6, 9]],
    ['$range(1, 9, 9)', 1],
    ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ['$random(7) = $random(7)', true],
    ['$random() < 1', true],
    ['$length($uuid())', 36],
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$exists($eval)', false],
  ])('%s', async (source, expected) => {
    expect(await evaluate(source, { input: { a: 7 }, result: 'done', variables: { v: { x: 'var' } } })).toEqual(expected);
  });

  test.each([
    ['$nope', 'returned nothing (undefined).'],
    ['$states.errorOutput', 'returned nothing (undefined).'],
    ['function($x){$x}', 'returned an unsupported result type.'],
    ['$sum', 'returned an unsupported result type.'],
    ['/x/', 'returned an unsupported result type.'],
    ["$eval('1')", 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ["1 + 'a'", 'threw an error during evaluation. T2002: '],
    ["$parse('{')", 'threw an error during evaluation. D3137: Invalid JSON'],
    ["$base64decode('!!!')", 'threw an internal error during evaluation. '],
    ['{"a": [function() {1}]}', 'returned an unsupported result type.'],
  ])('fails: %s', async (source, problem) => {
    await expect(evaluate(source)).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      message: expect.stringContaining(`The JSONata expression '${source}' specified for the field 'Output' ${problem}`) as string,
      location: 'Output',
    });
  });

  test.each<[string, Json]>([
    ['1/0', 'Infinity'],
    ['[-(1/0)]', ['-Infinity']],
    ['{"k": 0/0}', { k: 'NaN' }],
    ["$parseInteger('abc', '0')", 'NaN'],
    ['-0', 0],
  ])('what JSON cannot hold leaves as a text: %s', async (source, expected) => {
    expect(await evaluate(source)).toEqual(expected);
  });

  const doubled = (times: number): string => `($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('x', ${times})))`;
  const nested = (times: number): string => `($f := function($n) { $n <= 0 ? 0 : 1 + $f($n - 1) }; $f(${times}))`;

  test.each<[string, Json]>([
    [Array(100).fill('1').join('+'), 100],
    [`${'('.repeat(99)}1${')'.repeat(99)}`, 1],
    [`1${' ~> $string'.repeat(99)}`, '1'],
    [nested(31), 31],
    ['[1..873782] ~> $count()', 873_782],
    [doubled(22), 4_194_304],
  ])('is within the limits: %s', async (source, expected) => {
    expect(await evaluate(source)).toEqual(expected);
  });

  const bomb = '($b := function($v, $n) { $n = 0 ? $v : $b([$v, $v, $v, $v], $n - 1) }; $string($b(["x"], 30)))';
  const closures = '[1..1000].($big := [1..800000]; function() { $big })';
  const chain = (depth: number): string => `($c := function($v, $n) { $n = 0 ? $v : $c([[$v]], $n - 1) }; $string($c(1, ${depth})))`;

  test.each([
    ['depth', Array(101).fill('1').join('+')],
    ['depth', `${'('.repeat(100)}1${')'.repeat(100)}`],
    ['depth', `1${' ~> $string'.repeat(100)}`],
    ['depth', nested(32)],
    ['depth', '($f := function($x) { 1 + $f($x) }; $f(1))'],
    ['depth', chain(5_000)],
    ['depth', '$formatInteger(1e12, "I")'],
    ['memory', '[1..873783]'],
    ['memory', '$sum([1..1e300])'],
    ['memory', doubled(23)],
    ['memory', "$length($pad('', 400000000))"],
    ['memory', "$pad('', -1/0)"],
    ['memory', "$length($join($map([1..1000], function() { $pad('', 10000) }), $pad('', 10000)))"],
    ['memory', "$replace($pad('', 1000, 'a'), 'a', $pad('', 1000000))"],
    ['memory', "$replace($pad('', 1000000, 'a'), /a+/, '$0$0$0$0$0$0$0$0')"],
    ['memory', "$split($pad('', 5000000), '')"],
    ['memory', "$base64encode($pad('', 6000000))"],
    ['memory', '($a := [1..800000]; $zip($a, $a, $a))'],
    ['memory', '$append([1..800000], [1..800000])'],
    ['memory', '[1..800000].[1..800000]'],
    ['memory', '($a := [1..800000]; $b := [1..800000]; 1)'],
    ['memory', '$partition([1..800000], 1)'],
    ['memory', bomb],
    ['memory', closures],
    ['time', "$match($pad('', 40, 'a') & 'b', /(a+)+$/)"],
    ['time', "$toMillis($pad('', 60, 'a') & '1', '[MNn][FNn][MNn][FNn][MNn][FNn][MNn][FNn][MNn][FNn]')"],
    ['time', "$formatNumber(0, '0e0', {'zero-digit': '0'})"],
    ['time', '$formatInteger(1/0, "A")'],
    ['time', `(function($a)<${'x?'.repeat(40)}:x>{1})(${Array(40).fill('1').join(', ')}, 2)`],
    ['time', "$replace($pad('', 500), / /, $pad('', 1000000, '$1'))"],
  ] as const)('ends at the limit of %s: %s', async (limit, source) => {
    await expect(evaluate(source)).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      message: expect.stringContaining(`threw an error during evaluation: ${LIMIT_TEXTS[limit]}`) as string,
    });
  });

  test('a loop without end is stopped', async () => {
    await expect(evaluate('($f := function($x) { $f($x + 1) }; $f(1))')).rejects.toThrow(LIMIT_TEXTS.time);
  }, PATIENCE);

  test('an endless expression lets the machine time out', async () => {
    // GIVEN an expression that would take seconds to be stopped
    const states = { A: { Type: 'Pass', Output: '{% ($f := function($x){$f($x)}; $f(1)) %}', End: true } };
    const machine = machineOf(states, {}, { QueryLanguage: 'JSONata', TimeoutSeconds: 60 });

    // THEN
    expect(await machine.execute({}, { timeScale: 1000 })).toEqual({ status: 'TIMED_OUT' });
  });

  test('a Catch takes what was stopped', async () => {
    const branch = { StartAt: 'E', States: { E: { Type: 'Pass', Output: `{% ${doubled(23)} %}`, End: true } } };
    expect(successOf(await playJsonata({
      A: { Type: 'Parallel', Branches: [branch], Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Output: { caught: true }, Next: 'B' }], End: true },
      B: { Type: 'Pass', End: true },
    }))).toEqual({ caught: true });
  });

  test('a cause is never longer than a cause may be', async () => {
    const failure = await evaluate("$error($pad('', 6000000))").catch((error: unknown) => error);
    expect((failure as Error).message).toHaveLength(32_768);
  });

  test('fails for a text that is not JSONata', () => {
    expect(() => compileJsonata('1 +', 'Output')).toThrow(SyntaxError);
  });

  test('reaches nothing of the host', async () => {
    await expect(evaluate('$states.constructor')).rejects.toThrow('returned nothing');
    await expect(evaluate('$process')).rejects.toThrow('returned nothing');
    await expect(evaluate('$states.input.__proto__.polluted')).rejects.toThrow('returned nothing');
  });

  test.each<[Json, string | undefined]>([
    ['{% a %}', 'a'], ['{%a%}', 'a'], [' {% a %}', undefined], ['{% a %} ', undefined], ['a', undefined], ['{%}', undefined], [1, undefined],
  ])('the source of %j is %j', (value, source) => {
    expect(jsonataSource(value)).toBe(source);
  });
});
