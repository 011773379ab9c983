import type { LocalRun } from './local-run';
import type { LogWriter } from './log-writer';
import { isOfNpx, whenParentGone } from './parent';

export interface ShutdownOptions {
  readonly log: LogWriter;
  /** Whether the run ends when stdin closes. */
  readonly stdinEndsRun: boolean;
  /** Ends the process when the run cannot be stopped. */
  readonly fail: (error: unknown) => void;
}

/** The end of the command, whoever asks for it: a signal, stdin, the parent, the reader of the log. */
export class Shutdown {
  private run: LocalRun | undefined;
  private isNear = false;

  constructor(private readonly options: ShutdownOptions) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        // Whoever asks twice does not want to wait.
        if (this.isNear) {
          process.exit(1);
        }
        this.now(signal);
      });
    }
    if (options.stdinEndsRun) {
      const closed = (): void => this.now('stdin has closed');
      // A device such as /dev/null ends without being closed.
      process.stdin.on('error', closed).once('end', closed).once('close', closed).resume();
    }
    if (options.stdinEndsRun || isOfNpx) {
      whenParentGone(() => this.now('the parent process has gone'));
    }
    // As with `| head`.
    process.stdout.on('error', () => this.now('nobody reads the log'));
  }

  /** Says which run it is that ends. */
  public of(run: LocalRun): void {
    this.run = run;
  }

  /** Ends the run, or the process at once while there is none yet: the reaper has what it has made so far. */
  public now(reason: string): void {
    if (this.isNear) {
      return;
    }
    this.isNear = true;
    const { log, fail } = this.options;
    log.write({ type: 'Stopping', reason });
    Promise.resolve(this.run?.stop()).then(() => log.end()).then(() => process.exit(0), fail);
  }
}
