import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { loadTemplate } from '../../src/template';
import { folder } from '../files';

const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const SECRET = 'root:x:0:0';
const API = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
};
const withMachine = (properties: object): object => ({ Resources: { ...API, M: { Type: 'AWS::StepFunctions::StateMachine', Properties: properties } } });
const withNested = (url: string): object => ({ Resources: { ...API, N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } } } });

function message(load: () => unknown): string {
  try {
    load();
    return 'loaded';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<[string, object, string]>([
  ['a nested template', withNested('../outside/secret.txt'), 'resource N (stack t), property TemplateURL: ../outside/secret.txt is outside the project'],
  ['a nested template by its absolute path', withNested('/etc/passwd'), 'resource N (stack t), property TemplateURL: /etc/passwd is outside the project'],
  ['a nested template that is not there', withNested('/nowhere/at/all'), 'resource N (stack t), property TemplateURL: /nowhere/at/all is outside the project'],
  ['a nested template behind a link', withNested('link/secret.txt'), 'resource N (stack t), property TemplateURL: link/secret.txt is'],
  ['a nested template that is a link', withNested('secret-link'), 'resource N (stack t), property TemplateURL: secret-link is a link that leaves the project'],
  ['a definition', withMachine({ DefinitionUri: '../outside/secret.txt' }), 'resource M (stack t), property DefinitionUri: ../outside/secret.txt is outside the project'],
  ['an asset', withMachine({ DefinitionS3Location: { Bucket: 'b', Key: 'k.json' } }), 'resource M (stack t), property DefinitionS3Location: ../outside/secret.txt is outside the project'],
])('%s outside the project is not read', (_title, template, expected) => {
  const root = folder({
    'outside/secret.txt': SECRET,
    'project/package.json': {},
    'project/t.json': template,
    'project/t.assets.json': { files: { k: { source: { path: '../outside/secret.txt' }, destinations: { d: { objectKey: 'k.json' } } } } },
  });
  symlinkSync(join(root, 'outside'), join(root, 'project', 'link'));
  symlinkSync(join(root, 'outside', 'secret.txt'), join(root, 'project', 'secret-link'));

  const told = message(() => loadTemplate(join(root, 'project', 't.json')));

  expect(told).toContain(expected);
  expect(told).not.toContain(SECRET);
});

test.each(['package.json', 'samconfig.toml', '.git/HEAD'])('the project is the nearest folder above with %s', (mark) => {
  const root = folder({ [`project/${mark}`]: '', 'project/machine.json': PASS, 'project/stacks/t.json': withMachine({ DefinitionUri: '../machine.json' }) });

  expect(loadTemplate(join(root, 'project', 'stacks', 't.json')).stateMachines).toHaveLength(1);
});

test('without such a folder it is the template\'s own, and root says another', () => {
  const root = folder({ 'machine.json': PASS, 'stacks/t.json': withMachine({ DefinitionUri: '../machine.json' }) });
  const path = join(root, 'stacks', 't.json');

  expect(message(() => loadTemplate(path))).toContain('give the folder that holds both with --root <folder>');
  expect(loadTemplate(path, { root }).stateMachines).toHaveLength(1);
  expect(message(() => loadTemplate(path, { root: join(root, 'nowhere') }))).toBe(`root ${join(root, 'nowhere')} is not a folder`);
});

test('a project behind a link is one like others', () => {
  const root = folder({ 'project/package.json': {}, 'project/t.json': { Resources: { ...API, F: { Type: 'AWS::Lambda::Function', Properties: { Code: '.' } }, G: { Type: 'AWS::Lambda::Function', Properties: { Code: 'not/built/yet' } } } } });
  symlinkSync(join(root, 'project'), join(root, 'link'));

  const [f, g] = loadTemplate(join(root, 'link', 't.json')).functions;

  expect(f.code).toEqual({ kind: 'folder', path: join(root, 'project') });
  expect(g.code).toMatchObject({ reason: expect.stringContaining(`there is no ${join(root, 'project/not/built/yet')}`) });
});

test('what a file holds that does not parse is not shown, only where', () => {
  const root = folder({ 'package.json': {}, 't.json': withNested('secret.txt'), 'secret.txt': `${SECRET}: [\n  x: }` });

  const told = message(() => loadTemplate(join(root, 't.json')));

  expect(told).toMatch(/secret\.txt is not YAML: line \d+, column \d+: [a-z ]+$/);
  expect(told).not.toContain(SECRET);
});

test('a template of a stage finds the assets at the top of its cdk.out folder', () => {
  const root = folder({
    'cdk.out/manifest.json': { artifacts: {} },
    'cdk.out/asset.k.json': PASS,
    'cdk.out/assembly-Dev/manifest.json': { artifacts: {} },
    'cdk.out/assembly-Dev/t.json': withMachine({ DefinitionS3Location: { Bucket: 'b', Key: 'k.json' } }),
    'cdk.out/assembly-Dev/t.assets.json': { files: { k: { source: { path: '../asset.k.json' }, destinations: { d: { objectKey: 'k.json' } } } } },
  });

  expect(loadTemplate(join(root, 'cdk.out/assembly-Dev/t.json')).stateMachines).toHaveLength(1);
});

test('a template of a cdk.out folder that is a link out of the project is not read', () => {
  const root = folder({
    'outside/secret.txt': SECRET,
    'cdk.out/manifest.json': { artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.template.json' } } } },
  });
  symlinkSync(join(root, 'outside', 'secret.txt'), join(root, 'cdk.out', 'A.template.json'));

  expect(message(() => loadTemplate(join(root, 'cdk.out')))).toContain('A.template.json is a link that leaves the project');
});

test('a device or a folder is no file, and a manifest names files of its own folder only', () => {
  const root = folder({
    'package.json': {},
    't.json': withNested('.'),
    'cdk.out/manifest.json': { artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: '../../../etc/passwd' } } } },
  });

  expect(message(() => loadTemplate(join(root, 't.json')))).toMatch(/not a file$/);
  expect(message(() => loadTemplate(join(root, 'cdk.out')))).toContain('"../../../etc/passwd" is not in its folder');
});
