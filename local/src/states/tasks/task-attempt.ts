import { Json, isTooLarge } from '../../json';
import { Cancelled, ErrorName, EvaluationError, StateFailure, TaskFailure, dataLimitExceeded, runtimeError } from '../errors';
import { ActivityWorker } from './activity-worker';
import { Submission } from './submission';
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
  /** The times that the state gives as numbers: the history tells no others. */
  readonly literalTimes: LiteralTimes;
}

/** Times of a task under the names of the history. */
export interface LiteralTimes {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
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
  if (resource.kind !== 'activity') {
    visit.flow.record(`${prefix}Started`, about);
  }
  try {
    const { output, text } = sized(await settle(visit, arn, resource, settings, about), resource);
    visit.flow.record(`${prefix}Succeeded`, { ...about, output: text });
    return output;
  } catch (error) {
    if (error instanceof StateFailure) {
      visit.flow.recordTaskFailure(`${prefix}${error.isTimeout ? 'TimedOut' : 'Failed'}`, { ...about, error: error.error, cause: error.causeText });
    }
    throw error;
  }
}

function recordScheduled(visit: Visit, prefix: string, about: EventDetails, resource: TaskResource, settings: AttemptSettings): void {
  const sent = JSON.stringify(settings.parameters);
  visit.flow.record(`${prefix}Scheduled`, {
    ...about,
    ...(resource.kind === 'service' ? { parameters: sent, region: visit.flow.execution.stateMachineArn.split(':')[3] } : { input: sent }),
    ...settings.literalTimes,
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
        cleanUps.forEach((cleanUp) => cleanUp());
        abort.abort();
        act();
      }
    };
    const succeed = (output: unknown): void => finish(() => resolve(output));
    const fail = (error: Error): void => finish(() => reject(error));
    const submission = new Submission(resource, (output) => {
      if (!abort.signal.aborted) {
        visit.flow.record('TaskSubmitted', output === undefined ? about : { ...about, output: textOf(output) });
      }
    });

    cleanUps.push(cancellation.onCancel(() => fail(new Cancelled())));
    let beat = (): void => undefined;
    const startTimes = (): void => {
      cleanUps.push(startTimers(visit, settings, fail));
      // Who runs a job sends no heartbeats for it.
      if (visit.taskToken !== undefined && !resource.runsJob) {
        beat = startHeartbeat(visit, settings, fail, cleanUps);
      }
    };
    if (visit.taskToken !== undefined) {
      cleanUps.push(execution.taskTokens.wait(visit.taskToken, {
        owner: resource.kind === 'activity' ? arn : execution.stateMachineArn,
        executionArn: execution.arn,
        state: visit.stateName,
        enteredEventId: visit.enteredEventId,
        succeed: (output) => submission.after(() => succeed(output)),
        fail: (failure) => submission.after(() => fail(failure)),
        beat: () => beat(),
      }));
    }
    const worker = new ActivityWorker((workerName) => {
      if (!abort.signal.aborted) {
        visit.flow.record('ActivityStarted', { ...about, workerName });
        startTimes();
      }
    });
    if (resource.kind !== 'activity') {
      startTimes();
    }
    const answer = call(visit, {
      ...request(visit, arn, settings, abort.signal),
      submitted: (output) => submission.done(output),
      queued: () => worker.queue(),
    });
    if (resource.kind === 'activity') {
      worker.startUnlessQueued();
    }
    answer.then((output) => {
      if (resource.waitsForToken) {
        submission.done(output);
      } else {
        submission.done();
        succeed(output);
      }
    }).catch((error: unknown) => {
      if (resource.runsJob) {
        submission.done();
      }
      fail(asFailure(error));
    });
  });
}

function request(visit: Visit, arn: string, { literalTimes, ...settings }: AttemptSettings, signal: AbortSignal): Omit<TaskRequest, 'submitted' | 'queued'> {
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
