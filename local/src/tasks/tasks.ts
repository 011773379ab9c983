import { waysOut } from './ways-out';
import { TaskFailure, TaskHandler, TaskRequest } from '../states';

/** A Task state of a state machine. */
export interface TaskState extends Pick<TaskRequest, 'stateMachineArn' | 'state' | 'resource'> {
  /** The function that the state invokes, where its definition names one. */
  readonly functionName?: string;
  /** Of an attempt, the execution's. */
  readonly executionArn?: string;
}

/** One way to perform tasks. */
export interface TaskPerformer {
  /** What performs the state's attempts, or undefined when this way does not. */
  handlerOf(task: TaskState): TaskHandler | undefined;
  /** Why the state's attempts will fail although this way takes them; undefined when nothing says so. */
  fault?(task: TaskState): string | undefined;
}

/** The ways to perform tasks, the first that takes a state wins; a state that none takes fails with an error that says what to do. */
export class Tasks {
  private readonly performers: TaskPerformer[] = [];

  /** Adds a way, behind those that are there. */
  public add(performer: TaskPerformer): void {
    this.performers.push(performer);
  }

  public canPerform(task: TaskState): boolean {
    return this.handlerOf(task) !== undefined;
  }

  /** Why the attempts of a state that can be performed will fail; undefined when nothing says so. */
  public fault(task: TaskState): string | undefined {
    return this.performers.find((performer) => performer.handlerOf(task))?.fault?.(task);
  }

  public readonly perform: TaskHandler = (task) => {
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
