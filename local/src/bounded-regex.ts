import { createContext, Script } from 'node:vm';

/** Milliseconds of the processor that the expressions of one message or one state may take: no other client is answered meanwhile. */
const MILLISECONDS = 100;
/** So many ways to match are tried before a clock could be set. */
const CHEAP_WAYS = 10_000;
/** The longest that an expression waits for the processor, as a multiple of the time that it may take of it. */
const MOST_PATIENCE = 8;

/** A regular expression that was stopped, because it took longer than it may. */
export class RegexTimeout extends Error {
  constructor(milliseconds: number) {
    super(`the regular expressions take longer than ${milliseconds} ms: write them so that they have to try less`);
    this.name = 'RegexTimeout';
  }
}

/**
 * The time that some regular expressions may take together. One that backtracks without end, such as `(a+)+$`, is stopped when the time is
 * over; JavaScript has no other means to stop it.
 */
export class RegexClock {
  private left: number;

  constructor(private readonly milliseconds = MILLISECONDS) {
    this.left = milliseconds;
  }

  /**
   * Applies an expression to a text, at once where that is sure to be quick: to set a clock takes longer than most expressions.
   *
   * @param use must leave things as they are, for it may be stopped and called again
   * @throws RegexTimeout when the time is over
   */
  public match<T>(regex: RegExp, text: string, use: (regex: RegExp, text: string) => T): T {
    return mostWays(regex.source, text.length) <= CHEAP_WAYS ? use(regex, text) : this.run(() => use(regex, text));
  }

  /**
   * Does work in which expressions are applied that are not ours to call.
   *
   * @param work must leave things as they are, for it may be stopped and called again
   * @throws RegexTimeout when the time is over
   */
  public run<T>(work: () => T): T {
    const limit = Math.ceil(this.left);
    // The clock of the wall goes on while others have the processor: then the work is done again, with more patience.
    for (let patience = 1; limit > 0 && patience <= MOST_PATIENCE; patience *= 2) {
      const start = process.cpuUsage();
      try {
        return interruptible(work, limit * patience);
      } catch (error) {
        if (!isTimeout(error)) {
          throw error;
        }
      } finally {
        this.left -= millisecondsSince(start);
      }
      if (this.left <= limit / 10) {
        break;
      }
    }
    this.left = 0;
    throw new RegexTimeout(this.milliseconds);
  }
}

function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** More ways than an expression can match in: every repetition with every length, every alternative; infinitely many where repetitions nest. */
function mostWays(source: string, length: number): number {
  if (/\)[*+{]/.test(source)) {
    return Infinity;
  }
  const repetitions = source.match(/(?<!\\[upP])[*+{]/g)?.length ?? 0;
  const alternatives = source.match(/(?<!\()\?|\|/g)?.length ?? 0;
  return (length + 1) ** (repetitions + 1) * 2 ** alternatives * Math.ceil(source.length / 100);
}

const CALL = new Script('work()');
const context: { work?: () => unknown } = createContext({});

/** Calls a function that is stopped when the time is over. */
function interruptible<T>(work: () => T, milliseconds: number): T {
  context.work = work;
  try {
    return CALL.runInContext(context, { timeout: milliseconds }) as T;
  } finally {
    context.work = undefined;
  }
}

function isTimeout(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
