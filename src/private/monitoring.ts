import { Aws, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { baseArn } from './state-machine-rights';
import type { AlarmOptions } from '../alarm-options';

/** The metrics of a WebSocket API's stage, by the names that the API's users know. */
export interface StageMetrics {
  metricConnectCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricMessageCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricIntegrationError(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricClientError(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricExecutionError(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricIntegrationLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** State machines, and what they are called where it matters that they are told apart. */
export type StateMachines = ReadonlyMap<sfn.IStateMachine, string>;

/** The ends of an execution that nobody wants. */
const unwanted = (stateMachine: sfn.IStateMachine): Record<string, cloudwatch.Metric> => ({
  Failed: stateMachine.metricFailed(ofAnyVersion(stateMachine)),
  TimedOut: stateMachine.metricTimedOut(ofAnyVersion(stateMachine)),
  Throttled: stateMachine.metricThrottled(ofAnyVersion(stateMachine)),
});

/** Metrics are those of the state machine, by which of its versions or aliases the routes may start it. */
const ofAnyVersion = (stateMachine: sfn.IStateMachine): cloudwatch.MetricOptions => ({ dimensionsMap: { StateMachineArn: baseArn(stateMachine) } });

/** The alarms that a good operator would set. */
export function alarmsOf(scope: Construct, stage: StageMetrics, stateMachines: StateMachines, options: AlarmOptions): cloudwatch.Alarm[] {
  const { actions = [], latency = Duration.seconds(25), threshold = 1 } = options;
  const alarm = (id: string, metric: cloudwatch.Metric, description: string, limit = threshold) => {
    const known = scope.node.tryFindChild(id) as cloudwatch.Alarm | undefined;
    if (known) {
      return known;
    }
    const made = metric.createAlarm(scope, id, {
      alarmDescription: description,
      threshold: limit,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    actions.forEach((action) => {
      made.addAlarmAction(action);
      made.addOkAction(action);
    });
    return made;
  };
  return [
    alarm('IntegrationErrors', stage.metricIntegrationError(), 'Step Functions refuses what the WebSocket API asks of it'),
    alarm('ExecutionErrors', stage.metricExecutionError(), 'The WebSocket API cannot call Step Functions'),
    alarm('IntegrationLatency', stage.metricIntegrationLatency({ statistic: 'p99' }), 'Step Functions answers the WebSocket API too late',
      latency.toMilliseconds()),
    ...[...stateMachines].flatMap(([stateMachine, name]) => Object.entries(unwanted(stateMachine)).map(([end, metric]) =>
      alarm(`${name}${end}`, metric, `Executions of ${stateMachine.node.path}: ${end}`))),
  ];
}

/** What a dashboard shows of an API and its workflows. */
export function widgetsOf(stage: StageMetrics, stateMachines: StateMachines): cloudwatch.IWidget[] {
  const graph = (title: string, ...left: cloudwatch.IMetric[]) => new cloudwatch.GraphWidget({ title, left, width: 12 });
  return [
    graph('Connections', stage.metricConnectCount()),
    graph('Messages', stage.metricMessageCount()),
    graph('Errors', stage.metricClientError(), stage.metricIntegrationError(), stage.metricExecutionError()),
    graph('Latency', stage.metricIntegrationLatency({ statistic: 'p50' }), stage.metricIntegrationLatency({ statistic: 'p99' })),
    // Of all state machines of the account in this region: Step Functions counts them by what was called.
    graph('Calls to API Gateway that failed, replies among them', new cloudwatch.Metric({
      namespace: 'AWS/States',
      metricName: 'ServiceIntegrationsFailed',
      dimensionsMap: { ServiceIntegrationResourceArn: `arn:${Aws.PARTITION}:states:::apigateway:invoke` },
      statistic: 'Sum',
    })),
    ...[...stateMachines.keys()].map((stateMachine) => {
      const options = ofAnyVersion(stateMachine);
      return graph(`Executions of ${stateMachine.node.path}`, stateMachine.metricStarted(options), stateMachine.metricSucceeded(options),
        stateMachine.metricAborted(options), ...Object.values(unwanted(stateMachine)));
    }),
  ];
}
