import { ARRAY_FUNCTIONS } from './arrays';
import { IntrinsicFunction, InvalidArgument } from './function';
import { NUMBER_FUNCTIONS } from './numbers';
import { IntrinsicArgument, IntrinsicCall, parseIntrinsic } from './parser';
import { TEXT_FUNCTIONS } from './text';
import { Json } from '../../json';
import { StatePath } from '../dataflow/paths';
import { runtimeError } from '../errors';

export { InvalidArgument } from './function';
export type { IntrinsicCall } from './parser';

const FUNCTIONS: ReadonlyMap<string, IntrinsicFunction> = new Map(
  [...ARRAY_FUNCTIONS, ...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS].map((definition) => [definition.name, definition]),
);

/**
 * Parses a call of an intrinsic function and checks that the functions exist and get as many arguments as they take.
 *
 * Throws a SyntaxError otherwise.
 */
export function compileIntrinsic(text: string): IntrinsicCall {
  const call = parseIntrinsic(text);
  check(call);
  return call;
}

function check(call: IntrinsicCall): void {
  const definition = FUNCTIONS.get(call.name);
  if (definition === undefined) {
    throw new SyntaxError(`States.${call.name} is not an intrinsic function`);
  }
  const { min, max } = definition.arity;
  if (call.args.length < min || call.args.length > max) {
    throw new SyntaxError(`States.${call.name} takes ${min === max ? min : `${min} to ${max}`} arguments, not ${call.args.length}`);
  }
  call.args.forEach((argument) => argument.kind === 'call' && check(argument));
}

/**
 * The value of a call. `resolve` gives the value that a path in it leads to, or throws an InvalidArgument.
 *
 * Whatever call inside it fails, the error names the outermost one.
 */
export function evaluateIntrinsic(call: IntrinsicCall, resolve: (path: StatePath) => Json): Json {
  try {
    return evaluate(call, resolve);
  } catch (error) {
    throw error instanceof InvalidArgument ? runtimeError(`The function '${call.text}' had the following error: ${error.message}`) : error;
  }
}

function evaluate(call: IntrinsicCall, resolve: (path: StatePath) => Json): Json {
  return (FUNCTIONS.get(call.name) as IntrinsicFunction).apply(...call.args.map((argument) => argumentValue(argument, resolve)));
}

function argumentValue(argument: IntrinsicArgument, resolve: (path: StatePath) => Json): Json {
  switch (argument.kind) {
    case 'call': return evaluate(argument, resolve);
    case 'path': return resolve(argument.path);
    case 'literal': return argument.value;
  }
}
