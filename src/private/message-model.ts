import { Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { DEFAULT_SELECTION_EXPRESSION, DEFAULT_SELECTION_KEY } from './vtl';

/**
 * Lets a route take messages of a JSON schema only.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export function validateMessages(route: apigwv2.WebSocketRoute, schema: object): void {
  const model = new apigwv2.CfnModel(route, 'Model', {
    apiId: route.webSocketApi.apiId,
    contentType: 'application/json',
    // Letters and digits only.
    name: `Message${route.node.addr.slice(-8)}`,
    schema: Token.isUnresolved(schema) ? schema : { $schema: 'http://json-schema.org/draft-04/schema#', ...schema },
  });
  const resource = route.node.defaultChild as apigwv2.CfnRoute;
  resource.modelSelectionExpression = DEFAULT_SELECTION_EXPRESSION;
  resource.requestModels = { [DEFAULT_SELECTION_KEY]: model.name };
  resource.node.addDependency(model);
}
