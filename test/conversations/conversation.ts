import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { LocalClient, LocalRun, LogEntry, ManualClock } from '../../local/src';
import { WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps } from '../../src';

/** A frame as a client hears it. */
export type Frame = Readonly<Record<string, unknown>>;

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
   * @param endpoints - of services that the run is not to play itself
   */
  public static async on(build: (stack: Stack) => void, endpoints?: Record<string, string>): Promise<Conversation> {
    const outdir = mkdtempSync(join(tmpdir(), 'conversation-'));
    const app = new App({ outdir });
    build(new Stack(app, 'Stack'));
    app.synth();
    const log: LogEntry[] = [];
    const clock = new ManualClock();
    const run = await LocalRun.start({ template: outdir, clock, logger: (entry) => log.push(entry), endpoints });
    rmSync(outdir, { recursive: true });
    const conversation = new Conversation(run, log, clock);
    conversations.push(conversation);
    return conversation;
  }

  private constructor(private readonly run: LocalRun, private readonly log: readonly LogEntry[], private readonly clock: ManualClock) {}

  /**
   * Lets a client connect.
   *
   * @param userAgent - plays the principal, where executions are named per `identity.userAgent`
   * @param authorizerContext - what an authorizer says of the client
   */
  public async connect(userAgent = 'anybody', authorizerContext?: Record<string, string>): Promise<Client> {
    return new Client(await this.run.connect({ headers: { 'User-Agent': userAgent }, authorizerContext }));
  }

  /** Calls a service of the run, as a backend would. */
  public async call(target: string, request: object): Promise<any> {
    const [url] = Object.values(this.run.urls);
    const response = await fetch(`http://${new URL(url).host}/`, {
      method: 'POST', headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': target }, body: JSON.stringify(request),
    });
    return response.json();
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

  /** Lets time pass for the workflows, which stands still otherwise, when so many executions are in a state. */
  public async passes(time: Duration, state: string, count = 1): Promise<void> {
    await this.logged((entry) => entry.type === 'StateEntered' && entry.state === state, count);
    await this.clock.advance(time.toMilliseconds());
  }

  /** Lets time pass, a piece at a time, until something is there that nobody knows how long it takes: tries again are at random times. */
  public async passesUntil(something: () => Promise<unknown>, piece: Duration): Promise<void> {
    let isThere = false;
    const waiting = something().then(() => {
      isThere = true;
    });
    while (!isThere) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.clock.advance(piece.toMilliseconds());
    }
    await waiting;
  }

  public async end(): Promise<void> {
    await this.run.stop();
  }
}

/** A client of the local run, whose frames are all JSON objects. */
export class Client {
  /** With which code the connection was closed. */
  public readonly closed: Promise<number>;
  private asked = 0;

  constructor(private readonly client: LocalClient) {
    this.closed = client.closed.then(({ code }) => code);
  }

  /** Frames that have come and that nobody has asked for. */
  public get unheard(): readonly Frame[] {
    return this.client.frames.slice(this.asked) as Frame[];
  }

  public say(message: unknown): void {
    this.client.send(message);
  }

  public async hears(): Promise<Frame> {
    this.asked++;
    return this.client.next<Frame>();
  }

  public async ask(message: unknown): Promise<Frame> {
    this.say(message);
    return this.hears();
  }

  public async leave(): Promise<void> {
    await this.client.close();
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
