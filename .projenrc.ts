import { awscdk, javascript, JsonFile, ReleasableCommits } from 'projen';
import { TypeScriptRunner } from 'projen/lib/typescript';
import { ClientPackage } from './projenrc/client-package';
import { importZones } from './projenrc/import-zones';
import { LocalPackage } from './projenrc/local-package';
import { NewestCdk } from './projenrc/newest-cdk';
import { NpmRelease } from './projenrc/npm-release';
import { PackageAll } from './projenrc/package-all';

const name = 'cdk-websocket-step-functions';
const repository = `https://github.com/${name}/${name}`;

const project = new awscdk.AwsCdkConstructLibrary({
  name,
  description: 'A WebSocket API in front of AWS Step Functions, with no Lambda in between, and a local run that plays it',
  author: name,
  authorAddress: repository,
  authorOrganization: true,
  copyrightOwner: name,
  license: 'Apache-2.0',
  repositoryUrl: `${repository}.git`,
  homepage: repository,
  keywords: ['aws', 'cdk', 'apigatewayv2', 'websocket', 'stepfunctions', 'serverless', 'asynchronous'],
  defaultReleaseBranch: 'main',

  // 2.178.0 is the first with JSONata: `QueryLanguage`, and the JSONPath and JSONata props of `TaskStateBase`, which `SendToConnection` extends.
  cdkVersion: '2.178.0',
  // The floor of aws-cdk-lib 2.178.0 itself.
  constructsVersion: '10.0.0',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '22',
  packageManager: javascript.NodePackageManager.NPM,

  projenrcTs: true,
  runner: TypeScriptRunner.tsx(),
  projenVersion: '^0.103.25',
  // jsii writes its own tsconfig.json; tsconfig.dev.json is for everything else.
  disableTsconfig: true,
  tsconfigDev: {
    compilerOptions: { module: 'node16', lib: ['es2022', 'esnext.disposable'], target: 'ES2022' },
    include: ['.projenrc.ts', 'projenrc/**/*.ts', 'bench/**/*.ts', 'examples/run.ts', 'local/**/*.ts', 'client/**/*.ts'],
    // The console's page is for browsers: its folder has a configuration of its own.
    exclude: ['**/node_modules', 'lib', 'local/lib', 'local/console', 'client/lib', '**/cdk.out'],
  },
  sampleCode: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  integrationTestAutoDiscover: false,
  experimentalIntegRunner: false,

  devDeps: [
    '@aws-cdk/integ-runner@^2',
    '@aws-cdk/integ-tests-alpha@2.177.0-alpha.0',
    '@types/node@^20',
    '@types/ws@^8',
    'cspell@^9',
    'esbuild@^0.28.0',
    'fast-check@^4.10.2',
    'playwright-core@^1.65.1',
    'tsx@^4.20.0',
    'velocityjs@2.1.7',
    'ws@^8.23.0',
  ],
  eslintOptions: {
    fileExtensions: ['.ts', '.tsx'],
    dirs: ['src'],
    devdirs: ['bench', 'client', 'examples/run.ts', 'local', 'projenrc', 'test'],
    ignorePatterns: ['*.js', '*.d.ts', 'node_modules/', 'lib/', 'local/lib/', 'client/lib/', 'cdk.out/', '*.snapshot/', 'coverage/'],
  },
  jestOptions: {
    // A snapshot changes when a person says so, never because the tests ran.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      // Not v8, to which a file of interfaces alone is one that no test runs.
      coverageProvider: 'babel',
      // A machine that does something else beside the tests is no reason for them to fail.
      testTimeout: 60_000,
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/local/lib/', '<rootDir>/client/lib/', '<rootDir>/examples/', 'cdk\\.out'],
      // The library's has a floor; to count that of the others would take a third of the tests' time.
      collectCoverageFrom: ['src/**/*.ts'],
    },
  },

  stability: 'stable',
  publishToPypi: { distName: name, module: 'cdk_websocket_step_functions', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkwebsocketstepfunctions',
    mavenGroupId: 'io.github.cdkwebsocketstepfunctions',
    mavenArtifactId: name,
  },
  publishToNuget: { dotNetNamespace: 'CdkWebSocketStepFunctions', packageId: 'CdkWebSocketStepFunctions', trustedPublishing: true },
  publishToGo: { moduleName: `github.com/${name}/${name}-go`, packageName: 'cdkwebsocketstepfunctions' },
  releaseToNpm: true,
  npmTrustedPublishing: true,
  releaseEnvironment: 'release',
  // 13 wants Node 22, and so `npm ci` would warn whoever has the Node that the project supports.
  bumpPackage: 'commit-and-tag-version@^12.7.1',
  // A release says something to users: only features and fixes make one.
  releasableCommits: ReleasableCommits.featuresAndFixes(),
  depsUpgradeOptions: { workflowOptions: { labels: ['dependencies'] } },
  pullRequestTemplate: true,
  githubOptions: { mergify: false },
  npmignoreEnabled: false,
  gitignore: ['cdk.out/', '/local/lib/', '/client/lib/', '/.bench/', 'target/', '/examples/.build/', '.jsii.tabl.json', '*.tgz', '.DS_Store', 'tsconfig.tsbuildinfo'],
});

