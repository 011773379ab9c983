import * as iam from 'aws-cdk-lib/aws-iam';
import { ActionIntegration } from './action-integration';

/**
 * Calls one action of Step Functions for each message of a route.
 *
 * @internal
 */
export abstract class StatesActionIntegration extends ActionIntegration {
  /**
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @param action - the name of the action, `StartExecution`
   * @param credentialsRole - the role by which API Gateway calls it, instead of the API's own
   */
  constructor(id: string, action: string, credentialsRole?: iam.IRole) {
    super(id, 'states', action, credentialsRole);
  }
}
