import type { Turns } from './turns';

export interface InboxOptions {
  readonly turns: Turns;
  /** Bytes of messages that may be in work at once. */
  readonly bytesInWork: number;
  /** Whether the client must first read what was sent to it. */
  readonly isBlocked: () => boolean;
  /** Stops and goes on to read from the client. */
  readonly pause: () => void;
  readonly resume: () => void;
}

interface Work {
  readonly bytes: number;
  readonly act: () => Promise<void>;
}

/** What a message takes beside its text while it is in work, in bytes: it bounds how many small messages are in work at once. */
const OVERHEAD = 4096;

/**
 * What a client has sent, on its way to the routes: so much at once, in turns with other clients. Meanwhile the rest waits, and the client is not
 * read any further, so that none makes memory grow or keeps others waiting.
 */
export class Inbox {
  private readonly waiting: Work[] = [];
  private inWork = 0;
  private hasTurn = false;
  private isPaused = false;
  /** Whether the latest message has taken long. */
  private isSlow = false;

  constructor(private readonly options: InboxOptions) {}

  /**
   * Takes a message.
   *
   * @param act what is to be done for it; must not fail
   */
  public add(bytes: number, act: () => Promise<void>): void {
    this.waiting.push({ bytes: bytes + OVERHEAD, act });
    this.goOn();
  }

  /** Goes on as far as it may: to be called when the client has read something. */
  public goOn(): void {
    const { turns, isBlocked, pause, resume } = this.options;
    if (this.mayStart && !this.hasTurn) {
      this.hasTurn = true;
      if (this.isSlow) {
        turns.takeLast(() => this.next(), true);
      } else {
        turns.take(() => this.next());
      }
    }
    const mustWait = this.waiting.length > 0 || isBlocked();
    if (mustWait !== this.isPaused) {
      this.isPaused = mustWait;
      (mustWait ? pause : resume)();
    }
  }

  private get mayStart(): boolean {
    return this.waiting.length > 0 && this.inWork < this.options.bytesInWork && !this.options.isBlocked();
  }

  private next(): void {
    this.hasTurn = false;
    if (!this.mayStart) {
      return;
    }
    const { bytes, act } = this.waiting.shift()!;
    this.inWork += bytes;
    const { turns } = this.options;
    const begin = turns.time();
    const work = act();
    this.isSlow = turns.isSlow(begin);
    void work.then(() => {
      this.inWork -= bytes;
      this.goOn();
    });
    if (this.mayStart) {
      this.hasTurn = true;
      turns.takeLast(() => this.next(), this.isSlow);
    }
  }
}
