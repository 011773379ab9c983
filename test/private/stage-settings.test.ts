import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as kms from 'aws-cdk-lib/aws-kms';
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

test('log groups of the construct\'s own keep a month unless the user says otherwise, and go with the stack', () => {
  const groups = Object.values(Template.fromStack(synthesize(() => ({ accessLogs: {}, executionLogs: {} }))).findResources('AWS::Logs::LogGroup'));
  expect(groups.map(({ Properties, DeletionPolicy }) => [Properties.RetentionInDays, DeletionPolicy])).toEqual(Array(3).fill([30, 'Delete']));

  const kept = synthesize(() => ({ executionLogs: { retention: logs.RetentionDays.ONE_YEAR } }));
  Template.fromStack(kept).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
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

describe('a throttled route', () => {
  const routeThrottle = { rateLimit: 10, burstLimit: 20 };

  test('repeats what the stage has, which would not apply to it otherwise', () => {
    const stack = synthesize(() => ({
      routeKeys: ['order.new'], routeThrottle, executionLogs: {}, detailedMetricsEnabled: true, throttle: { rateLimit: 100, burstLimit: 200 },
    }));
    const ofStage = { LoggingLevel: 'ERROR', DataTraceEnabled: false, DetailedMetricsEnabled: true };
    expect(stageOf(stack)).toMatchObject({
      DefaultRouteSettings: { ...ofStage, ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      RouteSettings: { 'order.new': { ...ofStage, ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 } },
    });
  });

  test('has the stage\'s burst if it has none of its own', () => {
    const stack = synthesize(() => ({ routeThrottle: { rateLimit: 10 }, throttle: { rateLimit: 100, burstLimit: 200 } }));
    expect(stageOf(stack).RouteSettings).toEqual({ $default: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 200 } });
  });

  test('is there before the stage, also where that deploys by itself', () => {
    const stack = newStack();
    const webSocketStage = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(stack, 'Api'), stageName: 'dev', autoDeploy: true });
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), routeKeys: ['a', 'b'], routeThrottle, webSocketStage });

    expect(Object.keys(stageOf(stack).RouteSettings)).toEqual(['a', 'b']);
    const routes = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route'));
    Template.fromStack(stack).hasResource('AWS::ApiGatewayV2::Stage', { DependsOn: Match.arrayWith(routes) });
  });

  test.each<[string, (stack: Stack) => apigwv2.IWebSocketStage]>([
    ['imported', (stack) => apigwv2.WebSocketStage.fromWebSocketStageAttributes(stack, 'Stage', {
      api: apigwv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'abc1234567' }), stageName: 'live',
    })],
    ['of another stack', (stack) => {
      const other = new Stack(stack.node.root as App, 'Other');
      return new apigwv2.WebSocketStage(other, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(other, 'Api'), stageName: 'live' });
    }],
  ])('fails on a stage that is %s', (_, stageFor) => {
    const stack = newStack();
    const webSocketStage = stageFor(stack);
    const message = 'routeThrottle: got a value beside a stage of another stack; allowed: only with a stage of this stack; set it where that stage is made';
    expect(() => new WebSocketStepFunctionsAsync(stack, 'A', { definitionBody: passing(stack, 'A1'), webSocketStage, routeThrottle })).toThrow(message);

    const api = new WebSocketStepFunctionsAsync(stack, 'B', { definitionBody: passing(stack, 'B1'), webSocketStage });
    expect(() => api.addWorkflow('more', { definitionBody: passing(stack, 'B2'), routeThrottle })).toThrow(message);
  });
});

describe('a key for logs', () => {
  const everything = (stack: Stack, logEncryptionKey: kms.IKey) => {
    new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack), logEncryptionKey, accessLogs: {}, executionLogs: {}, notifyCompletion: true,
    }).addWorkflow('more', { definitionBody: passing(stack, 'More') });
  };

  test('encrypts every log group of the construct\'s own, and lets CloudWatch Logs use it', () => {
    const stack = newStack();
    everything(stack, new kms.Key(stack, 'Key'));

    const [key] = Object.keys(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    const keys = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).map(({ Properties }) => textOf(Properties.KmsKeyId));
    expect(keys).toEqual(Array(5).fill(`<${key}.Arn>`));

    const statements = theOnly(stack, 'AWS::KMS::Key').KeyPolicy.Statement.filter(({ Principal }: any) => Principal.Service);
    expect(statements).toHaveLength(1);
    expect(textOf(statements[0].Principal.Service)).toBe('logs.<AWS::Region>.<AWS::URLSuffix>');
    expect([...statements[0].Action].sort()).toEqual(['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*']);
    expect(textOf(statements[0].Condition.ArnLike['kms:EncryptionContext:aws:logs:arn']))
      .toBe('arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:*');
  });

  test('may be of another stack', () => {
    const app = new App();
    everything(new Stack(app, 'Stack'), new kms.Key(new Stack(app, 'Keys'), 'Key'));
    expect(() => app.synth()).not.toThrow();
  });

  test('that is imported is warned of, with the statement that it needs', () => {
    const stack = newStack();
    everything(stack, kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/a'));
    Annotations.fromStack(stack).hasWarning('/Stack/Orders', Match.stringLikeRegexp('add to that policy: .*kms:GenerateDataKey'));
  });

  test('is none by default', () => {
    Template.fromStack(synthesize(() => ({ accessLogs: {} }))).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.absent() });
  });
});
