import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';

/** A resource that says of which API it is a part. */
type Part = CfnResource & { readonly apiId: string };

/**
 * The parts of an API that are of a type, in whichever stack of the app.
 *
 * @param type - by CloudFormation's name, since the class may come from another copy of the library
 */
export function partsOf<P extends Part>(api: apigwv2.IWebSocketApi, type: string): P[] {
  return api.node.root.node.findAll().filter((construct): construct is P =>
    CfnResource.isCfnResource(construct) && construct.cfnResourceType === type && isPartOf(api, construct as Part));
}

function isPartOf(api: apigwv2.IWebSocketApi, part: Part): boolean {
  const [stack, stackOfApi] = [Stack.of(part), Stack.of(api)];
  if (part.apiId === api.apiId) {
    // An id in plain text says nothing of an API elsewhere.
    return Token.isUnresolved(part.apiId) || stack.environment === stackOfApi.environment;
  }
  return stack === stackOfApi && JSON.stringify(stack.resolve(part.apiId)) === JSON.stringify(stack.resolve(api.apiId));
}
