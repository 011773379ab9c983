import { TaskFailure, TaskHandler, TaskTokens } from '../src/states';

/** An attempt of a task as it was recorded. */
export interface RecordedAttempt {
  readonly state: string;
  readonly outcomes: readonly RecordedOutcome[];
}

interface RecordedOutcome {
  /** The type of the history event, such as `TaskSucceeded`. */
  readonly type: string;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: unknown;
}

const SUBMITTED = 'TaskSubmitted';

/** A task handler that answers the attempts of each state as they were recorded, in their order. */
export function replayTasks(log: readonly RecordedAttempt[], tokens: () => TaskTokens): TaskHandler {
  const remaining = [...log];
  return async ({ state, resource, taskToken }) => {
    const index = remaining.findIndex((attempt) => attempt.state === state);
    if (index < 0) {
      throw new TaskFailure('Conformance.NotRecorded', `no attempt of '${state}' is left in the recording`);
    }
    const [{ outcomes }] = remaining.splice(index, 1);
    const outcome = outcomes.find(({ type }) => type !== SUBMITTED);
    if (taskToken === undefined || !resource.endsWith('.waitForTaskToken')) {
      return answer(outcome);
    }
    queueMicrotask(() => settle(tokens(), taskToken, outcome));
    return outcomes.find(({ type }) => type === SUBMITTED)?.output ?? null;
  };
}

async function answer(outcome: RecordedOutcome | undefined): Promise<unknown> {
  if (outcome?.type.endsWith('Succeeded')) {
    return outcome.output;
  }
  if (outcome?.type.endsWith('Failed')) {
    throw new TaskFailure(outcome.error, causeText(outcome));
  }
  return new Promise(() => undefined);
}

function settle(tokens: TaskTokens, token: string, outcome: RecordedOutcome | undefined): void {
  if (outcome?.type.endsWith('Succeeded')) {
    tokens.success(token, JSON.stringify(outcome.output ?? null));
  } else if (outcome?.type.endsWith('Failed')) {
    tokens.failure(token, outcome.error, causeText(outcome));
  }
}

/** The recordings hold causes that are JSON as values. A Lambda function called by its ARN prints them with blanks. */
function causeText({ type, cause }: RecordedOutcome): string | undefined {
  if (cause === undefined || typeof cause === 'string') {
    return cause;
  }
  return type.startsWith('Lambda') ? spaced(cause) : JSON.stringify(cause);
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(spaced).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}
