import { awscdk, Component, JsonFile } from 'projen';
import { publishWorkspace } from './workspace';

/** An entry of the package, for `import` and for `require`, each with its types; `browser` is what is another there. */
function entry(name: string, browser = {}): object {
  return {
    import: { types: `./lib/${name}.d.mts`, ...browser, default: `./lib/${name}.mjs` },
    require: { types: `./lib/${name}.d.ts`, default: `./lib/${name}.js` },
  };
}

/** The client as an npm workspace, beside the local run. */
export class ClientPackage extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    new JsonFile(project, 'client/package.json', {
      marker: true,
      obj: {
        name: 'websocket-step-functions-client',
        version: '0.0.0',
        description: 'Client of WebSocket APIs in front of AWS Step Functions, for browsers and Node: reconnects, matches ids, hears of each execution\'s end once',
        author: project.package.manifest.author,
        license: 'Apache-2.0',
        repository: { ...project.package.manifest.repository, directory: 'client' },
        homepage: `${project.package.manifest.homepage}/tree/main/client#readme`,
        keywords: ['aws', 'websocket', 'apigateway', 'stepfunctions', 'client', 'reconnect', 'browser'],
        engines: { node: '>= 20.0.0' },
        sideEffects: false,
        main: 'lib/index.js',
        module: 'lib/index.mjs',
        types: 'lib/index.d.ts',
        exports: {
          '.': entry('index', { browser: './lib/index.browser.mjs' }),
          './delivery': entry('delivery'),
          './sigv4': entry('sigv4'),
          './protocol/*.json': './protocol/*.json',
          './package.json': './package.json',
        },
        files: ['lib', 'protocol'],
        devDependencies: {
          '@smithy/signature-v4': '^5.7.5',
          '@types/ws': '^8',
          'esbuild': '^0.28.0',
          'fast-check': '^4.10.2',
          'typescript': '~6.0.0',
          'ws': '^8.23.0',
        },
      },
    });

    new JsonFile(project, 'client/tsconfig.json', {
      obj: {
        extends: '../tsconfig.dev.json',
        compilerOptions: {
          rootDir: 'src',
          outDir: 'lib',
          emitDeclarationOnly: true,
          inlineSourceMap: false,
          inlineSources: false,
          // A browser's and Node's globals differ: what both have is the DOM's.
          lib: ['es2022', 'esnext.disposable', 'dom', 'dom.iterable'],
          types: [],
        },
        include: ['src/**/*.ts'],
        exclude: ['lib', 'node_modules'],
      },
    });

    const compile = project.addTask('compile:client', { description: 'Compile the client to client/lib', exec: 'tsc -p client/tsconfig.json' });
    compile.exec('tsx client/build.ts');
    project.compileTask.spawn(compile);
    project.addTask('test:client', {
      description: 'Try the compiled client in Node 22 and 24 and in Chromium, over a network that fails (needs both; what is missing is skipped)',
      exec: 'tsx test/client/run.ts',
      receiveArgs: true,
    }).prependSpawn(compile);
    publishWorkspace(project, { folder: 'client', title: 'the client', compile: 'compile:client' });
  }
}
