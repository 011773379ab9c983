import { CfnResource, Names, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct, IConstruct } from 'constructs';
import { faultsOfPlace } from './environment-faults';
import { Fault, faultsOfNumber } from './faults';
import { warnAtSynthesis } from './synthesis-warnings';
import { faultsOfThrottle } from './throttle-faults';
import type { UsagePlanOptions } from '../usage-plan-options';

/** What is wrong with the options of a usage plan. */
export function faultsOfUsagePlan(scope: IConstruct, { apiKeys, quota, throttle }: UsagePlanOptions): Fault[] {
  return [
    ...apiKeys.flatMap((apiKey, index) => faultsOfPlace(scope, `apiKeys[${index}]`, apiKey)),
    ...faultsOfThrottle('throttle', throttle),
    ...faultsOfNumber('quota.limit', quota?.limit, (limit) => Number.isInteger(limit) && limit >= 1, '1 or more requests, a whole number'),
    ...faultsOfNumber('quota.offset', quota?.offset, (offset) => Number.isInteger(offset) && offset >= 0, '0 or more requests, a whole number'),
  ];
}

/** Warns where clients need keys that no usage plan of this app gives them, or the other way round. */
export function warnOfUsagePlans(scope: IConstruct, api: apigwv2.IWebSocketApi, apiKeyRequired: boolean): void {
  warnAtSynthesis(scope, () => {
    const stack = Stack.of(api);
    const apiId = JSON.stringify(stack.resolve(api.apiId));
    // By CloudFormation's type, since the class may come from another copy of the library.
    const hasPlan = scope.node.root.node.findAll().some((construct) => CfnResource.isCfnResource(construct)
      && construct.cfnResourceType === apigateway.CfnUsagePlan.CFN_RESOURCE_TYPE_NAME
      && JSON.stringify(stack.resolve((construct as apigateway.CfnUsagePlan).apiStages) ?? []).includes(apiId));
    return hasPlan === apiKeyRequired ? [] : [apiKeyRequired
      ? { id: 'apiKeyWithoutUsagePlan', text: 'apiKeyRequired, but no usage plan of this app has the API: no key is accepted, and nobody can connect; use addUsagePlan' }
      : { id: 'usagePlanWithoutApiKey', text: 'a usage plan has the API, which asks for no key, so that the plan limits nobody; use apiKeyRequired: true' }];
  });
}

/** A usage plan for a stage of a WebSocket API: CDK's own takes stages of REST APIs only. */
export class UsagePlan extends apigateway.UsagePlan {
  private readonly planKeys: apigateway.CfnUsagePlanKey[] = [];

  constructor(scope: Construct, id: string, stage: apigwv2.IWebSocketStage, { apiKeys, quota, throttle }: UsagePlanOptions) {
    super(scope, id, { throttle, quota });
    const resource = this.node.defaultChild as apigateway.CfnUsagePlan;
    resource.apiStages = [{ apiId: stage.api.apiId, stage: stage.stageName }];
    resource.node.addDependency(stage);
    apiKeys.forEach((apiKey) => this.addApiKey(apiKey));
  }

  public addApiKey(apiKey: apigateway.IApiKey, options?: apigateway.AddApiKeyOptions): void {
    // By the key, not its place: a key that moves up would be added to the plan before it has left it.
    const planKey = new apigateway.CfnUsagePlanKey(this, `Key-${Names.nodeUniqueId(apiKey.node)}`, {
      keyId: apiKey.keyId, keyType: 'API_KEY', usagePlanId: this.usagePlanId,
    });
    if (options?.overrideLogicalId) {
      planKey.overrideLogicalId(options.overrideLogicalId);
    }
    // One after the other: API Gateway refuses changes of a plan at the same time.
    const previous = this.planKeys.at(-1);
    if (previous) {
      planKey.addDependency(previous);
    }
    this.planKeys.push(planKey);
  }
}
