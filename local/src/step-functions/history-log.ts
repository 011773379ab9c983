import type { Logger } from '../log-entry';
import type { HistoryEvent } from '../states';

/** Tells the log of the events that a reader follows an execution by: states entered and left, tasks failed. */
export function logHistoryEvent(executionArn: string, event: HistoryEvent, log: Logger): void {
  const { name, resource, error, cause } = event.details as { name?: string; resource?: string; error?: string; cause?: string };
  if (event.type.endsWith('StateEntered')) {
    log({ type: 'StateEntered', executionArn, state: String(name) });
  } else if (event.type.endsWith('StateExited')) {
    log({ type: 'StateExited', executionArn, state: String(name) });
  } else if (FAILED_TASK.has(event.type)) {
    log({ type: 'TaskFailed', executionArn, resource: resource ?? event.type, error, cause });
  }
}

const FAILED_TASK: ReadonlySet<string> = new Set([
  'ActivityFailed', 'ActivityTimedOut', 'LambdaFunctionFailed', 'LambdaFunctionTimedOut', 'TaskFailed', 'TaskSubmitFailed', 'TaskTimedOut',
]);
