import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ClientResponse } from './client-response';
import { ExecutionInput } from './execution-input';
import { ApiPermissions } from './private/api-permissions';
import { Faults } from './private/faults';
import { NonProxyIntegration } from './private/non-proxy-integration';
import { DEFAULT_SELECTION_EXPRESSION, DEFAULT_SELECTION_KEY, define, escaped, jsonObject } from './private/vtl';

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

/** API Gateway's limit, in characters. */
const MAXIMUM_TEMPLATE_LENGTH = 32_768;

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
export class WebSocketStepFunctionsIntegration extends NonProxyIntegration {
  private readonly executionInput: ExecutionInput;
  private readonly response: ClientResponse;

  /**
   * @param id - id of the underlying `WebSocketIntegration` construct
   */
  constructor(id: string, private readonly props: WebSocketStepFunctionsIntegrationProps) {
    super(id);
    this.executionInput = props.executionInput ?? ExecutionInput.envelope();
    this.response = props.response ?? ClientResponse.execution();
  }

  /**
   * The integration's request side, and the rights in both directions.
   */
  public bind(options: apigwv2.WebSocketRouteIntegrationBindOptions): apigwv2.WebSocketRouteIntegrationConfig {
    const { route: { webSocketApi }, scope } = options;
    const { stateMachine, stageName } = this.props;
    const template = this.requestTemplate(webSocketApi);
    const faults = new Faults(scope);
    faults.add(...this.executionInput._faults());
    // Tokens aside: their length is known to CloudFormation only.
    const length = template.replace(/\$\{Token\[[^\]]*\]\}/g, '').length;
    if (length > MAXIMUM_TEMPLATE_LENGTH) {
      faults.add({ prop: 'executionInput', got: `a template of ${length} characters`, allowed: `at most ${MAXIMUM_TEMPLATE_LENGTH}; shorten it` });
    }
    faults.throwIfAny();

    const permissions = ApiPermissions.of(webSocketApi);
    const role = this.props.credentialsRole ?? permissions.role;
    stateMachine.grantStartExecution(role);
    permissions.letReply(stateMachine, stageName ?? '*');

    return {
      type: apigwv2.WebSocketIntegrationType.AWS,
      uri: Stack.of(scope).formatArn({
        service: 'apigateway',
        account: 'states',
        resource: 'action',
        resourceName: 'StartExecution',
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      }),
      method: 'POST',
      credentialsRole: role,
      passthroughBehavior: apigwv2.PassthroughBehavior.NEVER,
      templateSelectionExpression: DEFAULT_SELECTION_EXPRESSION,
      requestTemplates: { [DEFAULT_SELECTION_KEY]: template },
    };
  }

  /**
   * The same for integrations that do the same.
   *
   * @internal
   */
  public _signature(api: apigwv2.IWebSocketApi): string {
    return JSON.stringify([this.requestTemplate(api), this._responseTemplate()]);
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    return this.response._render();
  }

  private requestTemplate(api: apigwv2.IWebSocketApi): string {
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
}
