import { once } from 'node:events';
import WebSocket from 'ws';
import { LocalRun, LocalRunOptions, LogEntry } from '../../src';
import { file } from '../files';

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
        Definition: definition ?? { StartAt: 'Done', States: { Done: { Type: 'Pass', End: true } } },
      },
    },
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
  static async start(api: TestApi | object, options: Omit<LocalRunOptions, 'template'> = {}): Promise<TestRun> {
    const log: LogEntry[] = [];
    const path = file('routes' in api ? template(api as TestApi) : api);
    const run = await LocalRun.start({ template: path, timeScale: 100, logger: (entry) => log.push(entry), ...options });
    const testRun = new TestRun(run, log);
    runs.push(testRun);
    return testRun;
  }

  private readonly clients: Client[] = [];

  private constructor(readonly run: LocalRun, readonly log: readonly LogEntry[]) {}

  get url(): string {
    return Object.values(this.run.urls)[0];
  }

  get httpUrl(): string {
    return this.url.replace(/^ws/, 'http');
  }

  async connect(url = this.url, headers: Record<string, string> = {}): Promise<Client> {
    const client = await Client.open(url, headers);
    this.clients.push(client);
    return client;
  }

  entries<Type extends LogEntry['type']>(type: Type): Extract<LogEntry, { type: Type }>[] {
    return this.log.filter((entry): entry is Extract<LogEntry, { type: Type }> => entry.type === type);
  }

  /** Waits until the log has an entry. */
  async logged<Type extends LogEntry['type']>(type: Type, count = 1): Promise<Extract<LogEntry, { type: Type }>> {
    while (this.entries(type).length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.entries(type)[count - 1];
  }

  async stop(): Promise<void> {
    await this.run.stop();
  }
}

const runs: TestRun[] = [];

afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.stop()));
});

/** A client that keeps what it hears until it is asked for. */
export class Client {
  static async open(url: string, headers: Record<string, string> = {}): Promise<Client> {
    const client = new Client(new WebSocket(url, { headers, perMessageDeflate: false }));
    await once(client.socket, 'open');
    return client;
  }

  private readonly frames: string[] = [];
  private readonly waiting: ((frame: string) => void)[] = [];
  readonly closed: Promise<number>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const next = this.waiting.shift();
      if (next) {
        next(data.toString());
      } else {
        this.frames.push(data.toString());
      }
    });
    this.closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => {});
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async hear(): Promise<string> {
    return this.frames.shift() ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  async hearJson(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.hear()) as Record<string, unknown>;
  }

  async ask(message: unknown): Promise<Record<string, unknown>> {
    this.say(message);
    return this.hearJson();
  }

  /** What has come and was not heard yet. */
  get unheard(): readonly string[] {
    return this.frames;
  }

  close(): void {
    this.socket.close(1000);
  }
}

/** Opens a handshake that is refused; gives its status and body. */
export async function refused(url: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const socket = new WebSocket(url, { headers });
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response') as [unknown, import('node:http').IncomingMessage];
  const chunks = await response.toArray() as Buffer[];
  return { status: response.statusCode!, body: Buffer.concat(chunks).toString() };
}
