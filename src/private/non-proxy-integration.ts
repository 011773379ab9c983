import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { DEFAULT_SELECTION_EXPRESSION, DEFAULT_SELECTION_KEY } from './vtl';

/**
 * An integration with what CDK's own lack and API Gateway asks of every integration that is no proxy: an integration response. Without one,
 * an answer of the backend is an error.
 *
 * @internal
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export abstract class NonProxyIntegration extends apigwv2.WebSocketRouteIntegration {
  private integrationResponse?: apigwv2.CfnIntegrationResponse;

  /**
   * @internal
   */
  public _bindToRoute(options: apigwv2.WebSocketRouteIntegrationBindOptions): { readonly integrationId: string } {
    const bound = super._bindToRoute(options);
    // One for all routes that share the integration.
    this.integrationResponse ??= new apigwv2.CfnIntegrationResponse(options.scope, 'IntegrationResponse', {
      apiId: options.route.webSocketApi.apiId,
      integrationId: bound.integrationId,
      integrationResponseKey: this._responseKey,
      templateSelectionExpression: DEFAULT_SELECTION_EXPRESSION,
      responseTemplates: { [DEFAULT_SELECTION_KEY]: this._responseTemplate() },
    });
    return bound;
  }

  /**
   * Which of the backend's answers are mapped; others are errors. All of them by default: how API Gateway selects by Step Functions' status is not known.
   *
   * @internal
   */
  protected get _responseKey(): string {
    return DEFAULT_SELECTION_KEY;
  }

  /**
   * What is made of the backend's answer.
   *
   * @internal
   */
  protected abstract _responseTemplate(): string;
}
