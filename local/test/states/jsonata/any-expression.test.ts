// No source of this name: properties of expressions of any shape.
import * as fc from 'fast-check';
import { Json } from '../../../src/json';
import { EvaluationError } from '../../../src/states/errors';
import { compileJsonata } from '../../../src/states/jsonata/engine';
import { FUNCTIONS } from '../../../src/states/jsonata/functions';
import { scopeOf } from '../scope';

const LEAVES = [
  '$states.input', '$states.input.a', '$v', '$', 'null', 'true', '[]', '{}', '-1', '1e300', '1/0', '[1..5000]', '/(a*)*b/', '$eval', '*', '**',
];
const OPERATORS = ['+', '-', '*', '/', '%', '=', '<', '&', ' and ', ' or ', ' in ', ' ~> ', '.'];
const NAMES = ['a', 'b', 'constructor', '`__proto__`'];
const functionName = fc.constantFrom(...FUNCTIONS.keys());

const leaf = fc.oneof(
  fc.constantFrom(...LEAVES),
  fc.nat(50).map(String),
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('aaaaaaaaaaaaaaaaaaaaaaaaaaaac', '[Y]', '#,##0.00e0', '$0$1').map((text) => JSON.stringify(text)),
  functionName.map((name) => `$${name}`),
);

/** Expressions of the whole grammar, on names that may be there or not. */
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const part = tie('expression');
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(part, fc.constantFrom(...OPERATORS), part).map(([left, operator, right]) => `(${left})${operator}(${right})`),
      fc.tuple(part, fc.constantFrom(...NAMES)).map(([of, name]) => `(${of}).${name}`),
      fc.tuple(part, part).map(([of, predicate]) => `(${of})[${predicate}]`),
      fc.tuple(part, part).map(([of, term]) => `(${of})^(>${term})`),
      fc.tuple(part, part, part).map(([of, name, value]) => `(${of}){${name}: ${value}}`),
      fc.tuple(part, part).map(([from, to]) => `[${from}..${to}]`),
      fc.tuple(part, part).map(([first, second]) => `[${first}, ${second}]`),
      fc.tuple(part, part).map(([name, value]) => `{${name}: ${value}}`),
      fc.tuple(part, part, part).map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
      fc.tuple(part, part).map(([value, body]) => `($v := ${value}; ${body})`),
      fc.tuple(part, part).map(([body, argument]) => `($f := function($v) { ${body} }; $f(${argument}))`),
      fc.tuple(part, part).map(([pattern, update]) => `|${pattern}|${update}|`),
      fc.tuple(functionName, fc.array(part, { maxLength: 3 })).map(([name, args]) => `$${name}(${args.join(', ')})`),
      fc.tuple(fc.constantFrom('map', 'filter', 'reduce', 'each', 'sort', 'sift', 'single'), part, part)
        .map(([name, of, body]) => `$${name}(${of}, function($v, $w) { ${body} })`),
      fc.tuple(part, fc.constantFrom('@', '#'), part).map(([of, binding, then]) => `(${of})${binding}$v.(${then})`),
    ),
  };
});

describe('any expression', () => {
  test('ends within the limits, with JSON or an error that a Catch takes', async () => {
    const value: Json = { a: [1, 'two', { b: [null, { a: 1 }], constructor: 3 }], b: 'aaaaaaaaaaaaaaaaaaaaaaaaaac' };
    await fc.assert(fc.asyncProperty(expression, async (source) => {
      let evaluate: ReturnType<typeof compileJsonata>;
      try {
        evaluate = compileJsonata(source, 'Output');
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
        return;
      }
      const outcome = await evaluate(scopeOf({ input: value, variables: { v: value } })).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(EvaluationError);
        expect((outcome as EvaluationError).error).toBe('States.QueryEvaluationError');
      } else {
        expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
      }
    }), { numRuns: 500 });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(value).toEqual({ a: [1, 'two', { b: [null, { a: 1 }], constructor: 3 }], b: 'aaaaaaaaaaaaaaaaaaaaaaaaaac' });
  }, 120_000);
});
