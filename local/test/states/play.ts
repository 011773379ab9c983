import { ExecutionResult, HistoryEvent, StartOptions, StateMachine, StateMachineOptions } from '../../src/states';

/** Waits of hours pass in milliseconds. */
export const FAST = 1_000_000;

type States = Record<string, object>;

/** A machine that starts at the first of the states. */
export function machineOf(states: States, options: StateMachineOptions = {}, top: object = {}): StateMachine {
  return new StateMachine({ StartAt: Object.keys(states)[0], States: states, ...top }, options);
}

/** Plays states from the first one on. */
export async function play(states: States, input: unknown = {}, options: StateMachineOptions = {}, top: object = {}): Promise<ExecutionResult> {
  return machineOf(states, options, top).execute(input, { timeScale: FAST });
}

/** Plays states whose language is JSONata. */
export async function playJsonata(states: States, input: unknown = {}, options: StateMachineOptions = {}): Promise<ExecutionResult> {
  return play(states, input, options, { QueryLanguage: 'JSONata' });
}

/** Plays states and gives the output; fails the test if there is none. */
export async function outputOf(states: States, input: unknown = {}, options: StateMachineOptions = {}): Promise<unknown> {
  return successOf(await play(states, input, options));
}

/** The output of a result; fails the test if there is none. */
export function successOf(result: ExecutionResult): unknown {
  if (result.status !== 'SUCCEEDED') {
    throw new Error(`expected success, got ${JSON.stringify(result)}`);
  }
  return result.output;
}

/** Plays a machine to its end and gives its events. */
export async function eventsOf(machine: StateMachine, input: unknown = {}, options: StartOptions = {}): Promise<readonly HistoryEvent[]> {
  const execution = machine.start(input, { timeScale: FAST, ...options });
  await execution.result;
  return execution.history;
}

/** The types of events, in order. */
export function typesOf(events: readonly HistoryEvent[]): string[] {
  return events.map((event) => event.type);
}
