import { Json } from '../../json';

/**
 * Performs one attempt of a task: answers its output, or throws a TaskFailure. Any other error fails the task as `States.TaskFailed`.
 *
 * For a `.waitForTaskToken` task it only sends the request; the output comes through the task token.
 */
export type TaskHandler = (task: TaskRequest) => unknown | Promise<unknown>;

/** One attempt of a task. */
export interface TaskRequest {
  /** The name of the state. */
  readonly state: string;
  /** The resource as the definition gives it. */
  readonly resource: string;
  /** What the service would send: `Parameters` or `Arguments`, or else the state's input. */
  readonly parameters: Json;
  /** The token for `SendTaskSuccess` and its like: for `.waitForTaskToken` and `.sync` tasks, and activities. */
  readonly taskToken?: string;
  /** Aborted when the answer is not awaited any more: the task timed out, or its execution ended. */
  readonly signal: AbortSignal;
  /** Which attempt this is, from 0. */
  readonly retryCount: number;
  /** Seconds until the attempt times out. */
  readonly timeoutSeconds?: number;
  /** Seconds within which a heartbeat must come. */
  readonly heartbeatSeconds?: number;
  /** The role to act as, if the state names one. */
  readonly credentials?: Json;
  /** Identity of the execution, the same object for all its attempts: a key for what a handler keeps as long as the execution lives. */
  readonly execution: object;
  readonly executionArn: string;
  readonly executionName: string;
  readonly stateMachineArn: string;
  /**
   * Tells that the job of a `.sync` task is submitted, with the service's answer, while the handler waits for the job.
   * A handler that does not call it is taken to submit the job when it answers.
   */
  readonly submitted: (output: unknown) => void;
  /**
   * Tells, before the handler waits for anything, that the task of an activity is there for a worker to take. The answer tells that one has: the
   * state's times count from then. A handler that does not call it is taken to begin at once.
   */
  readonly queued: () => (workerName?: string) => void;
}

/** What a resource ARN stands for. */
export interface TaskResource {
  readonly kind: 'lambda' | 'activity' | 'service';
  /** The service, as history events name it: `lambda`, `aws-sdk:s3`. Empty unless `kind` is `service`. */
  readonly resourceType: string;
  /** The action with its pattern, `sendMessage.waitForTaskToken`, or the ARN. */
  readonly resource: string;
  readonly waitsForToken: boolean;
  /** Whether the service waits for a job that it submitted. */
  readonly runsJob: boolean;
  /** How messages about sizes name the task. */
  readonly label: string;
}

const SERVICE = /^arn:[^:]*:states:[^:]*:[^:]*:(aws-sdk:[^:]+|[^:]+):([^:]+(?::\d+)?)$/;
const ACTIVITY = /^arn:[^:]*:states:[^:]*:[^:]*:activity:.+$/;

/** Reads a resource ARN. */
export function parseResource(arn: string): TaskResource {
  if (ACTIVITY.test(arn)) {
    return { kind: 'activity', resourceType: '', resource: arn, waitsForToken: false, runsJob: false, label: arn };
  }
  const [, resourceType, resource] = SERVICE.exec(arn) ?? [];
  if (resource === undefined) {
    return { kind: 'lambda', resourceType: '', resource: arn, waitsForToken: false, runsJob: false, label: arn };
  }
  return {
    kind: 'service',
    resourceType,
    resource,
    waitsForToken: resource.endsWith('.waitForTaskToken'),
    runsJob: /\.sync(:\d+)?$/.test(resource),
    label: resourceType,
  };
}
