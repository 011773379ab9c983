import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ConnectionOptions } from './connection-options';
import { ConnectionTask } from './private/connection-task';
import { Faults } from './private/faults';

/**
 * Props of `CloseConnection.jsonPath`.
 */
export interface CloseConnectionJsonPathProps extends sfn.TaskStateJsonPathBaseProps, ConnectionOptions {}

/**
 * Props of `CloseConnection.jsonata`.
 */
export interface CloseConnectionJsonataProps extends sfn.TaskStateJsonataBaseProps, ConnectionOptions {}

/**
 * Props of `CloseConnection`.
 */
export interface CloseConnectionProps extends sfn.TaskStateBaseProps, ConnectionOptions {}

/**
 * Closes a client's connection: a task state for any state machine that a WebSocket API starts. It finds the connection as
 * `SendToConnection` does; its output is its input, unless the props say otherwise.
 *
 * The state machine needs a right of its own for it: `WebSocketStepFunctionsAsync.grantCloseConnections`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class CloseConnection extends ConnectionTask {
  /**
   * Closes a connection, with JSONPath.
   */
  public static jsonPath(scope: Construct, id: string, props: CloseConnectionJsonPathProps = {}): CloseConnection {
    return new CloseConnection(scope, id, props);
  }

  /**
   * Closes a connection, with JSONata.
   */
  public static jsonata(scope: Construct, id: string, props: CloseConnectionJsonataProps = {}): CloseConnection {
    return new CloseConnection(scope, id, { ...props, queryLanguage: sfn.QueryLanguage.JSONATA });
  }

  constructor(scope: Construct, id: string, props: CloseConnectionProps = {}) {
    super(scope, id, 'DELETE', props);
    const { integrationPattern = sfn.IntegrationPattern.REQUEST_RESPONSE } = props;
    if (integrationPattern !== sfn.IntegrationPattern.REQUEST_RESPONSE) {
      const faults = new Faults(this);
      faults.add({ prop: 'integrationPattern', got: integrationPattern, allowed: 'REQUEST_RESPONSE: a connection that is closed answers nothing' });
      faults.throwIfAny();
    }
  }

  /**
   * @internal
   */
  protected _renderBody(): object {
    return {};
  }
}
