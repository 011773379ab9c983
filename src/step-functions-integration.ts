import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ClientResponse } from './client-response';
import { ExecutionInput } from './execution-input';
import { ApiPermissions } from './private/api-permissions';
import { Fault } from './private/faults';
import { replyTemplate } from './private/reply';
import { StatesActionIntegration } from './private/states-action-integration';
import { define, escaped, jsonObject } from './private/vtl';

/**
 * Props of `WebSocketStepFunctionsIntegration`.
 */
export interface WebSocketStepFunctionsIntegrationProps {
  /**
   * The state machine that a message starts, Standard or Express; both asynchronously.
   */
  readonly stateMachine: sfn.IStateMachine;

  /**
   * What the workflow receives.
   *
   * @default ExecutionInput.envelope()
   */
  readonly executionInput?: ExecutionInput;

  /**
   * What the client receives when the workflow has started. Give the route `returnResponse: true` as well, unless it is `none()`.
   *
   * @default ClientResponse.execution()
   */
  readonly response?: ClientResponse;

  /**
   * The stage whose connections the workflow may answer.
   *
   * @default - the stage that the message came through, whichever of the API's it is
   */
  readonly stageName?: string;

  /**
   * The role by which API Gateway starts executions. It gets the right to start this state machine.
   *
   * @default - a role made for the API, shared by all its integrations of this kind
   */
  readonly credentialsRole?: iam.IRole;
}

/**
 * Starts an execution of a state machine for each message of a route, with no Lambda in between. Works on any WebSocket API.
 *
 * Several routes of one API may share an integration. The state machine also gets the right to post to the API's connections.
 *
 * @example
 * const webSocketApi = new apigwv2.WebSocketApi(this, 'Api');
 * webSocketApi.addRoute('order', {
 *   integration: new WebSocketStepFunctionsIntegration('Order', { stateMachine }),
 *   returnResponse: true,
 * });
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export class WebSocketStepFunctionsIntegration extends StatesActionIntegration {
  private readonly executionInput: ExecutionInput;
  private readonly response: ClientResponse;

  /**
   * @param id - id of the underlying `WebSocketIntegration` construct
   */
  constructor(id: string, private readonly props: WebSocketStepFunctionsIntegrationProps) {
    super(id, 'StartExecution', props.credentialsRole);
    this.executionInput = props.executionInput ?? ExecutionInput.envelope();
    this.response = props.response ?? ClientResponse.execution();
  }

  /**
   * @internal
   */
  public _faults(): Fault[] {
    return this.executionInput._faults();
  }

  /**
   * @internal
   */
  protected _requestTemplate(api: apigwv2.IWebSocketApi): string {
    const { region, urlSuffix } = Stack.of(api);
    const input = this.executionInput._render({
      endpoint: `${api.apiId}.execute-api.${region}.${urlSuffix}`,
      stageName: this.props.stageName ?? '$context.stage',
    });
    return define('executionInput', input) + jsonObject({
      stateMachineArn: `"${this.props.stateMachine.stateMachineArn}"`,
      input: `"${escaped('executionInput')}"`,
    });
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    return this.response._render(replyTemplate);
  }

  /**
   * @internal
   */
  protected _grant(role: iam.IRole, permissions: ApiPermissions): void {
    this.props.stateMachine.grantStartExecution(role);
    permissions.letReply(this.props.stateMachine, this.props.stageName ?? '*');
  }
}
