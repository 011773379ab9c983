import { OPTIMISED_INTEGRATIONS, IntegrationAction } from './optimised-integrations';
import { hasSdkAction } from './sdk-services';
import { TaskResource } from './task';

const SDK_PREFIX = 'aws-sdk:';
const FUNCTION = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:./;

/** Whether Step Functions knows a resource: a function, an activity, or an action of a service with a pattern that it supports. */
export function isKnownResource(resource: TaskResource): boolean {
  switch (resource.kind) {
    case 'activity': return true;
    case 'lambda': return FUNCTION.test(resource.resource);
    case 'service': return isKnownAction(resource);
  }
}

function isKnownAction(resource: TaskResource): boolean {
  const { action, pattern } = actionOf(resource);
  if (resource.resourceType.startsWith(SDK_PREFIX)) {
    return hasSdkAction(resource.resourceType.slice(SDK_PREFIX.length), action) && (pattern === undefined || pattern === 'waitForTaskToken');
  }
  const integration = integrationAction(resource);
  return integration !== undefined && (pattern === undefined || integration.patterns.some((supported) => supported === pattern));
}

/** The action of an optimised integration that a resource asks for. */
export function integrationAction(resource: TaskResource): IntegrationAction | undefined {
  return OPTIMISED_INTEGRATIONS.get(`${resource.resourceType}:${actionOf(resource).action}`);
}

/** `sendMessage.waitForTaskToken` is the action `sendMessage` with a pattern. */
function actionOf({ resource }: TaskResource): { action: string; pattern: string | undefined } {
  const dot = resource.indexOf('.');
  return dot < 0 ? { action: resource, pattern: undefined } : { action: resource.slice(0, dot), pattern: resource.slice(dot + 1) };
}
