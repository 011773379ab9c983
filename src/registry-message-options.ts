import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ConnectionRegistry } from './connection-registry';

/**
 * What a task state sends by a registry.
 */
export interface RegistryMessageOptions {
  /**
   * The registry that knows the connections.
   */
  readonly connections: ConnectionRegistry;

  /**
   * What each client receives: one frame of JSON, at most 128 KB.
   *
   * Give an object: Step Functions sends text as a JSON string, in quotes.
   */
  readonly message: sfn.TaskInput;

  /**
   * Whether the message, an object, also gets the execution's id, as `executionId`: the id of `ClientResponse.executionId`, so that a client
   * knows which of its requests it hears of.
   *
   * @default false
   */
  readonly includeExecutionId?: boolean;

  /**
   * Whether to try again when Step Functions is throttled or fails, six times at most, a second apart at first.
   *
   * @default true
   */
  readonly retryOnServiceExceptions?: boolean;
}
