import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { finalDefinitionOf, objectOf, State, statesOf } from './definition';
import { Fault } from './faults';
import type { ConnectionRegistry } from '../connection-registry';
import type { ExecutionInput } from '../execution-input';
import type { WorkflowOptions } from '../workflow-options';

/** A fault if ends of executions would be kept for whomever a client names. */
export function faultsOfKeptEnds({ executionInput, notifyCompletion }: WorkflowOptions, connections: ConnectionRegistry | undefined): Fault[] {
  return notifyCompletion && connections?._retention ? faultsOf(executionInput, 'notifyCompletion') : [];
}

/** The same of messages that a workflow sends. At synthesis, when its definition does not change any more. */
export function faultsOfKeptMessages(executionInput: ExecutionInput, stateMachine: sfn.IStateMachine): Fault[] {
  const [first] = statesOf(finalDefinitionOf(stateMachine) ?? {}).filter(([, state]) => keepsForStarter(state));
  return first ? faultsOf(executionInput, `state ${JSON.stringify(first[0])} of ${stateMachine.node.path}`) : [];
}

function faultsOf(executionInput: ExecutionInput | undefined, keeper: string): Fault[] {
  const how = executionInput?._namedByClient();
  return how === undefined ? [] : [{
    prop: 'executionInput',
    got: `a template by which a client names connection.principal, for whom ${keeper} keeps what it sends: ${how}`,
    allowed: 'one by which no client can, who could put messages into the mailbox of anybody, to be taken for their own; use ExecutionInput.envelope(), or write '
      + '"connection" of $context yourself, and put what the client sends into a member of its own, by $input.json',
  }];
}

/** Whether a state keeps a message for whoever has started the execution. */
function keepsForStarter({ Arguments, Parameters }: State): boolean {
  const { keep, to } = objectOf(objectOf(Arguments ?? Parameters)?.Input) ?? {};
  return keep !== undefined && /\bExecution\.Input\.connection\.principal\b/.test(JSON.stringify(to ?? ''));
}
