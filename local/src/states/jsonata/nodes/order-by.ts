import { evaluate } from './evaluate';
import type { Evaluation } from '../callable';
import type { Frame } from '../frame';
import { mergeSort } from '../merge-sort';
import { Problem } from '../problem';
import type { Node } from '../syntax';
import { Items, Tuple, TupleStream, Value } from '../values';

/** Something to be sorted, with the terms that were evaluated for it so far. */
interface Entry<T> {
  readonly of: T;
  readonly item: Value;
  readonly frame: Frame;
  readonly keys: Value[];
}

/** Sorts by the terms of an order-by clause. */
export function* sort(node: Node, input: Items | TupleStream, frame: Frame): Evaluation {
  if (input instanceof TupleStream) {
    return new TupleStream(yield* sorted(node, input.tuples.map((tuple): Entry<Tuple> => (
      { of: tuple, item: tuple.item, frame: frame.inner(tuple.names), keys: [] }
    )), frame));
  }
  return input.length <= 1 ? input : yield* sorted(node, input.map((item): Entry<Value> => ({ of: item, item, frame, keys: [] })), frame);
}

function* sorted<T>(node: Node, entries: Entry<T>[], { run }: Frame): Evaluation<T[]> {
  run.hold(entries.length * 8);
  const all = yield* mergeSort(entries, (left, right) => isAfter(node, left, right));
  return all.map((entry) => entry.of);
}

function* isAfter<T>(node: Node, left: Entry<T>, right: Entry<T>): Evaluation<boolean> {
  for (const [index, { descending }] of node.terms.entries()) {
    const a = yield* key(node, left, index);
    const b = yield* key(node, right, index);
    if (a === undefined || b === undefined) {
      if (a !== b) {
        return a === undefined;
      }
    } else {
      const order = compare(a, b);
      if (order !== 0) {
        return descending ? order < 0 : order > 0;
      }
    }
  }
  return false;
}

function* key<T>(node: Node, entry: Entry<T>, index: number): Evaluation<Value> {
  if (index === entry.keys.length) {
    entry.keys.push(yield* evaluate(node.terms[index].expression, entry.item, entry.frame));
  }
  return entry.keys[index];
}

function compare(left: Value, right: Value): number {
  const wrong = [left, right].find((value) => typeof value !== 'string' && typeof value !== 'number');
  if (wrong !== undefined) {
    throw new Problem('T2008', { value: wrong });
  }
  if (typeof left !== typeof right) {
    throw new Problem('T2007', { value: left, value2: right });
  }
  const [a, b] = [left as number | string, right as number | string];
  return a < b ? -1 : a > b ? 1 : 0;
}
