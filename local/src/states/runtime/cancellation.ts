import { Clock } from './clock';
import { Cancelled } from '../errors';

/** A part of an execution that can be cancelled as one: all of it, or what runs inside one Map or Parallel state. */
export class Cancellation {
  private cancelled = false;
  private listeners?: Set<() => void>;
  private detach?: () => void;

  /** @param outer cancelling it cancels this too */
  constructor(outer?: Cancellation) {
    this.detach = outer?.onCancel(() => this.cancel());
  }

  /** Whether it is cancelled. */
  public get isCancelled(): boolean {
    return this.cancelled;
  }

  /** Stops everything that waits under this cancellation. */
  public cancel(): void {
    if (this.cancelled) {
      return;
    }
    this.cancelled = true;
    const listeners = this.listeners;
    this.listeners = undefined;
    this.dispose();
    listeners?.forEach((listener) => listener());
  }

  /** Lets go of the outer cancellation, when what this one covers has ended. */
  public dispose(): void {
    this.detach?.();
    this.detach = undefined;
  }

  /** Throws if cancelled. */
  public check(): void {
    if (this.cancelled) {
      throw new Cancelled();
    }
  }

  /** Calls the listener when cancelled; the answer stops listening. */
  public onCancel(listener: () => void): () => void {
    if (this.cancelled) {
      listener();
      return () => undefined;
    }
    const listeners = this.listeners ??= new Set();
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Waits so many milliseconds of the clock; rejects when cancelled. */
  public sleep(clock: Clock, milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.check();
      const alarm = clock.after(milliseconds, () => {
        stopListening();
        resolve();
      });
      const stopListening = this.onCancel(() => {
        alarm.cancel();
        reject(new Cancelled());
      });
    });
  }
}
