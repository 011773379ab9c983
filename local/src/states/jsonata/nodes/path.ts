import { group } from './constructors';
import { evaluate } from './evaluate';
import { sort } from './order-by';
import type { Evaluation } from '../callable';
import type { Frame } from '../frame';
import { ownBytes } from '../size';
import type { Node, Stage } from '../syntax';
import { Items, Tuple, TupleStream, Value, asSequence, isTrue, listOf, sequence } from '../values';

/** Evaluates a path: each step at every item that the one before it found. */
export function* evaluatePath(node: Node, input: Value, frame: Frame): Evaluation {
  const { steps } = node;
  let items: Value = Array.isArray(input) && steps[0].type !== 'variable' ? input : sequence(input);
  let bindsNames = false;
  let stream: TupleStream | undefined;
  let found: Value;
  for (const [index, step] of steps.entries()) {
    bindsNames ||= step.tuple === true;
    if (index === 0 && step.consarray) {
      found = yield* evaluate(step, items, frame);
    } else if (bindsNames) {
      stream = yield* evaluateTupleStep(step, stepInput(items), stream, frame);
    } else {
      found = yield* evaluateStep(step, stepInput(items), frame, index === steps.length - 1);
    }
    if (!bindsNames && (found === undefined || (found as Items).length === 0)) {
      break;
    }
    if (step.focus === undefined) {
      items = found;
    }
  }
  if (stream !== undefined) {
    found = node.tuple ? stream : frame.run.built(asSequence(stream.tuples.map(({ item }) => item)));
  }
  if (node.keepSingletonArray) {
    found = kept(found);
  }
  return node.group === undefined ? found : yield* group(node.group, stream ?? found, frame);
}

/** What a step works on one by one. A constructed array that was grouped is none any more. */
function stepInput(items: Value): Items {
  return Array.isArray(items) ? items : [];
}

/** A sequence that stays an array with a single item. */
function kept(found: Value): Value {
  const items = Array.isArray(found) && found.cons && !found.sequence ? sequence(found) : found;
  if (Array.isArray(items) && items.sequence) {
    items.keepSingleton = true;
  }
  return items;
}

function* evaluateStep(step: Node, input: Items, frame: Frame, isLast: boolean): Evaluation {
  if (step.type === 'sort') {
    return yield* staged(step.stages, yield* sort(step, input, frame), frame);
  }
  const found: Items = [];
  for (const item of input) {
    let value = yield* evaluate(step, item, frame);
    for (const stage of step.stages ?? []) {
      value = yield* filter(stage.expr, value, frame);
    }
    if (value !== undefined) {
      frame.run.push(found, value);
    }
  }
  const [first] = found;
  if (isLast && found.length === 1 && Array.isArray(first) && !first.sequence) {
    return first;
  }
  return flattened(found, frame);
}

/** The items of all arrays in a list but those that were constructed, in one sequence. */
function flattened(found: Items, { run }: Frame): Items {
  const flat = sequence();
  for (const value of found) {
    if (Array.isArray(value) && !value.cons) {
      for (const item of value) {
        run.push(flat, item);
      }
    } else {
      run.push(flat, value);
    }
  }
  return flat;
}

/** A step that binds names, or comes after one that does: it works on tuples. */
function* evaluateTupleStep(step: Node, input: Items, stream: TupleStream | undefined, frame: Frame): Evaluation<TupleStream> {
  if (step.type === 'sort') {
    const sorted = yield* sort(step, stream ?? input, frame);
    const tuples = sorted instanceof TupleStream ? sorted : numbered(listOf(sorted), step.index);
    return (yield* staged(step.stages, tuples, frame)) as TupleStream;
  }
  const tuples: Tuple[] = [];
  for (const tuple of stream?.tuples ?? input.map((item): Tuple => ({ item, names: new Map() }))) {
    const value = yield* evaluate(step, tuple.item, frame.inner(tuple.names));
    for (const bound of boundBy(step, tuple, value)) {
      tuples.push(bound);
      frame.run.hold(TUPLE_BYTES * (bound.names.size + 1));
    }
  }
  return (yield* staged(step.stages, new TupleStream(tuples), frame)) as TupleStream;
}

/** The bytes that a tuple takes for each of its names: a map entry is larger than a number. */
const TUPLE_BYTES = 64;

function numbered(items: Items, index: string | undefined): TupleStream {
  return new TupleStream(items.map((item, position) => ({ item, names: new Map(index === undefined ? [] : [[index, position]]) })));
}

/** The tuples that a step makes of one: one for each item that it found. */
function* boundBy(step: Node, tuple: Tuple, value: Value): Generator<Tuple> {
  if (value instanceof TupleStream) {
    for (const { item, names } of value.tuples) {
      yield { item, names: new Map([...tuple.names, ...names]) };
    }
    return;
  }
  const items = value === undefined ? [] : Array.isArray(value) ? value : [value];
  for (const [position, item] of items.entries()) {
    const names = new Map(tuple.names);
    if (step.focus !== undefined) {
      names.set(step.focus, item);
    }
    if (step.index !== undefined) {
      names.set(step.index, position);
    }
    if (step.ancestor !== undefined) {
      names.set(step.ancestor.label, tuple.item);
    }
    yield { item: step.focus === undefined ? item : tuple.item, names };
  }
}

function* staged(stages: readonly Stage[] | undefined, input: Value, frame: Frame): Evaluation {
  let value = input;
  for (const stage of stages ?? []) {
    value = stage.type === 'filter' ? yield* filter(stage.expr, value, frame) : withIndex(value as TupleStream, stage.value);
  }
  return value;
}

function withIndex({ tuples }: TupleStream, name: string): TupleStream {
  return new TupleStream(tuples.map(({ item, names }, index) => ({ item, names: new Map(names).set(name, index) })));
}

/** Applies a predicate: a number, or a list of them, selects by position, anything else by whether it is true. */
export function* filter(predicate: Node, input: Value, frame: Frame): Evaluation {
  if (input instanceof TupleStream) {
    return new TupleStream(yield* selected(predicate, input.tuples, ({ item }) => item, ({ names }) => frame.inner(names), frame));
  }
  const items = listOf(input);
  if (predicate.type === 'number') {
    const item = items.at(Math.floor(predicate.value as number));
    return item === undefined ? sequence() : Array.isArray(item) ? item : sequence(item);
  }
  return asSequence(yield* selected(predicate, items, (item) => item, () => frame, frame));
}

function* selected<T>(
  predicate: Node, all: readonly T[], itemOf: (one: T) => Value, frameOf: (one: T) => Frame, { run }: Frame,
): Evaluation<T[]> {
  const found: T[] = [];
  for (const [position, one] of all.entries()) {
    const value = yield* evaluate(predicate, itemOf(one), frameOf(one));
    run.work(ownBytes(value));
    for (let times = timesSelected(value, position, all.length); times > 0; times--) {
      found.push(one);
      run.hold(8);
    }
  }
  return found;
}

function timesSelected(value: Value, position: number, length: number): number {
  const numbers = typeof value === 'number' ? [value] : value;
  if (Array.isArray(numbers) && numbers.every((number) => typeof number === 'number' && !Number.isNaN(number))) {
    return numbers.filter((number) => {
      const index = Math.floor(number as number);
      return (index < 0 ? length + index : index) === position;
    }).length;
  }
  return isTrue(value) ? 1 : 0;
}
