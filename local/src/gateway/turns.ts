/** How long messages and handshakes may keep the thread, all together, before sockets, timers and executions have their turn: in milliseconds. */
const SLICE = 10;

/**
 * Lets many take turns: what comes is done at once while there is time in this turn of the event loop, else in the order in which it came. What
 * is known to be slow, longer than a turn, has a queue of its own, of which each turn does one: it keeps others waiting once, not once for each.
 */
export class Turns {
  private readonly queue: (() => void)[] = [];
  private readonly slowQueue: (() => void)[] = [];
  private start?: number;

  /** @param now the time, in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Does something now, or when it is its turn. */
  public take(act: () => void): void {
    if (this.queue.length > 0 || this.isOver()) {
      this.queue.push(act);
    } else {
      act();
    }
  }

  /** Does something when it is its turn: after all that waits. */
  public takeLast(act: () => void, isSlow = false): void {
    (isSlow ? this.slowQueue : this.queue).push(act);
    this.isOver();
  }

  /** Whether what has begun at a time has taken longer than a turn. */
  public isSlow(begin: number): boolean {
    return this.now() - begin > SLICE;
  }

  /** The time, in milliseconds. */
  public time(): number {
    return this.now();
  }

  private isOver(): boolean {
    if (this.start === undefined) {
      this.start = this.now();
      setImmediate(() => this.next());
    }
    return this.isSlow(this.start);
  }

  private next(): void {
    this.start = undefined;
    while (this.queue.length > 0 && !this.isOver()) {
      this.queue.shift()!();
    }
    if (this.slowQueue.length > 0) {
      this.isOver();
      this.slowQueue.shift()!();
    }
  }
}
