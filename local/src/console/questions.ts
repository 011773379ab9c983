import { createHash } from 'node:crypto';
import type { HttpAnswer } from '../aws/http-answer';
import type { TaskTokens } from '../states';
import type { Executions } from './executions';
import { inTurns } from './in-turns';
import type { Masks } from './masks';
import type { Question } from './wire';

/** Performs an action of Step Functions. */
export type PerformAction = (action: string, request: string) => HttpAnswer | Promise<HttpAnswer>;

export interface GivenAnswer {
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** What a question can be answered with, and the action that does it. */
const ANSWERS: ReadonlyMap<string, string> = new Map([['succeed', 'SendTaskSuccess'], ['fail', 'SendTaskFailure'], ['heartbeat', 'SendTaskHeartbeat']]);

/** The tasks that wait for their tokens. The tokens themselves stay here: the page knows them by ids. */
export class Questions {
  constructor(
    private readonly tokens: TaskTokens,
    private readonly executions: Executions,
    private readonly masks: Masks,
    private readonly perform: PerformAction,
  ) {}

  public async all(): Promise<Question[]> {
    return inTurns([...this.tokens.pending()], ([token, { executionArn, state, enteredEventId }]) => {
      const history = this.executions.history(executionArn);
      const entered = history[enteredEventId - 1];
      const scheduled = [...history].reverse().find(({ id, type, details }) => id > enteredEventId && type.endsWith('Scheduled') && mentions(details, token)) ?? entered;
      const { parameters, input, heartbeatInSeconds } = (scheduled?.details ?? {}) as Record<string, unknown>;
      return {
        id: idOf(token),
        execution: executionArn,
        state,
        since: (scheduled?.timestamp ?? new Date()).getTime(),
        asked: this.masks.mask(String(parameters ?? input ?? '')),
        heartbeatSeconds: heartbeatInSeconds as number | undefined,
      };
    });
  }

  /** What changes when a question comes or goes. */
  public get signature(): string {
    return [...this.tokens.pending().keys()].join();
  }

  /** Answers a question as Step Functions' API would; undefined for an answer that there is not. */
  public answer(id: string, how: string, given: GivenAnswer): HttpAnswer | Promise<HttpAnswer> | undefined {
    const action = ANSWERS.get(how);
    if (action === undefined) {
      return undefined;
    }
    const taskToken = [...this.tokens.pending().keys()].find((token) => idOf(token) === id);
    if (taskToken === undefined) {
      return { status: 410, body: JSON.stringify({ message: 'nobody waits for this answer any more' }) };
    }
    const { output, error, cause } = given;
    const restored = (text: string | undefined): string | undefined => (text === undefined ? undefined : this.masks.restore(text));
    return this.perform(action, JSON.stringify({ taskToken, output: restored(output), error: restored(error), cause: restored(cause) }));
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}

function mentions({ parameters, input }: Readonly<Record<string, unknown>>, token: string): boolean {
  return String(parameters ?? input).includes(token);
}
