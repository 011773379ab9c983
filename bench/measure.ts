/** What one side of a comparison does once. */
export type Work = () => unknown | Promise<unknown>;

export interface Comparison {
  readonly ours: number;
  readonly theirs: number;
  /** Ours to theirs: the median over the rounds, each of which measured both. */
  readonly ratio: number;
}

/** The value in the middle; of an even number of values the larger one of the two. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** How often a second the work is done, over at least `milliseconds`. */
async function rate(work: Work, milliseconds: number): Promise<number> {
  const start = performance.now();
  let times = 0;
  let elapsed = 0;
  do {
    await work();
    times += 1;
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return times / elapsed * 1000;
}

/** Measures both in turns, so that whatever else the machine does hits both. */
export async function compare(ours: Work, theirs: Work, rounds = 7, milliseconds = 400): Promise<Comparison> {
  await rate(ours, milliseconds);
  await rate(theirs, milliseconds);
  const measured: [number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    measured.push([await rate(ours, milliseconds), await rate(theirs, milliseconds)]);
  }
  return {
    ours: median(measured.map(([rateOfOurs]) => rateOfOurs)),
    theirs: median(measured.map(([, rateOfTheirs]) => rateOfTheirs)),
    ratio: median(measured.map(([rateOfOurs, rateOfTheirs]) => rateOfOurs / rateOfTheirs)),
  };
}

/** Milliseconds that the work takes: the median of several times. */
export async function duration(work: Work, times = 5): Promise<number> {
  const durations: number[] = [];
  await work();
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await work();
    durations.push(performance.now() - start);
  }
  return median(durations);
}

/** A line of the report. A figure that misses its goal is marked, and makes the run fail. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly isMet: boolean;
}

export const atLeast = (what: string, value: number, goal: number, detail = ''): Figure =>
  ({ what, measured: `${value.toFixed(2)}${detail}`, goal: `at least ${goal}`, isMet: value >= goal });

export const atMost = (what: string, value: number, goal: number, detail = ''): Figure =>
  ({ what, measured: `${value.toFixed(2)}${detail}`, goal: `at most ${goal}`, isMet: value <= goal });

/** A figure that has no goal. */
export const report = (what: string, value: number, detail = ''): Figure =>
  ({ what, measured: `${value.toFixed(2)}${detail}`, goal: 'none', isMet: true });
