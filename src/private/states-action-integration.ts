import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ApiPermissions } from './api-permissions';
import { Fault, Faults } from './faults';
import { NonProxyIntegration } from './non-proxy-integration';
import { DEFAULT_SELECTION_EXPRESSION, DEFAULT_SELECTION_KEY } from './vtl';

/** API Gateway's limit, in characters. */
const MAXIMUM_TEMPLATE_LENGTH = 32_768;

/**
 * Calls one action of Step Functions for each message of a route.
 *
 * @internal
 */
export abstract class StatesActionIntegration extends NonProxyIntegration {
  /**
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @param action - the name of the action, `StartExecution`
   * @param credentialsRole - the role by which API Gateway calls it, instead of the API's own
   */
  constructor(id: string, private readonly action: string, private readonly credentialsRole?: iam.IRole) {
    super(id);
  }

  /**
   * The integration's request side, and the rights that it takes.
   */
  public bind(options: apigwv2.WebSocketRouteIntegrationBindOptions): apigwv2.WebSocketRouteIntegrationConfig {
    const { route: { webSocketApi }, scope } = options;
    const template = this._requestTemplate(webSocketApi);
    const faults = new Faults(scope);
    faults.add(...this._faults());
    // Tokens aside: their length is known to CloudFormation only.
    const length = template.replace(/\$\{Token\[[^\]]*\]\}/g, '').length;
    if (length > MAXIMUM_TEMPLATE_LENGTH) {
      faults.add({ prop: 'executionInput', got: `a template of ${length} characters`, allowed: `at most ${MAXIMUM_TEMPLATE_LENGTH}; shorten it` });
    }
    faults.throwIfAny();

    const permissions = ApiPermissions.of(scope, webSocketApi);
    const credentialsRole = this.credentialsRole ?? permissions.role;
    this._grant(credentialsRole, permissions);
    return {
      type: apigwv2.WebSocketIntegrationType.AWS,
      uri: Stack.of(scope).formatArn({
        service: 'apigateway',
        account: 'states',
        resource: 'action',
        resourceName: this.action,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      }),
      method: 'POST',
      credentialsRole,
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
    return JSON.stringify([this.action, this._requestTemplate(api), this._responseTemplate()]);
  }

  /**
   * What is wrong with the integration's props.
   *
   * @internal
   */
  public abstract _faults(): Fault[];

  /**
   * The template that renders the action's request.
   *
   * @internal
   */
  protected abstract _requestTemplate(api: apigwv2.IWebSocketApi): string;

  /**
   * Gives the role the right to the action, and whoever else needs one theirs.
   *
   * @internal
   */
  protected abstract _grant(role: iam.IRole, permissions: ApiPermissions): void;
}
