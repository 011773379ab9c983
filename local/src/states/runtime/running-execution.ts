import { Clock } from './clock';
import { History } from './history';
import { Trial } from './trial';
import { Json, JsonObject } from '../../json';
import type { MapRun } from '../state-types/map-run';
import type { ObjectStore } from '../state-types/object-store';
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
  /** Whether there is an activity of this ARN. */
  readonly hasActivity: (arn: string) => boolean;
  /** The Map Runs so far, those that have ended too. */
  readonly mapRuns: MapRun[];
  /** Where Map states read items from and write results to. */
  readonly objects: ObjectStore | undefined;
  /** The part of the context object that is the same in every state. */
  readonly context: JsonObject;
  /** Whether the number of history events is limited, as it is in Standard. */
  readonly isLimited: boolean;
  /** Where it is one state that is played by itself. */
  readonly trial?: Trial;
  /** An execution of a child workflow of a distributed Map, with its own history. */
  child(arn: string, name: string, type: 'STANDARD' | 'EXPRESS', input: Json): RunningExecution;
}
