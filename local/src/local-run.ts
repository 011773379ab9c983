import { Gateway, Limits, Logger, NO_LOG } from './gateway';
import { loadTemplate } from './template';

export interface LocalRunOptions {
  /** A CloudFormation template (JSON or YAML), or a `cdk.out` folder. */
  readonly template: string;
  /** Port to listen on. @default 0 - any free one */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** How much faster than real time waits and timeouts of workflows run. @default 1 */
  readonly timeScale?: number;
  /** Values for the template's parameters, by name. @default - the parameters' own defaults */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Hears of everything that happens. @default - nobody does */
  readonly logger?: Logger;
  /** Limits to use instead of AWS's: shorter ones make tests fast. @default AWS_LIMITS */
  readonly limits?: Partial<Limits>;
  /**
   * What a Lambda authorizer would add to `$context.authorizer`, for every connection: authorizers do not run locally.
   * @default - nothing
   */
  readonly authorizerContext?: Readonly<Record<string, string>>;
  /**
   * A mock configuration file in the format of Step Functions Local: `FILE` plays each state machine's first test case, `FILE#TestCase` that one
   * where a machine has it.
   * @default - no task is mocked
   */
  readonly mocks?: string;
  /**
   * Endpoints that tasks are forwarded to: URLs by the name of the service in resource ARNs, such as `{ lambda: 'http://127.0.0.1:3001' }`.
   * @default - a task that the local run cannot perform fails
   */
  readonly endpoints?: Readonly<Record<string, string>>;
}

/** The WebSocket APIs and state machines of a template, at work on this machine. */
export class LocalRun {
  /**
   * Loads a template and serves its WebSocket APIs.
   *
   * @throws TemplateLoadError when the template, the mock configuration or an endpoint cannot be used, or holds something that the local run cannot play
   * @throws Error when the port cannot be used, or an option is not allowed
   */
  static async start(options: LocalRunOptions): Promise<LocalRun> {
    const { template, port = 0, host = '127.0.0.1', timeScale = 1, parameters, logger = NO_LOG, limits = {} } = options;
    const { authorizerContext = {}, mocks, endpoints = {} } = options;
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Error(`port ${port} is not allowed: 0 (any free one) to 65535`);
    }
    if (!(timeScale > 0 && Number.isFinite(timeScale))) {
      throw new Error(`time scale ${timeScale} is not allowed: a number above 0, such as 10 for ten times faster`);
    }
    const gateway = new Gateway({
      template: loadTemplate(template, { parameters }),
      timeScale,
      limits,
      authorizerContext,
      mocks,
      taskEndpoints: endpoints,
      log: logger,
    });
    return new LocalRun(gateway, await gateway.listen(port, host));
  }

  private constructor(
    private readonly gateway: Gateway,
    /** The URLs of the stages by their logical id, such as `ws://127.0.0.1:41234/prod`. */
    readonly urls: Readonly<Record<string, string>>,
  ) {}

  /** Closes the connections with code 1001, ends the executions that run, and frees the port. */
  async stop(): Promise<void> {
    await this.gateway.close();
  }
}