// All packages' tests in one run; the coverage floor is the library's.
project.package.file.addOverride('jest.testMatch', ['<rootDir>/test/**/*.test.ts', '<rootDir>/local/test/**/*.test.ts', '<rootDir>/client/test/**/*.test.ts']);
project.package.file.addOverride('jest.setupFiles', ['<rootDir>/test/property-seed.ts']);
// Jest would leave one of two processors idle.
project.package.file.addOverride('jest.maxWorkers', '100%');
project.package.file.addOverride('jest.coverageReporters', ['text-summary', 'lcov']);
project.package.file.addOverride('jest.coverageThreshold', { './src/': { lines: 95, branches: 95 } });
// Source maps would double the tarball, for a stack trace or two.
for (const option of ['inlineSourceMap', 'inlineSources', 'sourceMap']) {
  project.package.file.addOverride(`jsii.tsc.${option}`, false);
}
// 1.13.0 is a release of which not every platform's part can be installed.
project.package.file.addOverride('overrides', { 'unrs-resolver': '1.12.2' });
// What jsii publishes, and nothing else.
project.package.addField('files', ['.jsii', 'lib', '!**/*.tsbuildinfo']);

// One tsconfig knows every file but the console's page.
project.tryFindObjectFile('.eslintrc.json')?.addDeletionOverride('parserOptions.projectService');
project.tryFindObjectFile('.eslintrc.json')?.addOverride('parserOptions.project', ['./tsconfig.dev.json', './local/console/tsconfig.json']);

// Imports go one way.
project.eslint?.addRules({ 'import/no-restricted-paths': ['error', { zones: importZones }] });
// One dialect everywhere.
project.eslint?.addRules({
  '@typescript-eslint/explicit-member-accessibility': ['error', { accessibility: 'explicit', overrides: { constructors: 'no-public' } }],
  '@stylistic/arrow-parens': ['error', 'always'],
  '@stylistic/operator-linebreak': ['error', 'before', { overrides: { '=': 'after' } }],
  'no-restricted-globals': ['error', { name: 'it', message: 'Tests are written with test.' }],
  'no-restricted-syntax': ['error', {
    selector: ':matches(Program, ExportNamedDeclaration) > VariableDeclaration[kind=const] > VariableDeclarator > Identifier[name=/^[a-z]/]'
      + '[typeAnnotation.typeAnnotation.typeName.name=/^Readonly(Map|Set)?$/]',
    message: 'A table of constants is named in capitals.',
  }],
});

// jsii's banner about Node 20, which the project supports as long as its users do.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

