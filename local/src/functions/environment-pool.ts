import type { ExecutionEnvironment } from './execution-environment';
import { Invocation, InvocationResult } from './invocation';

/** What starts an environment, and tells when it is idle and when it is gone. */
export type StartEnvironment = (events: { readonly onIdle: () => void; readonly onExit: () => void }) => Promise<ExecutionEnvironment>;

/** Processes of one function at most; more events wait for one of them. */
const MOST = 10;

/** The execution environments of one function: an idle one is used again, a new one started while there may be more. */
export class EnvironmentPool {
  private readonly environments = new Set<ExecutionEnvironment>();
  private readonly idle: ExecutionEnvironment[] = [];
  private readonly waiting: Invocation[] = [];
  private starting = 0;
  private generation = 0;
  private isRetired = false;
  private isClosed = false;

  /** @param most how many processes there may be; 1 where a debugger has the port */
  constructor(private readonly start: StartEnvironment, private readonly most = MOST) {}

  /** Whether a process is there, or something waits for one. */
  public get isAtWork(): boolean {
    return this.environments.size + this.starting + this.waiting.length > 0;
  }

  /** @param payload the event, JSON */
  public invoke(payload: string): Promise<InvocationResult> {
    const invocation = new Invocation(payload);
    const environment = this.idle.pop();
    if (this.isClosed) {
      endOf(invocation);
    } else if (environment) {
      environment.invoke(invocation);
    } else {
      this.waiting.push(invocation);
      this.grow();
    }
    return invocation.result;
  }

  /** Ends the processes that are idle, and the others after what they work at: the code has changed. */
  public renew(): void {
    this.generation += 1;
    const idle = this.idle.splice(0);
    idle.forEach((environment) => environment.close());
  }

  /** As `renew`, for good: nothing comes any more but what is waiting. */
  public retire(): void {
    this.isRetired = true;
    this.renew();
  }

  public close(): void {
    this.isClosed = true;
    this.generation += 1;
    this.waiting.splice(0).forEach(endOf);
    [...this.environments].forEach((environment) => environment.close());
  }

  private grow(): void {
    if (this.environments.size + this.starting < this.most && this.starting < this.waiting.length) {
      this.starting += 1;
      void this.add();
    }
  }

  private async add(): Promise<void> {
    const { generation } = this;
    let environment: ExecutionEnvironment | undefined;
    const onIdle = (): void => this.take(environment!, generation);
    const onExit = (): void => this.remove(environment!);
    try {
      environment = await this.start({ onIdle, onExit });
    } catch (error) {
      this.starting -= 1;
      this.waiting.shift()?.failAs('Runtime.InvalidEntrypoint', (error as Error).message);
      this.grow();
      return;
    }
    this.starting -= 1;
    this.environments.add(environment);
    this.take(environment, generation);
    this.grow();
  }

  private take(environment: ExecutionEnvironment, generation: number): void {
    if (generation !== this.generation) {
      environment.close();
      return;
    }
    const invocation = this.waiting.shift();
    if (invocation) {
      environment.invoke(invocation);
    } else if (this.isRetired) {
      environment.close();
    } else {
      this.idle.push(environment);
    }
  }

  private remove(environment: ExecutionEnvironment): void {
    this.environments.delete(environment);
    const at = this.idle.indexOf(environment);
    if (at >= 0) {
      this.idle.splice(at, 1);
    }
    this.grow();
  }
}

function endOf(invocation: Invocation): void {
  invocation.failAs('Runtime.ExitError', 'the local run ends');
}
