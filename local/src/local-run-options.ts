import type { Handler } from './functions';
import type { Limits } from './limits';
import type { Logger } from './log-entry';
import type { Clock } from './states';

export interface LocalRunOptions {
  /**
   * A CloudFormation template (JSON or YAML), or a `cdk.out` folder.
   * @default - none: the run has Step Functions' API only, whose machines and activities are made by requests
   */
  readonly template?: string;
  /**
   * The project's folder: no file outside it is read, whatever the template says.
   * @default - the nearest folder above the template with a package.json, samconfig.toml or .git
   */
  readonly root?: string;
  /**
   * Stacks of a `cdk.out` folder to play, with the stacks that they need: by name, by id or by construct path; a stage's name chooses its stacks.
   * @default - all
   */
  readonly stacks?: readonly string[];
  /** Region of stacks that name none, and of a run without a template. @default 'us-east-1' */
  readonly region?: string;
  /** Account of stacks that name none, and of a run without a template: 12 digits. @default '123456789012' */
  readonly account?: string;
  /** Whether a run starts only if everything can be played as on AWS: what would be a warning is an error. @default false */
  readonly strict?: boolean;
  /** Port to listen on. @default 0 - any free one */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Names under which clients may call the run, beside its address, the machine's own names and AWS's hosts.
   * @default - none
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Web pages that may call the run, beside those of this machine: origins such as `https://dev.example`, or `*` for all.
   * @default - none
   */
  readonly allowedOrigins?: readonly string[];
  /** How much faster than real time waits and timeouts of workflows run, from 0.001 to 1,000,000. @default 1 */
  readonly timeScale?: number;
  /**
   * The time of the workflows, instead of `timeScale`: with a `ManualClock` a test says when it passes.
   * @default - real time, `timeScale` times faster
   */
  readonly clock?: Clock;
  /** Values for the template's parameters, by name. @default - the parameters' own defaults */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * A file (JSON or YAML) of values by name, for what the template refers to in Systems Manager and Secrets Manager: `{{resolve:…}}`, and parameters
   * of the types `AWS::SSM::Parameter::Value<…>`. A secret's value may be an object.
   * @default - a reference without a value is a warning, and stays as it stands
   */
  readonly values?: string;
  /**
   * A file of variables for functions, in the format of SAM's `--env-vars`: by logical id, construct path or name of the function, and under
   * `Parameters` for all of them. As SAM does, it changes variables that the template declares.
   * @default - functions' variables are the template's
   */
  readonly envVars?: string;
  /**
   * A file that is written when the run is ready, as a whole, and goes with it: JSON with `url`, the URL of the first stage, `urls`, those of all by
   * their logical ids, and `pid`, the process. For programs that have not started the run themselves.
   * @default - none
   */
  readonly readyFile?: string;
  /** Whether the run has a console, a web page that shows its conversation: at `LocalRun.consoleUrl`. @default false */
  readonly console?: boolean;
  /** Hears of everything that happens. @default - nobody does */
  readonly logger?: Logger;
  /** Limits to use instead of AWS's: shorter ones make tests fast. @default AWS_LIMITS */
  readonly limits?: Partial<Limits>;
  /**
   * What stands for the answer of a Lambda authorizer in `$context.authorizer`, for every connection that brings none of its own: the authorizer is
   * not asked then.
   * @default - the authorizer is asked
   */
  readonly authorizerContext?: Readonly<Record<string, string>>;
  /**
   * A parameter of handshakes' query strings that brings what stands for a Lambda authorizer's answer: a JSON object of texts, or else the `principalId`.
   * Whoever may connect may say by it who they are.
   * @default - none does
   */
  readonly authorizerContextFromQuery?: string;
  /**
   * Who signs handshakes where IAM authorizes: ARNs of users, roles and their sessions by access key. What a role of the template may not connect to refuses it.
   * @default - each access key is a user of its own
   */
  readonly identities?: Readonly<Record<string, string>>;
  /** Whether handshakes that are not signed are refused with 403 where IAM authorizes, as on AWS. @default false */
  readonly auth?: boolean;
  /**
   * A mock configuration file in the format of Step Functions Local: `FILE` plays each state machine's first test case, `FILE#TestCase` that one
   * where a machine has it.
   * @default - no task is mocked
   */
  readonly mocks?: string;
  /**
   * Endpoints of services that the run does not have, for tasks, integrations and functions: URLs by the name of the service, such as
   * `{ sqs: 'http://127.0.0.1:4566' }`; under the empty name that of all services not named. A service's own goes before what the run has itself, that of all
   * does so for DynamoDB only.
   * `s3` may be a folder, too, whose folders are the buckets that distributed Map states read items from and write results to.
   * @default - `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>` of the environment, as AWS's SDKs read them
   */
  readonly endpoints?: Readonly<Record<string, string>>;
  /**
   * What takes the place of Lambda functions of the template, by their logical id or construct path: a handler of the test itself, which runs in its
   * process, or the URL of an endpoint that speaks Lambda's `Invoke`.
   * @default - the template's code runs, in processes of its own
   */
  readonly functions?: Readonly<Record<string, Handler | string>>;
  /**
   * Sources that functions are bundled from by the project's esbuild, and again when they change: files by the function's logical id or construct path.
   * @default - the code is where the template says
   */
  readonly functionSources?: Readonly<Record<string, string>>;
  /** Ports where debuggers attach to functions of Node.js, by logical id or construct path. @default - none */
  readonly inspect?: Readonly<Record<string, number>>;
  /** Whether the code of the template's functions may run: it is as any other program of yours. @default true */
  readonly runFunctions?: boolean;
  /** Whether functions may reach AWS itself, with whatever credentials they have, and an endpoint may be AWS. @default false */
  readonly allowAws?: boolean;
  /** Whether EventBridge rules with a schedule start their targets, on the run's clock. @default false */
  readonly schedules?: boolean;
  /**
   * Whether the template's queues, topics, buckets and tables are made on their endpoints, under the names that `Ref` gives; what is there stays.
   * @default false
   */
  readonly provision?: boolean;
  /**
   * Whether the run reloads by itself when the template changes, or a file that the template or an option names. A `cdk.out` folder is read when all
   * of it is there again.
   * @default false
   */
  readonly watch?: boolean;
  /**
   * Whether roles, services of AWS and functions may do what the template's policies allow them, and no more; what the policies do not decide is allowed,
   * and said once. An access key that is no function's is the developer's, who may do all.
   * @default true
   */
  readonly iam?: boolean;
  /** A folder that keeps the rows of the template's DynamoDB tables from run to run. @default - they go with the run */
  readonly data?: string;
}
