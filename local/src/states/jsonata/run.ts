import { exceeded } from './problem';
import { BYTES_PER_ITEM, ownBytes, sizeOf } from './size';
import type { Items, Value } from './values';
import { RegexClock } from '../../bounded-regex';

/** Measured: 100 terms of `1+1+…` pass, 101 do not. */
const MAX_DEPTH = 100;

/** Measured: `[1..873782]` passes, `[1..873783]` does not, at 8 bytes a number. */
export const MAX_BYTES = 6_990_256;

/** Others wait as long. */
const PATTERN_MILLISECONDS = 250;

/** After how many steps an evaluation looks at the clock. */
const STEPS_PER_LOOK = 64;

/** How many bytes to copy or read count as one step. */
const BYTES_PER_STEP = 512;

/**
 * One evaluation of an expression, with what it has used: it is stopped while it grows, before it has exhausted the process.
 *
 * Held are the bytes of all values that were built and may still be reachable: when a part of the expression has its value,
 * everything else that was built for it is free again.
 */
export class Run {
  /** When the evaluation began: `$now()` and `$millis()` are the same throughout. */
  public readonly timestamp = Date.now();
  /** The time that the patterns of an evaluation may take together: they cannot be made to look at the clock. */
  public readonly patterns = new RegexClock(PATTERN_MILLISECONDS);
  private depth = 0;
  private held = 0;
  private steps = 0;

  /** Begins a part of the expression, and gives what is held before it. */
  public enter(): number {
    if (++this.depth > MAX_DEPTH) {
      throw exceeded('depth');
    }
    this.steps++;
    return this.held;
  }

  /** Ends a part of the expression that began with `before` held: what its value does not hold is free. */
  public leave(before: number, value: Value): void {
    this.depth--;
    this.keep(before, value);
  }

  /** Frees what was built since `before` was held, but for a value. */
  public keep(before: number, value: Value): void {
    if (this.held > before) {
      const { bytes, hasFunction } = sizeOf(value);
      if (!hasFunction) {
        this.held = Math.min(this.held, before + bytes);
      }
      if (this.held > MAX_BYTES || bytes > MAX_BYTES) {
        throw exceeded('memory');
      }
    }
  }

  /** Notes that a value was built, itself without what is in it. */
  public built<T extends Value>(value: T): T {
    this.hold(ownBytes(value));
    return value;
  }

  /** Notes bytes that were built. A part may hold twice the limit until it ends: what it was made from, and what it made. */
  public hold(bytes: number): void {
    this.held += bytes;
    this.work(bytes);
    if (this.held > 2 * MAX_BYTES) {
      throw exceeded('memory');
    }
  }

  /** What is held now. */
  public get bytesHeld(): number {
    return this.held;
  }

  /** Adds an item to a list that is being built. */
  public push(items: Items, item: Value): void {
    items.push(item);
    this.hold(BYTES_PER_ITEM);
  }

  /** Notes that bytes are read or copied: much work counts as many steps. */
  public work(bytes: number): void {
    this.steps += bytes / BYTES_PER_STEP;
  }

  /** Whether it is time to look at the clock. */
  public get isDue(): boolean {
    if (this.steps < STEPS_PER_LOOK) {
      return false;
    }
    this.steps = 0;
    return true;
  }
}

/** Refuses, before it is built, what would be larger than an evaluation may hold. */
export function checkBytes(bytes: number): void {
  if (!(bytes <= MAX_BYTES)) {
    throw exceeded('memory');
  }
}
