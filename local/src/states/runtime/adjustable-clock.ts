import { Alarm, Clock, ScaledClock } from './clock';

interface PendingCall {
  /** In milliseconds since 1970, of this clock. */
  readonly due: number;
  readonly callback: () => void;
  alarm?: Alarm;
}

/** A clock that runs evenly, until someone changes its pace or lets it go on to what is due next. */
export class AdjustableClock implements Clock {
  private clock: ScaledClock;
  private readonly pending = new Set<PendingCall>();

  /** @param scale how many seconds pass here in one real second */
  constructor(private scale: number) {
    this.clock = new ScaledClock(scale);
  }

  public now(): number {
    return this.clock.now();
  }

  public after(milliseconds: number, callback: () => void): Alarm {
    const call: PendingCall = { due: this.now() + milliseconds, callback };
    this.pending.add(call);
    this.arm(call);
    return {
      cancel: () => {
        this.pending.delete(call);
        call.alarm?.cancel();
      },
    };
  }

  /** When something is due next, in milliseconds since 1970; undefined where nothing waits. */
  public get nextDue(): number | undefined {
    return this.pending.size === 0 ? undefined : Math.min(...[...this.pending].map(({ due }) => due));
  }

  /** Lets the time pass until something is due; whatever else waits is so much nearer. */
  public skip(): void {
    const next = this.nextDue;
    if (next !== undefined) {
      this.restart(Math.max(next, this.now()));
    }
  }

  /** Changes the pace from now on. */
  public setScale(scale: number): void {
    this.scale = scale;
    this.restart(this.now());
  }

  private restart(time: number): void {
    this.clock = new ScaledClock(this.scale, time);
    for (const call of this.pending) {
      call.alarm?.cancel();
      this.arm(call);
    }
  }

  private arm(call: PendingCall): void {
    call.alarm = this.clock.after(Math.max(0, call.due - this.clock.now()), () => {
      this.pending.delete(call);
      call.callback();
    });
  }
}
