import { ChildProcess, fork } from 'node:child_process';

/** What a child answered, or why it did not. */
export type ChildAnswer<T> = { readonly value: T } | { readonly failure: string };

export interface Bounds {
  /** How long an answer may take, in milliseconds. */
  readonly patience: number;
  /** How much memory the child's values may take. */
  readonly megabytes: number;
}

/** A child process that is asked one thing at a time. One that hangs or dies is an answer too, and the next question finds a new child. */
export class BoundedChild<Request extends object, Answer> {
  private child?: ChildProcess;

  /** @param module answers each message with one of its own */
  constructor(private readonly module: string, private readonly bounds: Bounds) {}

  public async ask(request: Request): Promise<ChildAnswer<Answer>> {
    const child = this.child ??= fork(this.module, { execArgv: [...process.execArgv, `--max-old-space-size=${this.bounds.megabytes}`], silent: true });
    try {
      return await this.answer(child, request);
    } finally {
      child.removeAllListeners();
    }
  }

  /** Ends the child. */
  public end(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private async answer(child: ChildProcess, request: Request): Promise<ChildAnswer<Answer>> {
    return new Promise((resolve) => {
      const give = (answer: ChildAnswer<Answer>): void => {
        clearTimeout(timer);
        resolve(answer);
      };
      const giveUp = (failure: string): void => {
        this.end();
        give({ failure });
      };
      const timer = setTimeout(() => giveUp(`no end within ${this.bounds.patience} ms`), this.bounds.patience);
      child.once('message', (message) => give({ value: message as Answer }));
      child.once('exit', (code, signal) => giveUp(`ended its process: ${signal ?? `exit code ${code}`}`));
      child.once('error', (error) => giveUp(String(error)));
      child.send(request);
    });
  }
}
