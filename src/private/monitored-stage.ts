import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Faults } from './faults';
import { alarmsOf, faultsOfAlarmActions, faultsOfAlarms, widgetsOf } from './monitoring';
import type { AlarmOptions } from '../alarm-options';

/**
 * The metrics, alarms and dashboards of a WebSocket API's stage and the workflows behind it.
 *
 * @internal
 */
export abstract class MonitoredStage extends Construct {
  public abstract readonly webSocketApi: apigwv2.IWebSocketApi;
  public abstract readonly webSocketStage: apigwv2.IWebSocketStage;

  /**
   * The state machines at work, by the names of their workflows.
   *
   * @internal
   */
  protected readonly _stateMachines = new Map<sfn.IStateMachine, string>();

  /**
   * Any metric of the stage. Over five minutes, as a sum, unless the options say otherwise.
   *
   * @param metricName - one of CloudWatch's for WebSocket APIs
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
   */
  public metric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiId: this.webSocketApi.apiId, Stage: this.webSocketStage.stageName },
      statistic: 'Sum',
      ...options,
    }).attachTo(this);
  }

  /**
   * Any metric of one route, by the dimensions ApiId, Stage and Route. There are none without `detailedMetricsEnabled`.
   *
   * Newer pages of AWS's guide name Method and Resource instead of Route: should your account have those, give them as `dimensionsMap`.
   *
   * @param routeKey - the route
   * @param metricName - one of CloudWatch's for WebSocket APIs
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
   */
  public metricForRoute(routeKey: string, metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const dimensionsMap = { ApiId: this.webSocketApi.apiId, Stage: this.webSocketStage.stageName, Route: routeKey };
    return this.metric(metricName, { dimensionsMap, ...options });
  }

  /** How many clients have connected. */
  public metricConnectCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ConnectCount', options);
  }

  /** How many messages there were, from clients and to them. */
  public metricMessageCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('MessageCount', options);
  }

  /** How often Step Functions has answered with an error. */
  public metricIntegrationError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationError', options);
  }

  /** How often a message was refused before Step Functions heard of it. */
  public metricClientError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ClientError', options);
  }

  /** How often Step Functions could not be called. */
  public metricExecutionError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ExecutionError', options);
  }

  /** How long Step Functions has taken to answer, in milliseconds; the average unless the options say otherwise. */
  public metricIntegrationLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', { statistic: 'Average', ...options });
  }

  /**
   * Adds the alarms that a good operator would set: for integration and execution errors, for latency near the 29 seconds after which API
   * Gateway gives up, and for failed, timed out and throttled executions of each workflow that there is by now, and of what tells clients of
   * their ends (`notifyCompletion`). Called again, it adds those of the workflows that have come since.
   *
   * @returns the alarms
   */
  public addAlarms(options: AlarmOptions = {}): cloudwatch.Alarm[] {
    const faults = new Faults(this, 'options of addAlarms');
    faults.add(...faultsOfAlarms(options));
    faults.throwIfAny();
    const scope = this.node.tryFindChild('Alarms') as Construct | undefined ?? new Construct(this, 'Alarms');
    const alarms = alarmsOf(scope, this, this._stateMachines, options);
    faults.add(...faultsOfAlarmActions(alarms));
    faults.throwIfAny();
    return alarms;
  }

  /**
   * Adds a dashboard with `widgets`.
   *
   * @param id - names the dashboard
   * @returns the dashboard, for more widgets
   */
  public addDashboard(id = 'Dashboard'): cloudwatch.Dashboard {
    return new cloudwatch.Dashboard(this, id, { widgets: [this.widgets()] });
  }

  /**
   * Widgets for a dashboard: connections, messages, errors, latency, failed replies, and the executions of each workflow that there is by now,
   * by their ends.
   */
  public widgets(): cloudwatch.IWidget[] {
    return widgetsOf(this, this._stateMachines);
  }
}
