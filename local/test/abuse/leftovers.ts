import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import WebSocket from 'ws';

/*
 * Kills what has started a local run, or the run itself, a hundred times, while it starts, when it is ready and while a function is at work, and
 * looks for what is left: processes and temporary files.
 */

const CLI = join(__dirname, '..', '..', 'lib', 'cli.js');
/** How many times; another number may be given. */
const KILLS = Number(process.argv[2] ?? 100);
/** How long the last process or file may take to go, in milliseconds. */
const GRACE = 30_000;
/** How long a run takes to start at most, so that the kill may come at any time of it, in milliseconds. */
const START = 1500;
const MOMENTS = ['while it starts', 'when it is ready', 'while a function works'] as const;

const TEMPLATE = {
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
    Busy: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 900, Code: { ZipFile: 'exports.handler = () => { console.log("works"); for (;;); };' },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Busy' }, Principal: 'apigateway.amazonaws.com' },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Busy.Arn}/invocations' },
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: { Ref: 'Api' }, RouteKey: '$default', Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] } },
    },
  },
};

/** A project that has the local run installed; all that is started in it has the folder in its environment. */
class Project {
  public readonly folder = mkdtempSync(join(tmpdir(), 'leftovers-'));
  public readonly template = join(this.folder, 'template.json');
  public readonly readyFile = join(this.folder, 'ready.json');
  public readonly temporary = join(this.folder, 'tmp');

  constructor() {
    const bin = join(this.folder, 'node_modules', '.bin');
    [bin, this.temporary].forEach((path) => mkdirSync(path, { recursive: true }));
    writeFileSync(join(this.folder, 'package.json'), '{}');
    writeFileSync(this.template, JSON.stringify(TEMPLATE));
    writeFileSync(join(bin, 'websocket-step-functions-local'), `#!/usr/bin/env node\nrequire(${JSON.stringify(CLI)});\n`);
    chmodSync(join(bin, 'websocket-step-functions-local'), 0o755);
  }

  public get options(): string[] {
    return [this.template, '--port', '0', '--json', '--ready-file', this.readyFile];
  }

  public start(command: string, args: readonly string[]): ChildProcess {
    const environment = { ...process.env, TMPDIR: this.temporary, NODE_OPTIONS: undefined };
    return spawn(command, args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'ignore'], env: environment });
  }

  /** A program that starts the run, and keeps its stdin open. */
  public program(command: string, args: readonly string[]): ChildProcess {
    return this.start(process.execPath, ['-e', `
      require('node:child_process').spawn(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: ['pipe', 'inherit', 'inherit'] });
      setInterval(() => {}, 1000);`]);
  }

  /** What is left of it: processes and files, but for what npm keeps. */
  public leftovers(): string[] {
    const processes = execFileSync('ps', ['eww', '-eo', 'pid,args'], { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\n')
      .filter((line) => line.includes(this.folder)).map((line) => line.slice(0, 200));
    const files = readdirSync(this.temporary).filter((name) => name !== 'node-compile-cache');
    return [...processes, ...files, ...existsSync(this.readyFile) ? [this.readyFile] : []];
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Who is killed: what it starts ends with it. */
const VICTIMS: Readonly<Record<string, (project: Project) => ChildProcess>> = {
  'the run': (project) => project.start(process.execPath, [CLI, ...project.options]),
  'a program that has started it': (project) => project.program(process.execPath, [CLI, ...project.options, '--stdin-ends-run']),
  'npx': (project) => project.start('npx', ['websocket-step-functions-local', ...project.options]),
  'a program that has started npx': (project) => project.program('npx', ['websocket-step-functions-local', ...project.options, '--stdin-ends-run']),
};

async function reach(moment: string, child: ChildProcess): Promise<void> {
  if (moment === 'while it starts') {
    child.stdout!.resume();
    await wait(Math.random() * START);
    return;
  }
  child.stdout!.pause();
  const iterator = child.stdout!.iterator({ destroyOnReturn: false });
  let output = '';
  const until = async (text: string): Promise<void> => {
    while (!output.includes(text)) {
      const { value, done } = await iterator.next() as IteratorResult<Buffer>;
      if (done) {
        throw new Error(`the run has ended: ${output}`);
      }
      output += value.toString();
    }
  };
  await until('"type":"Listening"');
  if (moment === 'while a function works') {
    const { url } = JSON.parse(output.split('\n')[0]) as { url: string };
    const socket = new WebSocket(url);
    socket.on('error', () => {});
    await once(socket, 'open');
    socket.send('{}');
    await until('works');
  }
}

/** Kills once; gives what is left, and how long the last of it took to go, in milliseconds. */
async function kill(victim: string, moment: string): Promise<{ left: string[]; time: number }> {
  const project = new Project();
  const child = VICTIMS[victim](project);
  await reach(moment, child);
  child.kill('SIGKILL');
  const start = performance.now();
  let left = project.leftovers();
  while (left.length > 0 && performance.now() - start < GRACE) {
    await wait(20);
    left = project.leftovers();
  }
  const time = performance.now() - start;
  project.remove();
  return { left, time };
}

async function main(): Promise<number> {
  let failed = 0;
  const times: number[] = [];
  for (let index = 0; index < KILLS; index++) {
    const victims = Object.keys(VICTIMS);
    const [victim, moment] = [victims[index % victims.length], MOMENTS[Math.floor(index / victims.length) % MOMENTS.length]];
    const { left, time } = await kill(victim, moment);
    times.push(time);
    if (left.length > 0) {
      failed += 1;
      process.stdout.write(`FAILED: ${victim} was killed ${moment}, and ${GRACE / 1000} seconds later there was ${left.join(', ')}\n`);
    }
  }
  const sorted = times.sort((one, other) => one - other);
  process.stdout.write(`the last of it was gone after ${Math.round(sorted[Math.floor(KILLS / 2)])} ms (median), ${Math.round(sorted.at(-1)!)} ms at most\n`);
  process.stdout.write(`${KILLS - failed} passed, ${failed} failed\n`);
  return failed;
}

main().then((failed) => process.exit(failed === 0 ? 0 : 1), (error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
