import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { NonProxyIntegration } from './non-proxy-integration';

const ACCEPT = '{"statusCode":200}';

/**
 * Accepts every connection that the authorizer of `$connect` lets through. CDK's own mock integration has no integration response, and
 * every handshake fails.
 */
export class AcceptConnection extends NonProxyIntegration {
  public bind(): apigwv2.WebSocketRouteIntegrationConfig {
    return {
      type: apigwv2.WebSocketIntegrationType.MOCK,
      uri: '',
      templateSelectionExpression: '200',
      requestTemplates: { 200: ACCEPT },
    };
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    return ACCEPT;
  }
}