// Type errors are found once, here; per-file transpilation keeps the tests themselves fast.
project.testTask.prependExec('tsc -p tsconfig.dev.json --noEmit');
// `npm run demo` synthesizes the demo stack, serves it and plays the conversation.
project.addTask('demo', { description: 'The demo conversation, on this machine', exec: 'tsx test/demo/conversation.ts', receiveArgs: true });
project.addTask('conformance', { description: 'Run a folder of cases recorded on AWS', exec: 'tsx local/conformance/run.ts', receiveArgs: true });
project.addTask('service-models', {
  description: "Make the models of services' answers from botocore's `data` folder", exec: 'tsx projenrc/service-models.ts', receiveArgs: true,
});
const bench = project.addTask('bench', { description: 'Measure, and print ratios', exec: 'node --expose-gc --import tsx bench/run.ts', receiveArgs: true });
bench.prependSpawn(project.compileTask);
// For the bench alone: it runs on Node 20, but says that it wants 22, and `npm ci` would warn of it.
bench.prependExec('npm install --prefix .bench/peers --no-package-lock --no-audit --no-fund --loglevel=error aws-local-stepfunctions@3.0.0');
project.addTask('bench:published-templates', {
  description: 'Start a run for every template under a folder of fetched repositories', exec: 'tsx bench/published-templates.ts', receiveArgs: true,
});
const integ = 'integ-runner --language typescript --app "tsx {filePath}" --parallel-regions us-east-1 --max-workers 1';
project.addTask('integ', { description: 'Compare the integration snapshots with what is synthesized', exec: integ });
project.addTask('integ:update', { description: 'Write the integration snapshots, without a deployment', exec: `${integ} --update-on-failed --dry-run` });
project.addTask('integ:deploy', { description: 'Deploy what has changed, and write its snapshot', exec: `${integ} --update-on-failed` });

new JsonFile(project, 'cspell.json', {
  obj: {
    version: '0.2',
    language: 'en,en-GB',
    words: [
      'apigatewaymanagementapi', 'apigatewayv', 'apigwv', 'Arktype', 'asyncapi', 'awsapigatewayv', 'boto', 'botocore',
      'cdkwebsocketstepfunctions', 'Centrifugo', 'cognitoidentityprovider', 'conftest', 'databind', 'dynalite', 'eventbridge', 'fasterxml',
      'floci', 'HEALTHCHECK', 'HMAC', 'INextable', 'integ', 'Jayway', 'jsii', 'JSONata', 'ministack', 'mktemp', 'permessage', 'Popen',
      'presigned', 'projen', 'projenrc', 'pytest', 'redrivable', 'redrive', 'redriven', 'restapi', 'restapis', 'RETRIABLE', 'smithyhttp',
      'statemachine', 'stddev', 'Timedout', 'valibot', 'velocityjs', 'vendedlogs', 'venv', 'WCAG', 'wscat',
    ],
    // Ids that AWS made.
    ignoreRegExpList: ['/[\\w-]{15}=/g'],
  },
});
project.addTask('spell', {
  description: 'Check the spelling of what users read',
  exec: 'cspell --no-progress --no-summary README.md CONTRIBUTING.md SECURITY.md "docs/*.md" local/README.md client/README.md "examples/*.md" "examples/*/README.md" "src/**/*.ts"',
});
project.addTask('test:languages', {
  description: 'Use the packed library from TypeScript, Python, Java and Go, and compare the templates',
  exec: 'tsx examples/run.ts',
  receiveArgs: true,
});
const soak = project.addTask('soak', { description: 'Load the local run for two minutes, and lose nothing' });
soak.exec('node --expose-gc --import tsx bench/soak.ts', { receiveArgs: true });
soak.spawn(project.addTask('soak:delivery', {
  description: 'Cut connections in the middle of executions, and lose nothing', exec: 'tsx bench/soak-delivery.ts', receiveArgs: true,
}));
project.addTask('test:velocity', {
  description: 'Render what the library emits with real Apache Velocity (needs Maven)',
  exec: 'tsx test/velocity/run.ts',
  receiveArgs: true,
});
project.addTask('rosetta', {
  description: 'Compile every sample of the README and the reference',
  exec: 'jsii-rosetta extract --strict',
});

new LocalPackage(project);
new ClientPackage(project);
new NewestCdk(project);
new NpmRelease(project);
new PackageAll(project);

// jsii ignores every tsconfig.json; its own is the only one that is made anew.
project.gitignore.include('/projenrc/tsconfig.json', '/examples/*/tsconfig.json');

project.synth();
