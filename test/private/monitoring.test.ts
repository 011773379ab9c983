import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { AlarmOptions, WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing } from '../stacks';

const make = () => {
  const stack = newStack();
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack, 'A') });
  api.addWorkflow('report', { definitionBody: passing(stack, 'B') });
  return { api, stack };
};

test.each([
  ['ConnectCount', 'metricConnectCount', 'Sum'],
  ['MessageCount', 'metricMessageCount', 'Sum'],
  ['IntegrationError', 'metricIntegrationError', 'Sum'],
  ['ClientError', 'metricClientError', 'Sum'],
  ['ExecutionError', 'metricExecutionError', 'Sum'],
  ['IntegrationLatency', 'metricIntegrationLatency', 'Average'],
] as const)('%s is the stage\'s', (metricName, method, statistic) => {
  const { api, stack } = make();
  const metric = api[method]({ period: Duration.minutes(1) });
  expect(metric).toMatchObject({ namespace: 'AWS/ApiGateway', metricName, statistic, period: Duration.minutes(1) });
  expect(stack.resolve(metric.dimensions)).toEqual({ ApiId: { Ref: expect.any(String) }, Stage: 'prod' });
});

test('a route has metrics of its own', () => {
  const { api } = make();
  expect(api.metricForRoute('report', 'MessageCount')).toMatchObject({ metricName: 'MessageCount', dimensions: { Stage: 'prod', Route: 'report' } });
});

test('there is an alarm for each thing that can go wrong, of each workflow', () => {
  const { api, stack } = make();
  expect(api.addAlarms()).toHaveLength(3 + 2 * 3);
  const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  expect(alarms.map(({ MetricName }) => MetricName).sort()).toEqual([
    'ExecutionError', 'ExecutionThrottled', 'ExecutionThrottled', 'ExecutionsFailed', 'ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsTimedOut',
    'IntegrationError', 'IntegrationLatency',
  ]);
  expect(alarms.every(({ TreatMissingData }) => TreatMissingData === 'notBreaching')).toBe(true);
  expect(alarms.find(({ MetricName }) => MetricName === 'IntegrationLatency')).toMatchObject({ Threshold: 25_000, ExtendedStatistic: 'p99' });
});

test('whoever tells clients of the end of executions has alarms, too', () => {
  const stack = newStack();
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), notifyCompletion: true });
  api.addAlarms();

  expect(api.widgets()).toHaveLength(5 + 2);
  const ofCompletion = Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).filter(([logicalId]) => logicalId.includes('Completion'));
  expect(ofCompletion.map(([, { Properties }]) => Properties.MetricName).sort()).toEqual(['ExecutionThrottled', 'ExecutionsFailed', 'ExecutionsTimedOut']);
});

test('a workflow\'s alarms are the same ones whatever is added before it', () => {
  const idsOf = (workflows: string[]) => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });
    workflows.forEach((id) => api.addWorkflow(id, { definitionBody: passing(stack, id) }));
    api.addAlarms();
    return Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  };
  expect(idsOf(['new', 'report'])).toEqual(expect.arrayContaining(idsOf(['report'])));
});

test('alarms of an alias are those of its state machine', () => {
  const stack = newStack();
  const arn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:orders';
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine: sfn.StateMachine.fromStateMachineArn(stack, 'Live', `${arn}:live`) });
  api.addAlarms();
  Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', Match.not({ Dimensions: [{ Name: 'StateMachineArn', Value: `${arn}:live` }] }));
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Dimensions: [{ Name: 'StateMachineArn', Value: arn }] });
});

test('alarms can be added again, for the workflows that have come since', () => {
  const { api, stack } = make();
  const first = api.addAlarms();
  api.addWorkflow('late', { definitionBody: passing(stack, 'Late') });
  expect(api.addAlarms()).toEqual([...first, expect.anything(), expect.anything(), expect.anything()]);
});

test.each([
  ['latencyThreshold', { latencyThreshold: Duration.seconds(10) }],
  ['its old name', { latency: Duration.seconds(10) }],
])('alarms do what the user wants, with the latency by %s', (_, latency) => {
  const { api, stack } = make();
  api.addAlarms({ actions: [new SnsAction(new sns.Topic(stack, 'Topic'))], threshold: 5, evaluationPeriods: 3, ...latency });
  for (const { Properties } of Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))) {
    expect(Properties.AlarmActions).toHaveLength(1);
    expect(Properties.OKActions).toHaveLength(1);
    expect(Properties.EvaluationPeriods).toBe(3);
    expect(Properties.Threshold).toBe(Properties.MetricName === 'IntegrationLatency' ? 10_000 : 5);
  }
});

test.each<[string, AlarmOptions, string]>([
  ['always go off', { threshold: 0 }, 'threshold: got 0; allowed: more than 0'],
  ['always go off', { threshold: -1 }, 'threshold: got -1'],
  ['always go off', { latencyThreshold: Duration.seconds(0) }, 'latencyThreshold: got 0'],
  ['never go off', { latency: Duration.seconds(30) }, 'latency: got 30; allowed: more than 0 and less than 29 seconds'],
  ['never go off', { threshold: NaN }, 'threshold: got NaN'],
  ['look at no period', { evaluationPeriods: 0 }, 'evaluationPeriods: got 0; allowed: 1 to 288'],
  ['look back more than a day', { evaluationPeriods: 289 }, 'evaluationPeriods: got 289'],
  ['have two latencies', { latency: Duration.seconds(1), latencyThreshold: Duration.seconds(2) }, 'latency: got a value beside latencyThreshold'],
])('fails with alarms that would %s', (_, options, fault) => {
  const { api, stack } = make();
  expect(() => api.addAlarms(options)).toThrow(`Stack/Orders: invalid options of addAlarms\n  ${fault}`);
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
});

test('a dashboard shows connections, messages, errors, latency, and each workflow', () => {
  const { api, stack } = make();
  api.addDashboard();
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  expect(api.widgets()).toHaveLength(5 + 2);
  expect(JSON.stringify(stack.resolve(api.widgets().map((widget) => widget.toJson())))).toContain('states:::apigateway:invoke');
});
