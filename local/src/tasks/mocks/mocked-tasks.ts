import type { ChosenTestCases } from './chosen-test-cases';
import { MockedOutcome } from './mock-configuration';
import type { Guard } from '../../guard';
import { TaskFailure, TaskHandler, TaskRequest, TaskTokens } from '../../states';
import type { TaskPerformer, TaskState } from '../tasks';

export interface MockedTasksOptions {
  readonly testCases: ChosenTestCases;
  /** The test case that an execution was started with, if any. */
  readonly testCaseOf: (executionArn: string) => string | undefined;
  readonly taskTokens: TaskTokens;
  readonly guard: Guard;
}

/**
 * Answers the states of test cases as their mocked responses say; a mocked state never calls a service.
 *
 * Attempts are counted as Step Functions Local counts them: for each execution and state from 0, retries, iterations and later visits alike.
 */
export class MockedTasks implements TaskPerformer {
  private readonly attempts = new WeakMap<object, Map<string, number>>();

  constructor(private readonly options: MockedTasksOptions) {}

  public handlerOf(task: TaskState): TaskHandler | undefined {
    const { testCases, testCaseOf } = this.options;
    const { state, executionArn } = task;
    const response = testCases.get(task, executionArn === undefined ? undefined : testCaseOf(executionArn))?.get(state);
    return response && ((request) => {
      const attempt = this.count(request);
      const outcome = response.outcome(attempt);
      if (!outcome) {
        throw new TaskFailure('States.Runtime', `The mocked response '${response.name}' of the state '${state}' has no outcome for attempt ${attempt}: `
          + `add "${attempt}" to MockedResponses.${response.name}`);
      }
      return request.resource.endsWith('.waitForTaskToken') ? this.settleLater(request, outcome) : settle(outcome);
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
  private settleLater(task: TaskRequest, outcome: MockedOutcome): object {
    setImmediate(() => void this.options.guard.run(`the mocked answer to the state '${task.state}'`, () => this.settleToken(task, outcome)));
    return {};
  }

  private settleToken({ signal, taskToken = '' }: TaskRequest, outcome: MockedOutcome): void {
    if (signal.aborted) {
      return;
    }
    if ('error' in outcome) {
      this.options.taskTokens.failure(taskToken, outcome.error, outcome.cause);
    } else {
      this.options.taskTokens.success(taskToken, JSON.stringify(outcome.output));
    }
  }
}

function settle(outcome: MockedOutcome): unknown {
  if ('error' in outcome) {
    throw new TaskFailure(outcome.error, outcome.cause);
  }
  return outcome.output;
}
