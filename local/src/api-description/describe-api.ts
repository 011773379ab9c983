import type { ApiDescription, RouteDescription, ServiceName, StartDescription } from './api-description';
import { probeLookup, probeStart } from './probe';
import type { IntegrationResource, LoadedTemplate, RouteResource, StateMachineResource, WebSocketApiResource } from '../template';

/** Routes that are not for messages. */
const EVENT_ROUTES = ['$connect', '$disconnect'];

/** Services by the action of Step Functions that the route calls. */
const SERVICE_ACTIONS: Readonly<Record<string, ServiceName>> = {
  DescribeExecution: 'status',
  StopExecution: 'stop',
  SendTaskSuccess: 'answer',
  SendTaskFailure: 'refuse',
  SendTaskHeartbeat: 'wait',
};

/** Services by what their reply says. */
const SERVICE_REPLIES: readonly (readonly [RegExp, ServiceName])[] = [
  [/"pong"\s*:\s*true/, 'ping'],
  [/"acknowledged"\s*:\s*true/, 'ack'],
  [/^[^]*\{"messages":\[/, 'resume'],
];

/** Describes an API to its clients. */
export function describeApi(api: WebSocketApiResource, { stateMachines }: LoadedTemplate): ApiDescription {
  const connect = api.routes.get('$connect');
  const routes = [...api.routes.values()].filter(({ key }) => !EVENT_ROUTES.includes(key));
  const lookup = routes.find(({ integration }) => actionOf(integration) === 'DescribeExecution')
    ?? routes.find(({ integration }) => actionOf(integration) === 'StopExecution');
  const hasPrincipal = (connect?.authorizationType ?? 'NONE') !== 'NONE';
  return {
    name: api.constructPath ?? api.logicalId,
    region: api.region,
    urlSuffix: api.domainName.split('.').slice(3).join('.'),
    stages: api.stages.map(({ name }) => name),
    routeMember: /^\$\{?request\.body\.([\w.]+)\}?$/.exec(api.routeSelectionExpression)?.[1],
    authorization: connect?.authorizationType ?? 'NONE',
    routes: routes.map((route) => describeRoute(route, { stateMachines, lookup, hasPrincipal })),
  };
}

interface Surroundings {
  readonly stateMachines: readonly StateMachineResource[];
  /** A route that looks executions up, which says what the workflows are called. */
  readonly lookup: RouteResource | undefined;
  readonly hasPrincipal: boolean;
}

function describeRoute(route: RouteResource, surroundings: Surroundings): RouteDescription {
  const { key, integration, hasResponse, requestValidation } = route;
  const schema = requestValidation?.schemas.$default;
  const start = integration && describeStart(integration, surroundings);
  return { key, service: start ? undefined : serviceOf(integration), start, isTwoWay: hasResponse, schema };
}

function describeStart(integration: IntegrationResource, { stateMachines, lookup, hasPrincipal }: Surroundings): StartDescription | undefined {
  const action = actionOf(integration);
  if (action !== 'StartExecution' && action !== 'StartSyncExecution') {
    return undefined;
  }
  const { stateMachineArn, names } = probeStart(templateOf(integration), hasPrincipal);
  const machine = stateMachines.find(({ arn, qualifiedArns }) => arn === stateMachineArn || qualifiedArns.includes(stateMachineArn ?? ''));
  return {
    isSynchronous: action === 'StartSyncExecution',
    isExpress: action === 'StartSyncExecution' || machine?.type === 'EXPRESS',
    names,
    workflow: lookup?.integration && machine ? probeLookup(templateOf(lookup.integration), machine.name) : undefined,
  };
}

function serviceOf(integration: IntegrationResource | undefined): ServiceName | undefined {
  const action = actionOf(integration);
  if (action !== undefined && Object.hasOwn(SERVICE_ACTIONS, action)) {
    return SERVICE_ACTIONS[action];
  }
  const replies = integration?.responses.flatMap(({ responseTemplates }) => Object.values(responseTemplates)).join('\n') ?? '';
  return SERVICE_REPLIES.find(([pattern]) => pattern.test(replies))?.[1];
}

/** The action of Step Functions that an integration calls, if it does. */
function actionOf(integration: IntegrationResource | undefined): string | undefined {
  return /:states:action\/(\w+)$/.exec(integration?.uri ?? '')?.[1];
}

/** The template that renders most messages. */
function templateOf({ requestTemplates }: IntegrationResource): string {
  return requestTemplates.$default ?? Object.values(requestTemplates)[0] ?? '';
}
