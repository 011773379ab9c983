import { canHear } from './event-bridge/event-bus';
import type { EventRuleResource, EventTargetResource, LoadedTemplate, RouteResource } from './template';

/** What the run has. */
export interface RunAbilities {
  /** Why a function cannot be invoked; undefined when it can. */
  readonly functionFault: (arn: string) => string | undefined;
  /** Whether handshakes that are not signed are refused where IAM authorizes. */
  readonly requiresSignature: boolean;
  /** Whether it can start a target. */
  readonly canStart: (target: EventTargetResource) => boolean;
  readonly playsSchedules: boolean;
}

/** What a route has that is not played as on AWS, or undefined. To add a notice, add one line. */
const ROUTE_NOTICES: readonly ((route: RouteResource, abilities: RunAbilities) => string | undefined)[] = [
  ({ label, authorizationType }, { requiresSignature }) => authorizationType === 'AWS_IAM' && !requiresSignature
    ? `${label}, property AuthorizationType: AWS_IAM: who does not sign may connect here, whom AWS refuses with 403: --auth does so, too` : undefined,
  ({ label, authorizationType, authorizer }, { functionFault }) => {
    const fault = authorizer?.functionArn === undefined ? 'its URI names no function' : functionFault(authorizer.functionArn);
    return authorizationType === 'CUSTOM' && fault !== undefined
      ? `${label}, property AuthorizerId: the authorizer does not run, so every client with its identity sources may connect: ${fault}; `
        + 'or give what it would add with --authorizer-context name=value' : undefined;
  },
  ({ label, key, isApiKeyRequired }) => isApiKeyRequired && key !== '$connect'
    ? `${label}, property ApiKeyRequired: API keys are checked on $connect only` : undefined,
];

/** Where the local run will not do as AWS does, as far as the template shows it; one line each. */
export function notices({ apis, eventRules }: LoadedTemplate, abilities: RunAbilities): string[] {
  const ofRoutes = apis.flatMap(({ routes }) => [...routes.values()])
    .flatMap((route) => ROUTE_NOTICES.flatMap((notice) => notice(route, abilities) ?? []));
  const ofRules = eventRules.filter(({ isEnabled }) => isEnabled).flatMap((rule) => ruleNotices(rule, abilities));
  return [...ofRoutes, ...ofRules];
}

function ruleNotices(rule: EventRuleResource, { canStart, playsSchedules }: RunAbilities): string[] {
  const { label, pattern, schedule } = rule;
  const hasTime = schedule !== undefined && playsSchedules;
  const ofSchedule = schedule === undefined || playsSchedules
    ? [] : [`${label}, property ScheduleExpression: schedules are played with --schedules on only, so ${schedule} never starts anything`];
  if (!hasTime && !(pattern && canHear(rule))) {
    return pattern
      ? [...ofSchedule, `${label}: of AWS's own events the local run sends status changes of Standard executions only, to the default event bus, so this rule never matches`]
      : ofSchedule;
  }
  const silent = rule.targets.filter((target) => !canStart(target))
    .map((target) => `${target.label}: the local run has no ${target.arn}, which hears of nothing: state machines and functions of the template can be started, `
      + 'and queues and topics of an endpoint');
  return [...ofSchedule, ...silent];
}
