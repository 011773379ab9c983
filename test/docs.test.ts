// No source of this name: what the documents say is compared with the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import * as ts from 'typescript';
import { newStack, passing, textOf } from './stacks';
import { WebSocketStepFunctionsAsync } from '../src';

const ROOT = join(__dirname, '..');

/** The build at the newest CDK is of a copy, which has the sources and their tests only. */
const isRepository = existsSync(join(ROOT, '.projenrc.ts'));

const PAGES = isRepository ? [
  'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'local/README.md', 'client/README.md',
  ...readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
] : [];

/** Where links may lead outside of the repository. */
const HOSTS = ['github.com', 'constructs.dev', 'aws.amazon.com', 'docs.aws.amazon.com', 'www.asyncapi.com', 'standardschema.dev', 'www.conventionalcommits.org'];

/** Hosts that samples may use: this machine, AWS's endpoints, and names that are nobody's. */
const SAMPLE_HOSTS = /^(127\.0\.0\.1|localhost|[\w.-]+\.amazonaws\.com|[\w.-]+\.example)(:\d+)?$/;

/** `declare` inside of a function, which the compiler of the README's samples lets through as well. */
const MODIFIERS_CANNOT_APPEAR_HERE = 1184;

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** A page's text without its code blocks, and its samples in TypeScript. */
function split(page: string): { prose: string; samples: string[] } {
  const samples: string[] = [];
  const prose = read(page).replace(/^```(\w*)\n([\s\S]*?)^```$/gm, (_, language: string, code: string) => {
    if (language === 'ts') {
      samples.push(code);
    }
    return '';
  });
  return { prose, samples };
}

/** Targets of links and pictures; not those in code. */
function linksOf(page: string): string[] {
  return [...split(page).prose.replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
}

/** The file that a link of a page leads to. */
function fileOf(page: string, link: string): string {
  const [path] = link.split('#');
  return path === '' ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
}

/** The anchors that the headings of a page have on GitHub. */
function anchorsOf(page: string): string[] {
  return [...split(page).prose.matchAll(/^#+ +(.+)$/gm)]
    .map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

/** What the compiler says of texts by file name, beside what it would say of the repository. */
function faultsOf(sources: ReadonlyMap<string, string>): string[] {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile).config, ts.sys, ROOT);
  const compilerOptions: ts.CompilerOptions = {
    ...options,
    noEmit: true,
    // A sample uses a part of what the fixture imports, and what it declares is for its reader.
    noUnusedLocals: false,
    // Samples await at their top level.
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: {
      'cdk-websocket-step-functions': [join(ROOT, 'src')],
      'websocket-step-functions-local': [join(ROOT, 'local/src')],
      'websocket-step-functions-client': [join(ROOT, 'client/src')],
      'websocket-step-functions-client/delivery': [join(ROOT, 'client/src/delivery')],
      'websocket-step-functions-client/sigv4': [join(ROOT, 'client/src/sigv4')],
    },
  };
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  host.getSourceFile = (file, language, ...more) => {
    const source = sources.get(file);
    return source === undefined ? getSourceFile(file, language, ...more) : ts.createSourceFile(file, source, language);
  };
  const program = ts.createProgram([...sources.keys()], compilerOptions, host);
  return [...sources.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter(({ code }) => code !== MODIFIERS_CANNOT_APPEAR_HERE)
      .map(({ messageText }) => `${relative(ROOT, file)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

(isRepository ? describe : describe.skip)('the documentation', () => {
  test.each(PAGES)('%s links to files and headings that exist', (page) => {
    const broken = linksOf(page).filter((link) => !/^[a-z]+:/.test(link)).filter((link) => {
      const [file, [, anchor]] = [fileOf(page, link), link.split('#')];
      return !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  test.each(PAGES)('%s names no host but those of the project and of AWS', (page) => {
    const hosts = [...read(page).matchAll(/\b(?:https?|wss?):\/\/([^/\s)`'"<]+)/g)].map(([, host]) => host);
    expect(hosts.filter((host) => !HOSTS.includes(host) && !SAMPLE_HOSTS.test(host))).toEqual([]);
  });

  test.each(PAGES)('%s has one title, and leaves no level of headings out', (page) => {
    const levels = [...split(page).prose.matchAll(/^(#+) /gm)].map(([, hashes]) => hashes.length);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  test.each([
    ['python', 'examples/python/tests/conftest.py'],
    ['java', 'examples/java/src/test/java/com/example/demo/LocalRun.java'],
    ['dockerfile', 'local/Dockerfile'],
  ])('shows the file in %s that is tested', (language, file) => {
    const [, shown] = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(read('docs/local-run-in-your-tests.md'))!;
    expect(shown).toBe(read(file));
  });

  test('has a way to every page', () => {
    const linked = PAGES.flatMap((page) => linksOf(page).map((link) => fileOf(page, link)));
    expect(PAGES.filter((page) => page.startsWith('docs/') && !linked.includes(page))).toEqual([]);
  });

  test('says what each alarm means, and where each of the construct\'s logs are', () => {
    const page = read('docs/operating.md');
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), accessLogs: {}, executionLogs: {}, notifyCompletion: true });
    const alarms = api.addAlarms().map(({ node: { id } }) => id.replace(/^(Workflow|Completion)/, '…'));
    expect(new Set(alarms)).toEqual(new Set([...page.matchAll(/^\| `(\W?\w+)` \|/gm)].map(([, alarm]) => alarm)));

    const logGroups = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).map(({ Properties }) => textOf(Properties.LogGroupName));
    const prefixes = [...page.matchAll(/^\| `([\w/-]+)(…|<)/gm)].map(([, prefix]) => prefix);
    expect(logGroups.filter((name) => !prefixes.some((prefix) => name.startsWith(prefix)))).toEqual([]);
    expect(prefixes).toHaveLength(3);
  });

  test('lists the ids of all warnings', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const ids = [...files.map((file) => read(join('src', file))).join('').matchAll(/(?<!\$)\bid(?::| =) '([a-z]\w*)'|cdk-websocket-step-functions:(\w+)/g)].map(([, id, whole]) => id ?? whole);
    const rows = [...read('docs/cdk-nag.md').matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell]) => cell.replaceAll('`', '').split(', '));
    expect([...new Set(rows)].sort()).toEqual([...new Set(ids)].sort());
  });

  test('has samples that compile', () => {
    const fixture = read('rosetta/default.ts-fixture');
    const sources = PAGES.flatMap((page) => split(page).samples.map((code, index): [string, string] => [
      // Beside the demo, whose stack they may import.
      join(ROOT, 'test/demo', `${page.replaceAll('/', '-')}-${index + 1}.ts`),
      code.startsWith('import ') ? code : fixture.replace('/// here', () => code),
    ]));
    expect(faultsOf(new Map(sources))).toEqual([]);
  }, 60_000);
});
