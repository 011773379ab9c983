import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ExecutionLogLevel, WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps } from '../../src';
import { newStack, passing, textOf, theOnly } from '../stacks';

function synthesize(props: (stack: Stack) => Partial<WebSocketStepFunctionsAsyncProps>): Stack {
  const stack = newStack();
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), ...props(stack) });
  return stack;
}

const stageOf = (stack: Stack) => theOnly(stack, 'AWS::ApiGatewayV2::Stage');
const warned = Match.stringLikeRegexp('CloudWatch Logs role ARN must be set');

test('are left alone by default', () => {
  const stack = synthesize(() => ({}));
  expect(stageOf(stack)).not.toHaveProperty('AccessLogSettings');
  expect(stageOf(stack)).not.toHaveProperty('DefaultRouteSettings');
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Account', 0);
  Annotations.fromStack(stack).hasNoWarning('*', warned);
});

test('access logs are one line of JSON with what WebSocket APIs know', () => {
  const stack = synthesize(() => ({ accessLogs: { retention: logs.RetentionDays.ONE_WEEK } }));
  const { DestinationArn, Format } = stageOf(stack).AccessLogSettings;

  expect(textOf(DestinationArn)).toMatch(/^<OrdersSettingsAccess\w+\.Arn>$/);
  expect(Format).not.toContain('\n');
  expect(Format.length).toBeLessThanOrEqual(1024);
  expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', routeKey: '$context.routeKey', connectionId: '$context.connectionId' });
  expect(Format).not.toMatch(/httpMethod|resourcePath|responseLength/);
  Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7, LogGroupName: Match.stringLikeRegexp('/aws/vendedlogs/apigateway/') });
});

test('access logs go where the user says', () => {
  const stack = synthesize((scope) => ({ accessLogs: { logGroup: new logs.LogGroup(scope, 'Mine') } }));
  expect(textOf(stageOf(stack).AccessLogSettings.DestinationArn)).toMatch(/^<Mine\w+\.Arn>$/);
});

test('execution logs have a level, and a log group that is not kept for ever', () => {
  const stack = synthesize(() => ({ executionLogs: {} }));
  expect(stageOf(stack).DefaultRouteSettings).toEqual({ LoggingLevel: 'ERROR', DataTraceEnabled: false });

  const verbose = synthesize(() => ({ executionLogs: { level: ExecutionLogLevel.INFO, dataTraceEnabled: true }, detailedMetricsEnabled: true }));
  expect(stageOf(verbose).DefaultRouteSettings).toEqual({ LoggingLevel: 'INFO', DataTraceEnabled: true, DetailedMetricsEnabled: true });
  const [name] = Object.values(Template.fromStack(verbose).findResources('AWS::Logs::LogGroup')).map(({ Properties }) => textOf(Properties.LogGroupName))
    .filter((text) => text.startsWith('API-Gateway-Execution-Logs_'));
  expect(name).toMatch(/^API-Gateway-Execution-Logs_<OrdersWebSocketApi\w+>\/prod$/);
});

test('logs without the account\'s role are warned of, with what the deployment will answer', () => {
  Annotations.fromStack(synthesize(() => ({ accessLogs: {} }))).hasWarning('/Stack/Orders', warned);
  Annotations.fromStack(synthesize(() => ({ executionLogs: {} }))).hasWarning('/Stack/Orders', warned);
});

test('the account\'s role is there before the stage, and kept', () => {
  const stack = synthesize(() => ({ accessLogs: {}, cloudWatchRole: true }));
  Annotations.fromStack(stack).hasNoWarning('*', warned);
  Template.fromStack(stack).hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain' });
  const [account] = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Account'));
  Template.fromStack(stack).hasResource('AWS::ApiGatewayV2::Stage', { DependsOn: Match.arrayWith([account]) });
});
