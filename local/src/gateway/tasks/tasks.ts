import { TaskFailure, TaskHandler } from '../../states';

/** A resource that tasks can call: the ARN without partition, Region and account, such as `states:::apigateway:invoke`. */
export type TaskResources = ReadonlyMap<string, TaskHandler>;

/** A task handler over a table of resources; a task of any other resource fails with an error that says what to do. */
export function taskHandler(resources: TaskResources): TaskHandler {
  return (task) => {
    const perform = resources.get(resourceName(task.resource));
    if (!perform) {
      throw new TaskFailure('States.Runtime', unsupported(task.state, task.resource, resources));
    }
    return perform(task);
  };
}

/** Whether the table has the resource of a task state. */
export function isSupported(resource: string, resources: TaskResources): boolean {
  return resources.has(resourceName(resource));
}

function unsupported(state: string, resource: string, resources: TaskResources): string {
  return `The local run cannot perform the resource '${resource}' of the state '${state}': it performs `
    + `${[...resources.keys()].map((name) => `arn:aws:${name}`).join(', ')}, each also with .waitForTaskToken. Replace the state by a Pass state with its result, or deploy to test it`;
}

function resourceName(resource: string): string {
  const [, name] = /^arn:[^:]*:(states:[^:]*:[^:]*:.+?)(?:\.waitForTaskToken)?$/.exec(resource) ?? [];
  return name ?? resource;
}
