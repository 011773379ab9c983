import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ActionIntegration } from './action-integration';
import { Fault } from './faults';
import { PARTITION_KEY, setOwnKey, setSortKey, SORT_KEY } from './registry-rows';
import { grantOnStateMachine } from './state-machine-rights';
import { define, escaped, jsonObject, jsonString } from './vtl';

/**
 * Tells a state machine that a connection has ended, and whose it was: the integration of `$disconnect` where executions are stopped then. It forgets the
 * connection as well.
 *
 * @internal
 */
export class GoodbyeIntegration extends ActionIntegration {
  protected readonly _needsMessage = false;

  constructor(id: string, private readonly principal: string, private readonly stateMachine: sfn.IStateMachine) {
    super(id, 'states', 'StartExecution');
  }

  /**
   * @internal
   */
  public _faults(): Fault[] {
    return [];
  }

  /**
   * @internal
   */
  protected _requestTemplate(_api: apigwv2.IWebSocketApi): string {
    const disconnected = jsonObject({ [PARTITION_KEY]: jsonString(PARTITION_KEY), [SORT_KEY]: jsonString(SORT_KEY) });
    return setOwnKey(this.principal)
      + setSortKey()
      + define('executionInput', jsonObject({ disconnected }))
      + jsonObject({ stateMachineArn: `"${this.stateMachine.stateMachineArn}"`, input: `"${escaped('executionInput')}"` });
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    return '{"statusCode":200}';
  }

  /**
   * @internal
   */
  protected _grant(role: iam.IRole): void {
    grantOnStateMachine(role, this.stateMachine, 'StartExecution');
  }
}
