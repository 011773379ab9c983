#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { DescriptionKind } from './api-description';
import { EVERY_SERVICE } from './aws/endpoints';
import { CdkApp, SynthesisError } from './cdk-app/cdk-app';
import { findingsOf } from './findings';
import { isTyped, listenToKeys } from './keys';
import { LocalRun } from './local-run';
import type { LogEntry } from './log-entry';
import { jsonLine, readableLine } from './log-format';
import { LogWriter } from './log-writer';
import { OptionsError } from './options';
import { Reaper } from './reaper';
import { Session } from './session';
import { Shutdown } from './shutdown';

/** Absent is what was not given: the run's own defaults hold. An empty context of authorizers would stand for their answers. */
interface CliOptions {
  readonly port: number;
  readonly host: string;
  readonly allowHost?: string[];
  readonly allowOrigin?: string[];
  readonly timeScale: number;
  readonly root?: string;
  readonly stack?: string[];
  readonly region: string;
  readonly account: string;
  readonly parameter?: Record<string, string>;
  readonly values?: string;
  readonly envVars?: string;
  readonly authorizerContext?: Record<string, string>;
  readonly authorizerContextFromQuery?: string;
  readonly identity?: Record<string, string>;
  readonly auth?: boolean;
  readonly mocks?: string;
  readonly endpoint?: Record<string, string>;
  readonly provision?: boolean;
  readonly data?: string;
  readonly watch?: boolean;
  readonly app?: string;
  readonly schedules?: boolean;
  readonly function?: Record<string, string>;
  readonly functionSource?: Record<string, string>;
  readonly inspect?: Record<string, number>;
  readonly functions: boolean;
  readonly console: boolean;
  readonly iam: boolean;
  readonly allowAws?: boolean;
  readonly strict?: boolean;
  readonly readyFile?: string;
  readonly stdinEndsRun?: boolean;
  readonly json?: boolean;
}

/** Options of the commands that describe an API. */
interface DescribeCliOptions extends Pick<CliOptions, 'root' | 'stack' | 'region' | 'account' | 'parameter' | 'values'> {
  readonly api?: string;
}

function command(): Command {
  const { version, description } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string; description: string };
  return serveCommand(version, description)
    // What stands behind a command's name is the command's.
    .enablePositionalOptions()
    .helpCommand(false)
    .addCommand(describeCommand('types', 'write the types of its routes for websocket-step-functions-client'))
    .addCommand(describeCommand('asyncapi', 'write it as an AsyncAPI 3 document'));
}

function describeCommand(kind: DescriptionKind, description: string): Command {
  return new Command(kind)
    .description(`of a WebSocket API: ${description}`)
    .argument('<template>', 'CloudFormation template (JSON or YAML), or cdk.out folder')
    .option('--api <name>', 'logical id or construct path of the API, where there are several')
    .option('--root <folder>', "the project's folder: no file outside it is read (default: the nearest with a package.json, samconfig.toml or .git)")
    .option('--stack <name>', 'read this stack only, with what it needs; repeatable (default: all)', textList)
    .option('--region <name>', 'Region of stacks that name none', 'us-east-1')
    .option('--account <id>', 'account of stacks that name none', '123456789012')
    .option('--parameter <Name=value>', "value for one of the template's parameters; repeatable", namedValue)
    .option('--values <file>', 'what Systems Manager and Secrets Manager have: values by name, JSON or YAML')
    .allowExcessArguments(false)
    .action(async (template: string, { api, root, stack, region, account, parameter, values }: DescribeCliOptions) => {
      // No part of a run: a run does not wait for it.
      const { describeTemplate } = await import('./api-description/index.js');
      process.stdout.write(describeTemplate(kind, template, {
        api, root, stackNames: stack, environment: { accountId: account, region }, parameters: parameter, valuesFile: values,
      }));
    });
}

