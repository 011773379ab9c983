// No source of this name: what the local run writes for clients of the construct's APIs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ts from 'typescript';
import { PROTOCOL_API, protocolApi } from './protocol-api';
import { describeTemplate } from '../../local/src/api-description';
import { ExecutionName, WebSocketStepFunctionsAsync } from '../../src';
import { passing } from '../stacks';

function typesOf(build: (stack: Stack) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), 'types-'));
  const app = new App({ outdir });
  build(new Stack(app, 'Stack'));
  app.synth();
  const types = describeTemplate('types', outdir);
  rmSync(outdir, { recursive: true });
  return types;
}

/** What the module exports as `api`. */
function apiOf(types: string): unknown {
  const exported: { api?: unknown } = {};
  new Function('exports', ts.transpileModule(types, { compilerOptions: { module: ts.ModuleKind.CommonJS } }).outputText)(exported);
  return exported.api;
}

test('it is what a client has to know', () => {
  expect(apiOf(typesOf(protocolApi))).toEqual(PROTOCOL_API);
});

test('names per principal are those of the connection where anybody may connect', () => {
  const order = (authorizer?: apigwv2.IWebSocketRouteAuthorizer) => apiOf(typesOf((stack) => new WebSocketStepFunctionsAsync(stack, 'Api', {
    definitionBody: passing(stack), routeKeys: ['order'], executionName: ExecutionName.perPrincipal(), authorizer,
  })));
  expect(order()).toMatchObject({ routes: { order: { names: 'principal' } } });
  expect(order(new apigwv2.WebSocketNoneAuthorizer())).toMatchObject({ routes: { order: { names: 'connection' } } });
});

test('it compiles, and types messages', () => {
  const types = typesOf((stack) => new WebSocketStepFunctionsAsync(stack, 'Api', {
    definitionBody: passing(stack), routeKeys: ['order'], messageSchema: { type: 'object', required: ['item'], properties: { item: { type: 'integer' } } },
  }));
  const text = `${types.replace('websocket-step-functions-client', '../../client/src')}
    import { connect } from '../../client/src';
    interface Orders extends Routes { readonly order: Routes['order'] & { readonly output: { readonly total: number } } }
    const client = connect<Orders>({ url: 'wss://x', api });
    client.start('order', { item: 7 }).result.then(({ total }) => total.toFixed());
    // @ts-expect-error a text is no number
    client.start('order', { item: '7' });`;
  const file = join(__dirname, 'written-types.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    ignoreDeprecations: '6.0',
    lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts'],
    types: [],
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest));
  const program = ts.createProgram([file], options, host);
  expect(program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
});
