import { LogEntry, Logger, NO_LOG } from './log-entry';

/** A log that says nothing before it may: what a program reads first is where the run listens. */
export class HeldLog {
  public readonly log: Logger;
  private held: LogEntry[] | undefined = [];

  constructor(private readonly logger: Logger) {
    this.log = logger === NO_LOG ? NO_LOG : (entry) => (this.held ? this.held.push(entry) : this.logger(entry));
  }

  /** Says these entries, then what was held back, and from now on everything at once. */
  public release(first: readonly LogEntry[]): void {
    const held = this.held ?? [];
    this.held = undefined;
    [...first, ...held].forEach((entry) => this.logger(entry));
  }
}
