import { MockedOutcome, TestCase } from './mock-configuration';
import { TaskFailure, TaskHandler, TaskRequest, TaskTokens } from '../../../states';
import type { TaskPerformer, TaskState } from '../tasks';

/** The state machines' test cases that a run plays, by the machine's ARN. */
export type ChosenTestCases = ReadonlyMap<string, TestCase>;

/**
 * Answers the states of test cases as their mocked responses say; a mocked state never calls a service.
 *
 * Attempts are counted as Step Functions Local counts them: for each execution and state from 0, retries, iterations and later visits alike.
 */
export class MockedTasks implements TaskPerformer {
  private readonly attempts = new WeakMap<object, Map<string, number>>();

  constructor(private readonly testCases: ChosenTestCases, private readonly taskTokens: TaskTokens) {}

  handlerOf({ stateMachineArn, state }: TaskState): TaskHandler | undefined {
    const response = this.testCases.get(stateMachineArn)?.get(state);
    return response && ((task) => {
      const attempt = this.count(task);
      const outcome = response.outcome(attempt);
      if (!outcome) {
        throw new TaskFailure('States.Runtime', `The mocked response '${response.name}' of the state '${state}' has no outcome for attempt ${attempt}: `
          + `add "${attempt}" to MockedResponses.${response.name}`);
      }
      return task.resource.endsWith('.waitForTaskToken') ? this.settleLater(task, outcome) : settle(outcome);
    });
  }

  private count({ execution, state }: TaskRequest): number {
    const counts = this.attempts.get(execution) ?? new Map<string, number>();
    this.attempts.set(execution, counts);
    const attempt = counts.get(state) ?? 0;
    counts.set(state, attempt + 1);
    return attempt;
  }

  /** Nobody was sent the token, so the mock answers in their place, after the request counts as sent. */
  private settleLater({ signal, taskToken = '' }: TaskRequest, outcome: MockedOutcome): object {
    setImmediate(() => {
      if (signal.aborted) {
        return;
      }
      if ('error' in outcome) {
        this.taskTokens.failure(taskToken, outcome.error, outcome.cause);
      } else {
        this.taskTokens.success(taskToken, JSON.stringify(outcome.output));
      }
    });
    return {};
  }
}

function settle(outcome: MockedOutcome): unknown {
  if ('error' in outcome) {
    throw new TaskFailure(outcome.error, outcome.cause);
  }
  return outcome.output;
}
