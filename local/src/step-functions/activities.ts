import { checkArn } from './names';
import { ServiceError } from './service-error';
import { jsonText } from '../json';
import type { Alarm, Clock, TaskHandler } from '../states';
import type { EncryptionConfiguration } from './machine';

/** What workers take tasks from. */
export interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly creationDate: Date;
  readonly encryptionConfiguration: EncryptionConfiguration;
}

/** A task that a worker has taken. */
export interface ActivityTask {
  readonly taskToken: string;
  readonly input: string;
}

interface WaitingTask extends ActivityTask {
  readonly start: (workerName?: string) => void;
}

interface WaitingWorker {
  readonly name?: string;
  readonly take: (task: ActivityTask | undefined) => void;
}

/** How many activities there may be. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_ACTIVITIES = 100_000;
/** How long a worker waits for a task, in milliseconds of the run's time. */
const LONGEST_POLL = 60_000;
const OWNED_BY_AWS: EncryptionConfiguration = { type: 'AWS_OWNED_KEY' };

/** The activities of a run: tasks and workers that wait for each other. */
export class Activities {
  private readonly byArn = new Map<string, Activity>();
  private readonly tasks = new Map<string, Set<WaitingTask>>();
  private readonly workers = new Map<string, Set<WaitingWorker>>();

  /** @param clock the run's time */
  constructor(private readonly clock: Clock) {}

  public get all(): readonly Activity[] {
    return [...this.byArn.values()];
  }

  public has(arn: string): boolean {
    return this.byArn.has(arn);
  }

  /**
   * Creates an activity; the same again is no error.
   * @throws ServiceError for another activity of this name, and when there are too many
   */
  public create(arn: string, creationDate: Date, encryptionConfiguration = OWNED_BY_AWS): Activity {
    const name = arn.split(':').slice(6).join(':');
    const existing = this.byArn.get(arn);
    if (existing && JSON.stringify(existing.encryptionConfiguration) !== JSON.stringify(encryptionConfiguration)) {
      throw ServiceError.of('ActivityAlreadyExists', `Activity Already Exists: '${arn}'`);
    }
    if (!existing && this.byArn.size >= MOST_ACTIVITIES) {
      throw ServiceError.of('ActivityLimitExceeded', `The run has ${MOST_ACTIVITIES} activities, and may have no more`);
    }
    const activity = existing ?? { arn, name, creationDate, encryptionConfiguration };
    this.byArn.set(arn, activity);
    return activity;
  }

  /** @throws ServiceError for an ARN of none */
  public get(arn: string): Activity {
    checkArn(arn, 'activity');
    const activity = this.byArn.get(arn);
    if (!activity) {
      throw ServiceError.of('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
    }
    return activity;
  }

  public delete(arn: string): void {
    this.byArn.delete(arn);
  }

  /** Lets the tasks of activities wait for a worker; who settles their tokens ends them. */
  public readonly perform: TaskHandler = ({ resource: arn, taskToken, parameters, signal, queued }) => {
    const start = queued();
    const task: WaitingTask = { taskToken: taskToken!, input: jsonText(parameters), start };
    const [worker] = this.workers.get(arn) ?? [];
    if (worker) {
      start(worker.name);
      worker.take(task);
    } else {
      const tasks = setOf(this.tasks, arn);
      tasks.add(task);
      signal.addEventListener('abort', () => tasks.delete(task));
    }
    return new Promise(() => undefined);
  };

  /**
   * The next task of an activity, or undefined when none comes in time or the worker goes.
   *
   * @param signal aborted when the worker goes
   */
  public async poll({ arn }: Activity, workerName: string | undefined, signal?: AbortSignal): Promise<ActivityTask | undefined> {
    const [task] = this.tasks.get(arn) ?? [];
    if (task) {
      this.tasks.get(arn)!.delete(task);
      task.start(workerName);
      return task;
    }
    return new Promise((resolve) => {
      const workers = setOf(this.workers, arn);
      let alarm: Alarm | undefined = undefined;
      const worker: WaitingWorker = {
        name: workerName,
        take: (taken) => {
          workers.delete(worker);
          alarm?.cancel();
          signal?.removeEventListener('abort', leave);
          resolve(taken);
        },
      };
      const leave = (): void => worker.take(undefined);
      if (signal?.aborted) {
        resolve(undefined);
        return;
      }
      workers.add(worker);
      alarm = this.clock.after(LONGEST_POLL, leave);
      signal?.addEventListener('abort', leave);
    });
  }

  /** Sends all workers away that wait. */
  public close(): void {
    [...this.workers.values()].flatMap((workers) => [...workers]).forEach((worker) => worker.take(undefined));
  }
}

function setOf<T>(sets: Map<string, Set<T>>, key: string): Set<T> {
  const set = sets.get(key) ?? new Set<T>();
  sets.set(key, set);
  return set;
}
