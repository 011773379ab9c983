import { Lazy } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { NonProxyIntegration } from './non-proxy-integration';
import { CONNECT } from './route-keys';
import { when } from './vtl';

const ACCEPT = '{"statusCode":200}';
const PONG = '{"pong":true}';

/**
 * Answers by itself: accepts every connection that the authorizer of `$connect` lets through, and answers the messages of other routes as pings. One
 * for both saves two resources. CDK's own mock integration has no integration response, and every handshake fails.
 *
 * @internal
 */
export class MockIntegration extends NonProxyIntegration {
  private readonly routeKeys = new Set<string>();

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
  public _bindToRoute(options: apigwv2.WebSocketRouteIntegrationBindOptions): { readonly integrationId: string } {
    this.routeKeys.add(options.route.routeKey);
    return super._bindToRoute(options);
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    // Which routes it answers is known at synthesis.
    return Lazy.uncachedString({
      produce: () => {
        if (!this.routeKeys.has(CONNECT)) {
          return PONG;
        }
        return this.routeKeys.size === 1 ? ACCEPT : when('$context.eventType == "CONNECT"', ACCEPT, PONG);
      },
    });
  }
}
