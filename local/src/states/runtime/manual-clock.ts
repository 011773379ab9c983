import { Alarm, Clock } from './clock';
import { isTurnAwaited } from './turn';

interface PendingCall {
  readonly due: number;
  readonly callback: () => void;
}

/**
 * A clock that stands still until a test lets time pass: hours of waiting take no time, and nothing depends on how fast the machine is.
 */
export class ManualClock implements Clock {
  private readonly pending = new Set<PendingCall>();

  /** @param time the time that the clock shows first, in milliseconds since 1970; now by default */
  constructor(private time: number = Date.now()) {}

  public now(): number {
    return this.time;
  }

  public after(milliseconds: number, callback: () => void): Alarm {
    const call = { due: this.time + Math.max(milliseconds, 0), callback };
    this.pending.add(call);
    return { cancel: () => this.pending.delete(call) };
  }

  /**
   * Lets so many milliseconds pass. What falls due happens in its order, and what follows from it at once, such as the next wait of an execution,
   * belongs to it; what takes a turn of the network does not.
   */
  public async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await turn();
    for (let next = this.nextUntil(end); next !== undefined; next = this.nextUntil(end)) {
      this.pending.delete(next);
      this.time = next.due;
      next.callback();
      await turn();
    }
    this.time = end;
  }

  private nextUntil(end: number): PendingCall | undefined {
    let next: PendingCall | undefined;
    for (const call of this.pending) {
      if (call.due <= end && (next === undefined || call.due < next.due)) {
        next = call;
      }
    }
    return next;
  }
}

/** Rounds of the event loop in which executions may give way to others, as they do on a busy machine, before time goes on. Endless loops do so without end. */
const MOST_TURNS = 40;

/** Everything that waits for nothing has happened after it. */
async function turn(): Promise<void> {
  for (let turns = 0; turns === 0 || (turns < MOST_TURNS && isTurnAwaited()); turns++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
