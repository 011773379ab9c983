import jsonata from 'jsonata';
import { EvaluationScope } from '../dataflow/expression';
import { Cancelled, queryError } from '../errors';
import { Json, JsonObject, isObject, toJson } from '../json';
import { ADDED_FUNCTIONS, REMOVED_FUNCTIONS } from './functions';

/** What stops a runaway expression: milliseconds of evaluation, nesting, and the length of a list. */
const GUARDRAILS: jsonata.JsonataOptions = { timeout: 5_000, stack: 5_000, sequence: 1_000_000 };

/** JSONata calls what is bound to this name at every step. */
const EVERY_STEP = Symbol.for('jsonata.__evaluate_entry') as unknown as string;

/** After how many steps other executions, timers and stops get their turn: JSONata alone would keep them waiting. */
const STEPS_PER_TURN = 10_000;

/** Where an evaluation finds whether to go on. No expression can name it: names have no blanks. */
const CHECK_CANCELLED = 'check cancelled';

let steps = 0;

async function takeTurns(environment: jsonata.Environment): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
  (environment.lookup(CHECK_CANCELLED) as () => void)();
}

function onStep(_expression: unknown, _input: unknown, environment: jsonata.Environment): Promise<void> | undefined {
  return ++steps % STEPS_PER_TURN === 0 ? takeTurns(environment) : undefined;
}

/** The text between `{%` and `%}` if a value is a JSONata expression, which is the whole string or none of it. */
export function jsonataSource(value: Json): string | undefined {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}')
    ? value.slice(2, -2).trim()
    : undefined;
}

/** Compiles a JSONata expression. `field` names it in errors. Throws a SyntaxError for a text that is not JSONata. */
export function compileJsonata(source: string, field: string): (scope: EvaluationScope) => Promise<Json> {
  const expression = parse(source);
  const failure = (problem: string): Error =>
    queryError(`The JSONata expression '${source}' specified for the field '${field}' ${problem}`, field);
  return async scope => {
    let value: unknown;
    try {
      value = await expression.evaluate(undefined, bindings(scope));
    } catch (error) {
      if (error instanceof Cancelled) {
        throw error;
      }
      throw failure(`threw an error during evaluation. ${describe(error)}`);
    }
    if (value === undefined) {
      throw failure('returned nothing (undefined).');
    }
    if (typeof value === 'function' || isJsonataFunction(value)) {
      throw failure('returned an unsupported result type.');
    }
    return typeof value === 'object' ? toJson(value) : value as Json;
  };
}

/** The problem of a field whose JSONata expression gave another type than it must. */
export function unexpectedType(source: string, field: string, expected: string, value: Json): Error {
  return queryError(
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. ` +
    `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

/** The name of a value's type. */
export function typeName(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function parse(source: string): jsonata.Expression {
  let expression: jsonata.Expression;
  try {
    expression = jsonata(source, GUARDRAILS);
  } catch (error) {
    throw new SyntaxError(`'${source}' is not JSONata. ${describe(error)}`);
  }
  for (const { name, signature, apply } of ADDED_FUNCTIONS) {
    expression.registerFunction(name, apply as (...args: unknown[]) => unknown, signature);
  }
  expression.assign(EVERY_STEP, onStep);
  for (const name of REMOVED_FUNCTIONS) {
    expression.assign(name, undefined);
  }
  return expression;
}

function bindings(scope: EvaluationScope): Record<string, unknown> {
  const states: JsonObject = { input: scope.input };
  if (scope.result !== undefined) {
    states.result = scope.result;
  }
  if (scope.errorOutput !== undefined) {
    states.errorOutput = scope.errorOutput;
  }
  Object.defineProperty(states, 'context', { get: () => scope.context(), enumerable: true });
  const bound: Record<string, unknown> = { [CHECK_CANCELLED]: () => scope.checkCancelled() };
  for (const [name, value] of scope.variables.entries()) {
    bound[name] = value;
  }
  bound.states = states;
  return bound;
}

/** JSONata marks its own functions, lambdas and matchers with these members. */
function isJsonataFunction(value: unknown): boolean {
  return isObject(value) && (value._jsonata_function === true || value._jsonata_lambda === true);
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? message ?? String(error) : `${code}: ${message}`;
}
