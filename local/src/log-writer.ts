import type { Writable } from 'node:stream';
import type { LogEntry } from './log-entry';

/** Bytes that may wait for the log's reader. */
const MOST_UNREAD = 1024 * 1024;
/** How long the end of the run waits for the log's reader, in milliseconds. */
const LONGEST_END = 1000;

/** Writes the log to a stream. Nobody waits for its reader: what would wait too long for one that is slow is dropped and counted. */
export class LogWriter {
  private dropped = 0;

  /** @param line an entry as a line, without its end */
  constructor(private readonly stream: Writable, private readonly line: (entry: LogEntry) => string, private readonly mostUnread = MOST_UNREAD) {
    stream.on('drain', () => this.tellDropped());
  }

  public write(entry: LogEntry): void {
    if (this.stream.writableLength >= this.mostUnread) {
      this.dropped += 1;
    } else {
      this.tellDropped();
      this.put(entry);
    }
  }

  /** Resolves when all is written, or its reader has had long enough. */
  public async end(): Promise<void> {
    this.tellDropped();
    await new Promise<void>((resolve) => {
      setTimeout(resolve, LONGEST_END).unref();
      this.stream.write('', () => resolve());
    });
  }

  private tellDropped(): void {
    if (this.dropped > 0) {
      const message = `${this.dropped} lines of the log are missing here: they came faster than they were read`;
      this.dropped = 0;
      this.put({ type: 'Warning', message });
    }
  }

  private put(entry: LogEntry): void {
    this.stream.write(`${this.line(entry)}\n`);
  }
}
