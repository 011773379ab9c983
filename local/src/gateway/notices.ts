import type { EventRuleResource, LoadedTemplate, RouteResource } from '../template';
import { isPlayed } from './event-bridge/event-bus';

/** What a route has that is not played as on AWS, or undefined. To add a notice, add one line. */
const routeNotices: readonly ((route: RouteResource) => string | undefined)[] = [
  ({ label, authorizationType }) => authorizationType === 'AWS_IAM'
    ? `${label}, property AuthorizationType: AWS_IAM signatures are not checked locally, every client may connect` : undefined,
  ({ label, authorizationType }) => authorizationType === 'CUSTOM'
    ? `${label}, property AuthorizationType: the Lambda authorizer does not run locally, every client with its identity sources may connect; `
      + 'give its context with --authorizer-context name=value' : undefined,
  ({ label, isApiKeyRequired }) => isApiKeyRequired
    ? `${label}, property ApiKeyRequired: API keys are not checked locally` : undefined,
];

/** What of the template the local run does not do as AWS does, known when it is loaded. */
export function notices({ apis, stateMachines, eventRules }: LoadedTemplate): string[] {
  const ofRoutes = apis.flatMap((api) => [...api.routes.values()]).flatMap((route) => routeNotices.flatMap((notice) => notice(route) ?? []));
  const machineArns = stateMachines.flatMap(({ arn, qualifiedArns }) => [arn, ...qualifiedArns]);
  const ofRules = eventRules.filter(({ isEnabled }) => isEnabled).flatMap((rule) => ruleNotices(rule, machineArns));
  return [...ofRoutes, ...ofRules];
}

function ruleNotices(rule: EventRuleResource, machineArns: readonly string[]): string[] {
  if (!isPlayed(rule)) {
    return [`${rule.label}: the local run sends status changes of Standard executions to the default event bus and nothing else, so this rule never matches`];
  }
  return rule.targets.filter(({ arn }) => !machineArns.includes(arn))
    .map(({ label, arn }) => `${label}: the local run starts state machines of the template only, so ${arn} hears of nothing`);
}
