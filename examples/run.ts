import { execFile, ExecFileException, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';

/*
 * Packs the library for every language, installs what was packed into a fresh project of each, runs the example's tests, synthesizes it,
 * and compares the template with TypeScript's; and tests the local run with AWS's SDKs. Each prints one line. `run.ts [<language>…]` tries those alone.
 */

/** The version of aws-cdk-lib at which templates are compared: the newest that the registries of all languages have. */
const CDK_VERSION = '2.263.0';

/** What a template may have of its own. All else, the order of resources aside, must be equal. */
const SET_ASIDE = {
  /** The CDK's report on itself, which names the language. */
  resources: ['CDKMetadata'],
  /** JSON in a text: members have no order, and Go's maps keep none. */
  jsonTexts: ['DefinitionString'],
};

/** Findings of `@aws/cloudformation-validate` that are not the library's to mend. */
const ACCEPTED_FINDINGS = [
  // These of aws-cdk-lib name their role in DependsOn, too. The CDK ignores this rule in its own validation.
  ...['AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine'].map((resourceType) => ({ ruleId: 'W3005', resourceType })),
];

const EXAMPLES = __dirname;
const ROOT = resolve(EXAMPLES, '..');
/** Kept out of Git; everything in it may be deleted at any time. Maven's downloads are all that a run leaves to the next. */
const BUILD = join(EXAMPLES, '.build');
const PACKAGE = join(BUILD, 'package');
const DIST = join(PACKAGE, 'dist');
const BASELINE = join(BUILD, 'baseline');
const MAVEN_REPOSITORY = join(BUILD, 'maven');
/** No step takes longer by far, so that what hangs ends. */
const TIMEOUT_MINUTES = 10;

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const NPM_INSTALL = ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
const tarball = join(DIST, 'js', `${manifest.name}@${manifest.version}.jsii.tgz`);

interface Language {
  readonly name: string;
  /** The commands that must be on the PATH. */
  readonly tools: string[];
  /** Answers what there is to say of it. Throws where anything is wrong. */
  readonly check: () => Promise<string>;
}

/** The library is compiled and TypeScript's template made for all that follow. */
const FIRST: Language[] = [
  { name: 'jsii', tools: ['npm'], check: compile },
  { name: 'TypeScript', tools: ['npm'], check: typescript },
];
/** Two rows, one beside the other. Maven's downloads are not for two at once: what uses them is in one row. */
const ROWS: Language[][] = [
  [
    { name: 'production', tools: ['npm'], check: async () => app('production', await packLocalRun()) },
    { name: 'mixed', tools: ['npm'], check: async () => app('mixed', await packLocalRun()) },
    { name: 'chat', tools: ['npm'], check: async () => app('chat', await packLocalRun()) },
    { name: 'boto3', tools: ['npm', 'python3'], check: boto3 },
    { name: '.NET', tools: [], check: dotnet },
  ],
  [
    { name: 'Python', tools: ['python3'], check: python },
    { name: 'Java', tools: ['java', 'mvn'], check: java },
    { name: 'Java SDK', tools: ['npm', 'java', 'mvn'], check: javaSdk },
    { name: 'Go', tools: ['go'], check: go },
  ],
];

/** A consumer's view: the packed tarball in an empty folder, with the newest CDK; and the template that the others must equal. */
async function typescript(): Promise<string> {
  const demo = readFileSync(join(ROOT, 'test/demo/demo-stack.ts'), 'utf8').replace("'../../src'", `'${manifest.name}'`);
  const example = join(EXAMPLES, 'typescript/lib/demo-stack.ts');
  if (readFileSync(example, 'utf8') !== demo) {
    throw new Error(`${example} is not test/demo/demo-stack.ts with the package's name; make them the same`);
  }
  await pack('js');
  rmSync(BASELINE, { recursive: true, force: true });
  const findings = await app('typescript');
  cpSync(example, join(BASELINE, 'demo-stack.ts'));
  writeFileSync(join(BASELINE, 'app.ts'), `
    import { App } from 'aws-cdk-lib';
    import { DemoStack } from './demo-stack';
    new DemoStack(new App(), 'Demo');
  `);
  writeFileSync(join(BASELINE, 'package.json'), '{ "private": true }');
  await run(BASELINE, 'npm', [...NPM_INSTALL, tarball, `aws-cdk-lib@${CDK_VERSION}`, 'constructs@10']);
  await synthesize(BASELINE, ['--app', `${join(BUILD, 'typescript/node_modules/.bin/tsx')} app.ts`]);
  return findings;
}

async function python(): Promise<string> {
  await pack('python');
  const folder = freshProject('python');
  await installLocalRun(folder);
  const { bin } = await pytest(folder, '--find-links', join(DIST, 'python'));
  return compare(await synthesize(folder, [], { PATH: `${bin}${delimiter}${process.env.PATH}` }));
}

/** Runs a Python project's tests in an environment of its own, with what it requires. */
async function pytest(folder: string, ...pipOptions: string[]): Promise<{ bin: string; summary: string }> {
  const bin = join(folder, '.venv', 'bin');
  await run(folder, 'python3', ['-m', 'venv', '.venv']);
  await run(folder, join(bin, 'pip'), ['install', '--quiet', ...pipOptions, '-r', 'requirements-dev.txt']);
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}` };
  return { bin, summary: (await run(folder, join(bin, 'python'), ['-m', 'pytest', '-q'], env)).trim().split('\n').at(-1)! };
}

/** The local run without a template, as a suite sees it that knows boto3 alone. */
async function boto3(): Promise<string> {
  const folder = freshProject('boto3');
  await run(folder, 'npm', [...NPM_INSTALL, await packLocalRun()]);
  return `Step Functions Local with boto3: ${(await pytest(folder)).summary}`;
}

/** The same with the AWS SDK for Java. */
async function javaSdk(): Promise<string> {
  const folder = freshProject('aws-sdk-java');
  await run(folder, 'npm', [...NPM_INSTALL, await packLocalRun()]);
  await run(folder, 'mvn', ['-q', '--batch-mode', `-Dmaven.repo.local=${MAVEN_REPOSITORY}`, 'test']);
  return 'Step Functions Local with the AWS SDK for Java';
}

async function java(): Promise<string> {
  // Maven takes a version that it has once seen from there, however often it is packed again.
  rmSync(join(MAVEN_REPOSITORY, ...manifest.jsii.targets.java.maven.groupId.split('.')), { recursive: true, force: true });
  await pack('java', `--maven-local-repository=${MAVEN_REPOSITORY}`);
  const folder = freshProject('java');
  const settings = join(folder, '.mvn', 'settings.xml');
  mkdirSync(join(folder, '.mvn'));
  writeFileSync(settings, `<settings>
    <profiles>
      <profile>
        <id>packed</id>
        <repositories><repository><id>packed</id><url>file://${join(DIST, 'java')}</url></repository></repositories>
      </profile>
    </profiles>
    <activeProfiles><activeProfile>packed</activeProfile></activeProfiles>
  </settings>`);
  writeFileSync(join(folder, '.mvn', 'maven.config'), `--global-settings=${settings}\n-Dmaven.repo.local=${MAVEN_REPOSITORY}\n--batch-mode\n`);
  await installLocalRun(folder);
  await run(folder, 'mvn', ['-q', 'test']);
  return compare(await synthesize(folder));
}

async function go(): Promise<string> {
  // The example compiles it, at the CDK that it asks for.
  await pack('go', '--code-only');
  const { moduleName, packageName } = manifest.jsii.targets.go;
  const module = join(DIST, 'go', packageName);
  // Pacmak asks for the CDK's own dependencies as they happen to be in node_modules here; the CDK asks for those that it needs.
  const { Require: requirements } = JSON.parse(await run(module, 'go', ['mod', 'edit', '-json']));
  const indirect = requirements.filter((requirement: any) => requirement.Indirect).map((requirement: any) => `-droprequire=${requirement.Path}`);
  await run(module, 'go', ['mod', 'edit', ...indirect]);

  const folder = freshProject('go');
  await run(folder, 'go', ['mod', 'edit', `-replace=${moduleName}/${packageName}=${module}`]);
  await run(folder, 'go', ['mod', 'tidy']);
  await run(folder, 'go', ['test', './...']);
  return compare(await synthesize(folder));
}

async function dotnet(): Promise<string> {
  await pack('dotnet', '--code-only');
  const { packageId } = manifest.jsii.targets.dotnet;
  const project = readFileSync(join(DIST, 'dotnet', packageId, `${packageId}.csproj`), 'utf8');
  const expected = {
    PackageId: packageId,
    PackageVersion: manifest.version,
    Description: `${manifest.description} (Stability: Stable)`,
    PackageLicenseExpression: manifest.license,
    // That of the CDK's own package.
    TargetFramework: 'net6.0',
  };
  for (const [property, value] of Object.entries(expected)) {
    const found = new RegExp(`<${property}>(.*)</${property}>`).exec(project)?.[1];
    if (found !== value) {
      throw new Error(`${packageId}.csproj has the ${property} ${found}, expected ${value}`);
    }
  }
  return `generated as ${packageId} for ${expected.TargetFramework}`;
}

/** Compiles a copy, so that the repository's own lib and dist stay as they are. */
async function compile(): Promise<string> {
  rmSync(PACKAGE, { recursive: true, force: true });
  for (const file of ['package.json', 'README.md', 'LICENSE', 'API.md', 'src']) {
    cpSync(join(ROOT, file), join(PACKAGE, file), { recursive: true });
  }
  await run(PACKAGE, join(ROOT, 'node_modules/.bin/jsii'), ['--silence-warnings=reserved-word']);
  return `compiled ${manifest.name} ${manifest.version}`;
}

async function pack(target: string, ...options: string[]): Promise<void> {
  await run(PACKAGE, join(ROOT, 'node_modules/.bin/jsii-pacmak'), ['--target', target, ...options]);
}

let packedLocalRun: Promise<string> | undefined;

/** The local run as it is published, packed from a copy, once. Answers the tarball. */
async function packLocalRun(): Promise<string> {
  return packedLocalRun ??= packedFromCopy();
}

async function packedFromCopy(): Promise<string> {
  const folder = join(BUILD, 'local');
  rmSync(folder, { recursive: true, force: true });
  for (const file of ['package.json', 'README.md', 'LICENSE', 'bootstraps', 'service-models']) {
    cpSync(join(ROOT, 'local', file), join(folder, file), { recursive: true });
  }
  await run(ROOT, join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'local/tsconfig.json', '--outDir', join(folder, 'lib')]);
  return join(folder, (await run(folder, 'npm', ['pack', '--silent'])).trim());
}

/** The local run beside an app in another language, whose tests start it. */
async function installLocalRun(folder: string): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  await run(folder, 'npm', [...NPM_INSTALL, await packLocalRun()]);
}

function freshProject(language: string): string {
  const folder = join(BUILD, language);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(EXAMPLES, language), folder, { recursive: true });
  return folder;
}

/** Builds, tests and checks an app with the packed library. Its synthesis fails on what cdk-nag finds and nobody has acknowledged. */
async function app(example: string, ...others: string[]): Promise<string> {
  const folder = freshProject(example);
  await run(folder, 'npm', [...NPM_INSTALL, tarball, ...others]);
  await run(folder, 'npm', ['run', 'build']);
  await run(folder, 'npm', ['test']);
  const assembly = await synthesize(folder);
  validate(folder, assembly);
  return `no findings (aws-cdk-lib ${cdkVersion(assembly)})`;
}

/** `cdk synth` with the CDK CLI that the TypeScript example has. Answers the cloud assembly's folder. */
async function synthesize(folder: string, options: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<string> {
  await run(folder, join(BUILD, 'typescript/node_modules/.bin/cdk'), ['synth', '--quiet', '--no-notices', ...options], env);
  return join(folder, 'cdk.out');
}

function cdkVersion(assembly: string): string {
  return JSON.parse(readFileSync(join(assembly, 'tree.json'), 'utf8')).tree.constructInfo.version;
}

/** Fails on any finding of severity warning or above. */
function validate(project: string, assembly: string): void {
  // The CDK's own copy, which has the rules that fit it.
  const cdk = createRequire(join(project, 'package.json')).resolve('aws-cdk-lib');
  const { RegoEngine, TemplateFile } = createRequire(cdk)('@aws/cloudformation-validate');
  const engine = new RegoEngine();
  const template = readdirSync(assembly).find((file) => file.endsWith('.template.json'))!;
  const { diagnostics, status } = engine.validateStandard(new TemplateFile(join(assembly, template)), {
    severityLevel: 'WARN',
    exclude: { resourceTypes: ACCEPTED_FINDINGS },
  });
  engine.free();
  if (status !== 'OK' || diagnostics.length > 0) {
    const findings = diagnostics.map(({ entity, message, ruleId, severity }: any) => `${severity} ${ruleId} ${entity?.logicalId}: ${message}`);
    throw new Error(`findings of cloudformation-validate (${status}):\n${findings.join('\n')}`);
  }
}

/** Fails where the template differs from TypeScript's. */
function compare(assembly: string): string {
  const version = cdkVersion(assembly);
  if (version !== CDK_VERSION) {
    throw new Error(`it uses aws-cdk-lib ${version}, but templates are compared at ${CDK_VERSION}; change the example or CDK_VERSION`);
  }
  if (!existsSync(join(BASELINE, 'cdk.out'))) {
    throw new Error('there is no template of TypeScript\'s to compare with, since that failed');
  }
  const actual = comparable(assembly);
  const differences = differencesOf(actual, comparable(join(BASELINE, 'cdk.out')));
  if (differences.length > 0) {
    throw new Error(`the template differs from TypeScript's:\n${differences.join('\n')}`);
  }
  return `all ${Object.keys(actual.Resources).length} resources equal TypeScript's (aws-cdk-lib ${version})`;
}

