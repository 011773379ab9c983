import { randomUUID } from 'node:crypto';
import type { FunctionResource } from '../template';
import type { InvocationResult } from './invocation';
import type { LambdaFunction } from './lambda-function';

/**
 * A handler of the test itself: it runs in this process, with the test's breakpoints and mocks.
 * @param event what the function is invoked with, a copy of its own
 * @param context what Lambda tells a handler of its invocation
 */
export type Handler = (event: any, context: HandlerContext) => unknown;

/** What a handler is told of its invocation. */
export interface HandlerContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  getRemainingTimeInMillis(): number;
}

/** A function that the test gives in place of the template's code. */
export class InProcessFunction implements LambdaFunction {
  /** Nothing of it would have to be ended. */
  public readonly isAtWork = false;

  constructor(private readonly definition: FunctionResource, private readonly handler: Handler) {}

  public async invoke(payload: string): Promise<InvocationResult> {
    const { name, arn, memorySize, timeout } = this.definition;
    const deadline = Date.now() + timeout * 1000;
    const context = {
      awsRequestId: randomUUID(),
      functionName: name,
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memorySize),
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    try {
      const result = await this.handler(JSON.parse(payload), context);
      return { payload: JSON.stringify(result ?? null) ?? 'null', isError: false };
    } catch (error) {
      return { payload: JSON.stringify(described(error)), isError: true };
    }
  }

  public retire(): void {
    // Nothing of it is ours.
  }

  public close(): void {
    // Nothing of it is ours.
  }
}

function described(error: unknown): object {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
}
