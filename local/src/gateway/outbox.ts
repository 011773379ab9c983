import type { Duplex } from 'node:stream';

/** So many connections are written to together: more would let all clients wait while the run works, and the run while they do. */
const MAX_HELD = 16;

/**
 * Holds back what is written to connections until a few of them have something, or this turn of the event loop ends. To write at once wakes
 * the reader each time, which under load costs as much as everything else. What goes to one connection keeps its order.
 */
class Outbox {
  private held: Duplex[] = [];
  private readonly flush = (): void => {
    const streams = this.held;
    this.held = [];
    for (const stream of streams) {
      stream.uncork();
    }
  };

  /** Holds back what is written to the stream from now on. */
  hold(stream: Duplex): void {
    if (stream.writableCorked > 0) {
      return;
    }
    if (this.held.length >= MAX_HELD) {
      this.flush();
    }
    if (this.held.length === 0) {
      setImmediate(this.flush);
    }
    stream.cork();
    this.held.push(stream);
  }
}

/** The outbox of all connections of this process. */
export const outbox = new Outbox();
