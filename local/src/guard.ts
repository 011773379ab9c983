import { inspect } from 'node:util';
import type { Logger } from './log-entry';

/**
 * Stands where something happens that nobody waits for: a handshake, a message, a timer. What nobody thought of ends there, with a line in the
 * log that says where, and everything else goes on.
 */
export class Guard {
  constructor(private readonly log: Logger) {}

  /**
   * Does something, and never fails.
   *
   * @param place what is done and for whom, for the log
   * @param instead what is left to do when it fails, such as closing the connection
   */
  public async run(place: string, act: () => unknown, instead?: () => void): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.log({ type: 'UnexpectedError', place, error: errorText(error) });
      if (instead) {
        await this.run(`${place}, after an unexpected error`, instead);
      }
    }
  }
}

/** An error as a log tells it, whatever was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? String(error.stack ?? error.message) : inspect(error, { customInspect: false });
}

/** A logger that cannot do harm: what it throws is a warning of the process, once. */
export function harmless(logger: Logger): Logger {
  let hasFailed = false;
  return (entry) => {
    try {
      logger(entry);
    } catch (error) {
      if (!hasFailed) {
        process.emitWarning(`the logger of the local run has failed: ${errorText(error)}`);
      }
      hasFailed = true;
    }
  };
}
