import { randomBytes } from 'node:crypto';
import { Json } from '../../json';
import { StateFailure } from '../errors';

/** A task that waits for someone to settle it by its token. */
export interface WaitingTask {
  /** The ARN of its state machine, or of its activity. */
  readonly owner: string;
  /** Who waits. */
  readonly executionArn: string;
  readonly state: string;
  /** The event of entering the state. */
  readonly enteredEventId: number;
  readonly succeed: (output: Json) => void;
  readonly fail: (failure: StateFailure) => void;
  readonly beat: () => void;
}

/** An error of a task token call, named as the API names it. */
export class TaskTokenError extends Error {
  /** @param code `InvalidToken`, `TaskTimedOut`, or `InvalidOutput` */
  constructor(public readonly code: 'InvalidToken' | 'TaskTimedOut' | 'InvalidOutput', message: string) {
    super(message);
    this.name = code;
  }
}

/**
 * The task tokens of the state machines of one run: what SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat act on.
 *
 * Each call throws a TaskTokenError for a token that was never given out, or whose task does not wait any more.
 */
export class TaskTokens {
  /** What every token starts with. @internal */
  public readonly prefix = randomBytes(24).toString('base64');
  private readonly waiting = new Map<string, WaitingTask>();

  /** Settles a task. `output` is JSON text. */
  public success(token: string, output: string): void {
    const task = this.find(token);
    let value: Json;
    try {
      value = JSON.parse(output) as Json;
    } catch (error) {
      throw new TaskTokenError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
    }
    this.waiting.delete(token);
    task.succeed(value);
  }

  /** Fails a task. */
  public failure(token: string, error?: string, cause?: string): void {
    const task = this.find(token);
    this.waiting.delete(token);
    task.fail(new StateFailure(error, cause));
  }

  /** Starts a task's heartbeat time anew. */
  public heartbeat(token: string): void {
    this.find(token).beat();
  }

  /** Whose task waits for a token: the ARN of its state machine, or of its activity; undefined where none does. */
  public ownerOf(token: string): string | undefined {
    return this.waiting.get(token)?.owner;
  }

  /** Makes a token that nothing waits for yet. */
  public issue(): string {
    return `${this.prefix}${randomBytes(72).toString('base64')}`;
  }

  /** Lets a task wait for its token; the answer ends the wait. */
  public wait(token: string, task: WaitingTask): () => void {
    this.waiting.set(token, task);
    return () => this.waiting.delete(token);
  }

  /** The tokens that something waits for, the oldest first. @internal */
  public pending(): ReadonlyMap<string, Pick<WaitingTask, 'executionArn' | 'state' | 'enteredEventId'>> {
    return this.waiting;
  }

  private find(token: string): WaitingTask {
    const task = this.waiting.get(token);
    if (task !== undefined) {
      return task;
    }
    throw token.startsWith(this.prefix)
      ? new TaskTokenError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
      : new TaskTokenError('InvalidToken', "Invalid Token: 'Invalid token'");
  }
}
