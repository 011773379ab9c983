import { Aws, Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ClientTask } from './client-task';
import { nameBeside } from './state-names';
import type { ConnectionOptions } from '../connection-options';

/** Name of the error when the client has left. */
export const GONE = 'ApiGateway.410';

/** Errors by which API Gateway says that it is throttled, or fails. */
export const SERVICE_ERRORS = [429, 500, 502, 503, 504].map((status) => `ApiGateway.${status}`);

/** Props of the states that call `@connections`. */
export interface ConnectionTaskProps extends sfn.TaskStateBaseProps, ConnectionOptions {}

/**
 * A task state that calls `@connections` of a WebSocket API through the optimized integration: there is none in the SDK's. The right to is granted by
 * whoever knows the API: the state does not, which is why it works in any machine of any stack.
 *
 * @internal
 */
export abstract class ConnectionTask extends ClientTask {
  constructor(scope: Construct, id: string, private readonly method: string, private readonly options: ConnectionTaskProps) {
    super(scope, id, options);
    if (options.retryOnServiceExceptions ?? true) {
      this.addRetry({ errors: SERVICE_ERRORS, interval: Duration.seconds(1), maxAttempts: 6, backoffRate: 2, jitterStrategy: sfn.JitterType.FULL });
    }
    if (options.ignoreGone) {
      const stateName = nameBeside(options.stateName ?? id, 'client has left');
      this._detourAt(GONE, new sfn.Pass(this, 'Gone', { stateName, queryLanguage: options.queryLanguage }));
    }
  }

  /**
   * @internal
   */
  protected get _expressions(): Record<string, string | undefined> {
    const { connectionId, endpoint, stageName } = this.options;
    return { connectionId, endpoint, stageName };
  }

  /**
   * @internal
   */
  protected _resource(): string {
    return `arn:${Aws.PARTITION}:states:::apigateway:invoke${this._waitsForToken ? '.waitForTaskToken' : ''}`;
  }

  /**
   * @internal
   */
  protected _call(inJsonata: boolean): object {
    return {
      ApiEndpoint: this._address(inJsonata).endpoint,
      Method: this.method,
      Stage: this._address(inJsonata).stageName,
      Path: this.path(inJsonata),
      ...this._renderBody(inJsonata),
      AuthType: 'IAM_ROLE',
    };
  }

  /**
   * Where the connection is: texts and expressions.
   *
   * @internal
   */
  protected _address(inJsonata: boolean): { readonly connectionId: string; readonly endpoint: string; readonly stageName: string } {
    const { connectionId, endpoint, stageName } = this.options;
    return {
      connectionId: connectionId ?? ofStarter('id', inJsonata),
      endpoint: endpoint ?? ofStarter('endpoint', inJsonata),
      stageName: stageName ?? ofStarter('stage', inJsonata),
    };
  }

  /**
   * The members of the call that hold a body.
   *
   * @internal
   */
  protected abstract _renderBody(inJsonata: boolean): object;

  private path(inJsonata: boolean): string {
    // The id as it is: Step Functions encodes it.
    const id = this._address(inJsonata).connectionId;
    if (!inJsonata) {
      return sfn.JsonPath.format('/@connections/{}', id);
    }
    const expression = /^\{%(.*)%\}$/s.exec(id)?.[1].trim();
    return expression === undefined ? `/@connections/${id}` : `{% '/@connections/' & (${expression}) %}`;
  }
}

/** A member of the execution input's `connection`, whose message has started the execution: every state of the workflow can read it. */
export function ofStarter(member: string, inJsonata: boolean): string {
  return inJsonata
    ? `{% $states.context.Execution.Input.connection.${member} %}`
    : sfn.JsonPath.stringAt(`$$.Execution.Input.connection.${member}`);
}
