import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import WebSocket from 'ws';
import { ConnectOptions, LocalClient, LocalRun, LocalRunOptions, LogEntry } from '../src';
import { file } from './files';

/** How a route of a test's API answers. */
export interface TestRoute {
  /** @default 'states:action/StartExecution' */
  readonly action?: string;
  /** Properties of the integration that differ from a StartExecution with the message as input. */
  readonly integration?: object;
  /** Integration responses by key. @default - `$default` without templates */
  readonly responses?: Readonly<Record<string, object>>;
  /** @default false */
  readonly isOneWay?: boolean;
  /** Further properties of the route. */
  readonly route?: object;
}

export interface TestApi {
  readonly routes: Readonly<Record<string, TestRoute>>;
  /** The machine `Machine`. @default - a Pass state */
  readonly definition?: object;
  /** @default 'STANDARD' */
  readonly type?: string;
  readonly resources?: object;
}

export const MOCK_200: TestRoute = {
  integration: { IntegrationType: 'MOCK', IntegrationUri: undefined, TemplateSelectionExpression: '200', RequestTemplates: { 200: '{"statusCode":200}' } },
};

/** Starts the machine with the message as its input. */
export const START = '{"stateMachineArn":"${Machine}","input":"$util.escapeJavaScript($input.json(\'$\')).replaceAll("\\\\\'","\'")"}';

const ID = { Ref: 'Api' };

/** A role that may do all: of the machine, and of integrations. */
const ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: ['apigateway.amazonaws.com', 'states.amazonaws.com', 'events.amazonaws.com'] }, Action: 'sts:AssumeRole' }],
    },
    Policies: [{ PolicyName: 'All', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
  },
};
export const ROLE_ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };

/** What lets API Gateway invoke the function of a logical id. */
export function invocable(logicalId: string): object {
  return { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: logicalId }, Principal: 'apigateway.amazonaws.com' } };
}

/** A template with one API, one stage `prod` and one machine. */
export function template({ routes, definition, type = 'STANDARD', resources = {} }: TestApi): { Resources: Record<string, unknown> } {
  const all: Record<string, unknown> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: ID, StageName: 'prod', StageVariables: { colour: 'red' } } },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'Machine',
        StateMachineType: type,
        RoleArn: ROLE_ARN,
        Definition: definition ?? { StartAt: 'Done', States: { Done: { Type: 'Pass', End: true } } },
      },
    },
    Role: ROLE,
    ...resources,
  };
  Object.entries(routes).forEach(([key, { action = 'StartExecution', integration, responses = { $default: {} }, isOneWay, route }], index) => {
    const integrationId = { Ref: `Integration${index}` };
    all[`Integration${index}`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ID,
        IntegrationType: 'AWS',
        IntegrationUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:states:action/${action}` },
        TemplateSelectionExpression: '\\$default',
        RequestTemplates: { $default: { 'Fn::Sub': START } },
        CredentialsArn: ROLE_ARN,
        ...integration,
      },
    };
    Object.entries(responses).forEach(([responseKey, properties], responseIndex) => {
      all[`Response${index}x${responseIndex}`] = {
        Type: 'AWS::ApiGatewayV2::IntegrationResponse',
        Properties: { ApiId: ID, IntegrationId: integrationId, IntegrationResponseKey: responseKey, ...properties },
      };
    });
    all[`Route${index}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: ID, RouteKey: key, Target: { 'Fn::Join': ['/', ['integrations', integrationId]] }, ...route },
    };
    if (!isOneWay) {
      all[`RouteResponse${index}`] = { Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ApiId: ID, RouteId: { Ref: `Route${index}` }, RouteResponseKey: '$default' } };
    }
  });
  return JSON.parse(JSON.stringify({ Resources: all })) as { Resources: Record<string, unknown> };
}

/** A task that posts to the connection that the input names. */
export function post(body: object, rest: object = { End: true }): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::apigateway:invoke',
    Parameters: {
      'ApiEndpoint': { 'Fn::Sub': '${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}' },
      'Method': 'POST',
      'Stage': 'prod',
      'Path.$': "States.Format('/@connections/{}', $.connectionId)",
      'RequestBody': body,
      'AuthType': 'IAM_ROLE',
    },
    ...rest,
  };
}

/** A run with its log. */
export class TestRun {
  public static async start(api: TestApi | object, options: Omit<LocalRunOptions, 'template'> = {}): Promise<TestRun> {
    const log: LogEntry[] = [];
    const path = file('routes' in api ? template(api as TestApi) : api);
    const run = await LocalRun.start({ template: path, timeScale: 100, logger: (entry) => log.push(entry), ...options });
    const testRun = new TestRun(run, log, path);
    runs.push(testRun);
    return testRun;
  }

  private constructor(public readonly run: LocalRun, public readonly log: readonly LogEntry[], public readonly path: string) {}

  /** Reloads it with another template. */
  public async reload(api: TestApi | object): Promise<readonly string[]> {
    writeFileSync(this.path, JSON.stringify('routes' in api ? template(api as TestApi) : api));
    return this.run.reload();
  }

  public get url(): string {
    return Object.values(this.run.urls)[0];
  }

  public get httpUrl(): string {
    return this.url.replace(/^ws/, 'http');
  }

  public async connect(options?: ConnectOptions): Promise<LocalClient> {
    return this.run.connect(options);
  }

  public entries<Type extends LogEntry['type']>(type: Type): Extract<LogEntry, { type: Type }>[] {
    return this.log.filter((entry): entry is Extract<LogEntry, { type: Type }> => entry.type === type);
  }

  /** Waits until the log has an entry. */
  public async logged<Type extends LogEntry['type']>(type: Type, count = 1): Promise<Extract<LogEntry, { type: Type }>> {
    while (this.entries(type).length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.entries(type)[count - 1];
  }

  public async stop(): Promise<void> {
    await this.run.stop();
  }
}

const runs: TestRun[] = [];

afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.stop()));
});

/** What a client hears next after its message. */
export async function ask(client: LocalClient, message: unknown): Promise<Record<string, unknown>> {
  client.send(message);
  return client.next<Record<string, unknown>>();
}

/** Opens a handshake that is refused; gives its status and body. */
export async function refused(url: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const socket = new WebSocket(url, { headers });
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response') as [unknown, import('node:http').IncomingMessage];
  const chunks = await response.toArray() as Buffer[];
  return { status: response.statusCode!, body: Buffer.concat(chunks).toString() };
}
