import type { InvocationResult } from './invocation';

/** Something that can be invoked as a Lambda function. */
export interface LambdaFunction {
  /** Whether it works at something, or something waits for it. */
  readonly isAtWork: boolean;
  /** @param payload the event, JSON */
  invoke(payload: string): Promise<InvocationResult>;
  /** Another takes its place: it ends when what it works at is done. */
  retire(): void;
  close(): void;
}
