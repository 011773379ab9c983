import { createHash } from 'node:crypto';
import { CfnElement, CfnResource, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
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
class Deployment extends Construct {
  /** The deployment's id. */
  public readonly deploymentId: string;

  /**
   * @param api - the API
   * @param rights - what else has to be in place before anything goes live
   * @param stageName - a stage that is to have the deployment, and is not a resource of this stack
   */
  constructor(scope: Construct, id: string, api: apigwv2.IWebSocketApi, rights: IDependable, stageName?: string) {
    super(scope, id);
    const stack = Stack.of(this);
    const deployment = new apigwv2.CfnDeployment(this, 'Resource', { apiId: api.apiId, stageName });
    this.deploymentId = deployment.ref;

    if (stageName !== undefined) {
      // The stage has this deployment until somebody gives it another, and API Gateway deletes no deployment that a stage has: the stack could
      // be neither deleted nor, where its creation fails, rolled back.
      deployment.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }

    const plainId = stack.getLogicalId(deployment);
    const hashNow = () => hashOf(snapshotOf(stack, api), stack.resolve(stageName));
    let hash = hashNow;
    deployment.overrideLogicalId(Lazy.uncachedString({
      // While preparing, the CDK is looking for references only.
      produce: ({ preparing }) => preparing ? plainId : plainId + hash(),
    }));
    this.node.addValidation({
      validate: () => {
        // Nothing is added to the tree from here on, and the id is asked for many times.
        hash = once(hashNow);
        return [];
      },
    });

    const snapshot: IDependable = {};
    Dependable.implement(snapshot, {
      get dependencyRoots() {
        // Not the API itself, which the deployment refers to.
        return snapshotOf(stack, api).filter((resource) => resource !== api.node.defaultChild);
      },
    });
    deployment.node.addDependency(snapshot, rights);
  }
}

/** Gives a stage a deployment of the API as it is, unless it deploys by itself. */
export function deploy(scope: Construct, stage: apigwv2.IWebSocketStage, rights: IDependable): void {
  const resource = stage.node.defaultChild as apigwv2.CfnStage | undefined;
  if (resource?.autoDeploy) {
    return;
  }
  const isOfThisStack = resource !== undefined && Stack.of(stage) === Stack.of(scope);
  const deployment = new Deployment(scope, 'Deployment', stage.api, rights, isOfThisStack ? undefined : stage.stageName);
  if (isOfThisStack) {
    // A stage may be made to deploy by itself later.
    resource.deploymentId = Lazy.uncachedString({ produce: () => resource.autoDeploy ? undefined : deployment.deploymentId });
  } else {
    // After the stage, and after the deployment that the stage has from its own stack: the last one is what clients meet.
    deployment.node.addDependency(stage);
  }
}

/** The API and everything that belongs to it, of what is in a stack and in its order. */
function snapshotOf(stack: Stack, api: apigwv2.IWebSocketApi): CfnResource[] {
  const resolved = (apiId: string) => JSON.stringify(stack.resolve(apiId));
  const ofApi = resolved(api.apiId);
  return stack.node.findAll()
    .filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct) && Stack.of(construct) === stack)
    .filter((resource) => resource === api.node.defaultChild
      || (isPart(resource) && (resource.apiId === api.apiId || resolved(resource.apiId) === ofApi)));
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

/** @param stageName - of a stage that only a new deployment reaches */
function hashOf(resources: CfnResource[], stageName: unknown): string {
  const hash = createHash('sha256').update(stageName === undefined ? '' : JSON.stringify(stageName));
  for (const resource of resources) {
    const { Resources } = Stack.of(resource).resolve(toCloudFormation(resource));
    // Descriptions of the resource for tools are not deployed.
    for (const [logicalId, { Type, Properties }] of Object.entries<{ Type: string; Properties?: object }>(Resources)) {
      hash.update(JSON.stringify([logicalId, Type, Properties]));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function once<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => value ??= compute();
}

/** What synthesis itself calls on each element. */
function toCloudFormation(element: CfnElement): object {
  return element._toCloudFormation();
}
