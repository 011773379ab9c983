import { evaluate, itemsOf } from './evaluate';
import { setMember } from '../../../json';
import type { Evaluation } from '../callable';
import type { Frame } from '../frame';
import { Problem } from '../problem';
import type { Node, Pairs } from '../syntax';
import { Items, Tuple, TupleStream, Value, ValueObject } from '../values';

/** Evaluates `[…]`: what its parts give in one array, arrays only where they were written as such. */
export function* evaluateArray(node: Node, input: Value, frame: Frame): Evaluation {
  const array: Items = [];
  for (const part of node.expressions) {
    const value = itemsOf(yield* evaluate(part, input, frame));
    if (Array.isArray(value) && !(part.type === 'unary' && part.value === '[')) {
      for (const item of value) {
        frame.run.push(array, item);
      }
    } else if (value !== undefined) {
      frame.run.push(array, value);
    }
  }
  if (node.consarray) {
    array.cons = true;
  }
  return array;
}

/** Evaluates `{…}`: a group-by of the context item alone. */
export function* evaluateObject(node: Node, input: Value, frame: Frame): Evaluation {
  return yield* group({ lhs: node.lhs as unknown as Pairs['lhs'], position: node.position }, input, frame);
}

/** A name of a group: the pair of expressions that gave it, and the items that it was given for. */
interface Group {
  readonly pair: number;
  readonly tuples: Tuple[];
}

/** Groups items by the names that they give, and evaluates the value of each name at all its items. */
export function* group({ lhs }: Pairs, input: Value, frame: Frame): Evaluation {
  const groups = new Map<string, Group>();
  for (const tuple of tuplesOf(input)) {
    for (const [pair, [nameNode]] of lhs.entries()) {
      const name = yield* evaluate(nameNode, tuple.item, frameOf(tuple, frame));
      if (name !== undefined) {
        add(groups, name, pair, tuple);
        frame.run.hold(8);
      }
    }
  }
  const result: ValueObject = {};
  for (const [name, { pair, tuples }] of groups) {
    const together = { item: merged(tuples.map(({ item }) => item)), names: namesOf(tuples) };
    const value = yield* evaluate(lhs[pair][1], together.item, frameOf(together, frame));
    if (value !== undefined) {
      setMember(result as never, name, value as never);
      frame.run.hold(name.length + 8);
    }
  }
  return result;
}

const NO_NAMES: ReadonlyMap<string, Value> = new Map();

/** Nothing is one item too: so an object can be constructed without a context. */
function tuplesOf(input: Value): readonly Tuple[] {
  if (input instanceof TupleStream) {
    return input.tuples;
  }
  const items = Array.isArray(input) && input.length > 0 ? input : [Array.isArray(input) ? undefined : input];
  return items.map((item) => ({ item, names: NO_NAMES }));
}

function frameOf({ names }: Tuple, frame: Frame): Frame {
  return names.size === 0 ? frame : frame.inner(names);
}

function add(groups: Map<string, Group>, name: Value, pair: number, tuple: Tuple): void {
  if (typeof name !== 'string') {
    throw new Problem('T1003', { value: name });
  }
  const known = groups.get(name);
  if (known === undefined) {
    groups.set(name, { pair, tuples: [tuple] });
  } else if (known.pair !== pair) {
    throw new Problem('D1009', { value: name });
  } else {
    known.tuples.push(tuple);
  }
}

/** Values in one list, the items of arrays one by one; a single value is itself. */
function merged(values: readonly Value[]): Value {
  const there = values.filter((value) => value !== undefined);
  return there.length <= 1 ? there[0] : there.flat(1);
}

function namesOf(tuples: readonly Tuple[]): ReadonlyMap<string, Value> {
  if (tuples.length === 1) {
    return tuples[0].names;
  }
  const names = new Set(tuples.flatMap((tuple) => [...tuple.names.keys()]));
  return new Map([...names].map((name) => [name, merged(tuples.map((tuple) => tuple.names.get(name)))]));
}
