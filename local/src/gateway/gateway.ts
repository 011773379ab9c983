import type { LoadedTemplate } from '../template';
import { EventBus } from './event-bridge/event-bus';
import { AWS_LIMITS, Limits } from './limits';
import type { Logger } from './log-entry';
import { notices } from './notices';
import { GatewayServer } from './server';
import { StageEndpoint } from './stage-endpoint';
import { StepFunctions } from './step-functions/step-functions';
import { apiGatewayInvoke, ManagementEndpoint } from './tasks/api-gateway-invoke';
import { loadTasks } from './tasks/load-tasks';
import { stepFunctionsCall } from './tasks/step-functions-call';
import type { Tasks } from './tasks/tasks';
import { WebSocketApiStage } from './web-socket-api';

export interface GatewayOptions {
  readonly template: LoadedTemplate;
  readonly timeScale: number;
  readonly limits: Partial<Limits>;
  readonly authorizerContext: Readonly<Record<string, string>>;
  readonly mocks: string | undefined;
  readonly taskEndpoints: Readonly<Record<string, string>>;
  readonly log: Logger;
}

/** Whoever a rule starts at the end of an execution may read the execution's events, in milliseconds: after all others that ended with it. */
const HISTORY_AGE = 10_000;

/** API Gateway and Step Functions of one run, put together. */
export class Gateway {
  private readonly endpoints: readonly StageEndpoint[];
  private readonly service: StepFunctions;
  private readonly tasks: Tasks;
  private readonly eventBus: EventBus;
  private readonly server: GatewayServer;
  private readonly log: Logger;

  /** @throws TemplateLoadError for what the local run cannot play */
  constructor({ template, timeScale, limits: givenLimits, authorizerContext, mocks, taskEndpoints, log }: GatewayOptions) {
    this.log = log;
    const limits = { ...AWS_LIMITS, ...givenLimits };
    this.service = new StepFunctions({
      stateMachines: template.stateMachines,
      tasks: (task) => this.tasks.perform(task),
      timeScale,
      log,
      historyAge: template.eventRules.length > 0 ? HISTORY_AGE : 0,
      onStatusChange: (record) => this.eventBus.publish(record),
    });
    const { tasks, warnings } = loadTasks({
      stateMachines: template.stateMachines,
      taskTokens: this.service.taskTokens,
      // To perform another resource, add one entry.
      ownResources: new Map([
        ['states:::apigateway:invoke', apiGatewayInvoke(this.managementEndpoint())],
        ['states:::aws-sdk:sfn:describeExecution', stepFunctionsCall(this.service, 'DescribeExecution')],
        ['states:::aws-sdk:sfn:getExecutionHistory', stepFunctionsCall(this.service, 'GetExecutionHistory')],
      ]),
      mocks,
      endpoints: taskEndpoints,
    });
    this.tasks = tasks;
    this.eventBus = new EventBus(template.eventRules, this.service, log);
    const apiNames = uniqueNames(template.apis);
    this.endpoints = template.apis.flatMap((api, index) => api.stages.map((stage) => {
      const runtime = new WebSocketApiStage(api, stage, this.service, limits, log);
      const path = template.apis.length === 1 ? `/${stage.name}` : `/${apiNames[index]}/${stage.name}`;
      return new StageEndpoint(path, runtime, limits, authorizerContext, log);
    }));
    this.server = new GatewayServer(this.endpoints, limits.messageBytes, log);
    for (const message of [...notices(template), ...warnings]) {
      log({ type: 'Warning', message });
    }
  }

  /**
   * Starts to listen.
   * @returns the stages' URLs by their logical id
   */
  async listen(port: number, host: string): Promise<Record<string, string>> {
    const actualPort = await this.server.listen(port, host);
    const authority = `${host.includes(':') ? `[${host}]` : host}:${actualPort}`;
    const stageNames = uniqueNames(this.endpoints.map(({ stage }) => stage.stage));
    const urls = this.endpoints.map(({ path }, index) => [stageNames[index], `ws://${authority}${path}`] as const);
    for (const [stage, url] of urls) {
      this.log({ type: 'Listening', stage, url });
    }
    return Object.fromEntries(urls);
  }

  /** Closes the connections with 1001, and ends what runs. */
  async close(): Promise<void> {
    await this.server.close();
    this.eventBus.close();
    await this.service.stop();
  }

  private managementEndpoint(): ManagementEndpoint {
    return {
      call: (host, stage, method, path, body) => {
        const ofApi = this.endpoints.filter((endpoint) => endpoint.stage.api.domainName === host);
        const endpoint = ofApi.find((candidate) => candidate.stage.stage.name === stage);
        const forbidden = { status: 403, body: '{"message":"Forbidden"}' };
        return ofApi.length === 0 ? undefined : endpoint?.management.handle(method, path, Buffer.from(body)) ?? forbidden;
      },
    };
  }
}

/** The resources' logical ids, with the stack's name before one that several stacks have. */
function uniqueNames(resources: readonly { readonly logicalId: string; readonly stackName: string }[]): string[] {
  return resources.map(({ logicalId, stackName }) => {
    const isUnique = resources.filter((other) => other.logicalId === logicalId).length === 1;
    return isUnique ? logicalId : `${stackName}-${logicalId}`;
  });
}
