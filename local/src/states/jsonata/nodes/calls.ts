import { evaluate, isEvaluation, itemsOf } from './evaluate';
import { Callable, Evaluation, Lambda, Native, TailCall } from '../callable';
import type { Frame } from '../frame';
import { Problem, hasCode } from '../problem';
import type { Run } from '../run';
import { HEAVY_BYTES, ownBytes, sizeOf } from '../size';
import { Node, Signature, parseJsonata } from '../syntax';
import type { Value } from '../values';

/** Evaluates a call. What `~>` passes comes before the arguments. */
export function* evaluateCall(node: Node, input: Value, frame: Frame, passed: readonly Value[] = []): Evaluation {
  const callee = yield* evaluate(node.procedure, input, frame);
  const args = [...passed, ...yield* evaluateArguments(node, input, frame)];
  try {
    return yield* call(callableOf(callee, node, frame, 'T1005', 'T1006'), args, frame.run, input);
  } catch (thrown) {
    throw named(thrown, node);
  }
}

function* evaluateArguments(node: Node, input: Value, frame: Frame): Evaluation<Value[]> {
  const args: Value[] = [];
  for (const argument of node.arguments) {
    args.push(itemsOf(yield* evaluate(argument, input, frame)));
  }
  return args;
}

/** Fails for a call of a value that is no function; where a name was written without `$`, the problem says so. */
function callableOf(callee: Value, node: Node, frame: Frame, forgotten: string, other: string): Callable {
  if (callee instanceof Callable) {
    return callee;
  }
  const token = nameOf(node.procedure);
  const isForgotten = callee === undefined && node.procedure.type === 'path' && frame.lookUp(String(token)) !== undefined;
  throw new Problem(isForgotten ? forgotten : other, { token });
}

function nameOf(procedure: Node): unknown {
  return procedure.type === 'path' ? procedure.steps[0].value : procedure.value;
}

/** A problem with the name of the function that had it, unless a call inside has named it already. */
function named(thrown: unknown, node: Node): unknown {
  if (hasCode(thrown) && !thrown.token) {
    thrown.token = nameOf(node.procedure);
  }
  return thrown;
}

/** Calls a function. */
export function* call(callee: Callable, args: readonly Value[], run: Run, context?: Value): Evaluation {
  const before = run.bytesHeld;
  return yield* completed(yield* callOnce(callee, args, run, context), before, run, context);
}

/** Makes the calls in tail position that are left to be made, one after the other, so that they do not nest. */
export function* completed(left: Value, before: number, run: Run, context?: Value): Evaluation {
  let value = left;
  while (value instanceof TailCall) {
    const { call: node, input, frame } = value;
    const callee = yield* evaluate(node.procedure, input, frame);
    const args = yield* evaluateArguments(node, input, frame);
    run.keep(before, args);
    try {
      value = yield* callOnce(callableOf(callee, node, frame, 'T1005', 'T1006'), args, run, context);
    } catch (thrown) {
      throw named(thrown, node);
    }
  }
  return value;
}

function* callOnce(callee: Callable, args: readonly Value[], run: Run, context: Value): Evaluation {
  const validated = callee.signature === undefined ? args : yield* validate(callee.signature, args, context, run);
  if (callee instanceof Lambda) {
    return yield* evaluate(callee.body, callee.input, callee.frame.inner(callee.parameters.map((name, index) => [name, validated[index]])));
  }
  const native = callee as Native;
  const bytes = validated.reduce<number>((sum, argument) => sum + ownBytes(argument), 0);
  run.work(bytes);
  if (bytes > HEAVY_BYTES || native.isHeavy(validated)) {
    yield 'heavy';
  }
  const outcome = native.implementation(validated, run);
  const value = isEvaluation(outcome) ? yield* outcome : outcome;
  return validated.includes(value) ? value : run.built(value);
}

/** As many ways to match a signature are over before a clock could be set. */
const FEW_WAYS = 10_000;

/** Signatures are matched by patterns, and an expression may bring one of its own that takes for ever. */
function* validate(signature: Signature, args: readonly Value[], context: Value, run: Run): Evaluation<readonly Value[]> {
  const match = (): readonly Value[] => signature.validate([...args], context) as Value[];
  const ways = (args.length + 1) ** (signature.definition.match(/[?+-]/g)?.length ?? 0);
  if (ways <= FEW_WAYS) {
    return match();
  }
  yield 'heavy';
  return run.patterns.run(match);
}

/** Evaluates `f(?, x)`: the function that takes what is left out. */
export function* evaluatePartial(node: Node, input: Value, frame: Frame): Evaluation {
  const args: Value[] = [];
  const open: number[] = [];
  for (const [index, argument] of node.arguments.entries()) {
    if (argument.type === 'operator' && argument.value === '?') {
      open.push(index);
      args.push(undefined);
    } else {
      args.push(itemsOf(yield* evaluate(argument, input, frame)));
    }
  }
  const callee = callableOf(yield* evaluate(node.procedure, input, frame), node, frame, 'T1007', 'T1008');
  return new Native(open.length, (rest, run) => {
    const all = args.slice();
    open.forEach((position, index) => {
      all[position] = rest[index];
    });
    return call(callee, all, run);
  });
}

/** Two functions as one: the second takes what the first gives. */
const CHAIN = parseJsonata('function($first, $second) { function($x) { $second($first($x)) } }');

/** Evaluates `~>`: calls a function with what is on its left, or chains two functions. */
export function* evaluateApplication(node: Node, input: Value, frame: Frame): Evaluation {
  const left = itemsOf(yield* evaluate(node.lhs, input, frame));
  if (node.rhs.type === 'function') {
    return yield* evaluateCall(node.rhs, input, frame, [left]);
  }
  const right = yield* evaluate(node.rhs, input, frame);
  if (!(right instanceof Callable)) {
    throw new Problem('T2006', { value: right });
  }
  if (left instanceof Callable) {
    return yield* call((yield* evaluate(CHAIN, undefined, frame)) as Callable, [left, right], frame.run);
  }
  return yield* call(right, [left], frame.run);
}

/** Whether a value holds a function, which could not leave an expression. */
export function holdsFunction(value: Value): boolean {
  return value instanceof Callable || sizeOf(value).hasFunction;
}
