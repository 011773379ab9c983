import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ExecutionName } from './execution-name';

/**
 * Options of the routes that ask after, or stop, an execution.
 */
export interface ExecutionRouteOptions {
  /**
   * The state machine whose executions the client may name.
   *
   * @default - the construct's own workflow
   */
  readonly stateMachine?: sfn.IStateMachine;

  /**
   * JSONPath of the execution's id in the message.
   *
   * @default '$.executionId'
   */
  readonly executionIdPath?: string;

  /**
   * How the executions are named: with a name per connection or principal, a client reaches its own only.
   *
   * @default - as the routes of this app name them that start the state machine
   */
  readonly executionName?: ExecutionName;
}

/**
 * What a client's answer to a question of the workflow's means.
 */
export enum TaskAnswer {
  /** The workflow goes on with the message's `output`, any JSON. */
  SUCCESS = 'SUCCESS',

  /** The task fails with the message's `error` and `cause`. */
  FAILURE = 'FAILURE',

  /** The answer takes longer: the heartbeat timeout starts anew. */
  HEARTBEAT = 'HEARTBEAT',
}

/**
 * Options of the routes that answer a question of the workflow's.
 */
export interface AnswerRouteOptions {
  /**
   * What the answer means.
   *
   * @default TaskAnswer.SUCCESS
   */
  readonly answer?: TaskAnswer;

  /**
   * The state machine that asked.
   *
   * @default - the construct's own workflow
   */
  readonly stateMachine?: sfn.IStateMachine;

  /**
   * JSONPath of the task's token in the message.
   *
   * @default '$.taskToken'
   */
  readonly taskTokenPath?: string;
}
