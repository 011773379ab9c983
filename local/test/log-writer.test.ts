import { Writable } from 'node:stream';
import type { LogEntry } from '../src';
import { LogWriter } from '../src/log-writer';

const entry = (message: string): LogEntry => ({ type: 'Warning', message });
const text = (given: LogEntry): string => (given as { message: string }).message;

/** A stream whose reader takes nothing until it is told to. */
class SlowStream extends Writable {
  public readonly lines: string[] = [];
  private written?: () => void;

  public override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.lines.push(...chunk.toString().split('\n').filter(Boolean));
    this.written = done;
  }

  /** Reads all that waits. */
  public async read(): Promise<void> {
    while (this.writableLength > 0) {
      this.written!();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

test('a reader that keeps up hears every line', async () => {
  const stream = new SlowStream();
  const writer = new LogWriter(stream, text, 1000);
  for (let n = 0; n < 100; n += 1) {
    writer.write(entry(String(n)));
    await stream.read();
  }
  expect(stream.lines).toEqual(Array.from({ length: 100 }, (_, n) => String(n)));
});

test('of a reader that does not, no more waits than may; it hears how much it has missed, where it did', async () => {
  const stream = new SlowStream({ highWaterMark: 10 });
  let made = 0;
  const writer = new LogWriter(stream, (given) => {
    made += 1;
    return text(given);
  }, 1000);
  for (let n = 0; n < 1_000_000; n += 1) {
    writer.write(entry('x'.repeat(99)));
  }
  expect([stream.writableLength, made]).toEqual([1000, 10]);

  await stream.read();
  writer.write(entry('after'));
  await stream.read();
  expect(stream.lines.slice(9)).toEqual(['x'.repeat(99), '999990 lines of the log are missing here: they came faster than they were read', 'after']);
});

test('the end waits for the reader', async () => {
  const stream = new SlowStream();
  const writer = new LogWriter(stream, text);
  writer.write(entry('last'));
  let hasEnded = false;
  const end = writer.end().then(() => hasEnded = true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasEnded).toBe(false);

  await stream.read();
  await end;
  expect(stream.lines).toEqual(['last']);
});
