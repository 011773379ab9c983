import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { Fault } from './faults';
import { CONNECTION, isSamePrincipal } from './principal';
import { Start, Starts } from './starts';
import { Warning } from './synthesis-warnings';
import { ExecutionName } from '../execution-name';

/**
 * How executions of a state machine are found by their ids: as the user says, or else as the routes that start the state machine name them. To be asked
 * at synthesis, when all routes of the app are there.
 */
export function executionNameOf(scope: IConstruct, stateMachine: sfn.IStateMachine, given: ExecutionName | undefined): ExecutionName | undefined {
  return given ?? Starts.of(scope).naming(stateMachine)[0]?.executionName;
}

/** A fault if a route would reach executions of several principals: clients could then reach each other's. */
export function faultsOfExecutionNames(scope: IConstruct, stateMachine: sfn.IStateMachine, given: ExecutionName | undefined): Fault[] {
  const starts = Starts.of(scope).naming(stateMachine);
  if (!given && new Set(starts.map(scopeOf)).size > 1) {
    return [{
      prop: 'executionName',
      got: `none, and routes that name executions in several ways: ${namesOf(starts)}`,
      allowed: 'the name of those executions that clients of this route may reach, per connection or principal',
    }];
  }
  const scoped = starts.filter((start) => scopeOf(start) !== undefined);
  if (given && given._scope === undefined && scoped.length > 0) {
    return [{
      prop: 'executionName',
      got: `names by the message alone, which reach the executions of everybody that other routes start: ${namesOf(scoped)}`,
      allowed: 'names per connection or principal; or leave it out',
    }];
  }
  // A tenant and a user may have the same name, and so the same executions. No connection has the name of either.
  const ofOthers = scoped.filter((start) => given && given._scope !== CONNECTION && scopeOf(start) !== CONNECTION
    && !isSamePrincipal(given._scope!, scopeOf(start)!));
  return ofOthers.length > 0
    ? [{
      prop: 'executionName',
      got: `names per ${given!._scope}, which reach executions of other principals that are called the same: ${namesOf(ofOthers)}`,
      allowed: 'names per the principal that the executions are started by; a state machine of its own for other principals',
    }]
    : [];
}

/** A warning if a route looks for names per connection or principal, and no start gives such names: clients would find nothing. */
export function warningsOfExecutionNames(scope: IConstruct, stateMachine: sfn.IStateMachine, given: ExecutionName | undefined): Warning[] {
  const starts = Starts.of(scope).of(stateMachine);
  return given?._scope !== undefined && starts.length > 0 && starts.every((start) => scopeOf(start) === undefined)
    ? [{
      id: 'unreachableExecutions',
      text: `executions are looked for by names per ${given._scope === CONNECTION ? 'connection' : 'principal'}, which no route gives that starts ${stateMachine.node.path}: `
        + `${namesOf(starts)}; clients would find none: give executionName there, too`,
    }]
    : [];
}

/** A warning if a route finds the executions of some workflows by scoped names, and those of others, whoever has started them, by their ids alone. */
export function warningsOfMixedNames(scope: IConstruct, stateMachines: readonly sfn.IStateMachine[], given: ExecutionName | undefined): Warning[] {
  const isScoped = (stateMachine: sfn.IStateMachine) => executionNameOf(scope, stateMachine, given)?._scope !== undefined;
  const open = stateMachines.filter((stateMachine) => !isScoped(stateMachine) && Starts.of(scope).of(stateMachine).length > 0);
  return open.length > 0 && stateMachines.some(isScoped)
    ? [{
      id: 'openExecutions',
      text: `executions of ${open.map(({ node }) => node.path).join(', ')} are found by their ids alone, whoever has started them, while of other workflows clients find `
        + 'only their own: give executionName to the routes that start these, too',
    }]
    : [];
}

function scopeOf({ executionName }: Start): string | undefined {
  return executionName?._scope;
}

function namesOf(starts: Start[]): string {
  return starts.map(({ route }) => `${JSON.stringify(route.routeKey)} (${route.node.path})`).join(', ');
}
