import { Clock } from './clock';
import { History } from './history';
import { Json, JsonObject } from '../json';
import { TaskHandler } from '../tasks/task';
import { TaskTokens } from '../tasks/task-tokens';

/** What the flows of an execution share. */
export interface RunningExecution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly history: History;
  readonly clock: Clock;
  readonly tasks: TaskHandler | undefined;
  readonly taskTokens: TaskTokens;
  /** The part of the context object that is the same in every state. */
  readonly context: JsonObject;
  /** Whether the number of history events is limited, as it is in Standard. */
  readonly isLimited: boolean;
  /** Counts the states visited, all flows together. */
  countState(): number;
  /** An execution of a child workflow of a distributed Map, with its own history. */
  child(name: string, type: 'STANDARD' | 'EXPRESS', input: Json): RunningExecution;
}
