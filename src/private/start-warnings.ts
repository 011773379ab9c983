import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { finalDefinitionOf, innerOf, listOf, objectOf, State, States, statesOf } from './definition';
import { MAXIMUM_EXPRESS_SECONDS, MAXIMUM_SYNCHRONOUS_SECONDS, overlongInExpress } from './definition-faults';
import { CONNECT, DISCONNECT } from './route-keys';
import { warn, warnAtSynthesis, Warning } from './synthesis-warnings';
import { ExecutionInput } from '../execution-input';

/** A route that starts a state machine. */
export interface StartingRoute {
  readonly routeKey: string;
  readonly stateMachine: sfn.IStateMachine;
  readonly executionInput: ExecutionInput;
  /** Whether a registry knows whose the connection is. */
  readonly isRegistered: boolean;
  readonly isSynchronous: boolean;
}

/** The errors of a retry that include a client who is not there yet. */
const RETRIED = ['ApiGateway.410', 'States.TaskFailed', 'States.ALL'];

/** Warns of what is deployed, and fails when the first message comes. */
export function warnOfStart(route: IConstruct, start: StartingRoute): void {
  warnAtSynthesis(route, () => warningsOf(start));
}

/** Warns that ends of executions reach nobody, with an input of the user's that does not say whose they are. */
export function warnOfCompletion(scope: IConstruct, executionInput: ExecutionInput | undefined): void {
  if (executionInput && executionInput._lacks(['id']).length > 0) {
    warn(scope, {
      id: 'inputWithoutConnection',
      text: 'notifyCompletion reads connection.id from the execution\'s input, which the template of executionInput does not render: nobody would hear '
        + 'of the end; add "connection":{"id":"$context.connectionId"}',
    });
  }
}

/** Warns of an input by which a client says who is answered: that may be meant where the workflow answers nobody. */
export function warnOfClientsConnection(scope: IConstruct, executionInput: ExecutionInput): void {
  const how = executionInput._namedByClient();
  if (how !== undefined) {
    warn(scope, {
      id: 'clientNamesConnection',
      text: `the template of executionInput lets a client name the connection that the workflow answers: ${how}; write "connection":`
        + '{"id":"$context.connectionId"} yourself, and put what the client sends into a member of its own, by $input.json',
    });
  }
}

function warningsOf({ executionInput, isRegistered, isSynchronous, routeKey, stateMachine }: StartingRoute): Warning[] {
  const definition = finalDefinitionOf(stateMachine);
  if (!definition) {
    return [];
  }
  const machine = stateMachine.node.path;
  return [
    ...warningsOfInput(definition, machine, executionInput, isRegistered),
    ...warningsOfReply(definition, machine, routeKey, isSynchronous),
    ...(isSynchronous
      ? overlongInExpress(stateMachine, MAXIMUM_SYNCHRONOUS_SECONDS).map((what) => ({
        id: 'overlongSynchronous', text: `${machine} has ${what}, and API Gateway waits ${MAXIMUM_SYNCHRONOUS_SECONDS} seconds for a synchronous workflow; make it shorter`,
      }))
      : overlongInExpress(stateMachine, MAXIMUM_EXPRESS_SECONDS).map((what) => ({
        id: 'overlongExpress', text: `${machine} has ${what}, and Step Functions ends an Express execution after five minutes; make it shorter`,
      }))),
  ];
}

function warningsOfInput(definition: States, machine: string, executionInput: ExecutionInput, isRegistered: boolean): Warning[] {
  const read = new Set([...JSON.stringify(definition).matchAll(/Execution\.Input\.connection\.(id|endpoint|stage|principal)\b/g)].map(([, member]) => member));
  const lacking = executionInput._lacks([...read], isRegistered).map((member) => `connection.${member}`);
  return lacking.length > 0
    ? [{
      id: 'inputWithoutConnection',
      text: `the workflow ${machine} reads ${lacking.join(' and ')} from its input, which the template of executionInput does not render: `
        + 'nothing could be sent; add it, or say where it is in the state that sends; connection.principal is in the envelope with connections, a registry',
    }]
    : [];
}

function warningsOfReply(definition: States, machine: string, routeKey: string, isSynchronous: boolean): Warning[] {
  const id = 'replyOutsideOfConnection';
  if (routeKey === DISCONNECT) {
    return statesOf(definition).filter(isReply).slice(0, 1).map(([name]) => ({
      id, text: `state ${JSON.stringify(name)} of ${machine} posts to the client that $disconnect tells has left: it fails with ApiGateway.410; leave it out`,
    }));
  }
  const reply = routeKey === CONNECT ? firstReply(definition, isSynchronous) : undefined;
  return reply === undefined ? [] : [{
    id,
    text: `state ${JSON.stringify(reply)} of ${machine} posts to the client before $connect has let it in: it fails with ApiGateway.410; `
      + (isSynchronous ? 'answer on another route' : 'wait before it, or retry that error'),
  }];
}

/** The first state that posts to the client who has started the workflow before any time has passed, if there is one. */
function firstReply(states: States, isSynchronous: boolean): string | undefined {
  const named = objectOf(states.States) ?? {};
  const seen = new Set<unknown>();
  const coming: unknown[] = [states.StartAt];
  while (coming.length > 0) {
    const name = coming.pop();
    const state = typeof name === 'string' && Object.hasOwn(named, name) ? objectOf(named[name]) : undefined;
    if (!state || seen.has(name)) {
      continue;
    }
    seen.add(name);
    const isLater = isReply([name as string, state]) ? isRetried(state) : state.Type === 'Wait';
    if (isReply([name as string, state]) && (isSynchronous || !isLater)) {
      return name as string;
    }
    const inner = innerOf(state).map((branch) => firstReply(branch, isSynchronous)).find((reply) => reply !== undefined);
    if (inner !== undefined) {
      return inner;
    }
    // While a synchronous workflow runs, the connection stays closed.
    if (!isLater || isSynchronous) {
      coming.push(...[state, ...listOf(state.Choices), ...listOf(state.Catch)].map((transition) => objectOf(transition)?.Next), state.Default);
    }
  }
  return undefined;
}

function isReply([, { Arguments, Parameters, Resource }]: [string, State]): boolean {
  return typeof Resource === 'string' && /:apigateway:invoke\b/.test(Resource) && /\bconnection\.id\b/.test(JSON.stringify(Arguments ?? Parameters ?? ''));
}

function isRetried({ Retry }: State): boolean {
  return listOf(Retry).some((retrier) => listOf(objectOf(retrier)?.ErrorEquals).some((error) => RETRIED.includes(error as string)));
}
