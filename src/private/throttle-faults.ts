import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Fault, faultsOfNumber } from './faults';

/** What is wrong with how many messages a second there may be. None is an answer: it turns the route off. */
export function faultsOfThrottle(prop: string, throttle: apigwv2.ThrottleSettings = {}): Fault[] {
  return [
    ...faultsOfNumber(`${prop}.rateLimit`, throttle.rateLimit, (rate) => rate >= 0, '0 or more messages a second'),
    ...faultsOfNumber(`${prop}.burstLimit`, throttle.burstLimit, (burst) => burst >= 0 && Number.isInteger(burst), '0 or more messages, a whole number'),
  ];
}
