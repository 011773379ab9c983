import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ApiPermissions } from './api-permissions';
import { faultsOfRolePlace } from './environment-faults';
import { Fault, Faults } from './faults';
import { NonProxyIntegration } from './non-proxy-integration';
import { faultsOfMessageRoute } from './route-keys';
import { DEFAULT_SELECTION_EXPRESSION, DEFAULT_SELECTION_KEY } from './vtl';

/** API Gateway's limit, in characters. */
const MAXIMUM_TEMPLATE_LENGTH = 32_768;

/** What the user gave the options of an integration to. */
export interface OptionsPlace {
  readonly scope: IConstruct;
  readonly of: string;
}

/**
 * Calls one action of a service of AWS for each request of a route.
 *
 * @internal
 */
export abstract class ActionIntegration extends NonProxyIntegration {
  /**
   * Whether the request is made of what the client sends.
   *
   * @internal
   */
  protected abstract readonly _needsMessage: boolean;

  /**
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @param service - the service's name in the integration's ARN, `states`
   * @param action - the name of the action, `StartExecution`
   * @param credentialsRole - the role by which API Gateway calls it, instead of the API's own
   */
  constructor(id: string, private readonly service: string, private readonly action: string, private readonly credentialsRole?: iam.IRole) {
    super(id);
  }

  /**
   * The integration's request side, and the rights that it takes.
   */
  public bind(options: apigwv2.WebSocketRouteIntegrationBindOptions): apigwv2.WebSocketRouteIntegrationConfig {
    const { route: { routeKey, webSocketApi }, scope } = options;
    const template = this._requestTemplate(webSocketApi, scope);
    const faults = new Faults(scope);
    faults.add(...(this._needsMessage ? faultsOfMessageRoute(routeKey) : []), ...this._faults(scope));
    faults.add(...faultsOfRolePlace(scope, this.credentialsRole), ...faultsOfTemplate('executionInput', template));
    faults.throwIfAny();

    const permissions = ApiPermissions.of(scope, webSocketApi);
    const credentialsRole = this.credentialsRole ?? permissions.role;
    this._grant(credentialsRole, permissions, webSocketApi);
    return {
      type: apigwv2.WebSocketIntegrationType.AWS,
      uri: Stack.of(scope).formatArn({
        service: 'apigateway',
        account: this.service,
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
    return JSON.stringify([this.action, this._requestTemplate(api, api), this._responseTemplate()]);
  }

  /**
   * What is wrong with the integration's props, where it is to be.
   *
   * @internal
   */
  public abstract _faults(scope: IConstruct): Fault[];

  /**
   * The template that renders the action's request.
   *
   * @internal
   */
  protected abstract _requestTemplate(api: apigwv2.IWebSocketApi, scope: IConstruct): string;

  /**
   * Gives the role the right to the action, and whoever else needs one theirs.
   *
   * @internal
   */
  protected abstract _grant(role: iam.IRole, permissions: ApiPermissions, api: apigwv2.IWebSocketApi): void;
}

/** A fault if a mapping template is too long. Tokens aside: their length is known to CloudFormation only. */
export function faultsOfTemplate(prop: string, template: string): Fault[] {
  const { length } = template.replace(/\$\{Token\[[^\]]*\]\}/g, '');
  return length > MAXIMUM_TEMPLATE_LENGTH
    ? [{ prop, got: `a template of ${length} characters`, allowed: `at most ${MAXIMUM_TEMPLATE_LENGTH}; shorten it` }]
    : [];
}
