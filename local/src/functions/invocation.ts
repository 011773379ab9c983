import { randomUUID } from 'node:crypto';

/** What an invocation came to: the payload, or the description of an error as Lambda gives it. */
export interface InvocationResult {
  /** JSON. */
  readonly payload: string;
  readonly isError: boolean;
}

/** One event on its way through a function. */
export class Invocation {
  public readonly requestId = randomUUID();
  public readonly result: Promise<InvocationResult>;
  private resolve!: (result: InvocationResult) => void;

  /** @param payload the event, JSON */
  constructor(public readonly payload: string) {
    this.result = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  public succeed(payload: string): void {
    this.resolve({ payload, isError: false });
  }

  /** @param description of the error as the function's runtime wrote it, JSON */
  public fail(description: string): void {
    this.resolve({ payload: description, isError: true });
  }

  /** An end that the function itself could not tell of. */
  public failAs(errorType: string, message: string): void {
    this.fail(JSON.stringify({ errorType, errorMessage: `RequestId: ${this.requestId} Error: ${message}` }));
  }
}
