import { isDeepStrictEqual } from 'node:util';
import { CONSOLE_PATH } from './console/handler';
import { Deployments } from './deployments';
import { findingsOf } from './findings';
import { UnpackedCode } from './functions';
import { AuthorizerContexts } from './gateway/authorizer-contexts';
import { harmless } from './guard';
import { HeldLog } from './held-log';
import { loadRun } from './load-run';
import { ConnectOptions, LocalClient } from './local-client';
import { LocalExecution, localExecution } from './local-execution';
import type { LocalRunOptions } from './local-run-options';
import { LogEntry, Logger, NO_LOG } from './log-entry';
import { checkOptions } from './options';
import { ReadyFile } from './ready-file';
import { Reaper } from './reaper';
import type { Run } from './run';
import { authorityOf, stageUrls } from './stage-urls';
import type { HistoryEvent } from './states';
import { TemplateLoadError } from './template';
import { templateChanges } from './template-changes';
import { askTestState, TestStateInput, TestStateOutput } from './test-state';
import { TemplateWatcher } from './watch/template-watcher';

interface LocalRunParts {
  readonly options: LocalRunOptions;
  readonly deployments: Deployments;
  readonly authorizerContexts: AuthorizerContexts;
  readonly code: UnpackedCode;
  readonly port: number;
  readonly readyFile: ReadyFile | undefined;
  readonly log: Logger;
}

/** The WebSocket APIs of a template with what is behind them, at work on this machine. */
export class LocalRun implements AsyncDisposable {
  /**
   * Loads a template and serves its WebSocket APIs.
   *
   * @throws TemplateLoadError with all that is wrong with the template, the mock configuration or an endpoint; and with all that is not played, where
   *   `strict` is set
   * @throws OptionsError with all options that are not allowed
   * @throws Error when the port cannot be used
   */
  public static async start(options: LocalRunOptions = {}): Promise<LocalRun> {
    checkOptions(options);
    const { port = 0, host = '127.0.0.1', timeScale = 1, limits = {}, authorizerContext, logger, clock } = options;
    const held = new HeldLog(logger ? harmless(logger) : NO_LOG);
    const reaper = new Reaper();
    const readyFile = options.readyFile === undefined ? undefined : new ReadyFile(options.readyFile, reaper);
    const authorizerContexts = new AuthorizerContexts(authorizerContext, options.authorizerContextFromQuery);
    const code = new UnpackedCode(reaper);
    const first = loadRun(options, code);
    const console = options.console === true ? { template: options.template ?? '' } : undefined;
    const deployments = new Deployments({
      timeScale, clock, limits, authorizerContexts, objects: first.objects, console, reaper, log: held.log,
    }, first);
    const { log, current: { warnings } } = deployments;
    throwIfStrict(options, warnings);
    warnings.forEach((message) => log({ type: 'Warning', message }));
    const listeningPort = await deployments.listen(port, host);
    try {
      await deployments.open();
      const run = new LocalRun({ options, deployments, authorizerContexts, code, port: listeningPort, readyFile, log });
      const { consoleUrl, endpointUrl } = run;
      const listening = [
        ...run.listening(),
        { type: 'EndpointListening' as const, url: endpointUrl, hasTemplate: options.template !== undefined },
        ...consoleUrl === undefined ? [] : [{ type: 'ConsoleReady' as const, url: consoleUrl }],
      ];
      readyFile?.write({ ...listening[0], pid: process.pid });
      await run.watch();
      held.release(listening);
      return run;
    } catch (error) {
      await deployments.close();
      throw error;
    }
  }

  private readonly clients: LocalClient[] = [];

  private watcher: TemplateWatcher | undefined;
  private isStopped = false;

  private constructor(private readonly parts: LocalRunParts) {}

  /** The URLs of the stages by their logical id, such as `ws://127.0.0.1:41234/prod`; their construct path gives them, too. */
  public get urls(): Readonly<Record<string, string>> {
    const { deployments: { current }, options: { host = '127.0.0.1' }, port } = this.parts;
    return stageUrls(current, host, port);
  }

  /** Where SDKs and the CLI find the run's services, such as `http://127.0.0.1:41234`: what `AWS_ENDPOINT_URL` takes. */
  public get endpointUrl(): string {
    const { options: { host = '127.0.0.1' }, port } = this.parts;
    return `http://${authorityOf(host, port)}`;
  }

  /** Where the console is; undefined where there is none. */
  public get consoleUrl(): string | undefined {
    return this.parts.options.console === true ? `${this.endpointUrl}${CONSOLE_PATH}/` : undefined;
  }

