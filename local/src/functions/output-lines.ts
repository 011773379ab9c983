import type { Readable } from 'node:stream';

/** The longest line that is kept, in characters, and what one invocation may print. */
const LINE = 8_192;
const BUDGET = 262_144;
/** What has no end of line is a line when nothing follows for this long, in milliseconds. */
const QUIET = 100;

/** What a process prints, line by line. It is read to its end, so that no process waits for us; what is more than an invocation may print is left out. */
export class OutputLines {
  private left = BUDGET;

  constructor(private readonly onLine: (line: string) => void) {}

  public read(stream: Readable): void {
    let rest = '';
    const printRest = (): void => {
      this.print(rest);
      rest = '';
    };
    const quiet = setTimeout(printRest, QUIET);
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const lines = (this.left > 0 ? rest + text : '').split('\n');
      rest = lines.pop()!.slice(0, LINE);
      lines.forEach((line) => this.print(line.replace(/\r$/, '')));
      quiet.refresh();
    });
    stream.on('end', () => {
      clearTimeout(quiet);
      printRest();
    });
    stream.on('error', () => {});
  }

  /** Starts the budget anew, for the next invocation. */
  public renew(): void {
    this.left = BUDGET;
  }

  private print(line: string): void {
    if (line === '' || this.left <= 0) {
      return;
    }
    this.left -= line.length + 1;
    this.onLine(this.left <= 0 ? '… (it prints more than is shown)' : line.slice(0, LINE));
  }
}