function comparable(assembly: string): any {
  const template = JSON.parse(readFileSync(join(assembly, 'Demo.template.json'), 'utf8'), (key, value) =>
    SET_ASIDE.jsonTexts.includes(key) ? JSON.parse(textOf(value)) : value);
  SET_ASIDE.resources.forEach((id) => delete template.Resources[id]);
  return template;
}

/** A text, or a join of texts and intrinsic functions, each of which becomes text within a JSON string. */
function textOf(value: any): string {
  const parts: unknown[] = value['Fn::Join']?.[1] ?? [value];
  return parts.map((part) => typeof part === 'string' ? part : JSON.stringify(JSON.stringify(part)).slice(1, -1)).join('');
}

function differencesOf(actual: any, expected: any, path = ''): string[] {
  if (isDeepStrictEqual(actual, expected)) {
    return [];
  }
  if ([actual, expected].some((value) => typeof value !== 'object' || value === null)) {
    return [`${path}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`];
  }
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...keys].flatMap((key) => differencesOf(actual[key], expected[key], `${path}/${key}`));
}

async function run(cwd: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      timeout: TIMEOUT_MINUTES * 60_000,
      env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', ...env },
    });
    return stdout;
  } catch (error) {
    const { code, signal, stderr, stdout } = error as ExecFileException & { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} in ${cwd} failed: ${signal ?? `exit code ${code}`}\n${stdout}${stderr}`);
  }
}

function isOnPath(tool: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
}

const count = { passed: 0, failed: 0, skipped: 0 };

/** Tries languages, one after another, and prints a line for each. */
async function tryAll(languages: readonly Language[]): Promise<void> {
  for (const { check, name, tools } of languages) {
    const start = performance.now();
    const missing = tools.filter((tool) => !isOnPath(tool));
    let outcome: keyof typeof count = 'passed';
    let text = `not on the PATH: ${missing.join(', ')}`;
    if (missing.length > 0) {
      outcome = process.env.CI ? 'failed' : 'skipped';
    } else {
      try {
        text = await check();
      } catch (error) {
        outcome = 'failed';
        text = (error as Error).message;
      }
    }
    count[outcome]++;
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`${name.padEnd(10)}  ${outcome} in ${`${seconds}`.padStart(2)} s: ${text}`);
  }
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !ROWS.flat().some((language) => language.name === name));
  if (unknown.length > 0) {
    throw new Error(`there is no ${unknown.join(', ')}; there are ${ROWS.flat().map(({ name }) => name).join(', ')}`);
  }
  await tryAll(FIRST);
  await Promise.all(ROWS.map((row) => tryAll(row.filter(({ name }) => names.length === 0 || names.includes(name)))));
  console.log(`${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`);
  process.exitCode = count.failed > 0 ? 1 : 0;
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
