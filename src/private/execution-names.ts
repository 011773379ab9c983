import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Fault } from './faults';
import { ExecutionName } from '../execution-name';

/** How the executions of each state machine are named, whichever construct's routes start them. */
const names = new WeakMap<sfn.IStateMachine, ExecutionName[]>();

/** Remembers how a route names the executions of a state machine, so that other routes find them. */
export function rememberExecutionName(stateMachine: sfn.IStateMachine, executionName: ExecutionName): void {
  names.set(stateMachine, [...names.get(stateMachine) ?? [], executionName]);
}

/** How executions of a state machine are found by their ids: as they are named. */
export function executionNameOf(stateMachine: sfn.IStateMachine): ExecutionName | undefined {
  return names.get(stateMachine)?.[0];
}

/** A fault if executions are named for several scopes: of whose may a client know? */
export function faultsOfExecutionNames(stateMachine: sfn.IStateMachine, executionName: ExecutionName | undefined): Fault[] {
  const scopes = new Set((names.get(stateMachine) ?? []).map(({ _scope }) => _scope));
  return scopes.size > 1 && !executionName
    ? [{ prop: 'executionName', got: 'none, and routes that name executions in several ways', allowed: 'the name of those executions that clients of this route may reach' }]
    : [];
}
