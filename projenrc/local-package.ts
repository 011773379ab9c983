import { awscdk, Component, JsonFile } from 'projen';
import { publishWorkspace } from './workspace';

/**
 * The local run as an npm workspace: one `npm ci` at the root sets both packages up, one release publishes both under the same version.
 */
export class LocalPackage extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    project.package.addField('workspaces', ['local', 'client']);

    new JsonFile(project, 'local/package.json', {
      marker: true,
      obj: {
        name: 'websocket-step-functions-local',
        version: '0.0.0',
        description: 'Plays a CloudFormation template with a WebSocket API on your machine, as AWS would: routes, Step Functions, Lambda functions, tables',
        author: project.package.manifest.author,
        license: 'Apache-2.0',
        repository: { ...project.package.manifest.repository, directory: 'local' },
        homepage: `${project.package.manifest.homepage}/tree/main/local#readme`,
        keywords: ['aws', 'websocket', 'apigateway', 'stepfunctions', 'local', 'emulator', 'cloudformation', 'asl', 'vtl'],
        engines: { node: '>= 20.0.0' },
        main: 'lib/index.js',
        types: 'lib/index.d.ts',
        bin: { 'websocket-step-functions-local': 'lib/cli.js' },
        files: ['bootstraps', 'lib', 'service-models'],
        dependencies: {
          '@cfworker/json-schema': '^4.1.6',
          '@peculiar/x509': '^2.2.0',
          'chokidar': '^4.0.3',
          'commander': '^14.0.3',
          'croner': '^11.0.1',
          'csv-parse': '^7.0.3',
          'dynalite': '4.0.0',
          'fast-xml-parser': '^5.12.1',
          'fflate': '^0.8.3',
          'jsonata': '2.0.6',
          'picomatch': '^4.0.4',
          'reflect-metadata': '^0.2.2',
          'ws': '^8.23.0',
          'yaml': '^2.9.1',
        },
        // The console's page is built when the package is: nothing of it is needed at run time.
        devDependencies: {
          '@aws-sdk/client-apigatewaymanagementapi': '^3.1169.0',
          '@aws-sdk/client-sfn': '^3.1164.0',
          '@dagrejs/dagre': '^3.1.3',
          '@preact/signals': '^2.11.4',
          '@types/picomatch': '^4.0.2',
          '@types/ws': '^8',
          'axe-core': '^4.14.1',
          'dockerfile-utils': '^0.16.3',
          'fast-check': '^4.10.2',
          'playwright-core': '^1.65.1',
          'preact': '^11.2.0',
        },
      },
    });

    new JsonFile(project, 'local/tsconfig.json', {
      obj: {
        extends: '../tsconfig.dev.json',
        compilerOptions: { rootDir: 'src', outDir: 'lib', declaration: true, inlineSourceMap: false, inlineSources: false, stripInternal: true },
        include: ['src/**/*.ts'],
        exclude: ['lib', 'node_modules'],
      },
    });

    new JsonFile(project, 'local/console/tsconfig.json', {
      obj: {
        compilerOptions: {
          target: 'ES2022',
          module: 'ESNext',
          moduleResolution: 'bundler',
          lib: ['ES2023', 'DOM', 'DOM.Iterable'],
          types: [],
          jsx: 'react-jsx',
          jsxImportSource: 'preact',
          strict: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          isolatedModules: true,
          skipLibCheck: true,
          noEmit: true,
        },
        include: ['**/*.ts', '**/*.tsx'],
      },
    });

    const compile = project.addTask('compile:local', { description: 'Compile the local run to local/lib', exec: 'tsc -p local/tsconfig.json' });
    const page = project.addTask('compile:console', { description: "Build the console's page to local/lib/console/page" });
    page.exec('tsc -p local/console/tsconfig.json');
    page.exec('tsx projenrc/build-console.ts');
    compile.spawn(page);
    project.compileTask.spawn(compile);
    // Type errors are found before the tests; the page's tests need no build of it.
    project.testTask.prependExec('tsc -p local/console/tsconfig.json');
    project.addTask('test:console', {
      description: "Use the console's pages in a real browser (needs Chromium)",
      exec: 'tsx local/test/console/browser/run.ts',
      receiveArgs: true,
    }).prependSpawn(compile);
    project.addTask('screenshots', {
      description: 'Take the pictures of the console for the documents (needs Chromium)', exec: 'tsx local/test/console/browser/screenshots.ts',
    }).prependSpawn(compile);
    project.addTask('abuse', {
      description: 'Attack the compiled local run in every way known, with a healthy client beside',
      exec: 'node --import tsx local/test/abuse/run.ts',
      receiveArgs: true,
    }).prependSpawn(compile);

    project.addTask('leftovers', {
      description: 'Kill the compiled local run, and what has started it, a hundred times: no process and no file is left',
      exec: 'node --import tsx local/test/abuse/leftovers.ts',
      receiveArgs: true,
    }).prependSpawn(compile);

    publishWorkspace(project, { folder: 'local', title: 'the local run', compile: 'compile:local' });
  }
}
