import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { MESSAGES } from './delivery-stack';

type Frame = Readonly<Record<string, unknown>>;

/** How long a client waits for a frame before it says why it cannot go on, in milliseconds. */
const PATIENCE = 600_000;

/** How often a client tries to connect before it gives up. */
const HANDSHAKES = 10;

/** How often an acknowledgement is lost, and a resume sent twice. */
const LOST = 0.1;
const DOUBLED = 0.3;

/** What a client has heard of one execution, by `seq`. */
type Heard = Map<string, Frame>;

/** What all clients count together. */
export interface Tally {
  messages: number;
  repeats: number;
  reconnects: number;
  lostAcks: number;
  readonly violations: string[];
}

/** A client that loses its connection in the middle of executions, and acknowledgements on the way, and has to hear each message all the same. */
export class DeliveryClient {
  private readonly executions = new Map<string, Heard>();
  private readonly pages: Frame[] = [];
  private socket?: WebSocket;
  private wake?: () => void;

  constructor(private readonly url: string, private readonly name: string, private readonly tally: Tally) {}

  /** Starts an execution, and hears all of it, over several connections. */
  public async run(cuts: number): Promise<void> {
    const known = this.executions.size;
    this.say({ action: 'work', whose: this.name });
    const after = Array.from({ length: cuts }, () => 1 + Math.floor(Math.random() * (MESSAGES - 1))).sort((one, other) => one - other);
    for (const count of after) {
      await this.until(() => this.newest(known) >= count);
      await this.reconnect();
    }
    await this.until(() => this.newest(known) === MESSAGES);
  }

  /** Connects, and tries again where that fails: a thousand clients at once are more than a queue of handshakes holds. */
  public async connect(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.handshake();
        return;
      } catch (error) {
        if (attempt === HANDSHAKES) {
          throw error;
        }
        await setTimeout(Math.random() * 1000 * attempt);
      }
    }
  }

  private async handshake(): Promise<void> {
    const socket = new WebSocket(this.url, { perMessageDeflate: false, headers: { 'User-Agent': this.name } });
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => {
      // What comes to a connection that the client has given up is lost on the way.
      if (socket === this.socket) {
        this.hear(JSON.parse(String(data)) as Frame);
      }
    });
    this.socket = socket;
    await once(socket, 'open');
  }

  /** Asks for what is left, and acknowledges it, until nothing is. */
  public async settle(): Promise<void> {
    for (let left = 1; left > 0;) {
      const page = await this.resume();
      left = (page.messages as Frame[]).length;
    }
    this.socket!.close();
    for (const [executionId, heard] of this.executions) {
      const numbers = [...heard.keys()].sort().map((seq) => heard.get(seq)!.n ?? MESSAGES);
      if (numbers.join() !== Array.from({ length: MESSAGES }, (_, index) => index + 1).join()) {
        this.tally.violations.push(`${this.name} has heard of ${executionId}, in the order of seq: ${numbers.join()}`);
      }
    }
  }

  private async reconnect(): Promise<void> {
    this.tally.reconnects++;
    this.socket!.terminate();
    this.pages.length = 0;
    await setTimeout(Math.random() * 20);
    await this.connect();
    await this.resume();
    if (Math.random() < DOUBLED) {
      this.say({ action: 'resume' });
    }
  }

  /** All pages of what is left; the last. */
  private async resume(): Promise<Frame> {
    let after: unknown;
    for (;;) {
      this.pages.length = 0;
      this.say({ action: 'resume', ...typeof after === 'string' && { after } });
      await this.until(() => this.pages.length > 0);
      const [page] = this.pages;
      (page.messages as Frame[]).forEach((frame) => this.take(frame, true));
      if (page.next === null) {
        return page;
      }
      after = page.next;
    }
  }

  private hear(frame: Frame): void {
    if ('messages' in frame) {
      this.pages.push(frame);
    } else if (typeof frame.seq === 'string' && frame.acknowledged === undefined) {
      this.take(frame, false);
    } else if (frame.error !== undefined) {
      this.tally.violations.push(`${this.name} has heard ${JSON.stringify(frame)}`);
    }
    this.wake?.();
  }

  private take(frame: Frame, isResumed: boolean): void {
    const { executionId, output, seq, whose } = frame as { executionId: string; output?: string; seq: string; whose?: string };
    if ((whose ?? output) !== this.name) {
      this.tally.violations.push(`${this.name} has heard another's: ${JSON.stringify(frame)}`);
    }
    const heard: Heard = this.executions.get(executionId) ?? new Map<string, Frame>();
    this.executions.set(executionId, heard);
    const known = heard.get(seq);
    if (!known) {
      heard.set(seq, frame);
      this.tally.messages++;
    } else {
      this.tally.repeats++;
      if (JSON.stringify(known) !== JSON.stringify(frame)) {
        this.tally.violations.push(`${this.name} has heard two messages of one seq: ${JSON.stringify([known, frame])}`);
      }
    }
    // Of what is lost, the message comes again.
    if (isResumed || Math.random() >= LOST) {
      this.say({ action: 'ack', executionId, seq });
    } else {
      this.tally.lostAcks++;
    }
  }

  private say(message: Frame): void {
    if (this.socket!.readyState === WebSocket.OPEN) {
      this.socket!.send(JSON.stringify(message));
    }
  }

  /** How many messages of the newest execution have come, if it is newer than those. */
  private newest(known: number): number {
    return this.executions.size > known ? [...this.executions.values()].at(-1)!.size : 0;
  }

  private async until(isDone: () => boolean): Promise<void> {
    for (const end = Date.now() + PATIENCE; !isDone();) {
      const patience = new AbortController();
      const isOver = setTimeout(Math.max(0, end - Date.now()), true, { signal: patience.signal }).catch(() => true);
      const hasCome = new Promise<false>((resolve) => {
        this.wake = () => resolve(false);
      });
      const isInVain = await Promise.race([hasCome, isOver]);
      patience.abort();
      if (isInVain) {
        throw new Error(`${this.name} has waited in vain`);
      }
    }
  }
}
