const LONGEST_TIMER = 2 ** 31 - 1;

/** A pending call of a clock. */
export interface Alarm {
  /** Forgets the call. */
  cancel(): void;
}

/** The time of executions. */
export interface Clock {
  /** The time, in milliseconds since 1970. */
  now(): number;
  /** Calls back, later, when so many milliseconds of this clock are over; never before. */
  after(milliseconds: number, callback: () => void): Alarm;
}

/** A clock that runs evenly, and may run faster than real time. */
export class ScaledClock implements Clock {
  private readonly realOrigin = performance.now();

  /**
   * @param scale how many seconds pass here in one real second
   * @param origin the time that this clock starts at, in milliseconds since 1970; undefined for now
   */
  constructor(private readonly scale: number = 1, private readonly origin: number = Date.now()) {}

  public now(): number {
    return Math.floor(this.exactly());
  }

  public after(milliseconds: number, callback: () => void): Alarm {
    const due = this.exactly() + milliseconds;
    let timer: NodeJS.Timeout;
    const set = (remaining: number): void => {
      timer = setTimeout(fire, Math.min(Math.ceil(Math.max(remaining, 0) / this.scale), LONGEST_TIMER));
    };
    // A timer holds no more than some weeks, and may fire a little too early: whatever is left is waited for.
    const fire = (): void => {
      const remaining = due - this.exactly();
      if (remaining > 0) {
        set(remaining);
      } else {
        callback();
      }
    };
    set(milliseconds);
    return { cancel: () => clearTimeout(timer) };
  }

  private exactly(): number {
    return this.origin + (performance.now() - this.realOrigin) * this.scale;
  }
}
