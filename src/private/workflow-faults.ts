import { Stack, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { MAXIMUM_EXPRESS_SECONDS, MAXIMUM_SYNCHRONOUS_SECONDS } from './definition-faults';
import { faultsOfWorkflowPlaces } from './environment-faults';
import { Fault, faultsOfPattern, faultsOfRenamed } from './faults';
import { faultsOfSchema } from './json-schema-faults';
import { CONNECT, DEFAULT, DISCONNECT } from './route-keys';
import { typeOf } from './state-machine-identity';
import { faultsOfThrottle } from './throttle-faults';
import { ClientResponse } from '../client-response';
import { Invocation } from '../invocation';
import { WorkflowOptions } from '../workflow-options';

/** The routes that there are, by their keys. */
type Routes = Pick<ReadonlySet<string>, 'has'>;

/** What an option belongs to: the routes, a state machine that is made here, or a definition of constructs. An option that is missing here does not compile. */
const BELONGS_TO: Record<keyof WorkflowOptions, 'routes' | 'machine' | 'chainable'> = {
  definitionBody: 'routes',
  stateMachine: 'routes',
  workflowType: 'machine',
  stateMachineName: 'machine',
  queryLanguage: 'chainable',
  timeout: 'chainable',
  workflowLogs: 'machine',
  logs: 'machine',
  tracingEnabled: 'machine',
  encryptionConfiguration: 'machine',
  definitionSubstitutions: 'machine',
  routeKeys: 'routes',
  messageSchema: 'routes',
  routeThrottle: 'routes',
  invocation: 'routes',
  executionInput: 'routes',
  executionName: 'routes',
  response: 'routes',
  notifyCompletion: 'routes',
  cancelOnDisconnect: 'routes',
};

/** What is wrong with a workflow's options; `taken` are the route keys that others have. */
export function faultsOfWorkflow(scope: Construct, options: WorkflowOptions, routeKeys: string[], taken: Routes): Fault[] {
  const { definitionBody, executionInput, messageSchema, response, routeThrottle, stateMachine, stateMachineName } = options;
  const { returnsResponse } = ClientResponse._of(options);
  const faults = [
    ...faultsOfRouteKeys('routeKeys', routeKeys, taken), ...executionInput?._faults() ?? [], ...response?._faults() ?? [], ...faultsOfType(options),
  ];
  if (routeKeys.length === 0) {
    faults.push({ prop: 'routeKeys', got: '[]', allowed: 'at least one route key, or leave it out' });
  }
  for (const routeKey of routeKeys.filter((key) => [CONNECT, DISCONNECT].includes(key) && returnsResponse)) {
    faults.push({ prop: 'response', got: `a reply on ${routeKey}`, allowed: `none, ${routeKey} cannot answer; use ClientResponse.none()` });
  }
  for (const routeKey of routeKeys.filter((key) => messageSchema && [CONNECT, DISCONNECT].includes(key))) {
    faults.push({ prop: 'messageSchema', got: `a schema for ${routeKey}`, allowed: `none, ${routeKey} has no message` });
  }
  if (!definitionBody === !stateMachine) {
    faults.push({ prop: 'definitionBody, stateMachine', got: definitionBody ? 'both' : 'neither', allowed: 'exactly one of them' });
  }
  const given = (Object.keys(BELONGS_TO) as (keyof WorkflowOptions)[]).filter((prop) => options[prop] !== undefined);
  if (stateMachine) {
    for (const prop of given.filter((name) => BELONGS_TO[name] !== 'routes')) {
      faults.push({ prop, got: 'a value beside stateMachine', allowed: 'only with definitionBody; set it on the state machine' });
    }
  } else if (definitionBody && !(definitionBody instanceof sfn.ChainDefinitionBody)) {
    for (const prop of given.filter((name) => BELONGS_TO[name] === 'chainable')) {
      faults.push({ prop, got: 'a value beside a definition from a string or a file', allowed: 'only with fromChainable; set it in the definition' });
    }
  }
  return [
    ...faults,
    ...faultsOfPattern('stateMachineName', stateMachineName, /^[\w-]{1,80}$/, '1 to 80 letters, digits, - and _'),
    ...(messageSchema === undefined ? [] : faultsOfSchema('messageSchema', messageSchema)),
    ...faultsOfThrottle('routeThrottle', routeThrottle),
    ...faultsOfRenamed(options, 'logs', 'workflowLogs'),
    ...faultsOfWorkflowPlaces(scope, options),
  ];
}

/** Throttling of a route is a setting of the stage, which has to be there to be set, and after the route. */
export function faultsOfRouteThrottle(scope: Construct, { routeThrottle }: WorkflowOptions, stage: apigwv2.IWebSocketStage | undefined): Fault[] {
  const isHere = !stage || (stage.node.defaultChild !== undefined && Stack.of(stage) === Stack.of(scope));
  return routeThrottle && !isHere
    ? [{ prop: 'routeThrottle', got: 'a value beside a stage of another stack', allowed: 'only with a stage of this stack; set it where that stage is made' }]
    : [];
}

/** What is wrong with route keys. */
export function faultsOfRouteKeys(prop: string, routeKeys: string[], taken: Routes): Fault[] {
  const faults: Fault[] = [];
  routeKeys.forEach((routeKey, index) => {
    if (Token.isUnresolved(routeKey)) {
      faults.push({ prop: `${prop}[${index}]`, got: 'a value that is known only at deployment', allowed: 'a text: routes are made of it' });
      return;
    }
    if (taken.has(routeKey) || routeKeys.indexOf(routeKey) < index) {
      faults.push({ prop, got: `${JSON.stringify(routeKey)} twice`, allowed: 'one integration a route key; leave one out' });
    }
    if (routeKey === '' || (routeKey.startsWith('$') && ![CONNECT, DEFAULT, DISCONNECT].includes(routeKey))) {
      faults.push({ prop, got: JSON.stringify(routeKey), allowed: '$connect, $disconnect, $default, or a text that does not begin with $' });
    }
  });
  return faults;
}

/** What does not go with the type of the workflow. */
function faultsOfType({ definitionBody, invocation, notifyCompletion, stateMachine, timeout, workflowType }: WorkflowOptions): Fault[] {
  const faults: Fault[] = [];
  const type = definitionBody ? workflowType ?? sfn.StateMachineType.STANDARD : stateMachine && typeOf(stateMachine);
  if (notifyCompletion && type === sfn.StateMachineType.EXPRESS) {
    faults.push({ prop: 'notifyCompletion', got: 'true for an Express workflow', allowed: 'only Standard, Express executions send no events; end the workflow with SendToConnection' });
  }
  if (invocation === Invocation.SYNCHRONOUS && type === sfn.StateMachineType.STANDARD) {
    faults.push({ prop: 'invocation', got: 'SYNCHRONOUS for a Standard workflow', allowed: 'ASYNCHRONOUS; or workflowType: StateMachineType.EXPRESS' });
  }
  const seconds = timeout && !timeout.isUnresolved() ? timeout.toSeconds({ integral: false }) : 0;
  if (invocation === Invocation.SYNCHRONOUS && seconds > MAXIMUM_SYNCHRONOUS_SECONDS) {
    faults.push({ prop: 'timeout', got: timeout!.toHumanString(), allowed: `at most ${MAXIMUM_SYNCHRONOUS_SECONDS} seconds for a synchronous workflow; API Gateway waits no longer` });
  } else if (type === sfn.StateMachineType.EXPRESS && seconds > MAXIMUM_EXPRESS_SECONDS) {
    faults.push({ prop: 'timeout', got: timeout!.toHumanString(), allowed: `at most ${MAXIMUM_EXPRESS_SECONDS} seconds for an Express workflow; Step Functions ends it then` });
  }
  return faults;
}
