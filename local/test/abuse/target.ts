import { ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import WebSocket from 'ws';
import { template } from './template';

const CLI = join(__dirname, '..', '..', 'lib', 'cli.js');
const LONGEST_FRAME = 32 * 1024;

export interface TargetOptions {
  /** Further options of the CLI. */
  readonly options?: readonly string[];
  /** Whether every end of an execution starts two more. */
  readonly hasRule?: boolean;
  /** Whether the log is hardly read. */
  readonly isLogSlow?: boolean;
  /** How many files the process may have open. */
  readonly openFiles?: number;
}

/** The compiled CLI at work in its own process, with a healthy client beside whoever attacks it. */
export class Target {
  public static async start({ options = [], hasRule = false, isLogSlow = false, openFiles }: TargetOptions): Promise<Target> {
    const folder = mkdtempSync(join(tmpdir(), 'abuse-'));
    writeFileSync(join(folder, 'template.json'), JSON.stringify(template(hasRule)));
    const command = [process.execPath, CLI, join(folder, 'template.json'), '--port', '0', '--json', ...options];
    const child = openFiles === undefined
      ? spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn('sh', ['-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh', ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
    const target = new Target(child, folder);
    while (!target.log.includes('"type":"Listening"')) {
      await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
      if (child.exitCode !== null) {
        throw new Error(`the run does not start: ${target.errors}`);
      }
    }
    if (isLogSlow) {
      target.readSlowly();
    }
    await target.beHealthy();
    return target;
  }

  /** What was logged, the latest of it. */
  public log = '';
  /** The most memory that the process was seen with, in MB. */
  public memory = 0;
  private knownUrl = '';
  private readonly sockets: WebSocket[] = [];
  private readonly watch: NodeJS.Timeout;
  private healthy?: ChildProcess;
  private errors = '';

  private constructor(private readonly child: ChildProcess, private readonly folder: string) {
    child.stdout!.on('data', (data: Buffer) => this.log = (this.log + data.toString()).slice(-1_000_000));
    child.stderr!.on('data', (data: Buffer) => this.errors = (this.errors + data.toString()).slice(-1000));
    this.watch = setInterval(() => this.measure(), 200);
  }

  public get url(): string {
    return /ws:\/\/127\.0\.0\.1:\d+\/prod/.exec(this.log)?.[0] ?? this.knownUrl;
  }

  public get httpUrl(): string {
    return this.url.replace('ws:', 'http:');
  }

  /** A client; it keeps nothing that it hears. */
  public async connect(headers: Record<string, string> = {}): Promise<WebSocket> {
    const socket = new WebSocket(this.url, { headers });
    socket.on('error', () => {});
    this.sockets.push(socket);
    await once(socket, 'open');
    return socket;
  }

  /** A TCP connection to the server. */
  public tcp(): Socket {
    const { hostname, port } = new URL(this.url);
    return connect(Number(port), hostname).on('error', () => {});
  }

  /** Sends a message in as many frames as it takes. */
  public send(socket: WebSocket, message: unknown): void {
    const data = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    for (let start = 0; start === 0 || start < data.length; start += LONGEST_FRAME) {
      socket.send(data.subarray(start, start + LONGEST_FRAME), { binary: false, fin: start + LONGEST_FRAME >= data.length });
    }
  }

  /** Waits until something is so, for at most some seconds. */
  public async until(isSo: () => boolean, what: string, seconds = 8): Promise<void> {
    for (const end = performance.now() + seconds * 1000; !isSo();) {
      if (performance.now() > end) {
        throw new Error(`not within ${seconds} s: ${what}`);
      }
      await setTimeout(50);
    }
  }

  /** What is wrong: undefined when nothing is. */
  public async verdict(longestAnswer: number, mostMemory: number): Promise<{ problem?: string; worst: number }> {
    this.healthy!.send('worst');
    const [worst] = (await Promise.race([once(this.healthy!, 'message'), setTimeout(5000, [Infinity])])) as [number];
    this.measure();
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) {
      return { problem: `the process has ended with ${exitCode ?? signalCode}: ${this.errors.split('\n')[0]}`, worst };
    }
    const problems = [
      ...worst > longestAnswer ? [`a healthy client waited for ${Math.round(worst)} ms`] : [],
      ...this.memory > mostMemory ? [`the process took ${this.memory} MB`] : [],
    ];
    return { problem: problems.join(', ') || undefined, worst };
  }

  public async stop(): Promise<void> {
    clearInterval(this.watch);
    this.sockets.forEach((socket) => socket.terminate());
    this.healthy?.disconnect();
    this.child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true });
  }

  /** Reads 64 KB of the log now and then. */
  private readSlowly(): void {
    this.knownUrl = this.url;
    const { stdout } = this.child;
    stdout!.pause();
    const timer = setInterval(() => {
      stdout!.resume();
      stdout!.once('data', () => stdout!.pause());
    }, 1000);
    this.child.once('exit', () => clearInterval(timer));
  }

  private async beHealthy(): Promise<void> {
    this.knownUrl = this.url;
    this.healthy = fork(join(__dirname, 'healthy.ts'), [this.url, String(this.child.pid)]);
    await once(this.healthy, 'message');
  }

  private measure(): void {
    try {
      const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.child.pid)], { encoding: 'utf8' }));
      this.memory = Math.max(this.memory, Math.round(kilobytes / 1024));
    } catch {
      // It has ended, which the verdict says.
    }
  }
}
