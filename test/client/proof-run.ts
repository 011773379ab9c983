import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LocalRun, LocalRunOptions } from '../../local/src';
import { ClientResponse, ExecutionName, SendToConnection, WebSocketStepFunctionsAsync } from '../../src';
import { protocolApi } from '../conversations/protocol-api';

/** Orders whose output is the item that was ordered: whoever hears another's is found out. */
export function itemApi(stack: Stack): void {
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', {
    authorizer: new apigwv2.WebSocketNoneAuthorizer(),
    routeKeys: ['order'],
    executionName: ExecutionName.fromMessage(),
    response: ClientResponse.executionId(),
    notifyCompletion: true,
    definitionBody: sfn.DefinitionBody.fromChainable(
      SendToConnection.jsonPath(stack, 'Progress', { message: sfn.TaskInput.fromObject({ progress: 0.5 }), includeExecutionId: true, ignoreGone: true })
        .next(new sfn.Pass(stack, 'Item', { parameters: { 'item.$': '$.message.item' } }))),
  });
  api.addPingRoute();
  api.addStatusRoute('status');
}

export const ITEM_API = { ping: 'ping', status: 'status', routes: { order: { names: 'message' } } } as const;

/** Plays an API. */
export async function play(build: (stack: Stack) => void = protocolApi, options: Partial<LocalRunOptions> = {}): Promise<LocalRun> {
  const outdir = mkdtempSync(join(tmpdir(), 'proof-'));
  const app = new App({ outdir });
  build(new Stack(app, 'Stack'));
  app.synth();
  const run = await LocalRun.start({ template: outdir, ...options });
  rmSync(outdir, { recursive: true });
  return run;
}

export function urlOf(run: LocalRun): string {
  return Object.values(run.urls)[0];
}
