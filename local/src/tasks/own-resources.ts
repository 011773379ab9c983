import type { TaskPerformer } from './tasks';
import type { TaskHandler } from '../states';

/** The resources that the run performs itself, by ARN without partition, Region, account and `.waitForTaskToken`. */
export class OwnResources implements TaskPerformer {
  constructor(private readonly resources: ReadonlyMap<string, TaskHandler>) {}

  public handlerOf({ resource }: { readonly resource: string }): TaskHandler | undefined {
    const [, name = resource] = /^arn:[^:]*:(states:[^:]*:[^:]*:.+?)(?:\.waitForTaskToken)?$/.exec(resource) ?? [];
    return this.resources.get(name);
  }
}
