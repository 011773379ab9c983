import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * Options of `addAlarms`.
 */
export interface AlarmOptions {
  /**
   * What happens when one of the alarms goes off, and when it is over.
   *
   * @default - nothing but the alarm's state
   */
  readonly actions?: cloudwatch.IAlarmAction[];

  /**
   * How many in five minutes are too many, of errors, failed and throttled executions each.
   *
   * @default 1
   */
  readonly threshold?: number;

  /**
   * The latency of Step Functions' answers, at the 99th percentile, that is too near the 29 seconds after which API Gateway gives up.
   *
   * @default Duration.seconds(25)
   */
  readonly latency?: Duration;
}
