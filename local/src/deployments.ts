import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ServiceApi } from './aws/service-api';
import type { Console } from './console/console';
import { ConsoleHandler } from './console/handler';
import type { AuthorizerContexts } from './gateway/authorizer-contexts';
import { GatewayServer, Served } from './gateway/server';
import type { Stage } from './gateway/stage';
import { StageServer } from './gateway/stage-server';
import { Turns } from './gateway/turns';
import { Guard } from './guard';
import { AWS_LIMITS, Limits } from './limits';
import type { Logger } from './log-entry';
import type { Reaper } from './reaper';
import { createRun, Lasting, Run, RunOptions } from './run';
import { consoleOf, showTemplate } from './run-console';
import type { Clock, TaskHandler } from './states';
import { ScaledClock } from './states/runtime/clock';
import { StepFunctionsApi } from './step-functions/api';
import { statusChangeEvent } from './step-functions/status-change-event';
import { StepFunctions } from './step-functions/step-functions';
import { loadObjects } from './tasks/objects/load-objects';
import { Certificates } from './tls/certificates';

export interface DeploymentsOptions {
  readonly timeScale: number;
  readonly clock: Clock | undefined;
  readonly limits: Partial<Limits>;
  readonly authorizerContexts: AuthorizerContexts;
  /** A folder of buckets or the URL of Amazon S3, for distributed Map states. */
  readonly objects: string | undefined;
  /** Whether there is a console to look at, and how the template was named for it; empty where there is none. */
  readonly console: { readonly template: string } | undefined;
  readonly reaper: Reaper;
  readonly log: Logger;
}

/** What an update has done to connections. */
export interface Update {
  readonly before: Run;
  readonly kept: number;
  readonly closed: number;
}

/**
 * The templates of a run, one after the other. The server, connections, executions and tables last; all else is built anew from the next template,
 * and takes the place of what was there in one go, or not at all.
 */
export class Deployments {
  public current: Run;
  /** Hears of everything that happens, and tells whoever looks or listens. */
  public readonly log: Logger;
  private readonly lasting: Lasting;
  private readonly console: Console | undefined;
  private readonly server: GatewayServer;
  private readonly certificates: Certificates;
  private readonly turns = new Turns();
  private stageServers: ReadonlyMap<string, StageServer> = new Map();
  private functionsStarted: Promise<void> | undefined;
  private port = 0;
  private host = '';

  /** @throws TemplateLoadError with all that AWS would refuse, and for a mock configuration or an endpoint that cannot be used */
  constructor(private readonly options: DeploymentsOptions, first: RunOptions) {
    const { timeScale, clock, reaper } = options;
    const log: Logger = options.console === undefined ? options.log : (entry) => {
      options.log(entry);
      this.console?.log(entry);
    };
    this.log = log;
    const guard = new Guard(log);
    const limits = { ...AWS_LIMITS, ...options.limits };
    const tasks: TaskHandler = (task) => this.current.perform(task);
    const objects = loadObjects(options.objects);
    const stepFunctions = new StepFunctions({
      account: first.account,
      timeScale,
      clock,
      objects,
      tasks,
      guard,
      // Not the console: it asks for events when someone looks.
      log: options.log,
      keepsExpress: options.console !== undefined,
      clockOf: options.console && ((arn) => this.console!.executions.startClock(arn)),
    });
    const stepFunctionsApi = new StepFunctionsApi(stepFunctions);
    const hasOwnClocks = clock === undefined;
    this.console = options.console && consoleOf({ ...options.console, stepFunctions, stepFunctionsApi, timeScale, hasOwnClocks });
    this.lasting = {
      limits, clock: clock ?? new ScaledClock(timeScale), stepFunctions, stepFunctionsApi, objects, observer: this.console, reaper, guard, log,
    };
    this.certificates = new Certificates(reaper);
    this.current = createRun(first, this.lasting);
    this.current.deploy();
    stepFunctions.onStatusChange((record) => {
      const { template, services } = this.current;
      if (record.machine.type === 'STANDARD' && template.eventRules.length > 0) {
        services.eventBus.publish(statusChangeEvent(record));
      }
    });
    const { certificates, turns } = this;
    const console = this.console && new ConsoleHandler(this.console);
    this.server = new GatewayServer({ turns, maxBodyBytes: limits.messageBytes, console, certificates, guard, log }, this.serve(this.current));
  }