function serveCommand(version: string, description: string): Command {
  return new Command('websocket-step-functions-local')
    .description(description)
    .version(version)
    .argument('[template]', "CloudFormation template (JSON or YAML), or cdk.out folder, not with --app; without one the run is Step Functions' API only")
    .option('--port <number>', 'port to listen on; 0 for any free one', number, 4510)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--allow-host <name>', 'name under which clients may call, beside the address and localhost; repeatable', textList)
    .option('--allow-origin <origin>', 'web pages that may call, beside those of this machine, such as https://dev.example; * for all; repeatable', textList)
    .option('--time-scale <number>', 'how much faster than real time workflows wait and time out', number, 1)
    .option('--root <folder>', "the project's folder: no file outside it is read (default: the nearest with a package.json, samconfig.toml or .git)")
    .option('--stack <name>', 'play this stack, or the stacks of this stage, and what they need: name or construct path; repeatable (default: all)', textList)
    .option('--region <name>', 'Region of stacks that name none', 'us-east-1')
    .option('--account <id>', 'account of stacks that name none', '123456789012')
    .option('--parameter <Name=value>', "value for one of the template's parameters; repeatable", namedValue)
    .option('--values <file>', 'what Systems Manager and Secrets Manager have: values by name, JSON or YAML')
    .option('--env-vars <file>', "variables of functions, in SAM's format")
    .option('--authorizer-context <name=value>', "what stands for a Lambda authorizer's answer in $context.authorizer: it is not asked then; repeatable", namedValue)
    .option('--authorizer-context-from-query <name>', 'parameter of the query string that brings it for one connection: a principalId, or a JSON object')
    .option('--identity <key=arn>', 'the user, role or session that signs with an access key, where IAM authorizes; repeatable', namedValue)
    .option('--auth', 'refuse handshakes that are not signed, where IAM authorizes')
    .option('--mocks <file>', 'answers of tasks: a mock configuration file of Step Functions Local, with #TestCase or without')
    .option('--endpoint <[service=]url>', 'where a service is, such as sqs=http://127.0.0.1:4566, or all that are not named; repeatable '
      + '(default: AWS_ENDPOINT_URL and its like)', endpoint)
    .option('--provision', "make the template's queues, topics, buckets and tables on their endpoints")
    .option('--data <folder>', 'keep the rows of DynamoDB tables in this folder (default: they go with the run)')
    .option('--app <command>', 'how your CDK app is started, such as "npx tsx app.ts": it is synthesized here, and anew when its sources change')
    .option('--watch', 'reload when the template or a file that it names changes; connections, executions and rows stay')
    .option('--schedules <on|off>', 'start the targets of EventBridge rules with a schedule (default: off)', onOrOff)
    .option('--function <id=url>', "where a function runs instead of here: an endpoint that speaks Lambda's Invoke; repeatable", namedValue)
    .option('--function-source <id=file>', "what a function is bundled from, by the project's esbuild, whenever it changes; repeatable", namedValue)
    .option('--inspect <id[=port]>', 'wait for a debugger in a function of Node.js; port 9229 unless given; repeatable', inspectPort)
    .option('--no-functions', "do not run the code of the template's functions")
    .option('--no-console', 'no web page that shows the conversation')
    .option('--no-iam', 'let roles, services and functions do what the policies of the template do not allow')
    .option('--allow-aws', 'let functions reach AWS itself, and let an endpoint be AWS')
    .option('--strict', 'end with 1 when anything cannot be played as on AWS')
    .option('--ready-file <file>', 'write the URLs to this file when the run is ready; it goes with the run')
    .option('--stdin-ends-run', 'end when stdin closes, or when the parent process has gone')
    .option('--json', 'log as JSON lines')
    .allowExcessArguments(false)
    .action(serve);
}

async function serve(path: string | undefined, { json, stdinEndsRun, app: appCommand, ...given }: CliOptions): Promise<void> {
  if (path !== undefined && appCommand !== undefined) {
    throw new OptionsError([`--app is not for the template ${path}: give one of them`]);
  }
  const { allowHost, allowOrigin, stack, parameter, endpoint: endpoints, functions, function: urls, functionSource, identity, ...options } = given;
  const useColour = process.stdout.isTTY && !('NO_COLOR' in process.env);
  const log = new LogWriter(process.stdout, (entry) => (json ? jsonLine(entry, new Date()) : readableLine(entry, new Date(), useColour)));
  const shutdown = new Shutdown({ log, stdinEndsRun: stdinEndsRun ?? false, fail });
  const logger = (entry: LogEntry): void => log.write(entry);
  const project = process.cwd();
  const { account, region } = options;
  const app = appCommand === undefined ? undefined : new CdkApp({ command: appCommand, project, account, region, reaper: new Reaper() });
  await app?.synthesize();
  const run = await LocalRun.start({
    ...options,
    template: app?.assembly ?? path,
    root: options.root ?? (app && project),
    // Of an app the sources are watched.
    watch: options.watch && !app,
    allowedHosts: allowHost,
    allowedOrigins: allowOrigin,
    stacks: stack,
    identities: identity,
    parameters: parameter,
    endpoints,
    functions: urls,
    functionSources: functionSource,
    runFunctions: functions,
    logger,
  });
  shutdown.of(run);
  const { data, readyFile } = options;
  const session = new Session({
    run,
    app: app && { app, command: appCommand!, project },
    // An endpoint of Amazon S3 may be a folder.
    output: [data, readyFile, ...Object.values(endpoints ?? {})].filter((place) => place !== undefined),
    log: logger,
  });
  await session.watchSources();
  if (isTyped(process.stdin)) {
    const print = (line: string): void => void process.stderr.write(`${line}\n`);
    listenToKeys(process.stdin, [
      { key: 'r', help: app ? 'synthesize and reload' : 'reload the template', act: () => void session.reload() },
      { key: 'c', help: 'clear the screen', act: () => print('\u001b[2J\u001b[3J\u001b[H') },
      { key: 'q', help: 'quit', act: () => shutdown.now('q') },
    ], print);
    print('  press h + enter to show help');
  }
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) {
    throw new InvalidArgumentError('a number is needed.');
  }
  return value;
}

function textList(text: string, previous: string[] = []): string[] {
  return [...previous, text];
}

function inspectPort(text: string, previous: Record<string, number> = {}): Record<string, number> {
  const [, id, port] = /^([^=]+)(?:=(\d+))?$/.exec(text) ?? [];
  if (id === undefined) {
    throw new InvalidArgumentError('id or id=port is needed.');
  }
  return { ...previous, [id]: port === undefined ? 9229 : Number(port) };
}

function namedValue(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new InvalidArgumentError('Name=value is needed.');
  }
  return { ...previous, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function onOrOff(text: string): boolean {
  if (text !== 'on' && text !== 'off') {
    throw new InvalidArgumentError('on or off is needed.');
  }
  return text === 'on';
}

/** A URL alone is that of all services not named. */
function endpoint(text: string, previous: Record<string, string> = {}): Record<string, string> {
  return /^https?:/.test(text) ? { ...previous, [EVERY_SERVICE]: text } : namedValue(text, previous);
}

function fail(error: unknown): void {
  if (error instanceof SynthesisError) {
    process.stderr.write(error.output);
  }
  process.stderr.write(findingsOf(error).map((finding) => `error: ${finding}\n`).join(''));
  process.exit(1);
}

command().parseAsync().catch(fail);
