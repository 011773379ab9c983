import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';

/**
 * Options of a usage plan: what the holders of API keys may use.
 */
export interface UsagePlanOptions {
  /**
   * The keys.
   */
  readonly apiKeys: apigateway.IApiKey[];

  /**
   * How many requests a second each key may make.
   *
   * @default - what the stage takes
   */
  readonly throttle?: apigwv2.ThrottleSettings;

  /**
   * How many requests each key may make in a day, week or month.
   *
   * @default - any number
   */
  readonly quota?: apigateway.QuotaSettings;
}
