/** A stretch of time in which nothing happened, drawn shorter than it was. */
export interface Fold {
  /** Where it is drawn, from 0 to 1. */
  readonly at: number;
  readonly milliseconds: number;
}

export interface Timeline {
  /** Where a time is drawn, from 0 to 1. */
  readonly place: (time: number) => number;
  readonly folds: readonly Fold[];
}

/** A gap is folded where it is longer than all shorter ones together, so many times. */
const FOLDED_FROM = 1.5;
/** How long a folded gap is drawn, as a part of what is not folded. */
const FOLDED_TO = 0.15;
/** So many of the longest gaps are looked at. */
const MOST_FOLDS = 20;

/** Lays out points in time on a line; long idle gaps between them are folded, so that what is short stays visible. */
export function timeline(times: readonly number[]): Timeline {
  const points = [...new Set(times)].sort((left, right) => left - right);
  const gaps = points.slice(1).map((time, index) => ({ index, length: time - points[index] }));
  const folded = foldedGaps(gaps.map(({ length }) => length));
  const shown = gaps.map(({ length }, index) => folded.get(index) ?? length);
  const total = shown.reduce((sum, length) => sum + length, 0) || 1;
  const places = [0];
  shown.forEach((length, index) => places.push(places[index] + length / total));
  return {
    place: (time) => {
      const after = firstAtLeast(points, time);
      if (after === 0 || points.length === 0) {
        return 0;
      }
      if (after === points.length) {
        return 1;
      }
      const part = (time - points[after - 1]) / (points[after] - points[after - 1]);
      return places[after - 1] + part * (places[after] - places[after - 1]);
    },
    folds: [...folded.keys()].map((index) => ({ at: (places[index] + places[index + 1]) / 2, milliseconds: gaps[index].length })),
  };
}

/** The gaps that are folded, by index, and how long they are drawn. */
function foldedGaps(lengths: readonly number[]): Map<number, number> {
  const longest = lengths.map((length, index) => ({ length, index })).sort((left, right) => right.length - left.length).slice(0, MOST_FOLDS);
  let rest = lengths.reduce((sum, length) => sum + length, 0);
  const chosen: number[] = [];
  for (const { length, index } of longest) {
    rest -= length;
    if (rest <= 0 || length < FOLDED_FROM * rest) {
      rest += length;
      break;
    }
    chosen.push(index);
  }
  return new Map(chosen.map((index) => [index, rest * FOLDED_TO]));
}

function firstAtLeast(points: readonly number[], time: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (points[middle] < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
