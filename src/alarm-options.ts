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
   * How many in five minutes are too many, of errors, failed, timed out and throttled executions each. More than 0.
   *
   * @default 1
   */
  readonly threshold?: number;

  /**
   * The latency of Step Functions' answers, at the 99th percentile, that is too near the 29 seconds after which API Gateway gives up: more than
   * 0, and less than these.
   *
   * @default Duration.seconds(25)
   */
  readonly latencyThreshold?: Duration;

  /**
   * The same as `latencyThreshold`.
   *
   * @default Duration.seconds(25)
   * @deprecated use `latencyThreshold`
   */
  readonly latency?: Duration;

  /**
   * For how many times five minutes in a row a threshold is reached before an alarm goes off: 1 to 288, which is a day.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;
}
