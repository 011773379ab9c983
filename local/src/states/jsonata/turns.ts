import type { Evaluation } from './callable';
import { exceeded } from './problem';

/** Microseconds of the processor's time: the clock's would count what a busy machine does for others. */
type Microseconds = number;

/** After it, an evaluation that has just begun waits for its turn: most are over by then. */
const FIRST_SLICE: Microseconds = 2_000;

/** How long a longer evaluation may work in a turn of its own. */
const SLICE: Microseconds = 10_000;

/** How long the evaluations that have just begun may work, all together, before everything else has its turn. */
const FIRST_SLICES: Microseconds = 50_000;

/** After it, an evaluation is stopped. AWS's limit is not known. */
const MOST: Microseconds = 1_000_000;

/** How many take turns that are long or heavy: each may hold memory. The others wait until one has ended. */
const MOST_ADMITTED = 4;

type Resume = () => void;

/** Those that have not begun, that have had a first slice, that wait to be admitted, and that are admitted and wait for their next slice. */
const fresh: Resume[] = [];
const begun: Resume[] = [];
const waiting: Resume[] = [];
const admitted: Resume[] = [];

/** How many are admitted, the one at work included. */
let count = 0;

/** When no more may begin; undefined if none has begun since the event loop came round. */
let turnEnd: Microseconds | undefined;

function now(): Microseconds {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Those that wait for their turn get it when the event loop comes round. */
function beginTurn(): void {
  if (turnEnd === undefined) {
    turnEnd = now() + FIRST_SLICES;
    setImmediate(endTurn);
  }
}

/** All may begin that waited for it; of each of the others, one goes on. */
function endTurn(): void {
  turnEnd = undefined;
  if (count < MOST_ADMITTED && waiting.length > 0) {
    count++;
    admitted.push(waiting.shift()!);
  }
  const next = [...fresh.splice(0), ...begun.splice(0, 1), ...admitted.splice(0, 1)];
  if (next.length > 0) {
    beginTurn();
  }
  next.forEach((resume) => resume());
}

async function turnIn(queue: Resume[]): Promise<void> {
  beginTurn();
  await new Promise<void>((resume) => queue.push(resume));
}

/**
 * Runs an evaluation to its end. Whatever its expression does, others are served meanwhile, and it ends.
 *
 * @param checkWanted throws if nobody waits for the value any more
 */
export async function inTurns<T>(evaluation: Evaluation<T>, checkWanted: () => void, most = MOST): Promise<T> {
  beginTurn();
  while (now() > turnEnd!) {
    await turnIn(fresh);
    beginTurn();
  }
  const slices = new Slices(evaluation);
  if (slices.goOn(FIRST_SLICE, true)) {
    return slices.value;
  }
  if (!slices.isHeavy) {
    await turnIn(begun);
    checkWanted();
    if (slices.goOn(SLICE, true)) {
      return slices.value;
    }
  }
  await turnIn(waiting);
  try {
    checkWanted();
    while (!slices.goOn(SLICE, false)) {
      if (slices.worked > most) {
        throw exceeded('time');
      }
      await turnIn(admitted);
      checkWanted();
    }
    return slices.value;
  } finally {
    count--;
  }
}

/** An evaluation that is run piece by piece. */
class Slices<T> {
  public worked: Microseconds = 0;
  /** Whether what comes next is heavy. */
  public isHeavy = false;
  public value!: T;

  constructor(private readonly evaluation: Evaluation<T>) {}

  /** Goes on for some time, if it must be light not beyond a pause before heavy work, and says whether the end is reached. */
  public goOn(microseconds: Microseconds, isLight: boolean): boolean {
    const begin = now();
    for (;;) {
      const { done, value } = this.evaluation.next();
      if (done === true) {
        this.value = value;
        return true;
      }
      this.isHeavy = value === 'heavy';
      const spent = now() - begin;
      if (spent > microseconds || isLight && this.isHeavy) {
        this.worked += spent;
        return false;
      }
    }
  }
}
