import { createHash } from 'node:crypto';
import { CfnElement, CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct, Dependable, IDependable } from 'constructs';

/**
 * A snapshot of a WebSocket API for its stages.
 *
 * A deployment never changes once made, so that its logical id is made from all that it is a snapshot of: every change is a new
 * deployment, and goes live. It depends on all of that, so that nothing half-made does. Both are found at synthesis, with whatever was
 * added to the API by then, and by whatever means.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-set-up-websocket-deployment.html
 */
export class Deployment extends Construct {
  /** The deployment's id. */
  public readonly deploymentId: string;

  /**
   * @param api - the API
   * @param rights - what else has to be in place before anything goes live
   */
  constructor(scope: Construct, id: string, api: apigwv2.IWebSocketApi, rights: IDependable) {
    super(scope, id);
    const deployment = new apigwv2.CfnDeployment(this, 'Resource', { apiId: api.apiId });
    this.deploymentId = deployment.ref;

    const plainId = Stack.of(this).getLogicalId(deployment);
    deployment.overrideLogicalId(Lazy.uncachedString({ produce: () => plainId + hashOf(snapshotOf(api)) }));

    const snapshot: IDependable = {};
    Dependable.implement(snapshot, {
      get dependencyRoots() {
        return snapshotOf(api);
      },
    });
    deployment.node.addDependency(snapshot, rights);
  }
}

/** The API and everything that belongs to it, in the stack's order. */
function snapshotOf(api: apigwv2.IWebSocketApi): CfnResource[] {
  const stack = Stack.of(api);
  const apiId = JSON.stringify(stack.resolve(api.apiId));
  return stack.node.findAll()
    .filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct) && Stack.of(construct) === stack)
    .filter((resource) => resource === api.node.defaultChild || (isPart(resource) && JSON.stringify(stack.resolve(resource.apiId)) === apiId));
}

type Part =
  | apigwv2.CfnRoute | apigwv2.CfnRouteResponse | apigwv2.CfnIntegration | apigwv2.CfnIntegrationResponse | apigwv2.CfnModel | apigwv2.CfnAuthorizer;

const PARTS = [
  apigwv2.CfnRoute, apigwv2.CfnRouteResponse, apigwv2.CfnIntegration, apigwv2.CfnIntegrationResponse, apigwv2.CfnModel, apigwv2.CfnAuthorizer,
].map((part) => part.CFN_RESOURCE_TYPE_NAME);

/** By CloudFormation's type, since the class may come from another copy of the library. */
function isPart(resource: CfnResource): resource is Part {
  return PARTS.includes(resource.cfnResourceType);
}

function hashOf(resources: CfnResource[]): string {
  const hash = createHash('sha256');
  for (const resource of resources) {
    const { Resources } = Stack.of(resource).resolve(toCloudFormation(resource));
    // Descriptions of the resource for tools are not deployed.
    for (const [logicalId, { Type, Properties }] of Object.entries<{ Type: string; Properties?: object }>(Resources)) {
      hash.update(JSON.stringify([logicalId, Type, Properties]));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** What synthesis itself calls on each element. */
function toCloudFormation(element: CfnElement): object {
  return element._toCloudFormation();
}
