import type { LoadedTemplate, RouteResource } from '../template';
import { TaskResources } from './tasks/tasks';
import { unsupportedTasks } from './tasks/unsupported-tasks';

/** What a route has that is not played as on AWS, or undefined. To add a notice, add one line. */
const routeNotices: readonly ((route: RouteResource) => string | undefined)[] = [
  ({ label, authorizationType }) => authorizationType === 'AWS_IAM'
    ? `${label}, property AuthorizationType: AWS_IAM signatures are not checked locally, every client may connect` : undefined,
  ({ label, authorizationType }) => authorizationType === 'CUSTOM'
    ? `${label}, property AuthorizationType: the Lambda authorizer does not run locally, every client with its identity sources may connect; `
      + 'give its context with --authorizer-context name=value' : undefined,
  ({ label, isApiKeyRequired }) => isApiKeyRequired
    ? `${label}, property ApiKeyRequired: API keys are not checked locally` : undefined,
  ({ label, requestModels }) => requestModels.length > 0
    ? `${label}, property RequestModels: messages are not validated locally (models: ${requestModels.join(', ')})` : undefined,
];

/** What of the template the local run does not do as AWS does, known when it is loaded. */
export function notices({ apis, stateMachines }: LoadedTemplate, resources: TaskResources): string[] {
  const ofRoutes = apis.flatMap((api) => [...api.routes.values()]).flatMap((route) => routeNotices.flatMap((notice) => notice(route) ?? []));
  const ofTasks = stateMachines.flatMap(({ label, definition, definitionProperty }) => unsupportedTasks(definition, resources)
    .map(({ state, resource }) => `${label}, property ${definitionProperty}: the local run cannot perform ${resource} of the state '${state}', which will fail when it is entered`));
  return [...ofRoutes, ...ofTasks];
}
