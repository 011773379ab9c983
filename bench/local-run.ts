import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import WebSocket from 'ws';
import { buildLocalRun } from './local-package';
import { atLeast, atMost, Figure, median } from './measure';
import { WebSocketStepFunctionsAsync } from '../src';

interface Memory {
  readonly javaScript: number;
  readonly resident: number;
}

/** A server in its own process, so that it and the clients do not take each other's time. */
export interface Server {
  readonly url: string;
  /** What the process uses, in bytes, after a garbage collection: JavaScript's memory, and all of it. */
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

/** The folder of the package that is measured; the echo server needs none. */
let packageFolder = '';

/** A server of a template, by the package as it is published. */
export async function localRunOf(templatePath: string): Promise<Server> {
  packageFolder = buildLocalRun();
  return server('local-run', templatePath);
}

async function server(kind: 'echo' | 'local-run' | 'without-rights' | 'with-console', templatePath = ''): Promise<Server> {
  const args = [kind, join(packageFolder, 'lib'), templatePath];
  const child: ChildProcess = fork(join(__dirname, 'local-run-server.ts'), args, { execArgv: [...process.execArgv, '--expose-gc'] });
  const [url] = await once(child, 'message') as [string];
  return {
    url,
    memory: async () => {
      child.send('memory');
      const [memory] = await once(child, 'message') as [Memory];
      return memory;
    },
    stop: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** The library's own API with one Pass state: every message is rendered, starts an execution, and is answered through a template. */
function template(directory: string): string {
  const stack = new Stack(new App());
  new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')),
    authorizer: new apigwv2.WebSocketNoneAuthorizer(),
  });
  const path = join(directory, 'Orders.template.json');
  writeFileSync(path, JSON.stringify(Template.fromStack(stack).toJSON()));
  return path;
}

async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  return socket;
}

export async function connectAll(url: string, count: number): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(100, count - sockets.length) }, () => connect(url));
    sockets.push(...await Promise.all(batch));
  }
  return sockets;
}

const MESSAGE = JSON.stringify({ action: 'order', first_name: 'Jane', last_name: "O'Hara", amount: 3 });

interface Load {
  /** Round trips a second: a client says something, hears the answer, and says the next. */
  readonly rate: number;
  /** The time that 99 of 100 round trips stay under, in milliseconds. */
  readonly p99: number;
}

async function load(sockets: readonly WebSocket[], milliseconds: number): Promise<Load> {
  const times: number[] = [];
  const start = performance.now();
  await Promise.all(sockets.map((socket) => new Promise<void>((done) => {
    let sent = 0;
    const say = (): void => {
      sent = performance.now();
      socket.send(MESSAGE);
    };
    socket.on('message', function listener() {
      const now = performance.now();
      times.push(now - sent);
      if (now - start < milliseconds) {
        say();
      } else {
        socket.off('message', listener);
        done();
      }
    });
    say();
  })));
  const elapsed = performance.now() - start;
  return { rate: times.length / elapsed * 1000, p99: times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] };
}

async function withServers<T>(use: (ours: Server, other: Server) => Promise<T>, kind: 'echo' | 'without-rights' | 'with-console' = 'echo'): Promise<T> {
  packageFolder = buildLocalRun();
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const path = template(directory);
  const ours = await server('local-run', path);
  const other = await server(kind, path);
  try {
    return await use(ours, other);
  } finally {
    await Promise.all([ours.stop(), other.stop()]);
    rmSync(directory, { recursive: true });
  }
}

/** Pairs of measurements; the ratio is their median. */
const ROUNDS = 7;

/** Both servers in turns, so that whatever else the machine does hits both. */
async function beside(ours: Server, bare: Server, connections: number, rounds: number): Promise<{ ours: Load; bare: Load; ratio: number }> {
  const oursSockets = await connectAll(ours.url, connections);
  const bareSockets = await connectAll(bare.url, connections);
  await load(oursSockets, 1000);
  await load(bareSockets, 500);
  const measured: [Load, Load][] = [];
  for (let round = 0; round < rounds; round++) {
    measured.push([await load(oursSockets, 700), await load(bareSockets, 700)]);
  }
  [...oursSockets, ...bareSockets].forEach((socket) => socket.terminate());
  const side = (index: 0 | 1): Load => {
    const loads = measured.map((pair) => pair[index]);
    return { rate: median(loads.map(({ rate }) => rate)), p99: median(loads.map(({ p99 }) => p99)) };
  };
  return { ours: side(0), bare: side(1), ratio: median(measured.map(([a, b]) => a.rate / b.rate)) };
}

/** Round trips a second beside a bare `ws` echo server; the goal is for 100 connections. */
async function roundTrips(): Promise<Figure> {
  return withServers(async (ours, bare) => {
    const results = new Map<number, Awaited<ReturnType<typeof beside>>>();
    for (const connections of [1, 100, 1000]) {
      results.set(connections, await beside(ours, bare, connections, ROUNDS));
    }
    const detail = [...results].map(([connections, { ours: { rate, p99 }, bare: { rate: bareRate, p99: bareP99 }, ratio }]) =>
      `${connections}: ${ratio.toFixed(2)} = ${Math.round(rate)} to ${Math.round(bareRate)}, p99 ${p99.toFixed(1)} to ${bareP99.toFixed(1)} ms`);
    return atLeast('local round trips a second to a bare echo server, 100 connections', results.get(100)!.ratio, 0.2, ` (${detail.join('; ')})`);
  });
}

/** What the console costs while nobody looks: round trips a second with it, to those without. */
async function unseenConsole(): Promise<Figure> {
  return withServers(async (without, withIt) => {
    const { ours: { rate }, bare: { rate: rateWithout }, ratio } = await beside(withIt, without, 100, ROUNDS);
    return atLeast('local round trips a second with a console that nobody looks at to those without, 100 connections', ratio, 0.9,
      ` (${Math.round(rate)} to ${Math.round(rateWithout)})`);
  }, 'with-console');
}

/** Round trips a second with the roles' policies evaluated for each message, to those without. */
async function rights(): Promise<Figure> {
  return withServers(async (ours, unchecked) => {
    const { ours: { rate }, bare: { rate: without }, ratio } = await beside(ours, unchecked, 100, ROUNDS);
    return atLeast('local round trips a second with rights checked to those without, 100 connections', ratio, 0.9, ` (${Math.round(rate)} to ${Math.round(without)})`);
  }, 'without-rights');
}

/** Memory of the local run's process for each connection that is open and says nothing. */
async function idleConnections(): Promise<Figure> {
  const count = 10_000;
  return withServers(async (ours) => {
    const warm = await connectAll(ours.url, 100);
    const before = await ours.memory();
    const sockets = await connectAll(ours.url, count);
    const after = await ours.memory();
    // Resident memory alone would miss what goes into memory that was free before.
    const each = Math.max(after.javaScript - before.javaScript, after.resident - before.resident) / count / 1024;
    const held = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
    [...warm, ...sockets].forEach((socket) => socket.terminate());
    return atMost(`KiB an idle connection, ${held} of ${count} held`, held === count ? each : Infinity, 25);
  });
}

export const localRun = [roundTrips, rights, unseenConsole, idleConnections];
