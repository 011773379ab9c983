import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ExecutionName } from './execution-name';

/**
 * Options of the routes that ask after, or stop, an execution.
 */
export interface ExecutionRouteOptions {
  /**
   * The state machine whose executions the client may name, if it is to be one only.
   *
   * @default - every Standard workflow of the construct, named by the message
   */
  readonly stateMachine?: sfn.IStateMachine;

  /**
   * JSONPath of the workflow's name in the message: the id of `addWorkflow`, nothing for the construct's own. Read where there are several workflows and
   * no `stateMachine` is given.
   *
   * @default '$.workflow'
   */
  readonly workflowPath?: string;

  /**
   * JSONPath of the execution's id in the message: the one that the client was given, or the one that it sent, where executions are named by it. Where
   * the message has none, the id is read from where messages that start an execution have it (`$.requestId`).
   *
   * @default '$.executionId'
   */
  readonly executionIdPath?: string;

  /**
   * How the executions are named: with a name per connection or principal, a client reaches its own only. Names by the message alone are refused where
   * other routes of this app name the executions per connection or principal.
   *
   * @default - as the routes of this app name them that start the state machine, found at synth by its ARN
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
   * The state machine that asked, if it is to be one only. The routes of an API share a role: an answer that comes on one of several answer routes is
   * taken by the state machines of all of them.
   *
   * @default - every Standard state machine that a route of the API starts
   */
  readonly stateMachine?: sfn.IStateMachine;

  /**
   * JSONPath of the task's token in the message.
   *
   * @default '$.taskToken'
   */
  readonly taskTokenPath?: string;
}

/**
 * Options of the routes of groups.
 */
export interface GroupRouteOptions {
  /**
   * JSONPath of the group's name in the message.
   *
   * @default '$.group'
   */
  readonly groupPath?: string;
}
