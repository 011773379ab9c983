import { Names } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { UsagePlanOptions } from '../usage-plan-options';

/** CDK's own usage plan takes stages of REST APIs only. */
export class UsagePlan extends Construct {
  constructor(scope: Construct, id: string, stage: apigwv2.IWebSocketStage, options: UsagePlanOptions) {
    super(scope, id);
    const plan = new apigateway.CfnUsagePlan(this, 'Resource', {
      apiStages: [{ apiId: stage.api.apiId, stage: stage.stageName }],
      throttle: options.throttle && { rateLimit: options.throttle.rateLimit, burstLimit: options.throttle.burstLimit },
      quota: options.quota && { limit: options.quota.limit, offset: options.quota.offset, period: options.quota.period },
    });
    plan.node.addDependency(stage);
    let previous: apigateway.CfnUsagePlanKey | undefined;
    for (const apiKey of options.apiKeys) {
      // By the key, not its place: a key that moves up would be added to the plan before it has left it.
      const planKey = new apigateway.CfnUsagePlanKey(this, `Key-${Names.nodeUniqueId(apiKey.node)}`, {
        keyId: apiKey.keyId, keyType: 'API_KEY', usagePlanId: plan.ref,
      });
      // One after the other: API Gateway refuses changes of a plan at the same time.
      if (previous) {
        planKey.addDependency(previous);
      }
      previous = planKey;
    }
  }
}
