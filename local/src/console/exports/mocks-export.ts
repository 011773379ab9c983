import { jsonOrText } from '../../json';
import type { HistoryEvent } from '../../states';
import { inTurns } from '../in-turns';

interface Outcome {
  readonly Return?: unknown;
  readonly Throw?: { readonly Error: string; readonly Cause: string };
}

/** What the run performs itself stays as it is: posts to clients, and executions. */
const NOT_MOCKED: ReadonlySet<unknown> = new Set(['apigateway', 'states']);

/**
 * An execution as a mock configuration file: its tasks answer again as they have.
 * @param mask a text without its secrets
 */
export async function mocksExport(machine: string, history: readonly HistoryEvent[], mask: (text: string) => string): Promise<string> {
  const outcomes = new Map<string, Outcome[]>();
  await inTurns(history.filter(({ details }) => !NOT_MOCKED.has(details.resourceType)), (event) => {
    const outcome = outcomeOf(event, mask);
    const state = outcome && stateOf(event, history);
    if (outcome && state !== undefined) {
      outcomes.set(state, [...outcomes.get(state) ?? [], outcome]);
    }
  });
  const responses = [...outcomes].map(([state, list]) => [`${state}Recorded`, Object.fromEntries(list.map((outcome, index) => [String(index), outcome]))]);
  return JSON.stringify({
    StateMachines: { [machine]: { TestCases: { Recorded: Object.fromEntries([...outcomes.keys()].map((state) => [state, `${state}Recorded`])) } } },
    MockedResponses: Object.fromEntries(responses),
  }, undefined, 2).concat('\n');
}

function outcomeOf({ type, details }: HistoryEvent, mask: (text: string) => string): Outcome | undefined {
  const { output = 'null', error = 'States.TaskFailed', cause = '' } = details as { output?: string; error?: string; cause?: string };
  if (/^(Task|LambdaFunction|Activity)Succeeded$/.test(type)) {
    return { Return: jsonOrText(mask(output)) };
  }
  return /^(Task|LambdaFunction|Activity)(Failed|TimedOut)$/.test(type) ? { Throw: { Error: mask(error), Cause: mask(cause) } } : undefined;
}

/** The state that an event is of: the one entered last before it, along its own way. */
function stateOf(event: HistoryEvent, history: readonly HistoryEvent[]): string | undefined {
  let current: HistoryEvent | undefined = event;
  while (current && !current.type.endsWith('StateEntered')) {
    current = history[current.previousEventId - 1];
  }
  return current && String(current.details.name);
}
