import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalRun, LocalRunOptions } from '../../../src';

/** A shop: an order is reserved with retries, prepared in branches and item by item, asked about, and answered. */
const ID = { Ref: 'Api' };
const STATES_ACTION = (action: string): object => ({ 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:states:action/${action}` });

function post(body: object, rest: object): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::apigateway:invoke',
    Parameters: {
      'ApiEndpoint': { 'Fn::Sub': '${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}' },
      'Method': 'POST',
      'Stage': 'prod',
      'Path.$': "States.Format('/@connections/{}', $.connection.id)",
      'RequestBody': body,
      'AuthType': 'IAM_ROLE',
    },
    ResultPath: null,
    ...rest,
  };
}

const DEFINITION = {
  StartAt: 'Reserve',
  States: {
    'Reserve': {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { 'FunctionName': 'reserve', 'Payload.$': '$.message' },
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry', ResultPath: '$.error' }],
      ResultPath: '$.reserved',
      Next: 'Prepare',
    },
    'Prepare': {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Each item',
          States: {
            'Each item': {
              Type: 'Map',
              ItemsPath: '$.message.items',
              ItemProcessor: {
                StartAt: 'Price',
                States: { Price: { Type: 'Pass', Next: 'Label' }, Label: { Type: 'Pass', End: true } },
              },
              End: true,
            },
          },
        },
        { StartAt: 'Bill', States: { Bill: { Type: 'Pass', Result: { total: 42 }, End: true } } },
      ],
      ResultPath: '$.prepared',
      Next: 'Tell progress',
    },
    'Tell progress': post({ progress: 0.5, doing: 'packing' }, { Next: 'Ask' }),
    'Ask': {
      ...post({ 'question': 'Send it today?', 'taskToken.$': '$$.Task.Token' }, {}),
      Resource: 'arn:aws:states:::apigateway:invoke.waitForTaskToken',
      HeartbeatSeconds: 3600,
      ResultPath: '$.answer',
      Next: 'Today?',
    },
    'Today?': { Type: 'Choice', Choices: [{ Variable: '$.answer.today', BooleanEquals: true, Next: 'Tell result' }], Default: 'Tomorrow' },
    'Tomorrow': { Type: 'Wait', Seconds: 86_400, Next: 'Tell result' },
    'Tell result': post({ 'done': true, 'order.$': '$.message.id' }, { End: true }),
    'Sorry': { Type: 'Fail', Error: 'NotReserved', Cause: 'nothing is left of it' },
  },
};

const ROUTES: Readonly<Record<string, { readonly type?: string; readonly action?: string; readonly request: object | string }>> = {
  order: {
    action: 'StartExecution',
    request: {
      'Fn::Sub': '{"stateMachineArn":"${Orders}","input":"{\\"message\\":$util.escapeJavaScript($input.json(\'$\')).replaceAll("\\\\\'","\'"),'
        + '\\"connection\\":{\\"id\\":\\"$context.connectionId\\"},\\"request\\":{\\"id\\":\\"$context.requestId\\"}}"}',
    },
  },
  answer: {
    action: 'SendTaskSuccess',
    request: '{"taskToken":$input.json(\'$.taskToken\'),"output":"$util.escapeJavaScript($input.json(\'$.answer\'))"}',
  },
  // A template that nobody has thought to the end: what it renders is no request.
  cancel: { action: 'StopExecution', request: '{"executionArn":"$input.path(\'$.executionArn\')"}' },
};

function template(): object {
  const resources: Record<string, unknown> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: ID, StageName: 'prod' } },
    Orders: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'Orders', StateMachineType: 'STANDARD', Definition: DEFINITION } },
  };
  for (const [key, { action, request }] of Object.entries(ROUTES)) {
    const integration = `${key}Integration`;
    resources[integration] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ID,
        IntegrationType: 'AWS',
        IntegrationUri: STATES_ACTION(action!),
        TemplateSelectionExpression: '\\$default',
        RequestTemplates: { $default: request },
      },
    };
    resources[`${key}Response`] = {
      Type: 'AWS::ApiGatewayV2::IntegrationResponse',
      Properties: { ApiId: ID, IntegrationId: { Ref: integration }, IntegrationResponseKey: '/2\\d\\d/' },
    };
    resources[`${key}Route`] = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: ID, RouteKey: key, Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] } } };
    resources[`${key}RouteResponse`] = { Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ApiId: ID, RouteId: { Ref: `${key}Route` }, RouteResponseKey: '$default' } };
  }
  return { Resources: resources };
}

const MOCKS = {
  StateMachines: { Orders: { TestCases: { Busy: { Reserve: 'ReserveBusy' } } } },
  MockedResponses: {
    ReserveBusy: {
      '0-1': { Throw: { Error: 'Lambda.TooManyRequestsException', Cause: 'Rate exceeded' } },
      '2-99': { Return: { StatusCode: 200, Payload: { shelf: 'B7', left: 3 } } },
    },
  },
};

export interface Shop {
  readonly run: LocalRun;
  /** The template's path. */
  readonly template: string;
  stop(): Promise<void>;
}

/** A run of the shop, with its console. */
export async function shop(options: Partial<LocalRunOptions> = {}): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const [templatePath, mocks] = [join(folder, 'Shop.template.json'), join(folder, 'mocks.json')];
  writeFileSync(templatePath, JSON.stringify(template()));
  writeFileSync(mocks, JSON.stringify(MOCKS));
  const run = await LocalRun.start({ template: templatePath, mocks, console: true, ...options });
  return {
    run,
    template: templatePath,
    stop: async () => {
      await run.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export const ORDER = { action: 'order', id: 'order-1042', items: [{ sku: 'lamp', quantity: 1 }, { sku: 'desk', quantity: 2 }, { sku: 'chair', quantity: 4 }] };
