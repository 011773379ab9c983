import { join } from 'node:path';
import { folder } from './files';
import { folderOf, nodeFunction } from './functions/support';
import { template } from './support';
import { LocalRun } from '../src';
import { samSource } from '../src/sam-build';

function sourceOf(files: Readonly<Record<string, string>>, metadata: object, handler = 'app.handler', at = ''): object | undefined {
  const path = join(folderOf(files), at);
  const source = samSource(nodeFunction('', { handler, metadata: metadata as {}, code: { kind: 'folder', path } }));
  return source && { ...source, project: source.project === path };
}

const DEFAULTS = { project: true, external: [], minify: false, sourcemap: false, format: 'cjs' };

test.each([
  ['its properties', { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: ['app.ts'], External: ['x'], Minify: true, Target: 'es2022', Format: 'esm', Sourcemap: 'true' } },
    { entryPoint: 'app.ts', project: true, external: ['x'], minify: true, target: 'es2022', format: 'esm', sourcemap: true }],
  ['none', { BuildMethod: 'esbuild' }, { entryPoint: 'app.ts', ...DEFAULTS }],
  ['several entry points: that of the handler', { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: ['src/other.ts', 'src/app.ts'] } }, { entryPoint: 'src/app.ts', ...DEFAULTS }],
])('%s', (_name, metadata, source) => {
  expect(sourceOf({ 'app.ts': '', 'src/app.ts': '', 'src/other.ts': '' }, metadata)).toEqual(source);
});

test.each([
  ['another method', { 'app.ts': '' }, { BuildMethod: 'nodejs22.x' }, ''],
  ['what SAM has built', { '.aws-sam/build/Orders/app.js': '' }, { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: ['app.ts'] } }, '.aws-sam/build/Orders'],
  ['JavaScript where there is no esbuild', { 'app.js': '' }, { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: ['app.js'] } }, ''],
])('%s is not bundled', (_name, files, metadata, at) => {
  expect(sourceOf(files as Record<string, string>, metadata, 'app.handler', at)).toBeUndefined();
});

test('a function of SAM in TypeScript answers, without sam build', async () => {
  const { Resources } = template({
    routes: {
      $default: {
        integration: { IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Chat.Arn}/invocations' }, RequestTemplates: undefined },
      },
    },
  });
  const Chat = {
    Type: 'AWS::Serverless::Function',
    Properties: { Runtime: 'nodejs22.x', Handler: 'app.handler', CodeUri: 'chat/' },
    Metadata: { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: ['app.ts'] } },
  };
  const esbuild = JSON.stringify(require.resolve('esbuild'));
  const path = folder({
    'template.yaml': { Transform: 'AWS::Serverless-2016-10-31', Resources: { ...Resources, Chat } },
    'chat/app.ts': 'import { words } from "./words"; export const handler = async () => ({ statusCode: 200, body: words as string });',
    'chat/words.ts': 'export const words: unknown = "\\"bundled\\"";',
    'chat/node_modules/esbuild/index.js': `module.exports = require(${esbuild});`,
    'package.json': '{}',
  });
  await using run = await LocalRun.start({ template: join(path, 'template.yaml') });
  const client = await run.connect();
  client.send({});
  expect(await client.next()).toBe('bundled');
});
