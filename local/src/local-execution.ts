import { parsedJson } from './json';
import type { ExecutionRecord } from './step-functions/execution-store';

/** An execution of a local run. */
export interface LocalExecution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`. */
  readonly status: string;
  readonly startDate: Date;
  /** When it ended. @default - it runs */
  readonly stopDate?: Date;
  /** What it was started with, parsed. */
  readonly input: unknown;
  /** What it has made, parsed. @default - it has not succeeded */
  readonly output?: unknown;
  /** @default - none: it has not failed, or without an error */
  readonly error?: string;
  /** @default - none */
  readonly cause?: string;
}

export function localExecution({ arn, name, machine, startDate, stopDate, input, end }: ExecutionRecord): LocalExecution {
  const { status = 'RUNNING', output, error, cause } = end ?? {};
  return {
    arn,
    name,
    stateMachineArn: machine.arn,
    status,
    startDate,
    stopDate,
    input: parsedJson(input),
    output: output === undefined ? undefined : parsedJson(output),
    error,
    cause,
  };
}
