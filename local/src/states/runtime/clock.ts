const LONGEST_TIMER = 2 ** 31 - 1;

/** A pending call of a clock. */
export interface Alarm {
  /** Forgets the call. */
  cancel(): void;
}

/** The time of one execution, which may run faster than real time. */
export class Clock {
  private readonly realOrigin = Date.now();
  private readonly origin: number;

  /**
   * @param scale how many seconds pass here in one real second
   * @param origin the time that this clock starts at, in milliseconds since 1970; undefined for now
   */
  public constructor(private readonly scale: number = 1, origin?: number) {
    this.origin = origin ?? this.realOrigin;
  }

  /** The time, in milliseconds since 1970. */
  public now(): number {
    return this.origin + (Date.now() - this.realOrigin) * this.scale;
  }

  /** Calls back after so many milliseconds of this clock; they may be more than one timer can hold. */
  public after(milliseconds: number, callback: () => void): Alarm {
    // Timers drop fractions: rounded up, nothing happens too early.
    let remaining = Math.max(0, Math.ceil(milliseconds / this.scale));
    let timer: NodeJS.Timeout;
    const set = (): void => {
      const step = Math.min(remaining, LONGEST_TIMER);
      remaining -= step;
      timer = setTimeout(remaining > 0 ? set : callback, step);
    };
    set();
    return { cancel: () => clearTimeout(timer) };
  }
}
