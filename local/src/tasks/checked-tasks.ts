import { randomUUID } from 'node:crypto';
import { serviceNamed } from './forwarded/forwardable';
import { errorStyle, serviceFailure } from './forwarded/service-errors';
import type { TaskRoles } from './task-roles';
import type { TaskPerformer, TaskState } from './tasks';
import { lambda } from '../aws/services';
import { isObject } from '../json';
import { accessDenied } from '../rights/access-denied';
import type { ServiceCall } from '../rights/call-rights';
import { parseResource, TaskFailure, TaskHandler, TaskRequest } from '../states';

/** Performs tasks as another way does, if their roles may. */
export class CheckedTasks implements TaskPerformer {
  constructor(private readonly inner: TaskPerformer, private readonly roles: TaskRoles) {}

  public handlerOf(state: TaskState): TaskHandler | undefined {
    const handler = this.inner.handlerOf(state);
    const { roles } = this;
    return handler && roles.rights.isChecked ? (task) => {
      check(task, roles);
      return handler(task);
    } : handler;
  }

  public fault(state: TaskState): string | undefined {
    return this.inner.fault?.(state);
  }
}

/** @throws TaskFailure as the service's own error when the role may not */
function check(task: TaskRequest, roles: TaskRoles): void {
  const call = callOf(task);
  if (!call) {
    return;
  }
  const [, partition, , region, accountId] = task.stateMachineArn.split(':');
  const denial = roles.callerOf(task).denial(roles.rights.neededFor(call, { partition, region, accountId }));
  if (denial) {
    throw failure(task, call, denial.message);
  }
}

/** What a task asks for; undefined where something else looks at that. */
function callOf({ resource: arn, parameters }: TaskRequest): ServiceCall | undefined {
  const { kind, resourceType, resource } = parseResource(arn);
  if (kind === 'lambda') {
    return { service: 'lambda', action: 'Invoke', parameters: { FunctionName: arn } };
  }
  // An activity's worker fetches its tasks by a right of its own; the management API checks its callers itself.
  if (kind === 'activity' || resourceType === 'apigateway') {
    return undefined;
  }
  const [action] = resource.split('.');
  return {
    service: resourceType.replace(/^aws-sdk:/, ''),
    action: action.charAt(0).toUpperCase() + action.slice(1),
    parameters: isObject(parameters) ? parameters : {},
  };
}

function failure({ resource }: TaskRequest, { service: name }: ServiceCall, message: string): TaskFailure {
  const service = serviceNamed(name) ?? lambda;
  const { status, headers = {}, body } = accessDenied(name, message);
  const reply = { status, headers: [...Object.entries(headers), ['x-amzn-RequestId', randomUUID()]] as [string, string][], body };
  return serviceFailure(service, errorStyle(service, parseResource(resource).resourceType.startsWith('aws-sdk:')), reply);
}
