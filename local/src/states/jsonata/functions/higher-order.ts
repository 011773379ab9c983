import { instead } from './library';
import { setMember } from '../../../json';
import { Callable, Evaluation, Native } from '../callable';
import { mergeSort } from '../merge-sort';
import { call } from '../nodes/calls';
import { Problem } from '../problem';
import type { Run } from '../run';
import { Items, Value, ValueObject, areAll, isPlainObject, isTrue, sequence } from '../values';

/** Functions that call functions. @see https://docs.jsonata.org/higher-order-functions */
export const HIGHER_ORDER_FUNCTIONS: readonly (readonly [string, Native])[] = [
  ['each', instead('each', function* ([object, func], run): Evaluation {
    const found = sequence();
    for (const [name, value] of membersOf(object)) {
      const result = yield* callWith(func, [value, name, object], run);
      if (result !== undefined) {
        run.push(found, result);
      }
    }
    return found;
  })],
  ['filter', instead('filter', function* ([items, func], run): Evaluation {
    if (items === undefined) {
      return undefined;
    }
    const found = sequence();
    for (const [index, item] of (items as Items).entries()) {
      if (isTrue(yield* callWith(func, [item, index, items], run))) {
        run.push(found, item);
      }
    }
    return found;
  })],
  ['map', instead('map', function* ([items, func], run): Evaluation {
    if (items === undefined) {
      return undefined;
    }
    const found = sequence();
    for (const [index, item] of (items as Items).entries()) {
      const result = yield* callWith(func, [item, index, items], run);
      if (result !== undefined) {
        run.push(found, result);
      }
    }
    return found;
  })],
  ['reduce', instead('reduce', reduce)],
  ['sift', instead('sift', function* ([object, func], run): Evaluation {
    const found: ValueObject = {};
    for (const [name, value] of membersOf(object)) {
      if (isTrue(yield* callWith(func, [value, name, object], run))) {
        setMember(found as never, name, value as never);
        run.hold(name.length + 8);
      }
    }
    return Object.keys(found).length === 0 ? undefined : found;
  })],
  ['single', instead('single', single)],
  ['sort', instead('sort', sort)],
];

function membersOf(object: Value): [string, Value][] {
  return isPlainObject(object) ? Object.entries(object) : [];
}

/** Calls a function with as many of the arguments as it takes, the first in any case. */
function callWith(func: Value, args: readonly Value[], run: Run): Evaluation {
  const callee = func as Callable;
  return call(callee, args.slice(0, Math.max(1, callee.arity)), run);
}

function* reduce([items, func, initial]: readonly Value[], run: Run): Evaluation {
  const callee = func as Callable;
  if (items === undefined) {
    return undefined;
  }
  if (callee.arity < 2) {
    throw new Problem('D3050');
  }
  const before = run.bytesHeld;
  const all = items as Items;
  const [start, from] = initial === undefined && all.length > 0 ? [all[0], 1] : [initial, 0];
  let value = start;
  for (let index = from; index < all.length; index++) {
    value = yield* call(callee, [value, all[index], index, all].slice(0, callee.arity), run);
    run.keep(before, value);
  }
  return value;
}

function* single([items, func]: readonly Value[], run: Run): Evaluation {
  if (items === undefined) {
    return undefined;
  }
  const found: Items = [];
  for (const [index, item] of (items as Items).entries()) {
    if (func === undefined || isTrue(yield* callWith(func, [item, index, items], run))) {
      found.push(item);
    }
    if (found.length > 1) {
      throw new Problem('D3138');
    }
  }
  if (found.length === 0) {
    throw new Problem('D3139');
  }
  return found[0];
}

function* sort([items, func]: readonly Value[], run: Run): Evaluation {
  const all = items as Items | undefined;
  if (all === undefined || all.length <= 1) {
    return all;
  }
  if (func !== undefined) {
    return yield* mergeSort(all, function* (left, right): Evaluation<boolean> {
      return isTrue(yield* call(func as Callable, [left, right], run));
    });
  }
  if (!areAll(all, 'number') && !areAll(all, 'string')) {
    throw new Problem('D3070');
  }
  return [...all as (number | string)[]].sort((left, right) => left > right ? 1 : left < right ? -1 : 0);
}
