import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type WebSocket from 'ws';
import { connectAll, localRunOf } from './local-run';
import { atMost, Figure } from './measure';
import { ConnectionRegistry, GroupAccess, SendToGroup, WebSocketStepFunctionsAsync } from '../src';

const CLIENTS = 10_000;
const GROUP = 'everybody';

/** An API on which one message is told to a group. */
function synthesize(outdir: string): string {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  const connections = new ConnectionRegistry(stack, 'Connections', { groupAccess: GroupAccess.anybody() });
  const tell = SendToGroup.jsonPath(stack, 'Tell', { connections, group: GROUP, message: sfn.TaskInput.fromObject({ told: true }) });
  const api = new WebSocketStepFunctionsAsync(stack, 'Api', {
    connections, routeKeys: ['tell'], definitionBody: sfn.DefinitionBody.fromChainable(tell), authorizer: new apigwv2.WebSocketNoneAuthorizer(),
  });
  api.addGroupRoutes();
  return app.synth().directory;
}

/** Says something, and waits for an answer. */
async function ask(socket: WebSocket, message: object): Promise<void> {
  const answer = once(socket, 'message');
  socket.send(JSON.stringify(message));
  await answer;
}

/** Seconds from a message until the last of many clients in one group has heard it, by a table and a state machine that are played as AWS would. */
async function broadcastToMany(): Promise<Figure> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const server = await localRunOf(synthesize(directory));
  try {
    const sockets = await connectAll(server.url, CLIENTS);
    for (let next = 0; next < CLIENTS; next += 100) {
      await Promise.all(sockets.slice(next, next + 100).map(async (socket) => ask(socket, { action: 'join', group: GROUP })));
    }
    const start = performance.now();
    const told = sockets.map(async (socket) => new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => data.includes('"told"') && resolve());
    }));
    sockets[0].send(JSON.stringify({ action: 'tell' }));
    await Promise.all(told);
    const seconds = (performance.now() - start) / 1000;
    sockets.forEach((socket) => socket.terminate());
    return atMost(`local seconds until the last of ${CLIENTS} clients in one group hears a message`, seconds, 10);
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

export const broadcast = [broadcastToMany];
