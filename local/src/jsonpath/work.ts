import { RegexClock, RegexTimeout } from '../bounded-regex';
import { JsonPathError } from './errors';

/**
 * Values that the paths of one payload, or of one message, may look at. The largest data of a state, 262,144 bytes, hold 131,072 values: each
 * of them may be looked at 16 times, which takes a fraction of a second, also where several do so at once.
 */
const MOST_STEPS = 8 * 262_144;
/** Characters of a text that are as quick to look through as one value. */
const CHARACTERS_A_STEP = 512;

/** The work of paths that belong together. It is counted while it is done: steps such as `..*..*..*` make much of little data. */
export class Work {
  private left = MOST_STEPS;
  private readonly regexes = new RegexClock();

  /**
   * Counts values that are looked at.
   *
   * @throws JsonPathError when they are too many
   */
  public count(values = 1): void {
    this.left -= values;
    if (this.left < 0) {
      throw new JsonPathError(`the JSONPaths have to look at more than ${MOST_STEPS} values`);
    }
  }

  /** Counts a text that is looked through. */
  public countText(text: string): void {
    this.count(1 + Math.floor(text.length / CHARACTERS_A_STEP));
  }

  /** Counts a value that is looked through by others. */
  public countValue(value: unknown): void {
    if (typeof value === 'string') {
      this.countText(value);
    } else {
      this.count(typeof value === 'object' && value !== null ? Object.keys(value).length : 1);
    }
  }

  /** Whether an expression matches a text. */
  public matches(regex: RegExp, text: string): boolean {
    this.countText(text);
    try {
      return this.regexes.match(regex, text, () => text.search(regex) >= 0);
    } catch (error) {
      throw error instanceof RegexTimeout ? new JsonPathError(error.message) : error;
    }
  }
}