  public get stepFunctions(): StepFunctions {
    return this.lasting.stepFunctions;
  }

  /** The same, as programs ask it. */
  public get stepFunctionsApi(): ServiceApi {
    return this.lasting.stepFunctionsApi;
  }

  /**
   * Starts to listen.
   *
   * @returns the port
   * @throws an error that says what to do when the port or the host cannot be used
   */
  public async listen(port: number, host: string): Promise<number> {
    this.port = await this.server.listen(port, host);
    this.host = host;
    this.show();
    this.startFunctions();
    return this.port;
  }

  /**
   * Starts what the run needs beside the server.
   * @throws Error when the folder of rows cannot be used
   */
  public async open(): Promise<void> {
    await this.current.services.open();
    this.server.isReady = true;
  }

  /**
   * Builds what takes the place of the current template's services; nothing changes before it is deployed.
   * @throws TemplateLoadError as the constructor
   */
  public build(next: RunOptions): Run {
    return createRun(next, this.lasting, this.current);
  }

  /** Puts it in the place of what was there. Connections to stages that are gone are closed with 1001. */
  public deploy(next: Run): Update {
    const before = this.current;
    const servers = this.stageServers;
    this.current = next;
    next.deploy();
    next.lambda.succeed(before.lambda, isDeepStrictEqual(next.awsAccess(this.port), before.awsAccess(this.port)));
    next.services.succeed(before.services);
    this.server.use(this.serve(next));
    this.show();
    this.startFunctions();
    const gone = [...servers.values()].filter((server) => !this.stageServers.has(server.stage.id));
    const closed = connectionsOf(gone.map(({ stage }) => stage));
    gone.forEach((server) => void this.lasting.guard.run('the end of a stage', () => server.close('Stage deleted')));
    return { before, closed, kept: connectionsOf([...next.stages.values()]) };
  }

  /** Closes the connections with 1001, and ends what runs. */
  public async close(): Promise<void> {
    await this.server.close();
    await this.current.services.close();
    await this.lasting.stepFunctions.stop();
    await this.functionsStarted;
    this.current.lambda.close();
    this.options.reaper.close();
  }

  private serve({ routes, access, frontDoor, signers }: Run): Served {
    const { turns, lasting: { limits, observer, guard, log }, options: { authorizerContexts } } = this;
    this.stageServers = new Map(routes.map((each) => {
      const server = this.stageServers.get(each.stage.id)
        ?? new StageServer({ routes: each, limits, authorizerContexts, turns, guard, log, observer });
      server.use(each);
      return [each.stage.id, server];
    }));
    return { stageServers: [...this.stageServers.values()], access, frontDoor, signers };
  }

  private show(): void {
    const { current, host, port } = this;
    if (this.console) {
      showTemplate(this.console, current, { host, loopback: current.awsAccess(port).host, port }, this.options.authorizerContexts);
    }
  }

  private startFunctions(): void {
    const { template, lambda, awsAccess } = this.current;
    if (template.functions.length > 0) {
      this.functionsStarted = this.lasting.guard.run('the certificates of functions', async () => {
        // Whoever waits to connect hears first.
        await setImmediate();
        lambda.start({ ...awsAccess(this.port), certificates: await this.certificates.files() });
      });
    }
  }
}

function connectionsOf(stages: readonly Stage[]): number {
  return stages.flatMap(({ connections }) => [...connections.values()].filter(({ isOpen }) => isOpen)).length;
}
