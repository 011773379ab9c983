import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocket } from 'ws';
import { LocalRun, LogEntry } from '../../local/src';
import { WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps } from '../../src';

/** A frame as a client hears it. */
export type Frame = Readonly<Record<string, unknown>>;

/** API Gateway's limit, in bytes. */
const LONGEST_FRAME = 32 * 1024;

/** Everybody may connect. */
export const publicly = new apigwv2.WebSocketNoneAuthorizer();

const conversations: Conversation[] = [];

afterEach(async () => {
  await Promise.all(conversations.splice(0).map((conversation) => conversation.end()));
});

/** A stack with the construct, synthesized and played, and its clients. */
export class Conversation {
  /**
   * Plays a stack.
   *
   * @param build - adds the construct, and whatever belongs to it
   * @param timeScale - how much faster than real time workflows run
   */
  public static async on(build: (stack: Stack) => void, timeScale = 100): Promise<Conversation> {
    const outdir = mkdtempSync(join(tmpdir(), 'conversation-'));
    const app = new App({ outdir });
    build(new Stack(app, 'Stack'));
    app.synth();
    const log: LogEntry[] = [];
    const run = await LocalRun.start({ template: outdir, timeScale, logger: (entry) => log.push(entry) });
    rmSync(outdir, { recursive: true });
    const conversation = new Conversation(run, log);
    conversations.push(conversation);
    return conversation;
  }

  private constructor(private readonly run: LocalRun, private readonly log: readonly LogEntry[]) {}

  /**
   * Lets a client connect.
   *
   * @param userAgent - plays the principal, where executions are named per `identity.userAgent`
   */
  public async connect(userAgent = 'anybody'): Promise<Client> {
    const [url] = Object.values(this.run.urls);
    const socket = new WebSocket(url, { headers: { 'User-Agent': userAgent } });
    const client = new Client(socket);
    await once(socket, 'open');
    return client;
  }

  /** Waits until so many executions of a state machine have ended; how. */
  public async ends(stateMachine = /./, count = 1): Promise<{ status: string; output?: string; error?: string; cause?: string }[]> {
    const isOne = (entry: LogEntry) => entry.type === 'ExecutionEnded' && stateMachine.test(entry.executionArn.split(':')[6]);
    return await this.logged(isOne, count) as Extract<LogEntry, { type: 'ExecutionEnded' }>[];
  }

  /** Waits until the log has so many entries of a kind. */
  public async logged(isOne: (entry: LogEntry) => boolean, count = 1): Promise<LogEntry[]> {
    while (this.log.filter(isOne).length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.log.filter(isOne);
  }

  public async end(): Promise<void> {
    await this.run.stop();
  }
}

/** A client that keeps the frames it hears until it is asked for them. */
export class Client {
  /** With which code the connection was closed. */
  public readonly closed: Promise<number>;
  private readonly heard: Frame[] = [];
  private readonly waiting: ((frame: Frame) => void)[] = [];

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(String(data)) as Frame;
      const next = this.waiting.shift();
      if (next) {
        next(frame);
      } else {
        this.heard.push(frame);
      }
    });
    this.closed = once(socket, 'close').then(([code]) => code as number);
  }

  /** Frames that have come and that nobody has asked for. */
  public get unheard(): readonly Frame[] {
    return this.heard;
  }

  /** Sends a message, in as many frames as it takes. */
  public say(message: unknown): void {
    const data = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    let start = 0;
    do {
      const end = start + LONGEST_FRAME;
      this.socket.send(data.subarray(start, end), { binary: false, fin: end >= data.length });
      start = end;
    } while (start < data.length);
  }

  public async hears(): Promise<Frame> {
    return this.heard.shift() ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  public async ask(message: unknown): Promise<Frame> {
    this.say(message);
    return this.hears();
  }

  public async leave(): Promise<void> {
    this.socket.close(1000);
    await this.closed;
  }
}

/** The frame of an error, whatever the connection and the request. */
export function errorFrame(error: string, message: unknown): Frame {
  return { message, error, connectionId: expect.any(String), requestId: expect.any(String) };
}

/** The construct, open to everybody. */
export function orders(stack: Stack, props: Omit<WebSocketStepFunctionsAsyncProps, 'authorizer'>): WebSocketStepFunctionsAsync {
  return new WebSocketStepFunctionsAsync(stack, 'Orders', { authorizer: publicly, ...props });
}
