import { ChildProcess, spawn } from 'node:child_process';
import type { Invocation } from './invocation';
import { OutputLines } from './output-lines';
import type { Reaper } from '../reaper';
import { RuntimeApi } from './runtime-api';

/** How an environment's process is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface ExecutionEnvironmentOptions {
  readonly launch: Launch;
  readonly functionArn: string;
  /** How long an invocation may take, in milliseconds; undefined where a person looks at it with a debugger. */
  readonly timeout: number | undefined;
  readonly reaper: Reaper;
  readonly onLine: (line: string) => void;
  /** Called when the function is loaded, with the version of what runs it, where that says so, and how long it took, in milliseconds. */
  readonly onStarted: (version: string | undefined, initDuration: number) => void;
  /** Called when it may take the next event. */
  readonly onIdle: () => void;
  /** Called when its process has ended. */
  readonly onExit: () => void;
}

/** How long Lambda lets a function load at least, in milliseconds. */
const INIT_TIME = 10_000;

/** A process that runs a function, one event at a time. */
export class ExecutionEnvironment {
  private readonly api: RuntimeApi;
  private readonly output: OutputLines;
  private child: ChildProcess | undefined;
  private current: Invocation | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isLoaded = false;
  private startedAt = 0;
  private isClosed = false;

  constructor(private readonly options: ExecutionEnvironmentOptions) {
    this.output = new OutputLines(options.onLine);
    this.api = new RuntimeApi({
      onReady: (version) => {
        this.isLoaded = true;
        options.onStarted(version, Date.now() - this.startedAt);
        if (this.current) {
          this.limit(this.current);
        }
      },
      onInitError: (description) => this.end((invocation) => invocation.fail(description)),
      onAnswered: () => {
        clearTimeout(this.timer);
        this.current = undefined;
        options.onIdle();
      },
    });
  }

  /** Starts the process; that it cannot be started is an error of the first event. */
  public async start(): Promise<void> {
    const address = await this.api.listen();
    if (this.isClosed) {
      this.api.close();
      return;
    }
    const { command, args, cwd, env } = this.options.launch;
    // A group of its own: it ends with all that it has started, and not with Ctrl+C before the run has said so.
    const child = spawn(command, args, { cwd, env: { ...env, AWS_LAMBDA_RUNTIME_API: address }, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.startedAt = Date.now();
    this.options.reaper.watch(child);
    this.output.read(child.stdout);
    this.output.read(child.stderr);
    child.once('error', (error) => this.end((invocation) => invocation.failAs('Runtime.InvalidEntrypoint', error.message)));
    child.once('exit', (code, signal) => this.end((invocation) => invocation.failAs('Runtime.ExitError', exitReason(code, signal))));
  }

  /** Gives it an event; only when it is idle. */
  public invoke(invocation: Invocation): void {
    const { timeout, functionArn } = this.options;
    this.current = invocation;
    this.output.renew();
    this.limit(invocation);
    // A debugger holds it for as long as it takes.
    this.api.give(invocation, functionArn, Date.now() + (timeout ?? 900_000));
  }

  /** Ends the process, and what it works at. */
  public close(): void {
    this.end((invocation) => invocation.failAs('Runtime.ExitError', 'the local run ends'));
  }

  /** The time to load counts apart, as on AWS. */
  private limit(invocation: Invocation): void {
    clearTimeout(this.timer);
    const { timeout } = this.options;
    if (timeout === undefined) {
      return;
    }
    const time = this.isLoaded ? timeout : Math.max(INIT_TIME, timeout);
    this.timer = setTimeout(() => {
      this.end(() => invocation.failAs('Sandbox.Timedout', `Task timed out after ${(time / 1000).toFixed(2)} seconds`));
    }, time);
  }

  private end(tell: (invocation: Invocation) => void): void {
    if (this.isClosed) {
      return;
    }
    this.isClosed = true;
    clearTimeout(this.timer);
    this.api.close();
    this.kill();
    if (this.current) {
      tell(this.current);
      this.current = undefined;
    }
    this.options.onExit();
  }

  private kill(): void {
    const { child } = this;
    if (child?.pid === undefined) {
      return;
    }
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) {
    return `Runtime exited with error: signal: ${signal === 'SIGKILL' ? 'killed' : signal.slice(3).toLowerCase()}`;
  }
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}
