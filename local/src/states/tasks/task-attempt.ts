import { Cancelled, ErrorName, EvaluationError, StateFailure, TaskFailure, dataLimitExceeded, runtimeError } from '../errors';
import { Json, isTooLarge } from '../json';
import { TaskRequest, TaskResource } from './task';
import { Alarm } from '../runtime/clock';
import { EventDetails } from '../runtime/history';
import { Visit } from '../runtime/visit';

/** What an attempt of a task is made with. */
export interface AttemptSettings {
  readonly parameters: Json;
  readonly credentials: Json | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** How the events of a kind of resource are named. */
const EVENT_PREFIX = { lambda: 'LambdaFunction', activity: 'Activity', service: 'Task' } as const;

/**
 * Has the task handler perform one attempt of a task, and gives its output.
 *
 * Throws a StateFailure if the task fails or takes too long, an EvaluationError if nothing could be sent.
 */
export async function performTask(visit: Visit, arn: string, resource: TaskResource, settings: AttemptSettings): Promise<Json> {
  const prefix = EVENT_PREFIX[resource.kind];
  const about = resource.kind === 'service' ? { resource: resource.resource, resourceType: resource.resourceType } : { resource: resource.resource };
  recordScheduled(visit, prefix, about, resource, settings);
  visit.flow.record(`${prefix}Started`, about);
  try {
    const { output, text } = sized(await settle(visit, arn, resource, settings, about), resource);
    if (resource.runsJob) {
      visit.flow.record('TaskSubmitted', about);
    }
    visit.flow.record(`${prefix}Succeeded`, { ...about, output: text });
    return output;
  } catch (error) {
    if (error instanceof StateFailure) {
      visit.flow.record(`${prefix}${error.isTimeout ? 'TimedOut' : 'Failed'}`, { ...about, error: error.error, cause: error.causeText });
    }
    throw error;
  }
}

function recordScheduled(visit: Visit, prefix: string, about: EventDetails, resource: TaskResource, settings: AttemptSettings): void {
  const sent = JSON.stringify(settings.parameters);
  visit.flow.record(`${prefix}Scheduled`, {
    ...about,
    ...(resource.kind === 'service' ? { parameters: sent, region: visit.flow.execution.stateMachineArn.split(':')[3] } : { input: sent }),
    ...(settings.timeoutSeconds === undefined ? {} : { timeoutInSeconds: settings.timeoutSeconds }),
    ...(settings.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: settings.heartbeatSeconds }),
    ...(settings.credentials === undefined ? {} : { taskCredentials: settings.credentials }),
  });
}

/** The output detached from the handler's objects, with its text; a failure if it is too large. */
function sized(output: unknown, resource: TaskResource): { output: Json; text: string } {
  const text = textOf(output);
  if (isTooLarge(text)) {
    throw dataLimitExceeded(resource.label);
  }
  return { output: JSON.parse(text) as Json, text };
}

function textOf(output: unknown): string {
  try {
    return JSON.stringify(output) ?? 'null';
  } catch (error) {
    throw new StateFailure(ErrorName.TASK_FAILED, `The answer of the task handler is not JSON: ${(error as Error).message}`);
  }
}

/** The first of: the handler's answer, the token's, a timeout, the end of the execution. */
function settle(visit: Visit, arn: string, resource: TaskResource, settings: AttemptSettings, about: EventDetails): Promise<unknown> {
  const { execution, cancellation } = visit.flow;
  return new Promise((resolve, reject) => {
    const abort = new AbortController();
    const cleanUps: (() => void)[] = [];
    const finish = (act: () => void): void => {
      if (!abort.signal.aborted) {
        cleanUps.forEach(cleanUp => cleanUp());
        abort.abort();
        act();
      }
    };
    const succeed = (output: unknown): void => finish(() => resolve(output));
    const fail = (error: Error): void => finish(() => reject(error));

    cleanUps.push(cancellation.onCancel(() => fail(new Cancelled())));
    cleanUps.push(startTimers(visit, settings, fail));
    if (visit.taskToken !== undefined) {
      const beat = startHeartbeat(visit, settings, fail, cleanUps);
      cleanUps.push(execution.taskTokens.wait(visit.taskToken, { succeed, fail, beat }));
    }
    call(visit, request(visit, arn, settings, abort.signal)).then(output => {
      if (!resource.waitsForToken) {
        succeed(output);
      } else if (!abort.signal.aborted) {
        visit.flow.record('TaskSubmitted', { ...about, output: textOf(output) });
      }
    }).catch((error: unknown) => fail(asFailure(error)));
  });
}

function request(visit: Visit, arn: string, settings: AttemptSettings, signal: AbortSignal): TaskRequest {
  const { execution } = visit.flow;
  return {
    state: visit.stateName,
    resource: arn,
    ...settings,
    taskToken: visit.taskToken,
    signal,
    retryCount: visit.retryCount ?? 0,
    execution,
    executionArn: execution.arn,
    executionName: execution.name,
    stateMachineArn: execution.stateMachineArn,
  };
}

/** Calls the handler so that whatever it throws becomes a rejection. */
async function call(visit: Visit, task: TaskRequest): Promise<unknown> {
  const { tasks } = visit.flow.execution;
  if (tasks === undefined) {
    throw runtimeError(`Nothing performs the resource '${task.resource}': give the state machine a task handler`);
  }
  return tasks(task);
}

function asFailure(error: unknown): Error {
  if (error instanceof EvaluationError || error instanceof StateFailure) {
    return error;
  }
  if (!(error instanceof TaskFailure)) {
    return new StateFailure(ErrorName.TASK_FAILED, error instanceof Error ? error.message : String(error));
  }
  const cause = error.cause as string | undefined;
  return error.error === ErrorName.RUNTIME ? runtimeError(cause ?? '') : new StateFailure(error.error, cause);
}

function startTimers(visit: Visit, settings: AttemptSettings, fail: (error: Error) => void): () => void {
  if (settings.timeoutSeconds === undefined) {
    return () => undefined;
  }
  const alarm = visit.flow.execution.clock.after(settings.timeoutSeconds * 1000, () => fail(new StateFailure(ErrorName.TIMEOUT, undefined)));
  return () => alarm.cancel();
}

/** Starts the time for a heartbeat; the answer starts it anew. */
function startHeartbeat(visit: Visit, settings: AttemptSettings, fail: (error: Error) => void, cleanUps: (() => void)[]): () => void {
  const { heartbeatSeconds } = settings;
  if (heartbeatSeconds === undefined) {
    return () => undefined;
  }
  let alarm: Alarm | undefined;
  const beat = (): void => {
    alarm?.cancel();
    alarm = visit.flow.execution.clock.after(heartbeatSeconds * 1000, () => fail(new StateFailure(ErrorName.TIMEOUT, undefined, true)));
  };
  cleanUps.push(() => alarm?.cancel());
  beat();
  return beat;
}
