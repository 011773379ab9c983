import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';

type Frame = Readonly<Record<string, unknown>>;

/** Something that must not be. */
export class Violation extends Error {}

/** How long a client waits for a frame, in milliseconds. */
const PATIENCE = 60_000;

/** One client, which runs one execution at a time, and expects certain frames of it, in any order. */
export class SoakClient {
  public static async connect(url: string, id: number): Promise<SoakClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const client = new SoakClient(socket, id);
    await once(socket, 'open');
    return client;
  }

  public frames = 0;
  private readonly heard: Frame[] = [];
  private wake?: () => void;

  private constructor(private readonly socket: WebSocket, private readonly id: number) {
    socket.on('message', (data: Buffer) => {
      this.frames++;
      this.heard.push(JSON.parse(String(data)) as Frame);
      this.wake?.();
    });
  }

  /** Runs the kind of execution that is due, from the first frame to the last. */
  public async run(turn: number): Promise<void> {
    const requestId = `${this.id}-${turn}`;
    await KINDS[(this.id + turn) % KINDS.length](this, requestId);
    if (this.heard.length > 0) {
      throw new Violation(`client ${this.id} has heard what is not its own, or twice: ${JSON.stringify(this.heard)}`);
    }
  }

  /** Starts an execution, and leaves before it ends. */
  public async leaveMidway(): Promise<void> {
    this.say({ kind: 'work', requestId: `${this.id}-last` });
    await this.hears(isAcknowledgement(`${this.id}-last`));
    this.close();
  }

  public close(): void {
    this.socket.close();
  }

  public say(message: Frame): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Waits for a frame, whichever others come before it. */
  public async hears(isExpected: (frame: Frame) => boolean): Promise<Frame> {
    const patience = new AbortController();
    const isOver = setTimeout(PATIENCE, true, { signal: patience.signal }).catch(() => true);
    try {
      for (;;) {
        const index = this.heard.findIndex(isExpected);
        if (index >= 0) {
          return this.heard.splice(index, 1)[0];
        }
        const hasCome = new Promise<false>((resolve) => {
          this.wake = () => resolve(false);
        });
        if (await Promise.race([hasCome, isOver])) {
          throw new Violation(`client ${this.id} has waited in vain for ${isExpected.toString()}, and heard ${JSON.stringify(this.heard)}`);
        }
      }
    } finally {
      patience.abort();
    }
  }
}

/** Executions are named after the connection and the request, so that the id tells whose a frame is. */
const isOf = (requestId: string, { executionId }: Frame) => String(executionId).endsWith(`-${requestId}`);
const isAcknowledgement = (requestId: string) => (frame: Frame) => isOf(requestId, frame) && 'startDate' in frame && !('status' in frame);
const isEnd = (requestId: string, status: string, output?: unknown) => (frame: Frame) =>
  isOf(requestId, frame) && frame.status === status && frame.output === output && !('startDate' in frame);
const isAccepted = (frame: Frame) => frame.accepted === true;

async function start(client: SoakClient, kind: string, requestId: string): Promise<string> {
  client.say({ kind, requestId });
  return String((await client.hears(isAcknowledgement(requestId))).executionId);
}

async function question(client: SoakClient, requestId: string): Promise<unknown> {
  await start(client, 'ask', requestId);
  return (await client.hears((frame) => isOf(requestId, frame) && frame.question === true)).taskToken;
}

/** What a client does with an execution. */
const KINDS: readonly ((client: SoakClient, requestId: string) => Promise<void>)[] = [
  // progress, and a result
  async (client, requestId) => {
    await start(client, 'work', requestId);
    await client.hears((frame) => isOf(requestId, frame) && frame.progress === 0.5);
    await client.hears(isEnd(requestId, 'SUCCEEDED', requestId));
  },
  // a synchronous reply
  async (client, requestId) => {
    client.say({ action: 'echo', requestId });
    await client.hears(({ echo }) => echo === requestId);
  },
  // an answer, after thinking about it
  async (client, requestId) => {
    const taskToken = await question(client, requestId);
    client.say({ action: 'think', taskToken });
    await client.hears(isAccepted);
    client.say({ action: 'answer', taskToken, output: { yes: true } });
    await client.hears(isAccepted);
    await client.hears(isEnd(requestId, 'SUCCEEDED', requestId));
  },
  // a refusal to answer
  async (client, requestId) => {
    const taskToken = await question(client, requestId);
    client.say({ action: 'refuse', taskToken, error: 'Refused' });
    await client.hears(isAccepted);
    await client.hears((frame) => isEnd(requestId, 'FAILED')(frame) && frame.error === 'Refused');
  },
  // status and stop, by the id that was given and by the client's own; a message that is sent twice
  async (client, requestId) => {
    const executionId = await start(client, 'hang', requestId);
    client.say({ kind: 'hang', requestId });
    await client.hears(({ error }) => error === 'ExecutionAlreadyExists');
    client.say({ action: 'status', executionId: requestId });
    await client.hears((frame) => isOf(requestId, frame) && frame.status === 'RUNNING');
    client.say({ action: 'stop', executionId });
    await client.hears(({ stopDate }) => stopDate !== undefined);
    await client.hears(isEnd(requestId, 'ABORTED'));
  },
  // a failure
  async (client, requestId) => {
    await start(client, 'fail', requestId);
    await client.hears((frame) => isEnd(requestId, 'FAILED')(frame) && frame.cause === requestId);
  },
];
