import type { ServerResponse } from 'node:http';
import type { Changes } from './wire';

/** So often whoever looks is told what has changed, in milliseconds. While nobody looks nothing is done for it. */
const PAUSE = 100;
/** Whoever leaves so many bytes unread is told the rest when it has read them. */
const MOST_UNREAD = 4 * 1024 * 1024;
/** So often an idle stream says that it is there, in milliseconds. */
const HEARTBEAT = 15_000;
/** Streams that are open at once: tabs of a browser share one. */
const MOST_STREAMS = 20;

interface Reader {
  readonly response: ServerResponse;
  /** The revision that it has heard of. */
  revision: number;
  isBeingTold?: boolean;
}

/** The server-sent streams of the pages that look. */
export class Stream {
  private readonly readers = new Set<Reader>();
  private poll?: NodeJS.Timeout;
  private heartbeat?: NodeJS.Timeout;

  /** @param changesSince what there is to tell since a revision */
  constructor(private readonly changesSince: (revision: number) => Promise<Changes>) {}

  /** Whether anyone looks. */
  public get isRead(): boolean {
    return this.readers.size > 0;
  }

  /**
   * Tells a reader of everything since a revision, and from then on of what changes.
   * @returns false where there are too many readers already
   */
  public add(response: ServerResponse, revision: number): boolean {
    if (this.readers.size >= MOST_STREAMS) {
      return false;
    }
    const reader = { response, revision };
    this.readers.add(reader);
    response.on('close', () => this.remove(reader));
    response.on('error', () => this.remove(reader));
    this.poll ??= setInterval(() => this.readers.forEach((each) => void this.tell(each)), PAUSE).unref();
    this.heartbeat ??= setInterval(() => this.readers.forEach((each) => each.response.write(': here\n\n')), HEARTBEAT).unref();
    void this.tell(reader);
    return true;
  }

  public close(): void {
    this.readers.forEach(({ response }) => response.destroy());
    this.readers.clear();
    this.rest();
  }

  private async tell(reader: Reader): Promise<void> {
    if (reader.isBeingTold || reader.response.writableLength > MOST_UNREAD) {
      return;
    }
    reader.isBeingTold = true;
    const changes = await this.changesSince(reader.revision).finally(() => reader.isBeingTold = false);
    if (changes.revision > reader.revision || changes.isWhole) {
      reader.revision = changes.revision;
      reader.response.write(`id: ${changes.run}:${changes.revision}\ndata: ${JSON.stringify(changes)}\n\n`);
    }
  }

  private remove(reader: Reader): void {
    this.readers.delete(reader);
    if (this.readers.size === 0) {
      this.rest();
    }
  }

  private rest(): void {
    clearInterval(this.poll);
    clearInterval(this.heartbeat);
    this.poll = undefined;
    this.heartbeat = undefined;
  }
}
