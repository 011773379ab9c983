#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { LocalRun } from './local-run';
import { jsonLine, readableLine } from './log-format';

interface CliOptions {
  readonly port: number;
  readonly host: string;
  readonly timeScale: number;
  readonly parameter: Record<string, string>;
  readonly authorizerContext: Record<string, string>;
  readonly mocks?: string;
  readonly endpoint: Record<string, string>;
  readonly json: boolean;
}

function command(): Command {
  const { version, description } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string; description: string };
  return new Command('websocket-step-functions-local')
    .description(description)
    .version(version)
    .argument('<template>', 'CloudFormation template (JSON or YAML), or cdk.out folder')
    .option('--port <number>', 'port to listen on; 0 for any free one', number, 4510)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--time-scale <number>', 'how much faster than real time workflows wait', number, 1)
    .option('--parameter <Name=value>', "value for one of the template's parameters; repeatable", namedValue, {})
    .option('--authorizer-context <name=value>', 'what a Lambda authorizer would add to $context.authorizer; repeatable', namedValue, {})
    .option('--mocks <file>', 'answers of tasks: a mock configuration file of Step Functions Local, with #TestCase or without')
    .option('--endpoint <service=url>', 'where to forward tasks of a service to, such as lambda=http://127.0.0.1:3001; repeatable', namedValue, {})
    .option('--json', 'log as JSON lines', false)
    .allowExcessArguments(false)
    .action(serve);
}

async function serve(template: string, { json, parameter, endpoint, ...options }: CliOptions): Promise<void> {
  const useColour = process.stdout.isTTY && !('NO_COLOR' in process.env);
  const run = await LocalRun.start({
    ...options,
    template,
    parameters: parameter,
    endpoints: endpoint,
    logger: (entry) => {
      const time = new Date();
      process.stdout.write(`${json ? jsonLine(entry, time) : readableLine(entry, time, useColour)}\n`);
    },
  });
  let isStopping = false;
  const stop = (): void => {
    // Whoever asks twice does not want to wait.
    if (isStopping) {
      process.exit(1);
    }
    isStopping = true;
    run.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) {
    throw new InvalidArgumentError('a number is needed.');
  }
  return value;
}

function namedValue(text: string, previous: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new InvalidArgumentError('Name=value is needed.');
  }
  return { ...previous, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}

// The reader of the log has gone, as `| head` does.
process.stdout.on('error', () => process.exit(0));

command().parseAsync().catch(fail);
