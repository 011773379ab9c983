import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { mayBeSameStateMachine } from './state-machine-identity';
import type { ExecutionName } from '../execution-name';

/** A route that starts executions of a state machine. */
export interface Start {
  readonly route: apigwv2.IWebSocketRoute;
  readonly stateMachine: sfn.IStateMachine;
  readonly executionName?: ExecutionName;
  /** Whether executions can be asked after, stopped and answered: Express ones cannot. */
  readonly isLasting: boolean;
}

/** Where the root of an app keeps its starts, for every copy of this library. */
const STARTS = Symbol.for('cdk-websocket-step-functions.starts');

/** The routes of an app that start executions, whichever construct has made them. */
export class Starts {
  public static of({ node }: IConstruct): Starts {
    const root = node.root as IConstruct & { [STARTS]?: Starts };
    return root[STARTS] ??= new Starts();
  }

  private readonly starts: Start[] = [];
  private readonly watchers: ((start: Start) => void)[] = [];

  public add(start: Start): void {
    this.starts.push(start);
    this.watchers.forEach((watch) => watch(start));
  }

  /** Calls back for each start that there is, and each that is added later. */
  public watch(watcher: (start: Start) => void): void {
    this.watchers.push(watcher);
    this.starts.forEach(watcher);
  }

  /** The starts of a state machine, by whichever object it is known. */
  public of(stateMachine: sfn.IStateMachine): Start[] {
    return this.starts.filter((start) => mayBeSameStateMachine(start.stateMachine, stateMachine));
  }

  /** Those that name its executions. */
  public naming(stateMachine: sfn.IStateMachine): Start[] {
    return this.of(stateMachine).filter(({ executionName }) => executionName);
  }
}

/** Whether two objects stand for one API. */
export function isSameApi(one: apigwv2.IWebSocketApi, other: apigwv2.IWebSocketApi): boolean {
  return one === other || one.apiId === other.apiId;
}
