import { completed, evaluateApplication, evaluateCall, evaluatePartial } from './calls';
import { evaluateArray, evaluateObject, group } from './constructors';
import { evaluateBinary, negated } from './operators';
import { evaluatePath, filter } from './path';
import { evaluateTransform } from './transform';
import { descendants, members } from './wildcards';
import { Evaluation, Lambda, TailCall } from '../callable';
import type { Frame } from '../frame';
import { matcher } from '../functions/patterns';
import type { Node } from '../syntax';
import { TupleStream, Value, isTrue, lookUp } from '../values';

/** How a node of one type is evaluated, at the context item `input`. */
export type Evaluator = (node: Node, input: Value, frame: Frame) => Value | Evaluation;

const literal: Evaluator = ({ value }) => value as Value;

/** The evaluators of all types of nodes. */
const EVALUATORS: ReadonlyMap<string, Evaluator> = new Map<string, Evaluator>([
  ['apply', evaluateApplication],
  ['binary', evaluateBinary],
  ['bind', evaluateBind],
  ['block', evaluateBlock],
  ['condition', evaluateCondition],
  ['descendant', (_, input, { run }) => descendants(input, run)],
  ['function', evaluateCall],
  ['lambda', evaluateLambda],
  ['name', evaluateName],
  ['number', literal],
  ['parent', ({ slot }, _, frame) => frame.lookUp(slot.label)],
  ['partial', evaluatePartial],
  ['path', evaluatePath],
  ['regex', ({ value }) => matcher(value as RegExp)],
  ['string', literal],
  ['transform', evaluateTransform],
  ['unary', evaluateUnary],
  ['value', literal],
  ['variable', ({ value }, input, frame) => value === '' ? input : frame.lookUp(value as string)],
  ['wildcard', (_, input, { run }) => members(input, run)],
]);

/** Evaluates a part of an expression. Others may have their turn at each step that this yields. */
export function* evaluate(node: Node, input: Value, frame: Frame): Evaluation {
  const { run } = frame;
  const before = run.enter();
  if (run.isDue) {
    yield 'worked';
  }
  const outcome = EVALUATORS.get(node.type)!(node, input, frame);
  let value = isEvaluation(outcome) ? yield* outcome : outcome;
  if (node.predicate !== undefined || node.group !== undefined) {
    value = yield* completed(value, before, run);
  }
  for (const predicate of node.predicate ?? []) {
    value = yield* filter(predicate.expr, value, frame);
  }
  if (node.group !== undefined && node.type !== 'path') {
    value = yield* group(node.group, value, frame);
  }
  run.leave(before, value);
  return unwrapped(value, node.keepArray);
}

/** Whether something gave an evaluation that is still to be run. */
export function isEvaluation(outcome: Value | Evaluation): outcome is Evaluation {
  return typeof outcome === 'object' && outcome !== null && Symbol.iterator in outcome && !Array.isArray(outcome);
}

/** A sequence of one item stands for the item, an empty one for nothing. */
function unwrapped(value: Value, keepArray = false): Value {
  if (!Array.isArray(value) || !value.sequence) {
    return value;
  }
  if (keepArray) {
    value.keepSingleton = true;
  }
  return value.length === 0 ? undefined : value.length === 1 && !value.keepSingleton ? value[0] : value;
}

function evaluateName({ value: name }: Node, input: Value, { run }: Frame): Value {
  const found = lookUp(input, name as string);
  return Array.isArray(input) ? run.built(found) : found;
}

function* evaluateUnary(node: Node, input: Value, frame: Frame): Evaluation {
  switch (node.value) {
    case '[': return yield* evaluateArray(node, input, frame);
    case '{': return yield* evaluateObject(node, input, frame);
    default: return negated(yield* evaluate(node.expression, input, frame), node);
  }
}

function* evaluateBind({ lhs, rhs }: Node, input: Value, frame: Frame): Evaluation {
  const value = yield* evaluate(rhs, input, frame);
  frame.bind(lhs.value as string, value);
  return value;
}

function* evaluateCondition(node: Node, input: Value, frame: Frame): Evaluation {
  if (isTrue(yield* evaluate(node.condition, input, frame))) {
    return yield* evaluate(node.then, input, frame);
  }
  return node.else === undefined ? undefined : yield* evaluate(node.else, input, frame);
}

function* evaluateBlock({ expressions }: Node, input: Value, frame: Frame): Evaluation {
  const inner = frame.inner();
  let value: Value;
  for (const expression of expressions) {
    value = yield* evaluate(expression, input, inner);
  }
  return value;
}

function evaluateLambda(node: Node, input: Value, frame: Frame): Value {
  return node.thunk === true
    ? new TailCall(node.body, input, frame)
    : new Lambda(node.arguments.map(({ value }) => value as string), node.body, input, frame, node.signature);
}

/** The items of what a path gave, for those that do not care about names. */
export function itemsOf(value: Value): Value {
  return value instanceof TupleStream ? value.tuples.map(({ item }) => item) : value;
}
