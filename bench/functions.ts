import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';
import { buildLocalRun } from './local-package';
import { atMost, Figure, median } from './measure';

const ROUNDS = 7;
const ROUND_TRIPS = 200;
/** Nobody sends at once: the run makes its certificates meanwhile, in milliseconds. */
const PAUSE = 700;

/** An API with so many functions, of which the first answers every message. */
function template(functions: number): object {
  const api = { ApiId: { Ref: 'Api' } };
  const uri = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function0.Arn}/invocations' };
  const answer = 'exports.handler = async ({ body }) => ({ statusCode: 200, body });';
  return {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ...api, StageName: 'prod' } },
      ...functions > 0 && {
        Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ...api, IntegrationType: 'AWS_PROXY', IntegrationUri: uri } },
        Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ...api, RouteKey: '$default', Target: { 'Fn::Sub': 'integrations/${Integration}' } } },
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Function0' }, Principal: 'apigateway.amazonaws.com' },
        },
        Response: { Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ...api, RouteId: { Ref: 'Route' }, RouteResponseKey: '$default' } },
      },
      ...Object.fromEntries(Array.from({ length: functions }, (_, index) => [`Function${index}`, {
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: `arn:aws:iam::123456789012:role/${index}`, Code: { ZipFile: answer } },
      }])),
    },
  };
}

/** The folder of the package that is measured. */
let packageFolder = '';

interface Started {
  readonly url: string;
  /** Until it listened, in milliseconds. */
  readonly time: number;
  readonly process: ChildProcess;
}

async function start(path: string): Promise<Started> {
  const begin = performance.now();
  const child = spawn(process.execPath, [join(packageFolder, 'lib', 'cli.js'), path, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line) as { type: string; url: string };
    if (entry.type === 'Listening') {
      child.stdout.resume();
      return { url: entry.url, time: performance.now() - begin, process: child };
    }
  }
  throw new Error('the local run ended before it listened');
}

async function stop({ process: child }: Started): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** What Node.js itself takes to start and to end: whatever else the machine does slows it down, too. */
async function bareStart(): Promise<number> {
  const begin = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'exit');
  return performance.now() - begin;
}

async function roundTrip(socket: WebSocket): Promise<number> {
  const begin = performance.now();
  socket.send('{"action":"order"}');
  await once(socket, 'message');
  return performance.now() - begin;
}

interface Conversation {
  readonly cold: number;
  readonly warm: number;
}

async function conversation(url: string): Promise<Conversation> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  const cold = await roundTrip(socket);
  const warm: number[] = [];
  while (warm.length < ROUND_TRIPS) {
    warm.push(await roundTrip(socket));
  }
  socket.terminate();
  return { cold, warm: median(warm) };
}

/** In MB, all of the process. */
function residentMemory({ process: child }: Started): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024;
}

interface Round {
  readonly bare: number;
  readonly none: number;
  readonly twenty: number;
  readonly memory: number;
  readonly cold: number;
  readonly warm: number;
}

async function round(none: string, twenty: string): Promise<Round> {
  const bare = await bareStart();
  const withNone = await start(none);
  await stop(withNone);
  const withTwenty = await start(twenty);
  await new Promise((done) => setTimeout(done, PAUSE));
  const memory = residentMemory(withTwenty);
  const talked = await conversation(withTwenty.url);
  await stop(withTwenty);
  return { bare, none: withNone.time, twenty: withTwenty.time, memory, ...talked };
}

async function startsAndConversations(): Promise<Figure[]> {
  packageFolder = buildLocalRun();
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const [none, twenty] = [0, 20].map((count) => {
      const path = join(folder, `${count}.template.json`);
      writeFileSync(path, JSON.stringify(template(count)));
      return path;
    });
    await round(none, twenty);
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS) {
      rounds.push(await round(none, twenty));
    }
    const of = (measure: (each: Round) => number): number => median(rounds.map(measure));
    const times = (measure: (each: Round) => number): string => ` (${of((each) => measure(each) / each.bare).toFixed(1)} times what Node.js takes)`;
    return [
      atMost('functions: milliseconds to listen, none declared', of((each) => each.none), 250, times((each) => each.none)),
      atMost('functions: milliseconds to listen, 20 declared', of((each) => each.twenty), 350, times((each) => each.twenty)),
      atMost('functions: MB in use, 20 declared, none called', of((each) => each.memory), 90),
      atMost('functions: milliseconds for the first message', of((each) => each.cold), 200, times((each) => each.cold)),
      atMost('functions: milliseconds for a round trip, warm', of((each) => each.warm), 3),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lambda functions in the local run, in processes of their own. */
export const functions: readonly (() => Promise<Figure[]>)[] = [startsAndConversations];
