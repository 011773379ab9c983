import { waysOut } from './ways-out';
import { TaskFailure, TaskHandler, TaskRequest } from '../../states';

/** A Task state of a state machine. */
export type TaskState = Pick<TaskRequest, 'stateMachineArn' | 'state' | 'resource'>;

/** One way to perform tasks. */
export interface TaskPerformer {
  /** What performs the state's attempts, or undefined when this way does not. */
  handlerOf(task: TaskState): TaskHandler | undefined;
}

/** The ways to perform tasks, the first that takes a state wins; a state that none takes fails with an error that says what to do. */
export class Tasks {
  constructor(private readonly performers: readonly TaskPerformer[]) {}

  canPerform(task: TaskState): boolean {
    return this.handlerOf(task) !== undefined;
  }

  readonly perform: TaskHandler = (task) => {
    const handler = this.handlerOf(task);
    if (!handler) {
      throw new TaskFailure('States.Runtime', `The local run cannot perform the resource '${task.resource}' of the state '${task.state}': ${waysOut(task.resource)}`);
    }
    return handler(task);
  };

  private handlerOf(task: TaskState): TaskHandler | undefined {
    for (const performer of this.performers) {
      const handler = performer.handlerOf(task);
      if (handler) {
        return handler;
      }
    }
    return undefined;
  }
}
