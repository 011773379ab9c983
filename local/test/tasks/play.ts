import { LocalRunOptions, LogEntry } from '../../src';
import { TestRun } from '../support';

export interface Played {
  readonly run: TestRun;
  readonly end: Extract<LogEntry, { type: 'ExecutionEnded' }>;
}

/** Starts the machine `Machine` of a run with an input, and waits for its end. */
export async function play(definition: object, input: unknown, options: Omit<LocalRunOptions, 'template'>, type?: string): Promise<Played> {
  const run = await TestRun.start({ routes: { $default: { isOneWay: true } }, definition, type }, options);
  return { run, end: await again(run, input) };
}

/** Plays the machine of a run once more. */
export async function again(run: TestRun, input: unknown): Promise<Played['end']> {
  const count = run.entries('ExecutionEnded').length;
  const client = await run.connect();
  client.send(JSON.stringify(input));
  return run.logged('ExecutionEnded', count + 1);
}

/** A machine of one Task state `Call`. */
export function task(resource: string, fields: object = {}): object {
  return { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: resource, End: true, ...fields } } };
}
