import type { Evaluation } from './callable';

/** Sorts by a comparison that is itself an evaluation; what is equal keeps its order. */
export function* mergeSort<T>(items: readonly T[], isAfter: (left: T, right: T) => Evaluation<boolean>): Evaluation<T[]> {
  if (items.length <= 1) {
    return items.slice();
  }
  const middle = Math.floor(items.length / 2);
  const left = yield* mergeSort(items.slice(0, middle), isAfter);
  const right = yield* mergeSort(items.slice(middle), isAfter);
  const merged: T[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    merged.push((yield* isAfter(left[l], right[r])) ? right[r++] : left[l++]);
  }
  return merged.concat(left.slice(l), right.slice(r));
}