  /**
   * Loads the template anew, and all that the options name. Connections stay unless their stage is gone; executions that run end with the
   * definition that they began with; functions that have not changed stay warm; rows of tables stay. When it fails nothing has changed.
   *
   * @returns what has changed, such as `route order added`
   * @throws TemplateLoadError as `start`
   * @throws OptionsError for functions that the template has no more
   * @throws Error when the run has been stopped
   */
  public async reload(): Promise<readonly string[]> {
    const { options, deployments, code, log } = this.parts;
    if (this.isStopped) {
      throw new Error('the run has been stopped');
    }
    const start = performance.now();
    const { current } = deployments;
    let next: Run;
    try {
      next = deployments.build(loadRun(options, code));
      throwIfStrict(options, next.warnings);
    } catch (error) {
      log({ type: 'ReloadFailed', findings: findingsOf(error) });
      throw error;
    }
    const urls = this.urls;
    const { kept, closed } = deployments.deploy(next);
    this.watcher?.use(sourcesOf(options, next));
    const changes = templateChanges(current.template, next.template);
    log({ type: 'Reloaded', changes, kept, closed, duration: Math.round(performance.now() - start) });
    next.warnings.filter((message) => !current.warnings.includes(message)).forEach((message) => log({ type: 'Warning', message }));
    const listening = this.listening();
    if (!isDeepStrictEqual(urls, this.urls)) {
      listening.forEach((entry) => log(entry));
      this.parts.readyFile?.write(listening[0]);
    }
    await deployments.open().catch((error: Error) => log({ type: 'Warning', message: error.message }));
    return changes;
  }

  /** The executions that the run keeps, in the order in which they started: those of Express machines while they run. */
  public executions(): LocalExecution[] {
    return this.parts.deployments.stepFunctions.executions.all.map(localExecution);
  }

  /**
   * Waits for the end of an execution and tells how it ended. An execution that the end of the run cuts has the status ABORTED.
   *
   * @throws Error when the run keeps no execution of this ARN
   */
  public async execution(arn: string): Promise<LocalExecution> {
    const record = this.parts.deployments.stepFunctions.executions.get(arn);
    if (!record) {
      throw new Error(`the run keeps no execution ${arn}: ${this.executions().map((each) => each.arn).slice(-10).join(', ') || 'it has none'}`);
    }
    await this.parts.deployments.stepFunctions.executions.waitForEnd(record);
    return localExecution(record);
  }

  /**
   * The events of an execution so far, as GetExecutionHistory numbers and names them.
   *
   * @throws Error when the run does not keep them, or not any more
   */
  public history(arn: string): readonly HistoryEvent[] {
    const events = this.parts.deployments.stepFunctions.executions.history(arn);
    if (!events) {
      throw new Error(`the run keeps no events of ${arn}: it keeps those of what runs, and the latest of what has ended`);
    }
    return events;
  }

  /**
   * Connects a client, for tests. It is closed with the run.
   *
   * @throws HandshakeError when API Gateway refuses the handshake
   * @throws Error when there are several stages and none is named, or none has the name
   */
  public async connect({ stage, query = {}, headers = {}, authorizerContext }: ConnectOptions = {}): Promise<LocalClient> {
    const url = new URL(this.url(stage));
    Object.entries(query).forEach(([name, value]) => url.searchParams.append(name, value));
    const marks = authorizerContext && this.parts.authorizerContexts.announce(authorizerContext);
    const client = await LocalClient.open(url.href, { ...headers, ...marks });
    this.clients.push(client);
    return client;
  }

  /**
   * Plays one state by itself, as Step Functions' TestState does. A Task state without a mock calls what the run's own tasks call.
   *
   * @throws TestStateError for a request that AWS would refuse
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
   */
  public async testState(input: TestStateInput): Promise<TestStateOutput> {
    return askTestState(this.parts.deployments.stepFunctionsApi, input);
  }

  /** Closes the connections with code 1001, ends the executions that run, and frees the port. */
  public async stop(): Promise<void> {
    this.isStopped = true;
    this.watcher?.close();
    await this.parts.deployments.close();
    await Promise.all(this.clients.map(({ closed }) => closed));
  }

  /** As `stop`, for `await using`. */
  public async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private async watch(): Promise<void> {
    const { options, deployments: { current }, log } = this.parts;
    const { template } = options;
    if (template !== undefined && options.watch === true) {
      this.watcher = new TemplateWatcher({
        template,
        files: sourcesOf(options, current),
        // What it fails for is in the log.
        onChange: () => void this.reload().catch(() => undefined),
        onFault: (reason) => log({ type: 'ReloadFailed', findings: [reason] }),
      });
      await this.watcher.ready();
    }
  }

  private listening(): Extract<LogEntry, { type: 'Listening' }>[] {
    const { urls } = this;
    return Object.entries(urls).map(([stage, url]) => ({ type: 'Listening', stage, url, urls, pid: process.pid }));
  }

  private url(stage: string | undefined): string {
    const names = Object.keys(this.urls);
    const name = stage ?? (names.length === 1 ? names[0] : undefined);
    if (name === undefined || !Object.hasOwn(this.urls, name)) {
      throw new Error(`stage ${name ?? 'undefined'} is not one of this run: ${names.join(', ')}`);
    }
    return this.urls[name];
  }
}

/** What is not played as on AWS ends a strict run. */
function throwIfStrict({ strict = false }: LocalRunOptions, warnings: readonly string[]): void {
  if (strict && warnings.length > 0) {
    throw new TemplateLoadError(warnings);
  }
}

/** The files that a run is made of. */
function sourcesOf({ values, envVars, mocks }: LocalRunOptions, { template }: Run): string[] {
  return [...template.sources, ...[values, envVars, mocks?.replace(/#[^#]*$/, '')].flatMap((path) => path ?? [])];
}
