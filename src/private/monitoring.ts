import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { faultsOfArnRegions } from './environment-faults';
import { Fault, faultsOfNumber, faultsOfRenamed } from './faults';
import type { MonitoredStage } from './monitored-stage';
import { baseArn } from './state-machine-rights';
import type { AlarmOptions } from '../alarm-options';

/** The metrics of a WebSocket API's stage. */
export type StageMetrics = Pick<MonitoredStage,
| 'metricConnectCount' | 'metricMessageCount' | 'metricIntegrationError' | 'metricClientError' | 'metricExecutionError' | 'metricIntegrationLatency'>;

/** State machines, and what they are called where it matters that they are told apart. */
export type StateMachines = ReadonlyMap<sfn.IStateMachine, string>;

/** The ends of an execution that nobody wants. */
const unwanted = (stateMachine: sfn.IStateMachine): Record<string, cloudwatch.Metric> => ({
  Failed: stateMachine.metricFailed(ofAnyVersion(stateMachine)),
  TimedOut: stateMachine.metricTimedOut(ofAnyVersion(stateMachine)),
  Throttled: stateMachine.metricThrottled(ofAnyVersion(stateMachine)),
});

/** The metrics of the state machine itself, whichever of its versions or aliases the routes start. */
const ofAnyVersion = (stateMachine: sfn.IStateMachine): cloudwatch.MetricOptions => ({ dimensionsMap: { StateMachineArn: baseArn(stateMachine) } });

/** API Gateway gives up after so many seconds: no latency is longer. */
const MAXIMUM_LATENCY_SECONDS = 29;

/** CloudWatch looks back a day at most, here in periods of five minutes. */
const MAXIMUM_PERIODS = 288;

/** What is wrong with the options of alarms, which would go off always, or never. */
export function faultsOfAlarms(options: AlarmOptions): Fault[] {
  const { evaluationPeriods, latency, latencyThreshold = latency, threshold } = options;
  const seconds = latencyThreshold?.isUnresolved() ? undefined : latencyThreshold?.toSeconds({ integral: false });
  return [
    ...faultsOfNumber('threshold', threshold, (count) => count > 0, 'more than 0: with 0 or less the alarms never end'),
    ...faultsOfNumber(options.latencyThreshold ? 'latencyThreshold' : 'latency', seconds, (latest) => latest > 0 && latest < MAXIMUM_LATENCY_SECONDS,
      `more than 0 and less than ${MAXIMUM_LATENCY_SECONDS} seconds, after which API Gateway gives up`),
    ...faultsOfNumber('evaluationPeriods', evaluationPeriods, (periods) => Number.isInteger(periods) && periods >= 1 && periods <= MAXIMUM_PERIODS,
      `1 to ${MAXIMUM_PERIODS} periods of five minutes, a whole number`),
    ...faultsOfRenamed(options, 'latency', 'latencyThreshold'),
  ];
}

/** What is wrong with where the actions are: CloudWatch takes those of its own region only. */
export function faultsOfAlarmActions(alarms: cloudwatch.Alarm[]): Fault[] {
  const [alarm] = alarms;
  const arns: unknown[] = Stack.of(alarm).resolve((alarm.node.defaultChild as cloudwatch.CfnAlarm).alarmActions) ?? [];
  return faultsOfArnRegions(alarm, 'actions', arns);
}

/** The alarms that a good operator would set. */
export function alarmsOf(scope: Construct, stage: StageMetrics, stateMachines: StateMachines, options: AlarmOptions): cloudwatch.Alarm[] {
  const { actions = [], evaluationPeriods = 1, latency = Duration.seconds(25), latencyThreshold = latency, threshold = 1 } = options;
  const alarm = (id: string, metric: cloudwatch.Metric, description: string, limit = threshold) => {
    const known = scope.node.tryFindChild(id) as cloudwatch.Alarm | undefined;
    if (known) {
      return known;
    }
    const made = metric.createAlarm(scope, id, {
      alarmDescription: description,
      threshold: limit,
      evaluationPeriods,
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
      latencyThreshold.toMilliseconds()),
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
