import { Json, JsonObject } from '../../../src/states/json';
import { compileJsonata, jsonataSource } from '../../../src/states/jsonata/engine';
import { machineOf } from '../play';
import { scopeOf } from '../scope';

const evaluate = (source: string, parts: { input?: Json; variables?: JsonObject; result?: Json } = {}): Promise<Json> =>
  compileJsonata(source, 'Output')(scopeOf({ ...parts, context: { Execution: { Name: 'run' } } }));

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
    ["$hash('a', 'x')", "threw an error during evaluation. The algorithm 'x' is none of"],
    ["$parse('{')", 'threw an error during evaluation. '],
  ])('fails: %s', async (source, problem) => {
    await expect(evaluate(source)).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      message: expect.stringContaining(`The JSONata expression '${source}' specified for the field 'Output' ${problem}`) as string,
      location: 'Output',
    });
  });

  test.each([
    ['endless recursion', '($f := function($x){1 + $f($x)}; $f(1))', 'D1011'],
    ['an endless list', '$map([1..5000000], function($x){$x})', 'D2015'],
  ])('fails to run away: %s', async (_, source, code) => {
    await expect(evaluate(source)).rejects.toThrow(code);
  });

  test('an endless expression lets the machine time out', async () => {
    // GIVEN an expression that would take seconds to be stopped
    const states = { A: { Type: 'Pass', Output: '{% ($f := function($x){$f($x)}; $f(1)) %}', End: true } };
    const machine = machineOf(states, {}, { QueryLanguage: 'JSONata', TimeoutSeconds: 60 });

    // THEN
    expect(await machine.execute({}, { timeScale: 1000 })).toEqual({ status: 'TIMED_OUT' });
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
